"""Opening balance, income, spending and closing balance do not balance.

年初结转结余 + 收入 − 支出 = 年末结转结余, on the final accounts. A warning, since surplus handed
back or distributed (结余分配) has no line of its own here.

Bad:  年初 10.00, 收入 100.00, 支出 90.00, 年末 30.00
Good: 年初 10.00, 收入 100.00, 支出 90.00, 年末 20.00
"""

from __future__ import annotations

from collections.abc import Iterator

from writer.ledger import Ledger
from writer.reconcile.base import NOTICE, WARNING, Fault, graded, money

TITLE = "收支与结转结余不平"


def check(ledger: Ledger) -> Iterator[Fault]:
    flows = ledger.facts.flows
    if flows is None or flows.income is None or flows.spending is None:
        return
    opening, income = flows.carried_in, flows.income.actual
    spending, closing = flows.spending.actual, flows.carried_out
    if opening is None or income is None or spending is None or closing is None:
        return
    expected = opening.yuan + income.yuan - spending.yuan
    severity = graded(closing.yuan - expected, [opening, income, spending, closing])
    if severity is not None:
        yield Fault(NOTICE if severity is NOTICE else WARNING, ("收支", "年末结转结余"), (
            f"年末结转结余 {closing}，按年初结转 {opening} + 收入 {income} － 支出 {spending} 应为 "
            f"{money(expected, closing)}，相差 {money(abs(closing.yuan - expected), closing)}"
        ))  # fmt: skip
