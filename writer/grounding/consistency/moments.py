"""Durations with the moments that they lie between."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from writer.grounding.consistency.words import either
from writer.grounding.consistency.years import report_year
from writer.grounding.mentions import Kind, Mention, Qualifier

if TYPE_CHECKING:
    from writer.grounding.rules.base import Context

REACH = 260  # characters between a duration and a moment that bounds it
ANY_YEAR = "2001"  # for days of a year that nobody names
_HOURS = frozenset({"小时", "个小时", "钟头"})
_DAYS = frozenset({"天", "日"})


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
    at = 0
    for mention in context.mentions:
        if mention.kind is not Kind.COUNT or mention.unit not in _HOURS | _DAYS:
            continue
        if mention.qualifier is not Qualifier.EXACT or mention.number is None:
            continue
        before, after = _said()
        told = before.search(text, max(0, mention.start - 12), mention.start)
        if not told and not after.match(text, mention.end, mention.end + 12):
            continue
        while at < len(dates) and dates[at].start < mention.start:
            at += 1
        found = _between(text, dates, at, mention, report_year(context))
        if found is not None:
            yield found


def _between(
    text: str, dates: list[Mention], at: int, mention: Mention, year: str
) -> Lasted | None:
    low = max(0, mention.start - REACH)
    low = max(low, text.rfind("\n", low, mention.start) + 1)
    high = text.find("\n", mention.end, mention.end + REACH)
    high = mention.end + REACH if high < 0 else high
    earlier = [d for d in dates[max(0, at - 3) : at] if d.start >= low]
    later = [d for d in dates[at : at + 2] if d.start < high]
    hours = mention.unit in _HOURS
    for begin, end in _pairs(text, earlier, later, mention):
        bounds = _bounds(begin, end, year)
        if bounds is None or (hours and not bounds[2]):
            continue
        first, last, _ = bounds
        return _judged(mention, begin, end, first, last, hours)
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


def _bounds(begin: Mention, end: Mention, year: str) -> tuple[datetime, datetime, bool] | None:
    """(first, last, whether both say the time); None where a day is missing."""
    if begin is end:
        low, _, high = (begin.value or "").partition("/")
    else:
        low, high = begin.value or "", end.value or ""
    known = low[:4] if low[:4].isdigit() else year or ANY_YEAR
    values = [v.replace("XXXX", known) for v in (low, high)]
    if any("/" in v or len(v) < 10 for v in values):
        return None
    try:
        first, last = (datetime.fromisoformat(v) for v in values)
    except ValueError:
        return None
    timed = all("T" in v for v in values)
    return (first, last, timed) if last >= first else None


def _judged(
    mention: Mention, begin: Mention, end: Mention, first: datetime, last: datetime, hours: bool
) -> Lasted | None:
    value = float(mention.number or 0)
    if hours:
        span = last - first
        true = span.total_seconds() / 3600
        # work may begin later than the event, so that only a longer time is impossible
        if value <= true + 1:
            return None
        whole, rest = divmod(int(span.total_seconds()) // 60, 60)
        return Lasted(mention, begin, end, f"{whole}小时" + (f"{rest}分" if rest else ""))
    days = (last.date() - first.date()) // timedelta(days=1)
    if days <= value <= days + 1 or days > 1000:
        return None
    return Lasted(mention, begin, end, f"{days}天（首尾都算为{days + 1}天）")
