"""What each number of a text is said to be: role, subject, basis and period, with no ledger.

A claim is a quantity in running text (table cells are read by `tables`). The words that it owns
run from the quantity or the break before it up to the number.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from writer.documents import BlockKind, Document
from writer.grounding.consistency.roles import Role, role_of
from writer.grounding.consistency.subjects import basis_in, core_of
from writer.grounding.mentions import Kind, Mention

if TYPE_CHECKING:
    from writer.grounding.rules.base import Context

_GOAL_LABEL = re.compile(r"目标(?:是|为)?[：:][^。；]*$")


@dataclass(frozen=True, slots=True)
class Claim:
    """A number with what is said of it.

    `gap` is the text since the quantity before it in the sentence, `lead` the part of it behind
    the last comma. `direction` is +1 or -1 for changes and results. `group` is (index of the
    first member, position) in a run of numbers with nothing but separators between; a 持平
    written in place of a number takes a position too. `basis` is "" for what was done.
    """

    index: int
    mention: Mention
    number: Decimal
    sentence: int
    gap: str
    lead: str
    role: Role
    direction: int = 0
    group: tuple[int, int] = (0, 0)
    core: str = ""
    basis: str = ""
    period: str = ""
    parent: str = ""
    deep: bool = False  # inside brackets

    @property
    def start(self) -> int:
        return self.mention.start

    @property
    def end(self) -> int:
        return self.mention.end

    @property
    def unit(self) -> str:
        return self.mention.unit or ""

    @property
    def points(self) -> bool:
        return self.unit == "百分点"

    @property
    def half(self) -> Decimal:
        """How far the true value may lie away: half a unit of the last digit; 0 for a count."""
        mention = self.mention
        whole = mention.kind is Kind.COUNT and mention.step == 1
        return Decimal(0) if whole else mention.step / 2


@dataclass(slots=True)
class Claims:
    """All claims of a text; `sentences` are (start, end) offsets; `by_sentence` indexes."""

    all: list[Claim] = field(default_factory=list)
    sentences: list[tuple[int, int]] = field(default_factory=list)
    by_sentence: dict[int, list[Claim]] = field(default_factory=dict)
    paragraph_of: list[int] = field(default_factory=list)  # by sentence

    def near(self, claim: Claim) -> list[Claim]:
        """The claims of a claim's sentence around it, NEAR before and 12 behind at most."""
        window = self.all[max(0, claim.index - NEAR) : claim.index + 13]
        return [c for c in window if c.sentence == claim.sentence]

    def of_paragraph(self, claim: Claim) -> list[Claim]:
        """The claims of a claim's paragraph up to the claim itself, the last NEAR at most."""
        paragraph = self.paragraph_of[claim.sentence]
        found: list[Claim] = []
        for other in reversed(self.all[max(0, claim.index - NEAR) : claim.index]):
            if self.paragraph_of[other.sentence] != paragraph:
                break
            found.append(other)
        return found[::-1]


LAST_YEAR = "上年"
NEAR = 30  # claims that one may lean on; keeps a text without full stops linear
MOST_DIGITS = 18
LONGEST_GAP = 300  # characters before a number that can say what it is
_SENTENCE = re.compile(r"[^。！？\n]+[。！？\n]*|\n")
_CLAUSE = re.compile(r"[，,；;：:。（(）)](?=[^，,；;：:。（(）)]*$)")
_SEPARATORS = re.compile(r"[、，,；和与及以并\s]{1,4}(?:分别|依次)?|")
_ROUND = re.compile(r"[（()）]")
RESPECTIVELY = re.compile("分别|依次")
_STEADY = re.compile(r"持平|不变")
_KINDS = frozenset({Kind.MONEY, Kind.COUNT, Kind.PERCENT, Kind.SCORE})


def plausible(value: Decimal) -> bool:
    """Whether a number may be an amount at all: sums of longer ones would lose digits."""
    return value.adjusted() < MOST_DIGITS and len(value.as_tuple().digits) <= MOST_DIGITS


def claims_of(context: Context) -> Claims:
    """The claims of a checked report, computed once for all rules."""
    if claims_of not in context.cache:
        context.cache[claims_of] = _claims(context)
    found = context.cache[claims_of]
    assert isinstance(found, Claims)
    return found


# 绩效目标设定情况 is about what shall be done, 绩效目标完成情况 about what was
_GOALS = re.compile(r"目标(?!.*(?:完成|实现|达成|执行|偏离|分析|评价|管理|质量|审核))")


def _of_goals(document: Document) -> Callable[[int], bool]:
    """Whether a place stands in a section that says what shall be done."""
    if not any(_GOALS.search(document.title_of(b)) for b in document.headings):
        return lambda at: False
    return lambda at: any(map(_GOALS.search, document.section_at(at)))


def _claims(context: Context) -> Claims:
    text, out = context.text, Claims()
    out.sentences = [m.span() for m in _SENTENCE.finditer(text)]
    starts = [s for s, _ in out.sentences]
    paragraph = 0
    for start, _ in out.sentences:
        paragraph += start > 0 and text[start - 1] == "\n"
        out.paragraph_of.append(paragraph)
    cells = [(b.start, b.end) for b in context.document.of_kind(BlockKind.CELL)]
    cell_starts = [a for a, _ in cells]
    of_goals = _of_goals(context.document)
    current: list[Mention] = []
    at = -1
    for mention in context.mentions:
        k = bisect_right(cell_starts, mention.start) - 1
        if k >= 0 and mention.start < cells[k][1]:
            continue
        number = bisect_right(starts, mention.start) - 1
        if number != at:
            _sentence(text, out, at, current, _Scope(context.year, of_goals))
            current, at = [], number
        current.append(mention)
    _sentence(text, out, at, current, _Scope(context.year, of_goals))
    return out


def _sentence(
    text: str, out: Claims, number: int, mentions: Sequence[Mention], scope: _Scope
) -> None:
    """Adds the claims of one sentence."""
    if number < 0 or not any(m.kind in _KINDS for m in mentions):
        return
    start = out.sentences[number][0]
    previous: Claim | None = None
    last_end = start
    depth, counted = 0, start
    for mention in mentions:
        if mention.kind is Kind.DATE:
            scope.dated(text, start, mention)
            continue
        value = mention.number
        if mention.kind not in _KINDS or value is None or not plausible(value):
            if mention.kind is Kind.PERCENT or mention.kind in _KINDS:
                last_end = mention.end
            continue
        for bracket in _ROUND.findall(text, counted, mention.start):
            depth = depth + 1 if bracket in "（(" else max(0, depth - 1)
        counted = mention.start
        gap = text[max(last_end, mention.start - LONGEST_GAP) : mention.start]
        claim = _claim(text, out, number, mention, value, gap, previous, depth > 0)
        claim = scope.place(claim, previous)
        out.all.append(claim)
        out.by_sentence.setdefault(number, []).append(claim)
        previous, last_end = claim, mention.end
    if RESPECTIVELY.search(text, start, last_end):
        _name_group(out, number)


def _name_group(out: Claims, number: int) -> None:
    """Gives the members of 甲、乙分别为a、b their own subjects."""
    claims = out.by_sentence.get(number, [])
    for i, first in enumerate(claims):
        told = RESPECTIVELY.search(first.lead)
        if first.role is not Role.LEVEL or told is None:
            continue
        group = [c for c in claims[i : i + NEAR] if c.group[0] == first.index]
        named = re.split(r"[、和与及]+", first.lead[: told.start()].strip(" 、"))
        if len(group) > 1 and len(named) == len(group):
            for claim, name in zip(group, named, strict=True):
                out.all[claim.index] = replace(claim, core=core_of(name))
    out.by_sentence[number] = [out.all[c.index] for c in claims]


def _claim(
    text: str, out: Claims, number: int, mention: Mention, value: Decimal, gap: str,
    previous: Claim | None, deep: bool,
) -> Claim:  # fmt: skip
    index = len(out.all)
    broken = _CLAUSE.search(gap)
    lead = gap[broken.end() :] if broken else gap
    role, direction = role_of(mention, lead, text[mention.end : mention.end + 8])
    group = (index, len(_STEADY.findall(gap)) if RESPECTIVELY.search(gap) else 0)
    if previous is not None and previous.mention.kind is mention.kind:
        between = text[previous.end : mention.start]
        if _SEPARATORS.fullmatch(between):
            role, direction = previous.role, previous.direction
            group = (previous.group[0], previous.group[1] + 1)
    return Claim(
        index, mention, value, number, gap, lead, role, direction, group, deep=deep
    )  # fmt: skip


_LAST_YEAR = re.compile(r"上年|去年|上一年|同期|前年")
_WITHIN = re.compile(r"([^，。；：、（）\n]{2,16}?)中(?:用于|[，,：:])?[^，。；]*$")


class _Scope:
    """Basis, period and parent in force within a sentence."""

    def __init__(self, year: str, of_goals: Callable[[int], bool]) -> None:
        self.year, self._of_goals = year, of_goals
        self.basis = self.period = self.parent = ""

    def dated(self, text: str, start: int, mention: Mention) -> None:
        """A date says the period, unless something is compared with it."""
        before = text[max(start, mention.start - 3) : mention.start]
        if re.search(r"[比较与]", before):
            return
        value = mention.value or ""
        if value.startswith("XXXX"):
            value = self.year + value[4:]
        value = re.sub(r"-12(?:-31)?$", "", value) if re.search(r"截[至止]", before) else value
        self.period = "" if value == self.year else value

    def place(self, claim: Claim, previous: Claim | None) -> Claim:
        """The claim with subject, basis, period and parent."""
        if claim.role in (Role.BASE, Role.CHANGE):
            basis, _ = basis_in(claim.gap)
            period = "*" if claim.role is Role.BASE else self.period
            return replace(claim, basis=basis, period=period)
        self._parent(claim.gap, previous)
        basis, own = basis_in(claim.lead)
        if not basis and (
            self._of_goals(claim.start) or (not own and _GOAL_LABEL.search(claim.gap))
        ):
            basis, own = "目标", True  # 年度目标：举办活动40场
        core = core_of(claim.lead)
        period = LAST_YEAR if _LAST_YEAR.search(claim.lead) else self.period
        if claim.role is not Role.LEVEL or claim.mention.kind is Kind.PERCENT:
            return replace(claim, core=core, basis=basis, period=period, parent=self.parent)
        # a basis word holds for the items of a list and for numbers without words of their own
        if own or not (self.parent or claim.gap.startswith("、") or not core):
            self.basis = basis
        return replace(claim, core=core, basis=self.basis, period=period, parent=self.parent)

    def _parent(self, gap: str, previous: Claim | None) -> None:
        """What the following numbers are parts of: 基本支出中用于…, 其中…"""
        if whole := _WITHIN.search(gap):
            self.parent = core_of(whole[1]) or "?"
        elif re.search(r"其中|包括|^[，,]由", gap) and previous is not None:
            self.parent = previous.core or self.parent or "?"
        elif "；" in gap:
            self.parent = ""
