"""What a text has said so far that the next number may lean on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from writer.findings import Verdict
from writer.grounding.judgement import Judged
from writer.grounding.lexicon import Tag
from writer.grounding.mentions import Kind, Mention, Qualifier
from writer.grounding.relations import BESIDE, GOAL_BEHIND, Link, Relation, result_direction
from writer.grounding.spans import Series, Span
from writer.grounding.statements import Statement
from writer.grounding.tokens import Token
from writer.ledger import Figure
from writer.ledger.figure import ACTUAL, ADJUSTED, DONE, INITIAL, TARGET

_SPENT_REACH = 3
BEHIND = 4  # characters between a number and the basis word that follows it
_STATED = (Relation.TOTAL, Relation.REMAIN, Relation.PER_HEAD)
KEPT = 60  # figures of earlier paragraphs that are remembered
_PARTS = re.compile(r"其中|包括|包含|分别|，由(?=[^，。]{2,12}$)")
_BRACKETED = re.compile(r"[（(][^）)]*$")
_BREAK = re.compile(r"[，；。]")
_AT_FIRST = re.compile(r"年初(?:为|安排|是|核定)?$")
_WANTED = re.compile(r"的(?:最低|最高|规定|考核)?(?:要求|标准|上限|下限|控制线|底线)")
_MISSED = re.compile(r"(?:没有|没|未能?|尚未|不能)达到?(?:了)?$")
_FROM = re.compile(r"[由从](?:原来|原先|此前)?的?$")
_REACHED = ("达", "达到")
_AIMED = (*_REACHED, "完成", "实现")
_BOUNDED = (Qualifier.AT_LEAST, Qualifier.AT_MOST)


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
    _aside: bool = False  # the number stands in brackets
    _basis_end: int = 0
    _kept: tuple[str, str] | None = None  # basis and period to go back to
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
        self.reference = self.link = None
        self.whole, self.shared = (), ()
        self.named = []
        self.resolved = []
        self.topic, self.above = topic, above
        if new_paragraph:
            self.paragraph = []
            self.stated = []
            self.subject = self.head = None
            self.part = None

    def read_left(self, text: str, statement: Statement, link: Link | None) -> None:
        """Takes over basis and period words; those of a comparison only serve the comparison."""
        self._after_semicolon(text, statement)
        if _PARTS.search(text[statement.gap : statement.mention.start]):
            self.head = self.subject
        self.local_basis = self.local_period = False
        self._kept = None
        self._aside = text.startswith(("）", ")"), statement.mention.end)
        if self.started and link is not None and link.relation is Relation.CHANGE:
            self.period = ""  # 由上年的24分钟缩短6分钟: the change is the year's own
        self.started = False
        reached = text[statement.mention.start - 1 : statement.mention.start] in ("到", "至")
        if reached or result_direction(text, statement) is not None:
            self.period = ""  # 由上年的61起增至73起: the result is of the year itself
        start = statement.mention.start
        stop = link.start if link else start
        if link is None and any(t.tag is Tag.COMPARE for t in statement.left):
            self._kept = (self.basis, self.period)  # 较全年预算3858.42万元减少…: only this one
        if _BRACKETED.search(text, statement.gap, start) and text.startswith(
            ("）", ")"), statement.mention.end
        ):
            self._kept = (self.basis, self.period)  # 28处（目标25处），完成率…
        behind = GOAL_BEHIND.match(text, statement.mention.end) is not None
        if behind:
            self._kept = (self.basis, self.period)  # 为年初预算42万元的85%
        compares = link and (link.ref_period or link.relation in (Relation.CHANGE, Relation.TIMES))
        late = stop if compares else start
        # 合计预算910万元: the basis of a total stands behind its word
        bound = start if link and link.relation in _STATED else stop
        said_last = -1  # where the period word stands that was taken last
        for token in statement.left:
            if token.tag is Tag.BASIS and _of_last(text, statement, token):
                continue
            if (
                token.tag is Tag.BASIS
                and token.start < bound
                and not self._named(text, statement, token)
            ):
                self._basis(text, token, statement.mention)
            elif _budgeted(token) and not self.local_basis:
                self.basis, self.local_basis = "budget", True  # 项目总预算62.23万元
            elif token.tag is Tag.PERIOD and token.start < late and not _compared(statement, token):
                if token.payload != "0" and self.resolved and not self._kept:
                    self._kept = (self.basis, self.period)  # 今年X，去年同期为Y，占……
                self.period = relative_period(self.year, token.payload)
                self.weak_period = False
                self.local_period, said_last = True, token.start
        if self._kept is not None and behind:
            self._behind(statement)
        if not self.local_basis and _AT_FIRST.search(text, statement.gap, start):
            self.basis, self.local_basis = INITIAL, True  # 整体支出年初4200万元
        if _WANTED.match(text, statement.mention.end) or _MISSED.search(text, statement.gap, start):
            self._kept = self._kept or (self.basis, self.period)
            self.basis, self.local_basis = TARGET, True  # 达到90%的要求, 未能达到100%
        if self._after_change(text, statement, link):
            self.basis, self.local_basis = ADJUSTED, True  # 年中追加384.40万元后为896.40万元
        if link is None and not self.local_basis and statement.mention.qualifier in _BOUNDED:
            self.basis = TARGET  # 不少于12次 states what was planned
        for date in statement.dates:
            # 截至12月末，X由上年末的12台增至……: the month dates the result, not the 12
            if said_last <= date.start < late and date.value:
                said = self._dated(date.value)
                if said:
                    self.period, self.local_period = said, True
                    self.weak_period = len(said) > len("2023")
        if _FROM.search(text, statement.gap, statement.mention.start):
            self.period, self.local_period = str(int(self.year) - 1), True
            self.started = True
            self.weak_period = False

    def _after_change(self, text: str, statement: Statement, link: Link | None) -> bool:
        """Whether the number is a budget after the change that was just told."""
        changed = self.link is not None and self.link.later_basis == ADJUSTED
        return link is None and changed and text.startswith("后", statement.gap)

    def _named(self, text: str, statement: Statement, token: Token) -> bool:
        """中央补助、本级安排依次为: 安排 is the end of a thing's name."""
        if statement.group is None or token.end != statement.respectively:
            return False
        begin = max(text.rfind(mark, statement.gap, token.start) for mark in "、，。；和与及") + 1
        item = text[max(begin, statement.gap) : token.end]
        return len(item) > token.end - token.start and any(
            name.startswith(item) for name in self.names
        )

    def _behind(self, statement: Statement) -> None:
        """达到85%的目标, 超出600人的任务数: the basis stands behind the number."""
        for token in statement.right:
            near = token.start - statement.mention.end <= BEHIND
            if token.tag is Tag.BASIS and near and token.payload != "spent":
                self.basis, self.local_basis = token.payload, True
                return

    def _after_semicolon(self, text: str, statement: Statement) -> None:
        """A semicolon ends what was said of a year, a plan or a comparison."""
        if "；" in text[statement.gap : statement.mention.start]:
            self.period, self.reference, self.link = "", None, None
            self.stale_basis = True
            if self.basis in (TARGET, DONE):
                self.basis = TARGET if self.aimed else ""

    def _basis(self, text: str, token: Token, mention: Mention) -> None:
        if token.payload == "spent":
            # 支出 is a verb that says 决算 only right before the number: 支出14.00万元
            nearer = not self.local_basis or _BREAK.search(text, self._basis_end, token.start)
            if mention.start - token.end <= _SPENT_REACH and nearer:
                before = text[max(0, token.start - 2) : token.start]
                if "预算" not in before:
                    self.basis, self.local_basis = ACTUAL, True
            return
        if self.local_basis and token.payload == "budget" and self.basis in (INITIAL, ADJUSTED):
            return
        if self.aimed and token.payload == DONE and text[token.start : token.end] in _AIMED:
            return
        glued = self.local_basis and token.start == self._basis_end
        if glued and text[token.start : token.end] in _REACHED:
            self._basis_end = token.end
            return  # 全年预算达到4206.30万元 is still the budget
        self.stale_basis = False
        self.basis, self.local_basis, self._basis_end = token.payload, True, token.end

    def _dated(self, value: str) -> str:
        """A date as a period: XXXX-12 is this year's; a time of day or a range says nothing."""
        if "T" in value:
            return ""
        if value.startswith("YYYY"):
            return self.year + value[4:]
        return value.replace("XXXX", self.year)

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

    def close(self, judged: Judged, link: Link | None, subject_of: Mapping[str, int]) -> None:
        """Remembers what a judged mention leaves for the next ones."""
        self.compared = self._kept is not None and not self._aside
        if not self.compared:
            self.toward = None
        if self._kept is not None:
            (self.basis, self.period), self._kept = self._kept, None
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
            self.quoted = judged.figure or ""
            quoted = self._quoted_figure(judged) if judged.stated is None else None
            if quoted is not None:
                self.stated.append(quoted)
                del self.stated[:-KEPT]
                self.last.append(Resolved(judged.mention, quoted))
        if link is not None and link.relation is Relation.SHARE and judged.stated is not None:
            self.shared = judged.stated.inputs[1:]
        figure = judged.stated or (judged.expected[0] if judged.expected else None)
        if figure is None or judged.verdict is Verdict.UNBOUND:
            return
        self.stated.append(figure)
        subject = subject_of.get(figure.id)
        if judged.verdict is Verdict.DERIVED and subject is None:
            return
        entry = Resolved(judged.mention, figure)
        if not self._aside:  # what stands in brackets is no member of a list
            self.resolved.append(entry)
            self.paragraph.append(entry)
        self.last.append(entry)
        # what a long paragraph told at its beginning binds no number at its end
        for told in (self.resolved, self.paragraph, self.last, self.stated):
            del told[:-KEPT]
        if subject is not None:
            self.subject = subject


def _budgeted(token: Token) -> bool:
    """项目总预算62.23万元; but 一般公共预算 is where money comes from, no basis."""
    name = token.payload
    return (
        token.tag is Tag.SUBJECT
        and name.endswith("预算")
        and not name.endswith(("公共预算", "基金预算", "经营预算"))
    )


def _of_last(text: str, statement: Statement, token: Token) -> bool:
    """Whether a basis word behind the last number was said of that one: 控制在46万元的预算之内，"""
    behind = text[statement.gap : token.start]
    return behind in ("的", "的年度", "的全年") and bool(
        _BREAK.search(text, token.end, statement.mention.start)
    )


def _compared(statement: Statement, period: Token) -> bool:
    """Whether a period word only names what is compared with: 与上年持平, 与上年相比."""
    return any(
        (t.tag is Tag.COMPARE or t.payload == "0") and 0 <= t.start - period.end <= BESIDE
        for t in statement.left
        if period.payload != "0" and t.tag in (Tag.DIRECTION, Tag.COMPARE)
    )


def relative_period(year: str, payload: str) -> str:
    """A period word of the lexicon as a period: -1 → last year, H1 → the first half."""
    if payload == "H1":
        return f"{year}-01/{year}-06"
    if payload == "H2":
        return f"{year}-07/{year}-12"
    return str(int(year) + int(payload))
