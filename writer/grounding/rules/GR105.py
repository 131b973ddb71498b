"""GR105: see the class."""

from __future__ import annotations

from typing import ClassVar

from writer.findings import Severity, Verdict
from writer.grounding.judgement import Judged
from writer.grounding.rules.verdicts import VerdictRule, expectation, named


class GR105(VerdictRule):
    """The value is of another basis than the one spoken of: a budget given as the actual figure.

    Why: 年初预算, 全年预算 and 决算 differ in most lines; a mix-up hides how the money was spent.
    Bad: 2023年，基本支出301.09万元，包括……(301.09万元 is the first budget, 277.30万元 was spent)
    Good: 2023年，基本支出277.30万元，包括……
    """

    code: ClassVar[str] = "GR105"
    title: ClassVar[str] = "口径不符"
    severity: ClassVar[Severity] = Severity.ERROR
    verdict: ClassVar[Verdict] = Verdict.WRONG_BASIS

    def message(self, judged: Judged) -> str:
        other = (
            f"“{judged.mention.text}”是{named(judged.stated)}数" if judged.stated else "口径不符"
        )
        return f"{other}，与此处口径不符；{expectation(judged)}".rstrip("；") + "。"
