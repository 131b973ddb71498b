"""The projects do not add up to the line 项目支出.

What the listed projects were given and spent is compared with 项目支出 under 支出. More than the
line is a warning, unless 政府性基金, 国有资本经营 or 社会保险基金 can have paid the rest, since
项目支出 is often that of the general budget alone; less is a notice, since a report may list its
main projects only. Why it matters: the report states “项目支出62.23万元” and the projects one by
one.

Bad:  项目支出 决算 62.23 beside projects that spent 62.33
Good: 项目支出 决算 62.23 beside projects that spent 62.23
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from writer.facts import Amount, Line
from writer.ledger import Ledger
from writer.ledger.lines import walk_lines
from writer.reconcile.base import NOTICE, WARNING, Fault, graded, money, summed

TITLE = "项目合计与项目支出不符"
_NAME = "项目支出"
_OTHER_BUDGETS = ("政府性基金", "国有资本经营", "社会保险基金")


def check(ledger: Ledger) -> Iterator[Fault]:
    line = _project_line(ledger)
    projects = ledger.facts.projects
    if line is None:
        return
    for attribute, basis, key, verb in (
        ("allocated", "adjusted", "下达金额", "下达"),
        ("spent", "actual", "支出金额", "支出"),
    ):
        found = [getattr(project, attribute) for project in projects]
        amounts: list[Amount] = [amount for amount in found if amount is not None]
        whole: Amount | None = getattr(line, basis)
        if whole is None or not amounts or len(amounts) != len(projects):
            continue
        gap = summed(amounts) - whole.yuan
        severity = graded(gap, [whole, *amounts])
        if severity is None:
            continue
        less = gap < 0
        if not less and gap <= _other_budgets(ledger, basis):
            continue
        label = "全年预算" if basis == "adjusted" else "决算"
        yield Fault(NOTICE if less or severity is NOTICE else WARNING, ("专项与项目", 0, key), (
            f"{len(amounts)} 个项目共{verb} {money(summed(amounts), whole)}，"
            f"项目支出{label} {whole}，{'少' if less else '多'} {money(abs(gap), whole)}"
            + ("；如果只列了主要项目，可不处理" if less else "")
        ))  # fmt: skip


def _project_line(ledger: Ledger) -> Line | None:
    flows = ledger.facts.flows
    if flows is None or flows.spending is None:
        return None
    lines = walk_lines(flows.spending, ("收支", "支出"))
    return next((line for line, _ in lines if _NAME in (line.name, *line.aliases)), None)


def _other_budgets(ledger: Ledger, basis: str) -> Decimal:
    """What other budgets spent, in 元: told under 支出, or in parts of their own."""
    facts = ledger.facts
    spending = facts.flows.spending if facts.flows else None
    own = (facts.government_funds, facts.state_capital, facts.social_insurance)
    named = list(_outermost(spending))
    told = [
        sum((_amount(line, basis) for line in lines if line), Decimal(0)) for lines in (own, named)
    ]
    return max(told)


def _outermost(line: Line | None) -> Iterator[Line]:
    for part in line.parts if line is not None else ():
        if any(word in part.name for word in _OTHER_BUDGETS):
            yield part
        else:
            yield from _outermost(part)


def _amount(line: Line, basis: str) -> Decimal:
    own: Amount | None = getattr(line, basis)
    if own is not None:
        return own.yuan
    return sum((_amount(part, basis) for part in line.parts), Decimal(0))
