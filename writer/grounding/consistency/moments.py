"""Durations with the moments that they lie between."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from writer.grounding.consistency.words import either
from writer.grounding.mentions import Kind, Mention, Qualifier

if TYPE_CHECKING:
    from writer.grounding.rules.base import Context

REACH = 260  # characters between a duration and a moment that bounds it
ANY_YEAR = "2001"  # for days of a year that nobody names
_HOURS = frozenset({"小时", "个小时", "钟头"})
_DAYS = frozenset({"天", "日"})
_MONTHS = frozenset({"个月"})
_YEARS = frozenset({"年"})
_CLOSE = 24  # characters between two moments and a time that they bound on both sides


@dataclass(frozen=True, slots=True)
class Lasted:
    """A duration that cannot lie between its moments; `span` is what does."""

    mention: Mention
    begin: Mention
    end: Mention
    span: str


@cache
def _said() -> tuple[re.Pattern[str], re.Pattern[str]]:
    group = either("consistency", "duration_words")
    return (
        re.compile(rf"{group}[^，。；\d]{{0,6}}$"),
        re.compile(rf"的?[^，。；\d]{{0,4}}{group}"),
    )


def wrong_durations(context: Context) -> Iterator[Lasted]:
    """Hours and days said to have passed between two stated moments, which did not."""
    text = context.text
    dates = [m for m in context.mentions if m.kind is Kind.DATE]
    at, last = 0, -1
    for mention in context.mentions:
        if mention.kind is not Kind.COUNT or mention.unit not in _HOURS | _DAYS | _MONTHS | _YEARS:
            continue
        if mention.qualifier is not Qualifier.EXACT or mention.number is None:
            continue
        if mention.unit in _YEARS and context.text.endswith("连续", 0, mention.start):
            continue
        before, after = _said()
        told = before.search(text, max(0, mention.start - 12), mention.start)
        told = told or after.match(text, mention.end, mention.end + 12)
        if not told and not _in_all(text, mention):
            continue
        agreed = _PLANNED.search(text, max(0, mention.start - 12), mention.start)
        if agreed and text[agreed.start() - 1] in "较比":
            continue
        if agreed and last >= 0 and "。" not in text[last : mention.start]:
            continue  # 用时86天，合同工期为90天: what was agreed, not what passed
        last = mention.end
        while at < len(dates) and dates[at].start < mention.start:
            at += 1
        found = _between(text, dates, at, mention, context.year)
        if found is not None:
            yield found


_IN_ALL = re.compile(r"[开起始至到—-][^。；\n]{1,24}[日年月][^，。；\d]{0,6}[，,]共$")
_SPENT_TIME = re.compile(r"[日号][，,][^，。；\d]{0,8}用$")


def _in_all(text: str, mention: Mention) -> bool:
    """5月13日开班，5月17日结业，共3天; 6日至8日，检查组用5天时间."""
    low = max(0, mention.start - 40)
    if text.startswith("时间", mention.end):
        return _SPENT_TIME.search(text, low, mention.start) is not None
    return _IN_ALL.search(text, low, mention.start) is not None


def _between(
    text: str, dates: list[Mention], at: int, mention: Mention, year: str
) -> Lasted | None:
    low = max(0, mention.start - REACH)
    low = max(low, text.rfind("\n", low, mention.start) + 1)
    high = text.find("\n", mention.end, mention.end + REACH)
    high = mention.end + REACH if high < 0 else high
    earlier = [d for d in dates[max(0, at - 3) : at] if d.start >= low]
    later = [d for d in dates[at : at + 2] if d.start < high]
    long = mention.unit in _MONTHS | _YEARS
    hours = mention.unit in _HOURS
    for begin, end in _pairs(text, earlier, later, mention):
        if long:
            return _judged_long(mention, begin, end, year)
        bounds = _bounds(begin, end, year)
        if bounds is None or (hours and not bounds[2]):
            continue
        first, last, _ = bounds
        return _judged(text, mention, begin, end, first, last, hours)
    return None


def _pairs(
    text: str, earlier: list[Mention], later: list[Mention], mention: Mention
) -> Iterator[tuple[Mention, Mention]]:
    """The moments that a duration most likely lies between: around it, or both before it."""
    if earlier and "/" in (earlier[-1].value or "") and mention.start - earlier[-1].end < 24:
        yield earlier[-1], earlier[-1]
        return
    low = max(0, mention.start - REACH)
    sentence = max(text.rfind(mark, low, mention.start) for mark in "。\n")
    if len(earlier) > 1 and earlier[-2].start > sentence:
        yield earlier[-2], earlier[-1]
    elif earlier and later:
        yield earlier[-1], later[0]


def _ends(begin: Mention, end: Mention, year: str) -> tuple[str, str]:
    """Both moments in EDTF with a year; a range is both of them."""
    if begin is end:
        low, _, high = (begin.value or "").partition("/")
    else:
        low, high = begin.value or "", end.value or ""
    known = low[:4] if low[:4].isdigit() else year or ANY_YEAR
    return low.replace("XXXX", known), high.replace("XXXX", known)


def _bounds(begin: Mention, end: Mention, year: str) -> tuple[datetime, datetime, bool] | None:
    """(first, last, whether both say the time); None where a day is missing."""
    values = _ends(begin, end, year)
    if any("/" in v or len(v) < 10 for v in values):
        return None
    try:
        first, last = (datetime.fromisoformat(v) for v in values)
    except ValueError:
        return None
    timed = all("T" in v for v in values)
    return (first, last, timed) if last >= first else None


_PLANNED = re.compile(r"(?:合同|计划|约定|预计|规定|要求|核定)[^，。；\d]{0,8}$")
# 用时10小时 behind both moments is all the time between them; 奋战 may have begun later
_SPENT = re.compile(r"(?:用时|历时|耗时|为期|持续|时长)[^，。；\d]{0,2}$")


def _first_day(value: str) -> date:
    """The first day of a year, a month or a day in EDTF."""
    return date.fromisoformat(f"{value[:10]}-01-01"[:10] if len(value) < 10 else value[:10])


def _day_after(value: str) -> date:
    """The day after a year, a month or a day."""
    first = _first_day(value)
    if len(value) == 4:
        return first.replace(year=first.year + 1)
    if len(value) == 7:
        return (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    return first + timedelta(days=1)


def _judged_long(mention: Mention, begin: Mention, end: Mention, year: str) -> Lasted | None:
    """历时5个月, 实施周期两年: both moments stand before it, as exactly as months go."""
    if end.end > mention.start:
        return None
    low, high = _ends(begin, end, year)
    try:
        first, last, after = _first_day(low), _first_day(high), _day_after(high)
    except (ValueError, OverflowError):
        return None
    length, slack = (30.44, 16) if mention.unit in _MONTHS else (365.25, 31)
    said = float(mention.number or 0) * length
    least, most = (last - first).days, (after - first).days
    if least <= 0 or least - slack <= said <= most + slack:
        return None
    name = "个月" if mention.unit in _MONTHS else "年"
    return Lasted(mention, begin, end, f"{most / length:.0f}{name}")


def _judged(
    text: str, mention: Mention, begin: Mention, end: Mention, first: datetime, last: datetime,
    hours: bool,
) -> Lasted | None:  # fmt: skip
    value = float(mention.number or 0)
    if hours:
        span = last - first
        true = span.total_seconds() / 3600
        # work may begin later than the event, so that only a longer time is impossible
        bounded = 0 <= mention.start - end.end < _CLOSE and _SPENT.search(
            text, end.end, mention.start
        )
        if value <= true + 1 and not (bounded and value < true - 1):
            return None
        whole, rest = divmod(int(span.total_seconds()) // 60, 60)
        return Lasted(mention, begin, end, f"{whole}小时" + (f"{rest}分" if rest else ""))
    days = (last.date() - first.date()) // timedelta(days=1)
    if days <= value <= days + 1 or days > 1000:
        return None
    return Lasted(mention, begin, end, f"{days}天（首尾都算为{days + 1}天）")
