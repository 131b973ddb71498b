"""DC411: see the class."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from writer.conformance.roles import Form
from writer.conformance.rules.base import LayoutRule, span
from writer.findings import Finding, Severity
from writer.grounding.rules import Context

_RIGHT = re.compile(r"\d{4}年(?:[1-9]|1[0-2])月(?:[1-9]|[12]\d|3[01])日")
_PARTS = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})")
_HAN = {c: str(i % 10) for i, c in enumerate("〇一二三四五六七八九")} | {
    "○": "0",
    "零": "0",
    "O": "0",
}


class DC411(LayoutRule):
    """The date is not written in Arabic digits, whole year, no leading zeros (7.3.5.4).

    Why: the date decides when the document takes effect, and is written in one way only.
    Bad: 二〇二四年三月一日；2024.3.1；2024年03月01日
    Good: 2024年3月1日
    """

    code: ClassVar[str] = "DC411"
    title: ClassVar[str] = "成文日期写法不符"
    severity: ClassVar[Severity] = Severity.WARNING
    about: ClassVar[str] = "成文日期用阿拉伯数字，年份写全，月、日不编虚位，如 2024年3月1日。"

    def judge(self, context: Context, form: Form) -> Iterator[Finding]:
        if form.date is None or _RIGHT.fullmatch(form.date.text.strip()):
            return
        right = _corrected(form.date.text)
        said = f"，应为“{right}”" if right else "，应如“2024年3月1日”"
        start, end = span(form.date)
        yield self.finding(
            context, start, end, f"成文日期的写法不符{said}。", suggestion=right or None
        )


def _corrected(text: str) -> str:
    """The date as it should be written; "" where the year is not whole."""
    found = _PARTS.search(text)
    if found:
        return f"{found[1]}年{int(found[2])}月{int(found[3])}日"
    year, _, rest = text.strip().partition("年")
    month, _, day = rest.partition("月")
    digits = "".join(_HAN.get(c, "") for c in year)
    return f"{digits}年{_number(month)}月{_number(day)}日" if len(digits) == 4 else ""


def _number(text: str) -> int:
    """十一 → 11, 二十 → 20."""
    plain = text.rstrip("日")
    tens, ten, ones = plain.rpartition("十")
    value = int(_HAN.get(ones, "0")) if ones else 0
    return value + (10 * int(_HAN.get(tens, "1") if tens else "1") if ten else 0)
