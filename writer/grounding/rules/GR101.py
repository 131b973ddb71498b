"""GR101: see the class."""

from __future__ import annotations

from typing import ClassVar

from writer.findings import Severity, Verdict
from writer.grounding.judgement import Judged
from writer.grounding.rules.verdicts import VerdictRule, expectation


class GR101(VerdictRule):
    """A number differs from the figure that its words speak of.

    Why: the most common fault of all: a slip of the hand, or an older version of the accounts.
    Bad: 公务接待费支出3.85万元。(the ledger has 3.75万元)
    Good: 公务接待费支出3.75万元。
    """

    code: ClassVar[str] = "GR101"
    title: ClassVar[str] = "数值与台账不符"
    severity: ClassVar[Severity] = Severity.ERROR
    verdict: ClassVar[Verdict] = Verdict.WRONG_VALUE

    def message(self, judged: Judged) -> str:
        return f"此处写作“{judged.mention.text}”，与台账不符；{expectation(judged) or '请核对'}。"
