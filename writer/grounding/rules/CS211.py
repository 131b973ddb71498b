"""CS211: see the class."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from writer.findings import Finding, Severity
from writer.grounding.consistency.goals import missed_goals
from writer.grounding.consistency.indicators import full_marks
from writer.grounding.rules.base import Context, Rule


class CS211(Rule):
    """A goal was missed, yet the report says that it was met or gives full marks.

    Why: evaluators compare goal and result first, and take the points back.
    Bad: 目标为事故起数同比下降……全年事故73起，同比上升19.67%……绩效目标圆满完成
    Good: 事故起数同比上升19.67%，未实现同比下降的目标，扣2分。
    """

    code: ClassVar[str] = "CS211"
    title: ClassVar[str] = "未达目标却称完成"
    severity: ClassVar[Severity] = Severity.WARNING

    def check(self, context: Context) -> Iterator[Finding]:
        for found in missed_goals(context):
            yield self.finding(
                context, found.start, found.end,
                f"目标是“{found.goal}”，结果是“{found.said[:40]}”，没有达到，而文中称“{found.success}”。",
            )  # fmt: skip
        for row in full_marks(context):
            yield self.finding(
                context, row.start, row.end,
                f"指标值{row.target}，完成值{row.actual}，没有达到，而得分等于分值（{row.score}分）。",
            )  # fmt: skip
