"""DC313: see the class."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import ClassVar

from writer.findings import Finding, Severity
from writer.grounding.consistency.forms import outline_of
from writer.grounding.consistency.scores import grade_of, total_scores
from writer.grounding.consistency.words import pattern
from writer.grounding.mentions import Qualifier
from writer.grounding.rules.base import Context, Rule


class DC313(Rule):
    """The report gives its score and nowhere its grade.

    Why: the conclusion of a standard form asks for both. Where a report follows no such form it
    is a notice only: many an office gives the score alone.
    Bad: 本单位部门整体支出绩效评价得分是81.5分。
    Good: 本单位部门整体支出绩效评价得分是81.5分，评价等级为“良”。
    """

    code: ClassVar[str] = "DC313"
    title: ClassVar[str] = "有得分而无等级"
    severity: ClassVar[Severity] = Severity.WARNING

    def check(self, context: Context) -> Iterator[Finding]:
        scores = [s for s in total_scores(context) if s.mention.qualifier is Qualifier.EXACT]
        if not scores or any(s.grade for s in scores) or _graded().search(context.text):
            return
        mention = scores[-1].mention  # the conclusion comes last
        if mention.number is None or mention.number > 100:
            return
        grade = grade_of(mention.number)
        yield self.finding(
            context, mention.start, mention.end,
            f"只写了得分，没有写评价等级；{mention.text}对应“{grade}”。",
            suggestion=f"{mention.text}，评价等级为“{grade}”",
            severity=None if outline_of(context.document) else Severity.NOTICE,
        )  # fmt: skip


@cache
def _graded() -> re.Pattern[str]:
    return pattern(
        r"(?:等级|等次|档次|评价结果|自评结果|评价结论)[^。；\n\d]{0,12}?(?:%s)(?![\u4e00-\u9fff])|“(?:%s)”",
        "document", "grade_words", "grade_words",
    )  # fmt: skip
