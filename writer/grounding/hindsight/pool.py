"""What a number may follow from: what its paragraph has proven, and what the ledger has of the
things that its sentence names.

Every operand has a rank: 1 told in the sentence, 2 in the ledger of the thing named last,
3 told in the paragraph, 4 from the rest of the ledger; 0 for the two told last before it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from operator import attrgetter

from writer.grounding.bases import bases_agree
from writer.grounding.deductions import FULL
from writer.grounding.derivations.at_hand import at_hand
from writer.grounding.derivations.operands import DONE_BASES, PLANNED, own_figures
from writer.grounding.frame import Frame
from writer.grounding.hindsight.cues import cue
from writer.grounding.hindsight.things import Things
from writer.grounding.judgement import Judged
from writer.grounding.lexicon import Tag, lexicon
from writer.grounding.mentions import Mention
from writer.grounding.relations import Link, relation_of
from writer.grounding.statements import Sentence, Statement
from writer.ledger import Figure, derive
from writer.ledger.figure import ADJUSTED, ALL_PROJECTS

BESIDE, HERE, OWN, NEAR, LEDGER = range(5)  # ranks
BACK, AHEAD = 12, 6  # proven numbers looked at on either side
NAMED = 8  # things whose figures may take part
JOINT = "合计"  # subject of what was added up
LEFT = "结余"  # basis of what was left of a budget, and of points not reached
_APART = re.compile(r"除[^，。；]{2,20}外")
_COMPARED = re.compile(r"[比较占]|[同环]期|上年|去年|的$")
_BODIES = re.compile(r"[一-鿿]{0,4}(?:单位|机构|部门|科室|股室|处室)")
_PEOPLE = ("人", "名")
AMOUNTS = ("money", "count", "score")


@dataclass(frozen=True, slots=True)
class Operand:
    """A figure that may take part, with its rank and where it was told (-1: nowhere)."""

    figure: Figure
    rank: int
    place: int = -1


class Told:
    """The proven numbers of a paragraph, by place."""

    def __init__(self, judged: Iterable[Judged]) -> None:
        self._rows: list[tuple[int, int, Figure]] = []
        for one in judged:
            self.add(one)

    def add(self, judged: Judged) -> None:
        """Takes in a number that was proven; any other is passed over."""
        figure, mention = judged.stated, judged.mention
        good = judged.verdict is not None and judged.verdict.good
        if good and figure is not None and figure.number is not None:
            insort(self._rows, (mention.start, mention.end, figure), key=lambda r: r[:2])

    def around(self, start: int, end: int) -> list[tuple[int, Figure]]:
        """(place, figure) of those before and behind a number, in their order."""
        at = bisect_left(self._rows, start, key=lambda r: r[0])
        rows = self._rows[max(0, at - BACK) : at + AHEAD]
        return [(place, figure) for place, stop, figure in rows if stop <= start or place >= end]


class Pool:
    """The operands for one number."""

    def __init__(self, frame: Frame, sentence: Sentence, statement: Statement, told: Told) -> None:
        self.frame, self.sentence, self.statement = frame, sentence, statement
        self._told = told
        self.things = Things(frame, sentence, statement)

    @property
    def mention(self) -> Mention:
        return self.statement.mention

    @cached_property
    def told(self) -> list[Operand]:
        """What was told around the number, in its order."""
        low, high = self.sentence.start, self.sentence.end
        around = self._told.around(self.mention.start, self.mention.end)
        last = [place for place, _ in around if low <= place < self.mention.start][-2:]
        ranks = dict.fromkeys(last, BESIDE)
        return [
            Operand(figure, ranks.get(place, HERE if low <= place < high else NEAR), place)
            for place, figure in around
        ]

    def before(self) -> list[Operand]:
        """What of it stands before the number."""
        return [t for t in self.told if t.place < self.mention.start]

    @cached_property
    def subjects(self) -> list[int]:
        """The things that the sentence names, then those that its numbers and its heading are
        about, never the report's whole; only the one meant by a member of a list."""
        index = self.frame.index
        if self.statement.group is not None and len(self.things.own) == 1:
            return self.things.own
        of_told = [index.subject_of.get(t.figure.id) for t in reversed(self.told)]
        every = [*self.things.named, *of_told, *self.sentence.before]
        known = (s for s in dict.fromkeys(every) if s is not None and not self._whole(s))
        return list(islice(known, NAMED))

    def _whole(self, subject: int) -> bool:
        """Whether a thing is all that the report is about, and not one project among several."""
        index, name = self.frame.index, self.frame.index.names[subject]
        return name == ALL_PROJECTS or subject in index.whole or subject in index.spending

    @cached_property
    def years(self) -> tuple[str, ...]:
        """The years whose figures may take part: the report's, and last year's where the
        sentence speaks of another time."""
        year = self.frame.index.year
        return (year, str(int(year) - 1)) if self.things.dated else (year,)

    def of(self, subject: int, kinds: tuple[str, ...] = AMOUNTS) -> list[Figure]:
        """A thing's own amounts of those years, and what was left of its budgets."""
        own = [
            f
            for f in own_figures(self.frame.index, subject, kinds)
            if not f.period or f.period in self.years
        ]
        return own + list(_left(own))

    def history(self, subject: int) -> list[Figure]:
        """A thing's own amounts of all years."""
        return own_figures(self.frame.index, subject, AMOUNTS)

    def wholes(self, kinds: tuple[str, ...] = AMOUNTS) -> list[Figure]:
        """The amounts of the report's whole, and of all its projects together."""
        return [f for n in self.frame.index.totals for f in self.of(n, kinds)] + self._projects

    @cached_property
    def _projects(self) -> list[Figure]:
        index = self.frame.index
        if not index.ledger.facts.projects:
            return []  # an open list does not say which of its amounts are parts of which
        every = [self.of(n, ("money",)) for n in index.projects.values()]
        return list(joint(every)) if len(every) > 1 else []

    def others(self, kind: str) -> list[Figure]:
        """除防汛抗旱外，其余两个项目: the projects that the sentence does not name, together."""
        index = self.frame.index
        said = self.things.said
        if not (cue("others").search(said) or _APART.search(said)):
            return []
        if not index.ledger.facts.projects:
            return []
        rest = [n for n in index.projects.values() if n not in self.things.named]
        return list(joint([self.of(n, (kind,)) for n in rest]))

    def amounts(self, kind: str, unit: str | None) -> list[Operand]:
        """All amounts of one sort, by rank; 三个事业单位 counts no people, though 个 may."""
        bodies = _BODIES.match(self.frame.text, self.mention.end) is not None
        apart = _PEOPLE if bodies and unit == "个" else ()
        like = [t for t in self.told if alike(t.figure, kind, unit) and t.figure.unit not in apart]
        known = {t.figure.id for t in like}
        nearest = self.things.own or self.in_place() or self.subjects[:1]
        stored = [(OWN, f) for s in nearest for f in self.of(s, (kind,))]
        others = (s for s in self.subjects if s not in nearest)
        stored += [(LEDGER, f) for s in others for f in self.of(s, (kind,))]
        stored += [(OWN, f) for f in self.others(kind)]
        stored += [(LEDGER, f) for f in self.wholes((kind,))]
        like += [
            Operand(f, rank)
            for rank, f in stored
            if alike(f, kind, unit) and f.id not in known and f.unit not in apart
        ]
        return sorted(like, key=attrgetter("rank"))

    def as_told(self, operands: Iterable[Operand]) -> list[Operand]:
        """Of a thing whose amount was told right before, that amount and no other basis's, unless
        the words name a basis: 支出71.44万元，平均每座1.52万元."""
        last = [t.figure for t in self.before() if t.rank == BESIDE and t.figure.kind == "money"]
        told = {(f.subject, f.period, f.measure): f.basis for f in last}
        return [
            o
            for o in operands
            if self.said_of[0]
            or o.place >= 0
            or told.get((o.figure.subject, o.figure.period, o.figure.measure), o.figure.basis)
            == o.figure.basis
        ]

    def in_place(self) -> list[int]:
        """What the number in the same place of the list before is about: 事故61起、死亡8人，
        同比分别下降16.44%和33.33%."""
        place, size = self.statement.group or (0, 0)
        at = self.statement.respectively
        plain = [t.figure for t in self.told if t.rank <= HERE and 0 <= t.place < at]
        told = [f for f in plain if not f.formula][-size:] if size else []
        subject = self.frame.index.subject_of.get(told[place].id) if len(told) == size > 1 else None
        return [] if subject is None else [subject]

    @cached_property
    def link(self) -> Link | None:
        """The relation that the number's own words spell out."""
        return relation_of(self.frame.text, self.statement, self.frame.index.year)

    @cached_property
    def said_of(self) -> tuple[frozenset[str], frozenset[str]]:
        """(bases, years) that the number's own words name, with those of its comparison."""
        index = self.frame.index
        start = self.things.begin
        own = [t for t in self.statement.left if t.start >= start]
        bases = {t.payload for t in own if t.tag is Tag.BASIS and t.payload != "spent"}
        years = {
            str(int(index.year) + int(t.payload))
            for t in own
            if t.tag is Tag.PERIOD and t.payload.lstrip("-").isdigit()
        }
        years |= {(d.value or "")[:4] for d in self.statement.dates if d.start >= start}
        if self.link is not None:
            bases |= {self.link.ref_basis} - {""}
            years |= {self.link.ref_period} - {""}
        return frozenset(bases), frozenset(y for y in years if y.isdigit())

    def change(self) -> Figure | None:
        """What a change that names nothing to compare with can only be of."""
        if any(self.said_of) or _COMPARED.search(self.things.words):
            return None
        told = [t.figure for t in self.before() if t.rank <= HERE]
        return at_hand(self.frame.index.by_id, told, self.mention)

    @property
    def compares(self) -> bool:
        """Whether the number's own words name a basis or a year."""
        return any(self.said_of)

    def names(self, basis: str) -> bool:
        """Whether the number's own words name a basis."""
        return basis in self.said_of[0]

    def asked(self, *operands: Figure) -> bool:
        """Whether operands are of the bases and the years that the number's own words name."""
        bases = self.said_of[0]
        # an amount of 追加 says in its measure what it is against
        based = (any(bases_agree(b, f.basis) or b in f.measure for f in operands) for b in bases)
        return all(based) and self.dated(*operands)

    def dated(self, *operands: Figure) -> bool:
        """Whether operands are of the years that the number's own words name: 比上年提高."""
        years = self.said_of[1]
        return all(any(f.period.startswith(y) for f in operands) for y in years)


def alike(figure: Figure, kind: str, unit: str | None) -> bool:
    """Whether a figure is an amount of that sort, no average."""
    return (
        figure.kind == kind and lexicon().same_unit(figure.unit, unit) and figure.measure != "人均"
    )


def joint(rows: Iterable[list[Figure]]) -> Iterator[Figure]:
    """The sums of one amount of each thing, those of one basis and period."""
    every = list(rows)
    keys = dict.fromkeys((f.basis, f.period, f.unit) for f in every[0]) if every else {}
    for key in keys:
        found = [
            next((f for f in row if (f.basis, f.period, f.unit) == key), None) for row in every
        ]
        parts = [f for f in found if f is not None]
        made = derive.total("+".join(p.id for p in parts), JOINT, parts)
        if len(parts) == len(every) > 1 and made is not None:
            yield made


def _left(own: list[Figure]) -> Iterator[Figure]:
    """What was left: of the budget in force where there is one; of the full score."""
    for score in own:
        if score.kind == "score" and score.measure not in FULL:
            full = next((f for f in own if f.measure in FULL and f.unit == score.unit), None)
            missing = derive.difference(full, score) if full is not None else None
            if missing is not None:
                yield replace(missing, measure=LEFT, basis=LEFT)
    for done in own:
        if done.basis not in DONE_BASES or not done.basis:
            continue
        plans = [f for f in own if f.basis in PLANNED and f.period == done.period
                 and f.unit == done.unit and f.kind == done.kind]  # fmt: skip
        for plan in [f for f in plans if f.basis == ADJUSTED] or plans:
            rest = derive.difference(plan, done)
            if rest is not None:
                yield replace(rest, measure=LEFT, basis=LEFT)
