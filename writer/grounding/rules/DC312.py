"""DC312: see the class."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from writer.findings import Finding, Severity
from writer.grounding.consistency.names import main_name, misspelt
from writer.grounding.rules.base import Context, Rule


class DC312(Rule):
    """The unit's name is spelt differently from the rest of the report.

    Why: the name identifies the unit in the budget system; a slip in it is seen at once.
    Bad: 青岚县应急管理局……青岚县应急管里局
    Good: 青岚县应急管理局 everywhere, or a defined short form
    """

    code: ClassVar[str] = "DC312"
    title: ClassVar[str] = "单位名称写法不一"
    severity: ClassVar[Severity] = Severity.WARNING

    def check(self, context: Context) -> Iterator[Finding]:
        name = main_name(context.text)
        if not name:
            return
        for start, end in sorted(misspelt(context.text, name)):
            yield self.finding(
                context, start, end,
                f"“{context.text[start:end]}”与单位名称“{name}”差一个字，请核对。", suggestion=name,
            )  # fmt: skip
