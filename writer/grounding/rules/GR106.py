"""GR106: see the class."""

from __future__ import annotations

from typing import ClassVar

from writer.findings import Severity, Verdict
from writer.grounding.judgement import Judged
from writer.grounding.rules.verdicts import VerdictRule, expectation


class GR106(VerdictRule):
    """The text says 增加 where the figures fell, or 减少 where they rose.

    Why: the amount of the change is right, so the fault survives every addition.
    Bad: 较上年减少12起。(73 now, 61 the year before)
    Good: 较上年增加12起。
    """

    code: ClassVar[str] = "GR106"
    title: ClassVar[str] = "增减方向相反"
    severity: ClassVar[Severity] = Severity.ERROR
    verdict: ClassVar[Verdict] = Verdict.WRONG_DIRECTION

    def message(self, judged: Judged) -> str:
        return f"增减方向与数据相反；{expectation(judged) or '请核对前后两期数据'}。"

    def suggestion(self, judged: Judged) -> str | None:
        return None
