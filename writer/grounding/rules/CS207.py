"""CS207: see the class."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from writer.findings import Finding, Severity
from writer.grounding.consistency.moments import wrong_durations
from writer.grounding.rules.base import Context, Rule


class CS207(Rule):
    """A duration does not fit the moments between which it lies.

    Why: both were written from memory; an account of an incident is checked against its log.
    Bad: 1月22日17时40分发生事故……经过26个小时的奋战，于1月23日15时完成救援。(21 hours 20 minutes)
    Good: 1月22日17时40分发生事故……经过21个小时的奋战，于1月23日15时完成救援。
    """

    code: ClassVar[str] = "CS207"
    title: ClassVar[str] = "时长与起止时间不符"
    severity: ClassVar[Severity] = Severity.ERROR

    def check(self, context: Context) -> Iterator[Finding]:
        for found in wrong_durations(context):
            mention = found.mention
            both = (
                found.begin.text
                if found.begin is found.end
                else f"{found.begin.text}至{found.end.text}"
            )
            yield self.finding(
                context, mention.start, mention.end,
                f"{both}为{found.span}，此处写作{mention.text}。",
            )  # fmt: skip
