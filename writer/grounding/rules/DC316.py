"""DC316: see the class."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from writer.findings import Finding, Severity
from writer.grounding.consistency.tables import Table, tables_of
from writer.grounding.rules.base import Context, Rule

_UNIT = re.compile(r"\d\s*(亿元|万元|千元|元)$")


class DC316(Rule):
    """One table mixes 万元 and 元.

    Why: the reader takes the unit from the header; a row in another one is misread 10,000 times.
    Bad: 单位：万元 over a cell 67805.20元
    Good: 单位：万元 over a cell 6.78
    """

    code: ClassVar[str] = "DC316"
    title: ClassVar[str] = "同一表中单位混用"
    severity: ClassVar[Severity] = Severity.WARNING

    def check(self, context: Context) -> Iterator[Finding]:
        for table in tables_of(context):
            yield from self._table(context, table)

    def _table(self, context: Context, table: Table) -> Iterator[Finding]:
        usual = table.unit
        for row in table.rows:
            for cell in row.values():
                found = _UNIT.search(cell.text)
                if found is None:
                    continue
                usual = usual or found[1]
                if found[1] != usual:
                    yield self.finding(
                        context, cell.block.start, cell.block.end,
                        f"本表以{usual}为单位，此处的“{cell.text}”单位是{found[1]}，请统一。",
                    )  # fmt: skip
