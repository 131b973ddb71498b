"""GR104: see the class."""

from __future__ import annotations

from typing import ClassVar

from writer.findings import Severity, Verdict
from writer.grounding.judgement import Judged
from writer.grounding.rules.verdicts import VerdictRule, expectation, named


class GR104(VerdictRule):
    """The value belongs to another item than the one spoken of.

    Why: two figures swapped pass every check that only looks at values.
    Bad: 基本支出62.23万元，项目支出277.30万元。(the other way round)
    Good: 基本支出277.30万元，项目支出62.23万元。
    """

    code: ClassVar[str] = "GR104"
    title: ClassVar[str] = "对象不符"
    severity: ClassVar[Severity] = Severity.ERROR
    verdict: ClassVar[Verdict] = Verdict.WRONG_SUBJECT

    def message(self, judged: Judged) -> str:
        other = f"“{judged.mention.text}”是{named(judged.stated)}的数；" if judged.stated else ""
        return f"{other}此处{expectation(judged) or '所说的是另一事项'}。"
