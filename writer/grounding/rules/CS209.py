"""CS209: see the class."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from writer.findings import Finding, Severity
from writer.grounding.consistency.tables import WrongTotal, wrong_rates, wrong_totals
from writer.grounding.rules.base import Context, Rule


class CS209(Rule):
    """A table's total row or column, rate or balance does not follow from its cells.

    Why: tables are copied into the budget system, which refuses them.
    Bad: a column 192.32, 572.75, 127.82 with 合计 892.98
    Good: a column 192.32, 572.75, 127.82 with 合计 892.89
    """

    code: ClassVar[str] = "CS209"
    title: ClassVar[str] = "表内数据不平"
    severity: ClassVar[Severity] = Severity.ERROR

    def check(self, context: Context) -> Iterator[Finding]:
        for found in wrong_totals(context):
            yield self._total(context, found)
        for rate in wrong_rates(context):
            cell = rate.cell
            yield self.finding(
                context, cell.block.start, cell.block.end,
                f"按本行数据，{rate.formula}，表中写作{cell.text}。", suggestion=rate.expected,
            )  # fmt: skip

    def _total(self, context: Context, found: WrongTotal) -> Finding:
        cell, total = found.cell, found.cell.number
        assert total is not None
        gap = abs(found.made - total)
        addends = found.addends
        shown = addends if len(addends) <= 8 else (*addends[:4], "……", *addends[-2:])
        column = f"“{found.header}”" if found.header else "本列"
        rounding = gap <= cell.step and cell.step < 1
        tail = "，应是四舍五入的尾差" if rounding else ""
        return self.finding(
            context, cell.block.start, cell.block.end,
            f"{column}：{'＋'.join(shown)}＝{found.made}，与合计{cell.text}相差{gap}{tail}。",
            severity=Severity.NOTICE if rounding else None,
        )  # fmt: skip
