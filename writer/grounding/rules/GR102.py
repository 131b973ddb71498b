"""GR102: see the class."""

from __future__ import annotations

from typing import ClassVar

from writer.findings import Severity, Verdict
from writer.grounding.judgement import Judged
from writer.grounding.rules.verdicts import VerdictRule, expectation


class GR102(VerdictRule):
    """The digits are right and the unit is not.

    Why: 元 for 万元 changes an amount ten thousand times and still looks familiar.
    Bad: 年初预算318.09元。(the ledger has 318.09万元)
    Good: 年初预算318.09万元。
    """

    code: ClassVar[str] = "GR102"
    title: ClassVar[str] = "单位写错"
    severity: ClassVar[Severity] = Severity.ERROR
    verdict: ClassVar[Verdict] = Verdict.WRONG_UNIT

    def suggestion(self, judged: Judged) -> str | None:
        """The figure in the unit of the facts: it is the text's unit that is wrong."""
        return judged.expected[0].shown if judged.expected else None

    def message(self, judged: Judged) -> str:
        return (
            f"“{judged.mention.text}”的数字相同而单位不同；{expectation(judged) or '请核对单位'}。"
        )
