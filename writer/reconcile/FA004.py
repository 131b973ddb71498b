"""A project's own figures do not balance.

A project cannot spend more than it was allocated and carried in; its sources add up to what was
allocated; what it carried out is what was left. Why it matters: the execution rate printed for
the project follows from these figures.

Bad:  {名称: 培训, 下达金额: 10.00, 支出金额: 12.00}
Good: {名称: 培训, 下达金额: 10.00, 年初结转: 2.00, 支出金额: 12.00}
"""

from __future__ import annotations

from collections.abc import Iterator

from writer.facts import Amount, Project
from writer.ledger import Ledger
from writer.reconcile.base import ERROR, NOTICE, Fault, Path, graded, money, step, summed

TITLE = "项目收支不平"


def check(ledger: Ledger) -> Iterator[Fault]:
    for i, project in enumerate(ledger.facts.projects):
        path: Path = ("专项与项目", i)
        yield from _overspent(project, path)
        yield from _sources(project, path)
        yield from _carried(project, path)


def _overspent(project: Project, path: Path) -> Iterator[Fault]:
    budget, spent, carried = project.allocated, project.spent, project.carried_in
    if budget is None or spent is None:
        return
    available = summed([budget, carried] if carried else [budget])
    gap = spent.yuan - available
    if gap <= 0:
        return
    rounding = gap <= max(step(budget), step(spent))
    with_carry = f"（含年初结转 {carried}）" if carried else ""
    yield Fault(NOTICE if rounding else ERROR, (*path, "支出金额"), (
        f"项目“{project.name}”支出 {spent}，超过可用资金 {money(available, budget)}"
        f"{with_carry}，多 {money(gap, spent)}"
    ))  # fmt: skip


def _sources(project: Project, path: Path) -> Iterator[Fault]:
    budget, sources = project.allocated, list(project.sources.values())
    if budget is None or not sources:
        return
    gap = summed(sources) - budget.yuan
    severity = graded(gap, [budget, *sources])
    if severity is not None:
        yield Fault(severity, (*path, "资金来源"), (
            f"项目“{project.name}”下达 {budget}，各资金来源合计 {money(summed(sources), budget)}，"
            f"{'多' if gap > 0 else '少'} {money(abs(gap), budget)}"
        ))  # fmt: skip


def _carried(project: Project, path: Path) -> Iterator[Fault]:
    budget, spent, left = project.allocated, project.spent, project.carried_out
    if budget is None or spent is None or left is None:
        return
    inflow: list[Amount] = [budget, project.carried_in] if project.carried_in else [budget]
    expected = summed(inflow) - spent.yuan
    severity = graded(left.yuan - expected, [*inflow, spent, left])
    if severity is not None:
        yield Fault(severity, (*path, "年末结转"), (
            f"项目“{project.name}”年末结转 {left}，按下达、年初结转和支出计算应为 "
            f"{money(expected, budget)}，相差 {money(abs(left.yuan - expected), budget)}"
        ))  # fmt: skip
