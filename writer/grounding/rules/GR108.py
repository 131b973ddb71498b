"""GR108: see the class."""

from __future__ import annotations

from typing import ClassVar

from writer.findings import Severity, Verdict
from writer.grounding.judgement import Judged
from writer.grounding.rules.verdicts import VerdictRule, expectation


class GR108(VerdictRule):
    """No figure and no narrative of the facts has this number.

    Why: an invented number is the worst thing a report can hold; a missing fact is easily added.
    Bad: 开展联合执法5323次。(nothing in the facts says so)
    Good: add the figure to 数据, or take the sentence out.
    """

    code: ClassVar[str] = "GR108"
    title: ClassVar[str] = "没有依据的数字"
    severity: ClassVar[Severity] = Severity.ERROR
    verdict: ClassVar[Verdict] = Verdict.UNSUPPORTED

    def message(self, judged: Judged) -> str:
        hint = expectation(judged)
        tail = f"；相近的是：{hint}" if hint else ""
        return f"事实文件中没有“{judged.mention.text}”的依据，请补充事实或删去{tail}。"

    def suggestion(self, judged: Judged) -> str | None:
        return None
