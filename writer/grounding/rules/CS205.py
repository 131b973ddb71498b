"""CS205: see the class."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from writer.findings import Finding, Severity
from writer.grounding.consistency.listings import Listing, listings
from writer.grounding.rules.base import Context, Rule

LONG = 4  # items; a shorter list before 等 is a choice of examples


class CS205(Rule):
    """A count differs from the number of things listed beside it.

    Why: an office was added or dropped and only one of the two was changed.
    Bad: 直属事业单位4个：执法大队、预警中心、物资储备中心。
    Good: 直属事业单位3个：执法大队、预警中心、物资储备中心。
    """

    code: ClassVar[str] = "CS205"
    title: ClassVar[str] = "所写个数与列举不符"
    severity: ClassVar[Severity] = Severity.ERROR

    def check(self, context: Context) -> Iterator[Finding]:
        for found in listings(context):
            severity = _weight(found)
            if severity is None:
                continue
            first, last = found.mentions[0], found.mentions[-1]
            said = "＋".join(m.text for m in found.mentions)
            shown = "、".join(found.items[:6]) + ("等" if len(found.items) > 6 else "")
            yield self.finding(
                context, first.start, last.end,
                f"此处写作{said}，所列的有{min(found.sizes)}项：{shown}。", severity=severity,
            )  # fmt: skip


def _weight(found: Listing) -> Severity | None:
    """None where the count fits, or where the items are plainly no complete list."""
    size = len(found.items)
    if found.count in found.sizes:
        return None
    gap = min(abs(found.count - s) for s in found.sizes)
    if found.partial:
        if found.count < min(found.sizes):
            return Severity.WARNING
        return Severity.WARNING if size >= LONG and gap == 1 else None
    if found.after:
        return Severity.ERROR if gap <= max(1, found.count // 3) else None
    return Severity.WARNING if size >= LONG and gap <= max(1, found.count // 5) else None
