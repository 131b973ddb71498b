"""All projects together: their budget, their spending, the rate of both, and last year's."""

from __future__ import annotations

from writer.grounding.derivations.operands import own_figures
from writer.grounding.ledger_index import LedgerIndex
from writer.ledger import Figure, derive
from writer.ledger.figure import ACTUAL, ADJUSTED, INITIAL

_WHOLES = ("项目支出", "基本支出", "项目合计", "总支出", "三公经费")


def all_projects(index: LedgerIndex, basis: str, period: str) -> Figure | None:
    """The projects' total of a basis and a year; None where one of them has no such figure."""
    parts: list[Figure] = []
    for subject in projects(index):
        fitting = [f for f in own_figures(index, subject, ("money",))
                   if f.basis == basis and f.period == period]  # fmt: skip
        if not fitting:
            return None
        parts.append(fitting[0])
    return derive.total("项目合计", "项目合计", parts) if len(parts) > 1 else None


def projects(index: LedgerIndex) -> list[int]:
    """The projects of the facts, else whatever but a whole has both a budget and a spending."""
    if index.ledger.facts.projects:
        return list(index.projects.values())
    wholes = {n for name in _WHOLES for n in index.labels.get(name, ())} | set(index.totals)
    return [n for n in index.projects.values() if n not in wholes and _budgeted(index, n)]


def _budgeted(index: LedgerIndex, subject: int) -> bool:
    own = own_figures(index, subject, ("money",))
    bases = {f.basis for f in own if f.period == index.year and not f.parents}
    return ACTUAL in bases and bool(bases & {ADJUSTED, INITIAL})


def overall_rate(index: LedgerIndex, basis: str = ADJUSTED) -> Figure | None:
    """综合执行率: what all projects have spent by what was planned of them."""
    done = all_projects(index, ACTUAL, index.year)
    base = all_projects(index, basis, index.year)
    return derive.rate(done, base) if done and base else None
