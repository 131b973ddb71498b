"""CS213: see the class."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import ClassVar

from writer.findings import Finding, Severity
from writer.grounding.consistency.arithmetic import digits
from writer.grounding.mentions import Kind, Mention
from writer.grounding.rules.base import Context, Rule

LEAST_DIGITS = 4  # 10元 and 10万元 may both be right
SHORT_DIGITS = 3  # enough where the words before are the same, too
STEP = Decimal(10_000)


def _key(text: str, mention: Mention) -> str:
    """What two mentions share that are one amount; short numbers share the words before, too."""
    written = digits(mention)
    count = sum(c.isdigit() for c in written.lstrip("0."))
    if "." in written and count >= LEAST_DIGITS:
        return written
    if count < SHORT_DIGITS:
        return ""
    words = text[max(0, mention.start - (2 if "." in written else 4)) : mention.start]
    return f"{words}{written}" if words and not re.search(r"[\d\s，。；、：]", words) else ""


class CS213(Rule):
    """The same digits stand with 元 in one place and with 万元 in another.

    Why: 元 for 万元 changes an amount ten thousand times and still looks familiar.
    Bad: 年初预算318.09万元……年初预算318.09元
    Good: 318.09万元 in both places
    """

    code: ClassVar[str] = "CS213"
    title: ClassVar[str] = "同一数字单位不同"
    severity: ClassVar[Severity] = Severity.ERROR

    def check(self, context: Context) -> Iterator[Finding]:
        groups: dict[str, list[Mention]] = {}
        for mention in context.mentions:
            money = mention.kind is Kind.MONEY and mention.number is not None
            if money and (key := _key(context.text, mention)):
                groups.setdefault(key, []).append(mention)
        for same in groups.values():
            yield from self._group(context, same)

    def _group(self, context: Context, same: list[Mention]) -> Iterator[Finding]:
        values = Counter(m.number for m in same)
        if len(values) < 2:
            return
        usual = max(values, key=lambda v: (values[v], v or 0))
        right = next(m for m in same if m.number == usual)
        for mention in same:
            if (
                mention.number
                and usual
                and {mention.number / usual, usual / mention.number} & {STEP, STEP**2}
            ):
                yield self.finding(
                    context, mention.start, mention.end,
                    f"别处写作“{right.text}”，此处写作“{mention.text}”，单位不同，请核对。",
                    suggestion=right.text,
                )  # fmt: skip
