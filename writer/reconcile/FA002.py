"""More was spent than the budget allowed.

The adjusted (full-year) budget holds every change of the year, so spending above it means that
one of the two figures is wrong. The total of a fund is an error, a part of it a warning (money
may be moved between economic classifications), “三公” above its budget a warning (只减不增).

Bad:  支出 {全年预算: 339.52, 决算: 339.62}
Good: 支出 {年初预算: 318.09, 决算: 339.52} — the first budget is allowed to grow
"""

from __future__ import annotations

from collections.abc import Iterator

from writer.facts import Amount, Line
from writer.findings import Severity
from writer.ledger import Ledger
from writer.ledger.lines import walk_lines
from writer.reconcile.base import ERROR, WARNING, Fault, Path, money, step, top_lines

TITLE = "支出超过预算"
_NOT_SPENDING = ("收入", "三公经费")


def check(ledger: Ledger) -> Iterator[Fault]:
    for top, top_path in top_lines(ledger):
        if top_path[0] == "基础数据" or top_path[-1] in _NOT_SPENDING:
            continue
        for line, path in walk_lines(top, top_path):
            yield from _over(
                line, line.adjusted, "全年预算", path, ERROR if top is line else WARNING
            )
    three = ledger.facts.three_public
    for line, path in walk_lines(three, ("三公经费",)) if three else ():
        if line.adjusted is not None:
            yield from _over(line, line.adjusted, "全年预算", path, WARNING)
        else:
            yield from _over(line, line.initial, "年初预算", path, WARNING)


def _over(
    line: Line, budget: Amount | None, basis: str, path: Path, severity: Severity
) -> Iterator[Fault]:
    if budget is None or line.actual is None:
        return
    gap = line.actual.yuan - budget.yuan
    if gap > max(step(budget), step(line.actual)):
        yield Fault(severity, (*path, "决算"), (
            f"{line.name}决算 {line.actual}，超过{basis} {budget}，"
            f"多 {money(gap, line.actual)}"
        ))  # fmt: skip
