"""CS210: see the class."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from writer.findings import Finding, Severity
from writer.grounding.consistency.spending import Unpaid, unpaid_yet_spent
from writer.grounding.rules.base import Context, Rule


class CS210(Rule):
    """All funds are said to be spent, and elsewhere some are said to be unpaid.

    Why: 100 % execution and money that was paid out in the next year cannot both be true.
    Bad: 执行进度100%……该笔资金2024年12月26日下达，在2025年1月完成资金支付。
    Good: 执行进度97.5%，未支付的资金于2025年1月完成支付。
    """

    code: ClassVar[str] = "CS210"
    title: ClassVar[str] = "称已全部支付而又有未付资金"
    severity: ClassVar[Severity] = Severity.WARNING

    def check(self, context: Context) -> Iterator[Finding]:
        for found in unpaid_yet_spent(context):
            yield self._of(context, found)

    def _of(self, context: Context, found: Unpaid) -> Finding:
        claim = context.text[found.claim_start : found.claim_end].strip()
        section = context.document.section_at(found.claim_start)
        where = f"“{section[-1][:16]}”中" if section else "别处"
        return self.finding(
            context,
            found.start,
            found.end,
            f"此处说资金没有在年内付清，而{where}写有“{claim[:30]}”，两处矛盾。",
        )
