"""GR107: see the class."""

from __future__ import annotations

from typing import ClassVar

from writer.findings import Severity, Verdict
from writer.grounding.judgement import Judged
from writer.grounding.rules.verdicts import VerdictRule, expectation


class GR107(VerdictRule):
    """A rate, total, share, difference, growth or duration does not follow from its figures.

    Why: derived numbers are worked out by hand, last, and are seldom worked out again.
    Bad: 73起，比上年的61起上升17.19%。
    Good: 73起，比上年的61起上升19.67%。
    """

    code: ClassVar[str] = "GR107"
    title: ClassVar[str] = "推算结果不符"
    severity: ClassVar[Severity] = Severity.ERROR
    verdict: ClassVar[Verdict] = Verdict.WRONG_DERIVATION

    def message(self, judged: Judged) -> str:
        return f"“{judged.mention.text}”与推算结果不符；{expectation(judged) or '请重新计算'}。"
