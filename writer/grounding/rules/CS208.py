"""CS208: see the class."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from writer.findings import Finding, Severity
from writer.grounding.consistency.crossing import crossings
from writer.grounding.consistency.tabled import tabled
from writer.grounding.rules.base import Context, Rule


class CS208(Rule):
    """An amount in the text differs from the table's.

    Why: the table comes from the accounts and the text from last month's draft.
    Bad: （一）老旧小区改造。实际支出6480万元。(the table has 6840.00)
    Good: （一）老旧小区改造。实际支出6840万元。
    """

    code: ClassVar[str] = "CS208"
    title: ClassVar[str] = "正文与表格不一致"
    severity: ClassVar[Severity] = Severity.WARNING

    def check(self, context: Context) -> Iterator[Finding]:
        for found in (*crossings(context), *tabled(context)):
            mention = found.mention
            unit = found.unit if found.cell.text[-1:].isdigit() else ""
            yield self.finding(
                context, mention.start, mention.end,
                f"表中“{found.label}”的“{found.header}”是{found.cell.text}{unit}，此处写作{mention.text}，请核对。",
            )  # fmt: skip
