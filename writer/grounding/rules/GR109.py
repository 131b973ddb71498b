"""GR109: see the class."""

from __future__ import annotations

from typing import ClassVar

from writer.findings import Severity, Verdict
from writer.grounding.judgement import Judged
from writer.grounding.rules.verdicts import VerdictRule, named


class GR109(VerdictRule):
    """The value is in the ledger, but the words do not say that it is this figure.

    Why: a right number bound to the wrong thing is wrong; the reader cannot tell either.
    Bad: 共完成60次。(the ledger has 心肺复苏训练 60次, the sentence speaks of nothing)
    Good: 共完成心肺复苏训练60次。
    """

    code: ClassVar[str] = "GR109"
    title: ClassVar[str] = "数字所指不明"
    severity: ClassVar[Severity] = Severity.WARNING
    verdict: ClassVar[Verdict] = Verdict.UNBOUND

    def message(self, judged: Judged) -> str:
        known = f"台账中{named(judged.stated)}为{judged.stated.shown}" if judged.stated else ""
        return f"看不出“{judged.mention.text}”所指的事项；{known}，请写明。".replace("；，", "，")

    def suggestion(self, judged: Judged) -> str | None:
        return None
