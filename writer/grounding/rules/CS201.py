"""CS201: see the class."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from writer.findings import Finding, Severity
from writer.grounding.consistency.twice import Apart, apart
from writer.grounding.mentions import Kind
from writer.grounding.rules.base import Context, Rule


class CS201(Rule):
    """One thing is stated with different numbers in two places.

    Why: at least one of them is wrong, and nobody can tell which from the report.
    Bad: 全年开展心肺复苏50次…… (a page later) 全年开展心肺复苏60次
    Good: 全年开展心肺复苏60次 in both places
    """

    code: ClassVar[str] = "CS201"
    title: ClassVar[str] = "同一事项前后不一致"
    severity: ClassVar[Severity] = Severity.WARNING

    def check(self, context: Context) -> Iterator[Finding]:
        for found in apart(context):
            yield self._of(context, found)

    def _of(self, context: Context, found: Apart) -> Finding:
        first, second = found.first.mention, found.second.mention
        section = context.document.section_at(first.start)
        where = f"“{section[-1][:20]}”中" if section else "前文"
        certain = found.sure or second.kind is Kind.SCORE
        return self.finding(
            context, second.start, second.end,
            f"“{found.subject}”在{where}写作{first.text}，此处写作{second.text}，请核对。",
            severity=Severity.ERROR if certain else None,
        )  # fmt: skip
