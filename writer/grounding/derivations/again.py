"""The same derivation of another year: last year's unit cost, rate or growth, worked out anew."""

from __future__ import annotations

from writer.grounding.derivations.operands import same_measure, siblings
from writer.grounding.ledger_index import LedgerIndex
from writer.ledger import Figure, derive

PER, GROWTH, TIMES = "人均", "增长率", "倍数"


def again(index: LedgerIndex, made: Figure, period: str) -> Figure | None:
    """What `made` was in another year, each of its two figures as many years earlier or later;
    None when the ledger does not have both."""
    years = (made.period[:4], period[:4])
    if len(made.inputs) != 2 or not all(y.isdigit() for y in years):
        return None
    shift = int(years[1]) - int(years[0])
    then = [_shifted(index, index.by_id.get(i), shift) for i in made.inputs]
    if then[0] is None or then[1] is None or not shift:
        return None
    if made.measure == PER:
        return derive.per_head(then[0], then[1])
    if made.measure == GROWTH:
        return derive.growth(then[0], then[1])
    if made.measure == TIMES:
        return derive.times(then[0], then[1])
    return derive.rate(then[0], then[1], made.measure) if made.unit == "%" else None


def _shifted(index: LedgerIndex, figure: Figure | None, years: int) -> Figure | None:
    if figure is None or not figure.period[:4].isdigit():
        return None
    period = f"{int(figure.period[:4]) + years}{figure.period[4:]}"
    alike = [
        f
        for f in siblings(index, figure)
        if f.period == period and f.unit == figure.unit and same_measure(f, figure)
    ]
    return next((f for f in alike if f.basis == figure.basis), None)
