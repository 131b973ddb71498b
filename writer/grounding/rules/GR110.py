"""GR110: see the class."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from writer.findings import Finding, Severity
from writer.grounding.docnos import unheard_of
from writer.grounding.rules.base import Context, Rule


class GR110(Rule):
    """A document number that the facts do not have.

    Why: laws and circulars are cited by numbers that no facts file lists, so this is no error;
    but it cannot be checked either, and a model may make one up.
    Bad: 根据《绩效自评办法》（平财预〔2031〕7号）开展自评。
    Good: 根据《绩效自评办法》（平财预〔2024〕7号）开展自评。
    """

    code: ClassVar[str] = "GR110"
    title: ClassVar[str] = "文号无从核对"
    severity: ClassVar[Severity] = Severity.NOTICE

    def check(self, context: Context) -> Iterator[Finding]:
        for judged in context.judged:
            if unheard_of(judged):
                mention = judged.mention
                yield self.finding(
                    context, mention.start, mention.end,
                    f"事实文件中没有文号“{mention.text}”，无从核对；请对照原文件。",
                )  # fmt: skip
