"""CS206: see the class."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import ClassVar

from writer.findings import Finding, Severity
from writer.grounding.consistency.scores import BOUNDS, fits, grade_of, total_scores
from writer.grounding.rules.base import Context, Rule

FULL = Decimal(100)


class CS206(Rule):
    """The grade does not belong to the score.

    Why: the grade follows from the score (优 from 90, 良 from 80, 中 from 60, 差 below 60).
    Bad: 自评得分88.5分，评价等级为“优”。
    Good: 自评得分88.5分，评价等级为“良”。
    """

    code: ClassVar[str] = "CS206"
    title: ClassVar[str] = "得分与等级不符"
    severity: ClassVar[Severity] = Severity.ERROR

    def check(self, context: Context) -> Iterator[Finding]:
        for found in total_scores(context):
            score = found.mention.number
            if score is None or found.grade is None or score > FULL:
                continue
            start, end, grade = found.grade
            if fits(found.mention, grade):
                continue
            low, high = BOUNDS[grade]
            bounds = (
                f"{low}分以上"
                if high > FULL
                else f"{low}分以上、不足{high}分"
                if low
                else f"不足{high}分"
            )
            right = grade_of(score)
            yield self.finding(
                context, start, end,
                f"等级“{grade}”要求{bounds}，而得分是{found.mention.text}，对应“{right}”。",
                suggestion=right,
            )  # fmt: skip
