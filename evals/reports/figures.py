"""Does a draft state, in the same section, the figures that the published report states?

Right means: kind, value, unit and basis. The basis of a number in the draft is that of the
ledger figure which grounding bound it to; a number quoted from narrative has none to compare.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from evals.cases import Stated
from evals.reports.alignment import Span
from evals.words import Groups, plain
from writer.findings import Verdict
from writer.grounding.judgement import Judged
from writer.grounding.mentions import Kind
from writer.ledger import Figure, Ledger

# Measure words for one sort of thing, as officials interchange them.
_SAME_UNIT = (frozenset("人名位个"), frozenset({"起", "宗", "件"}), frozenset({"次", "场", "场次"}))
_NEVER_STATED = (Kind.ENUM, Kind.IDIOM)
_BASES = ("年初预算", "全年预算", "决算", "目标")
_BRACKETS = str.maketrans("【】[]（）()", "〔〕〔〕〔〕〔〕")
_MONEY_SCALE = {"元": 1, "千元": 1000, "万元": 10_000, "亿元": 100_000_000}


class Numbers:
    """The numbers of a draft with what they were bound to."""

    def __init__(self, judged: Sequence[Judged], ledger: Ledger) -> None:
        self._ledger = ledger
        self._judged = [j for j in judged if j.mention.kind not in _NEVER_STATED]

    def within(self, span: Span) -> list[Judged]:
        return [j for j in self._judged if span.holds(j.mention.start)]

    def figure(self, judged: Judged) -> Figure | None:
        """The ledger's figure that a number states; None where it is quoted or unbound."""
        good = judged.verdict is not None and judged.verdict.good
        return self._ledger.figures.get(judged.figure or "") if good else None

    def states(self, judged: Judged, stated: Stated) -> bool:
        """Whether this number is that figure; one that is not true of anything states nothing."""
        if is_wrong(judged):
            return False
        kind, value, unit = self._read(judged)
        if kind is not stated.kind or not _same_value(kind, stated.value, value):
            return False
        if kind is Kind.COUNT and not _same_unit(stated.unit, unit):
            return False
        if kind is Kind.PERCENT and (unit == "百分点") != (stated.unit == "百分点"):
            return False
        figure = self.figure(judged)
        if not stated.basis or figure is None or figure.basis not in _BASES:
            return True
        return stated.basis in self._bases(figure)

    def _bases(self, figure: Figure) -> set[str]:
        """The bases on which its subject has this very value: spent in full, 指标14.00万元 says
        as much of the budget as of what was spent."""
        return {
            other.basis
            for other in self._ledger.figures.values()
            if (other.subject, other.parents, other.value, other.unit)
            == (figure.subject, figure.parents, figure.value, figure.unit)
        }

    def as_stated(self, judged: Judged) -> Stated:
        """The number as a figure that a report states."""
        kind, value, unit = self._read(judged)
        figure = self.figure(judged)
        basis = figure.basis if figure is not None and figure.basis in _BASES else ""
        of = figure.subject if figure is not None else ""
        return Stated(kind=kind, value=value, unit=unit, of=of, basis=basis)

    def _read(self, judged: Judged) -> tuple[Kind, str, str]:
        """(kind, value, unit); a bare number of a table takes those of its figure."""
        mention = judged.mention
        if mention.kind is Kind.BARE:
            figure = self.figure(judged)
            if figure is not None and figure.kind in set(Kind):
                return Kind(figure.kind), figure.value, figure.unit or ""
            if mention.unit in _MONEY_SCALE and mention.number is not None:
                value = mention.number * _MONEY_SCALE[mention.unit]
                return Kind.MONEY, str(value), "元"
        return mention.kind, mention.value or "", mention.unit or ""


def recalled(
    expected: Sequence[Stated], numbers: Numbers, span: Span, text: str
) -> Iterator[tuple[Stated, bool]]:
    """Each figure of a section, and whether the draft's section states it.

    Two figures of one value (60 trainings of this, 60 of that) need two numbers.
    """
    free = numbers.within(span)
    said = plain(text[span.start : span.end])
    for stated in sorted(expected, key=lambda s: not s.basis):
        match = next((j for j in free if numbers.states(j, stated)), None)
        if match is not None:
            free.remove(match)
            yield stated, True
        else:
            yield stated, bool(stated.said) and _said(stated.said, said)


def _said(words: str, text: str) -> bool:
    """Words in one sentence that say as much as a figure of zero."""
    rule = Groups.of(words)
    return any(rule.met(sentence) for sentence in re.split(r"[。；\n]", text))


def proven(judged: Iterable[Judged]) -> tuple[int, int]:
    """(verified, all) numbers that state something."""
    listed = [j for j in judged if j.mention.kind not in _NEVER_STATED]
    return sum(j.verdict is not None and j.verdict.good for j in listed), len(listed)


def is_wrong(judged: Judged) -> bool:
    """Whether a number is not true; an unbound one is unproven, not wrong."""
    verdict = judged.verdict
    return verdict is not None and not verdict.good and verdict is not Verdict.UNBOUND


def _same_value(kind: Kind, want: str, got: str) -> bool:
    if kind is Kind.DATE:
        return _same_date(want, got)
    if kind is Kind.DOCNO:
        return want.translate(_BRACKETS) == plain(got).translate(_BRACKETS)
    pairs = zip(re.split("([/:])", want), re.split("([/:])", got), strict=False)
    return len(re.split("[/:]", want)) == len(re.split("[/:]", got)) and all(
        a == b or _number(a) == _number(b) is not None for a, b in pairs
    )


def _number(text: str) -> Decimal | None:
    return Decimal(text) if re.fullmatch(r"[+-]?\d+(\.\d+)?", text) else None


def _same_date(want: str, got: str) -> bool:
    """Equal, the wanted one being allowed to leave the year open or to be less exact."""
    pairs = list(zip(want.split("/"), got.split("/"), strict=False))
    if len(want.split("/")) != len(got.split("/")):
        return False
    return all(_covers(a, b) for a, b in pairs)


def _covers(want: str, got: str) -> bool:
    if want.startswith("XXXX"):
        want, got = want[4:], got[4:]
    if want == got:
        return True
    # a date printed without its year is known from the sentence before it
    if got.startswith("XXXX"):
        want, got = want[4:], got[4:]
    return bool(want) and re.match(re.escape(want) + r"(?![0-9])", got) is not None


def _same_unit(want: str, got: str) -> bool:
    if not want or not got or want == got:
        return True
    return any(want in group and got in group for group in _SAME_UNIT)
