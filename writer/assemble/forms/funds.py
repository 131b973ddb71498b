"""专项资金收支情况: what each project received, spent and carried over."""

from __future__ import annotations

from decimal import Decimal

from writer.assemble.forms.cells import head, known_total, money, words, yuan
from writer.facts import Project
from writer.ledger import Ledger
from writer.report import Table

NAME = "专项资金收支情况"
_COLUMNS = ("年初财政拨款结转和结余", "财政拨款收入", "财政拨款支出", "年末财政拨款结转")


def special_funds_table(ledger: Ledger, unit: str = "万元") -> tuple[Table, ...]:
    """One line a project and the total; empty when no project states an amount."""
    projects = [p for p in ledger.facts.projects if p.allocated or p.spent]
    if not projects:
        return ()
    amounts = [_amounts(p) for p in projects]
    totals = [_total(i, column) for i, column in enumerate(zip(*amounts, strict=True))]
    rows = [
        (words(p.name), *(money(a, unit) for a in own))
        for p, own in zip(projects, amounts, strict=True)
    ]
    table = Table(
        caption=f"{ledger.year}年度专项资金收支情况表",
        rows=(
            tuple(head(name) for name in ("项目名称", *_COLUMNS)),
            *rows,
            (head("合计"), *(money(t, unit) for t in totals)),
        ),
        unit=unit,
        name=NAME,
    )
    return (table,)


def _total(column: int, amounts: tuple[Decimal | None, ...]) -> Decimal | None:
    """Nothing carried over counts as 0; a receipt or a spending not stated leaves no total."""
    return None if column in (1, 2) and None in amounts else known_total(amounts)


def _amounts(project: Project) -> tuple[Decimal | None, ...]:
    """(carried in, received, spent, carried out) in 元.

    下达金额 may or may not hold what was carried in; where the four amounts show that it does,
    what was received is the difference.
    """
    carried_in, spent = yuan(project.carried_in), yuan(project.spent)
    carried_out, received = yuan(project.carried_out), yuan(project.allocated)
    if carried_in and carried_out is not None and spent is not None and received is not None:
        whole = spent + carried_out
        if received == whole:
            received -= carried_in
    return carried_in, received, spent, carried_out
