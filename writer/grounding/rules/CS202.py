"""CS202: see the class."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import ClassVar

from writer.findings import Finding, Severity
from writer.grounding.consistency.arithmetic import addition, shown
from writer.grounding.consistency.mixed import basis_of_parts, repeats_budget
from writer.grounding.consistency.part_list import Fit, PartList
from writer.grounding.consistency.parts import part_lists
from writer.grounding.rules.base import Context, Rule

NEARLY = Decimal("0.15")  # the same where the total repeats a budget
MOSTLY = Decimal("0.05")  # a list this near to its total was meant to be complete


class CS202(Rule):
    """The parts do not make the total that the sentence gives.

    Why: one of the numbers is wrong, and the reader can see it with a pocket calculator.
    Bad: 收入1298.53万元，其中基本支出收入919.82万元、项目支出收入391.74万元。(1311.56 in all)
    Good: 收入1311.56万元，其中基本支出收入919.82万元、项目支出收入391.74万元。
    """

    code: ClassVar[str] = "CS202"
    title: ClassVar[str] = "分项之和与合计不符"
    severity: ClassVar[Severity] = Severity.ERROR

    def check(self, context: Context) -> Iterator[Finding]:
        for found in part_lists(context):
            if basis_of_parts(context, found) is not None:
                continue  # CS212 says it better
            severity = _weight(found)
            budget = repeats_budget(context, found) if _nearly(found) else None
            if severity is None and budget is None:
                continue
            yield self._of(context, found, severity or Severity.WARNING)

    def _of(self, context: Context, found: PartList, severity: Severity) -> Finding:
        parts = found.parts[: found.best()[1]]
        total, mentions = found.total, [p.mention for p in parts]
        made = sum((p.number for p in parts), Decimal(0))
        gap = made - total.number
        sum_text = addition(mentions, made, total.mention)
        if severity is Severity.NOTICE:
            message = f"{sum_text}，与合计{total.mention.text}差{shown(abs(gap), total.mention)}，应是四舍五入的尾差。"
        elif len(parts) == 1:
            message = f"其中的{mentions[0].text}大于总数{total.mention.text}。"
        else:
            message = (
                f"{sum_text}，与合计{total.mention.text}相差{shown(abs(gap), total.mention)}。"
            )
        return self.finding(context, total.start, total.end, message, severity=severity)


def _nearly(found: PartList) -> bool:
    """Whether the parts, so many as are told, leave little of their total over."""
    total = found.total.number
    short = found.fit() is Fit.SHORT and found.adjacent and not found.open
    return short and len(found.listed) > 1 and total > 0 and -found.gap / total <= NEARLY


def _weight(found: PartList) -> Severity | None:
    """None where the list may well be right."""
    match found.fit():
        case Fit.EXACT:
            return None
        case Fit.ROUNDING:
            return Severity.NOTICE if found.best()[1] > 1 else None
        case Fit.NEAR:
            return Severity.WARNING if found.best()[1] > 2 or found.closed else None
        case Fit.OVER:
            if not found.adjacent and not found.closed:
                return None
            return Severity.ERROR if found.closed or len(found.listed) > 1 else Severity.WARNING
        case Fit.SHORT:
            if found.closed:
                return Severity.ERROR
            missing = -found.gap / found.total.number if found.total.number else Decimal(1)
            mostly = len(found.listed) > 2 and missing <= MOSTLY and not found.open
            return Severity.WARNING if mostly and found.adjacent else None
