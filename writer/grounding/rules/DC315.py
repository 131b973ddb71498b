"""DC315: see the class."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from writer.findings import Finding, Severity
from writer.grounding.rules.base import Context, Rule

_DAY = r"(20\d\d)\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日"
_ALONE = re.compile(rf"(?m:^[ \t\u3000]*{_DAY}[ \t\u3000]*$)")
_FIELD = re.compile(rf"(?:填报|报告|填表|编制|上报)(?:日期|时间)[：:]\s*{_DAY}")


class DC315(Rule):
    """The report's date lies before its year is over, or more than a year after it.

    Why: nobody can report on a year that is not over; a date of two years later is a slip.
    Bad: (a report for 2024) 2024年3月12日
    Good: 2025年3月12日
    """

    code: ClassVar[str] = "DC315"
    title: ClassVar[str] = "落款日期可疑"
    severity: ClassVar[Severity] = Severity.NOTICE

    def check(self, context: Context) -> Iterator[Finding]:
        year = context.year
        if not year:
            return
        signed = [*_FIELD.finditer(context.text), *list(_ALONE.finditer(context.text))[-1:]]
        for found in signed:
            start, end = found.start(1), found.end(3) + 1
            written = context.text[start:end]
            if int(found[1]) <= int(year) and (int(found[2]), int(found[3])) != (12, 31):
                why = f"早于报告年度{year}年结束"
            elif int(found[1]) > int(year) + 1:
                why = f"比报告年度{year}年晚了一年以上"
            else:
                continue
            yield self.finding(context, start, end, f"日期“{written}”{why}，请核对。")
