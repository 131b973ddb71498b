"""GR103: see the class."""

from __future__ import annotations

from typing import ClassVar

from writer.findings import Severity, Verdict
from writer.grounding.judgement import Judged
from writer.grounding.rules.verdicts import VerdictRule, expectation, named


class GR103(VerdictRule):
    """The value is that of another year or month than the one spoken of.

    Why: reports are written over last year's; its figures stay behind.
    Bad: 2023年公务接待费0.40万元。(0.40万元 was 2022's)
    Good: 2023年公务接待费0.35万元。
    """

    code: ClassVar[str] = "GR103"
    title: ClassVar[str] = "期间不符"
    severity: ClassVar[Severity] = Severity.ERROR
    verdict: ClassVar[Verdict] = Verdict.WRONG_PERIOD

    def message(self, judged: Judged) -> str:
        other = (
            f"“{judged.mention.text}”是{named(judged.stated)}的数" if judged.stated else "期间不符"
        )
        return f"{other}，与所说期间不符；{expectation(judged)}".rstrip("；") + "。"
