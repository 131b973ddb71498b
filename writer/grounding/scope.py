"""What a text has said so far that the next number may lean on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from writer.findings import Verdict
from writer.grounding.bases import FUNDS
from writer.grounding.judgement import Judged
from writer.grounding.mentions import Kind, Mention
from writer.grounding.relations import Link, Relation
from writer.grounding.spans import Series, Span
from writer.ledger import Figure
from writer.ledger.figure import ACTUAL, ADJUSTED, INITIAL, TARGET

if TYPE_CHECKING:
    from writer.grounding.together.groups import Group

_GIVEN = (FUNDS, INITIAL, ADJUSTED, "budget")
KEPT = 60  # figures of earlier paragraphs that are remembered


@dataclass(slots=True)
class Resolved:
    """A mention that was found to state a figure."""

    mention: Mention
    figure: Figure


@dataclass(slots=True)
class Scope:
    """Basis, period and subject in force; `local_*` say that the mention's own words set them."""

    year: str
    names: Sequence[str] = ()  # of the subjects
    basis: str = ""
    period: str = ""
    aimed: bool = False  # whether the heading speaks of goals: 达到90% is aimed at there
    local_basis: bool = False
    local_period: bool = False
    reference: Link | None = None
    subject: int | None = None
    head: int | None = None  # what 其中 takes apart: the text may come back to it
    weak_period: bool = False  # a day or a month may only date an event
    span: Span | None = None  # the months that the number's own words name, which end at …
    span_end: int = 0  # … so many characters into them
    part: tuple[Series, Span, Figure] | None = None  # the part of a year stated last
    whole: tuple[int, ...] = ()
    shared: tuple[str, ...] = ()  # the figures of which the last share is a part
    stale_basis: bool = False  # a semicolon has passed since the basis was named
    aside: bool = False  # the number stands in brackets
    basis_end: int = 0
    kept: tuple[str, str] | None = None  # basis and period to go back to
    named: list[int] = field(default_factory=list)  # subjects of the sentence, in order
    resolved: list[Resolved] = field(default_factory=list)  # of the sentence
    paragraph: list[Resolved] = field(default_factory=list)
    topic: list[int] = field(default_factory=list)  # subjects of headings and paragraph start
    above: list[int] = field(default_factory=list)  # … that they name outright
    link: Link | None = None  # the last relation that the sentence spelt out
    quoted: str = ""  # the narrative that the sentence quoted last
    words: str = ""  # the mention's own words and its column's header
    told: int = 0  # how many things 三个项目合计 told off
    ahead: list[int] = field(default_factory=list)  # … when 下列 says that they are still to come
    parts: int = 0  # how many things the sentence has added up
    totalled: bool = False  # whether the sentence has added up what was told of
    listing: bool = False  # whether it is 下列 that told them off
    several: Group | None = None  # what the sentence tells of together
    several_last: bool = False  # … and has told of last
    group: Group | None = None  # what the paragraph has told of together
    toward: int | None = None  # the direction of a comparison that is still open
    started: bool = False  # whether the last number is what 由 starts a change from
    series: bool = False  # whether a list tells the growths of one thing, year by year
    compared: bool = False  # whether the last figure stated is what is compared with
    stated: list[Figure] = field(default_factory=list)  # of the paragraph, derived ones too
    last: list[Resolved] = field(default_factory=list)  # of the whole text, newest last

    def begin_sentence(
        self, new_paragraph: bool, topic: list[int], above: list[int], basis: str = ""
    ) -> None:
        """Forgets what only holds within a sentence; `basis` is what its heading speaks of."""
        self.basis, self.period = basis, ""
        self.aimed = basis == TARGET
        self.stale_basis = False
        self.quoted, self.told, self.ahead = "", 0, []
        self.listing, self.totalled, self.parts = False, False, 0
        self.several, self.several_last = None, False
        self.reference = self.link = None
        self.whole, self.shared = (), ()
        self.named = []
        self.resolved = []
        self.topic, self.above = topic, above
        if new_paragraph:
            self.paragraph = []
            self.stated = []
            self.subject = self.head = None
            self.part = self.group = None

    def gather(self, group: Group) -> None:
        """Takes in what the next numbers may be told of together."""
        self.several = self.group = group
        self.several_last = True
        if group.named:
            self.told = len(group.subjects)

    def paragraph_subjects(self, subject_of: Mapping[str, int]) -> list[int]:
        """Subjects of the figures that the paragraph has stated."""
        ids = (subject_of.get(r.figure.id) for r in self.paragraph)
        return [s for s in ids if s is not None]

    def _quoted_figure(self, judged: Judged) -> Figure | None:
        """A number of the narrative as something that later words may work with."""
        mention = judged.mention
        if mention.number is None or mention.value is None or mention.kind is Kind.ORDINAL:
            return None
        unit = next((u for u in ("亿元", "万元") if mention.text.endswith(u)), mention.unit)
        decimals = max(0, -int(mention.step.adjusted())) if unit == mention.unit else 2
        spoken = [self.subject] if self.subject is not None else self.topic[:1]
        about = self.names[spoken[0]] if spoken else ""
        return Figure(
            judged.figure or "", about, "", self.basis, self.period or self.year,
            str(mention.kind), mention.value, mention.unit, decimals, unit,
        )  # fmt: skip

    def quote(self, judged: Judged) -> None:
        """Remembers a number of the narrative for those that follow from it."""
        self.quoted = judged.figure or ""
        quoted = self._quoted_figure(judged) if judged.stated is None else None
        if quoted is not None:
            self.stated.append(quoted)
            del self.stated[:-KEPT]
            self.last.append(Resolved(judged.mention, quoted))

    def close(self, judged: Judged, link: Link | None, subject_of: Mapping[str, int]) -> None:
        """Remembers what a judged mention leaves for the next ones."""
        self.compared = self.kept is not None and not self.aside
        if not self.compared:
            self.toward = None
        if self.kept is not None:
            (self.basis, self.period), self.kept = self.kept, None
        if link is not None:
            self.link = link
            if link.relation is Relation.TOTAL and judged.verdict is Verdict.DERIVED:
                self.totalled = True
                inputs = judged.stated.inputs if judged.stated is not None else ()
                self.parts = self.told or len(inputs)
            if link.relation is Relation.SHARE and link.whole:
                self.whole = link.whole
            if link.relation is Relation.CHANGE:
                self.reference = link
        if judged.verdict is Verdict.QUOTED:
            self.quote(judged)
        if link is not None and link.relation is Relation.SHARE and judged.stated is not None:
            self.shared = judged.stated.inputs[1:]
        figure = judged.stated or (judged.expected[0] if judged.expected else None)
        spent = figure is not None and figure.basis == ACTUAL
        proven = spent and judged.verdict is Verdict.VERIFIED
        if proven and not self.local_basis and self.basis in _GIVEN:
            self.basis = ""  # 三公经费12.30万元, which is what was spent: so are its parts
        if figure is None or judged.verdict is Verdict.UNBOUND:
            return
        self.stated.append(figure)
        subject = subject_of.get(figure.id)
        if judged.verdict is Verdict.DERIVED and subject is None:
            return
        entry = Resolved(judged.mention, figure)
        if not self.aside:  # what stands in brackets is no member of a list
            self.resolved.append(entry)
            self.paragraph.append(entry)
        self.last.append(entry)
        # what a long paragraph told at its beginning binds no number at its end
        for told in (self.resolved, self.paragraph, self.last, self.stated):
            del told[:-KEPT]
        if subject is not None:
            self.subject = subject
