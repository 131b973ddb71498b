"""Dates in Chinese numerals: 二〇二三年十二月十五日, 三月, 一至三月, 第四季度."""

from __future__ import annotations

import re

from writer.grounding.mentions import Kind
from writer.grounding.reading.dates import (
    AFTERNOON,
    HALF_DAY,
    QUARTER,
    QUARTERS,
    Point,
    compile_parts,
    half_day,
    lone_quarter,
    quarter,
)
from writer.grounding.reading.page import Hit, Page
from writer.numerals import chinese

_SPOKEN = compile_parts(
    r"(?:(?P<y1><CY>)年(?:度|<END>)?)?"
    r"(?:(?P<m1><CM>)月(?:份|<END>|[上中下]旬)?(?:(?P<d1><CD>)[日号])?)?"
)
# 十七点四十分, 下午三点半; 三点五分 alone is a mark, 三点意见 no time
_CLOCK = re.compile(
    r"(?P<h>二十[一二三四]?|十[一二三四五六七八九]?|[零一二三四五六七八九两])[点时]"
    r"(?:(?P<m>[二三四五]?十[一二三四五六七八九]?|零[一二三四五六七八九])分(?![钟之])"
    r"|(?P<half>半)|(?P<quarter>一刻)|(?![一二三四五六七八九十零间]))"
)
_SPOKEN_MONTHS = compile_parts(r"(?P<m1><CM>)月?[至到—-](?P<m2><CM>)月")
_CONNECT = compile_parts("<C>")


def spoken_date(page: Page, at: int) -> Hit | None:
    """二〇二三年十二月十五日, 三月, 一至三月, 第四季度: dates in Chinese numerals."""
    s = page.s
    if match := QUARTER.match(s, at) or QUARTERS.match(s, at):
        if "q2" in match.groupdict() and match["q2"]:
            value = f"XXXX-Q{quarter(match['q1'])}/XXXX-Q{quarter(match['q2'])}"
            start = at - 1 if s.startswith("第", at - 1) and at > page.floor else at
            return Hit(start, match.end(), Kind.DATE, value)
        return lone_quarter(page, at, match)
    if clock := _clock(page, at):
        return clock
    if match := _SPOKEN_MONTHS.match(s, at):
        first, last = _spoken(match, "1"), _spoken(match, "2")
        return Hit(at, match.end(), Kind.DATE, f"{first.edtf()}/{last.edtf()}")
    first_match = _SPOKEN.match(s, at)
    if first_match is None or not _dated(page, at, first_match):
        return None
    end, point = first_match.end(), _spoken(first_match, "1")
    if connect := _CONNECT.match(s, end):
        second = _SPOKEN.match(s, connect.end())
        if second and second.end() > connect.end():
            last = _spoken(second, "1").within(point)
            return Hit(at, second.end(), Kind.DATE, f"{point.edtf()}/{last.edtf()}")
    if point.d and (clock := _clock(page, end, dated=True)):
        return Hit(at, clock.end, Kind.DATE, f"{point.edtf()}{clock.value}")
    return Hit(at, end, Kind.DATE, point.edtf())


def _clock(page: Page, at: int, *, dated: bool = False) -> Hit | None:
    """A time of day at `at`; right behind a date, 上午 may stand before it."""
    said = HALF_DAY.match(page.s, at) if dated else None
    hour = said.end() if said else at
    match = _CLOCK.match(page.s, hour)
    start = at if dated else half_day(page, at)
    if match is None or not (dated or start < at or match["m"]):
        return None
    value = int(chinese(match["h"]) or 0)
    if page.s[start:hour] in AFTERNOON and value < 12:
        value += 12
    minute = chinese(match["m"]) if match["m"] else 30 if match["half"] else 0
    minute = 15 if match["quarter"] else minute
    return Hit(start, match.end(), Kind.DATE, f"T{value:02}:{int(minute or 0):02}")


def _dated(page: Page, at: int, match: re.Match[str]) -> bool:
    if match["y1"]:
        return match["y1"][0] in "一二" and len(set(match["y1"])) > 1
    if not match["m1"] or page.s.startswith(("龄", "一"), match.end()):
        return False
    return page.s[at - 1 : at] not in tuple("每同个数几第")


def _spoken(match: re.Match[str], n: str) -> Point:
    groups = match.groupdict()

    def part(name: str) -> str:
        value = chinese((groups.get(name + n) or "").replace("0", "〇"))  # 二0二三年
        return "" if value is None else str(value).zfill(2)

    return Point(part("y"), part("m"), part("d"))
