"""A deviation stands without a reason.

Execution below 90 % needs a reason (FORMATS, Scoring: Sichuan asks for it, others expect it), for
the unit as a whole and for every project, and so does an indicator that missed its target or,
where the target is no number, its full score.
Always a notice: the report can be written, but the reviewer will ask.

Bad:  {名称: 培训, 下达金额: 10.00, 支出金额: 8.00}
Good: {名称: 培训, 下达金额: 10.00, 支出金额: 8.00, 偏差原因: 尾款按合同于次年支付}
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from writer.facts import Amount, Indicator
from writer.ledger import Ledger
from writer.ledger.derive import divide
from writer.quantities import show
from writer.reconcile.base import NOTICE, Fault, number
from writer.reconcile.targets import indicators, target_of

TITLE = "偏差没有说明原因"
_ENOUGH = Decimal("0.9")


def check(ledger: Ledger) -> Iterator[Fault]:
    facts = ledger.facts
    spending = facts.flows.spending if facts.flows else None
    if spending is not None and not spending.note:
        low = _low(spending.actual, spending.adjusted)
        if low:
            yield Fault(NOTICE, ("收支", "支出"), (
                f"预算执行率 {low}，低于 90%，请在“说明”中写明原因"
            ))  # fmt: skip
    for i, project in enumerate(facts.projects):
        low = None if project.reason else _low(project.spent, project.allocated)
        if low:
            yield Fault(NOTICE, ("专项与项目", i), (
                f"项目“{project.name}”执行率 {low}，低于 90%，请填“偏差原因”"
            ))  # fmt: skip
    for item, path in indicators(ledger):
        short = "" if item.reason else _shortfall(item)
        if short:
            yield Fault(NOTICE, path, f"指标“{item.name}”{short}，请填“偏差原因及措施”")


def _shortfall(item: Indicator) -> str:
    """What an indicator lacks: its target by the numbers, or points of its weight."""
    target = target_of(item)
    if target is not None and target.missed:
        return f"目标 {item.target}，完成 {item.done}，未达目标"
    if item.score is not None and item.weight is not None and item.score < item.weight:
        return f"分值 {number(item.weight)}，得 {number(item.score)}，没有得满分"
    return ""


def _low(spent: Amount | None, budget: Amount | None) -> str | None:
    """The execution rate as printed where it is below 90 %."""
    if spent is None or budget is None or not budget.yuan:
        return None
    rate = divide(spent.yuan, budget.yuan)
    return show(rate, "%", 2) if rate < _ENOUGH else None
