"""DC304: see the class."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from writer.findings import Finding, Severity
from writer.grounding.consistency.outline import (
    numbered_lines,
    sibling_groups,
    usual_styles,
    written,
)
from writer.grounding.rules.base import Context, Rule


class DC304(Rule):
    """Headings of one level are numbered in different styles.

    Why: the number shows the level; mixed marks or bracket widths make siblings look unequal.
    Bad: （一）机构组成 （2）机构职能 （3）主要任务 （四）绩效目标
    Good: （一）机构组成 （二）机构职能 （三）主要任务 （四）绩效目标
    """

    code: ClassVar[str] = "DC304"
    title: ClassVar[str] = "序号样式混用"
    severity: ClassVar[Severity] = Severity.WARNING

    def check(self, context: Context) -> Iterator[Finding]:
        lines = numbered_lines(context)
        usual = usual_styles(lines)
        for group in sibling_groups(lines):
            siblings = [ln for ln in group if ln.titled]
            if not siblings:
                continue
            style = usual.get(siblings[0].level, siblings[0].style)
            for line in siblings:
                if line.style != style:
                    right = written(style, line.number)
                    yield self.finding(
                        context, line.start, line.end,
                        f"同级标题用“{style}”的样式，此处应为“{right}”。", suggestion=right,
                    )  # fmt: skip
