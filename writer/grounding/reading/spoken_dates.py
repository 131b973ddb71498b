"""Dates in Chinese numerals: 二〇二三年十二月十五日, 三月, 一至三月, 第四季度."""

from __future__ import annotations

import re

from writer.grounding.mentions import Kind
from writer.grounding.reading.dates import (
    QUARTER,
    QUARTERS,
    Point,
    compile_parts,
    lone_quarter,
    quarter,
)
from writer.grounding.reading.page import Hit, Page
from writer.numerals import chinese

_SPOKEN = compile_parts(
    r"(?:(?P<y1><CY>)年(?:度)?)?(?:(?P<m1><CM>)月(?:份)?(?:(?P<d1><CD>)[日号])?)?"
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
    return Hit(at, end, Kind.DATE, point.edtf())


def _dated(page: Page, at: int, match: re.Match[str]) -> bool:
    if match["y1"]:
        return match["y1"][0] in "一二" and len(set(match["y1"])) > 1
    if not match["m1"] or page.s.startswith(("龄", "一"), match.end()):
        return False
    return page.s[at - 1 : at] not in tuple("每同个数几第")


def _spoken(match: re.Match[str], n: str) -> Point:
    groups = match.groupdict()

    def part(name: str) -> str:
        value = chinese(groups.get(name + n) or "")
        return "" if value is None else str(value).zfill(2)

    return Point(part("y"), part("m"), part("d"))
