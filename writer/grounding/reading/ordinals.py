"""Ordinals: 第三名, 二等奖, 二级单位, 6楼, 二期, Ⅳ级, 5A级; and names that look like them."""

from __future__ import annotations

import re

from writer.grounding.mentions import Kind
from writer.grounding.reading.page import Hit, Page
from writer.grounding.reading.units import roman
from writer.numerals import chinese

_NUMBER = re.compile(r"\d{1,4}(?!\d|[.,]\d)|[〇零一二三四五六七八九十百千万]{1,15}")
_TO = re.compile(r" ?(?:至|到|-|—|~) ?(?:第 ?)?(\d{1,4}|[一二三四五六七八九十百]{1,7})")
_LISTED = re.compile(
    r"第[\d一二三四五六七八九十]{1,3}(?:、[\d一二三四五六七八九十]{1,3}){0,5}[、和及]$"
)
_STARS = re.compile(r"(\d)(A{1,2})(?=级|景|类|旅)(级)?")
_FLOORS = re.compile(r"(?:楼(?!房|盘|宇|道|市|堂|栋)|号楼(?:\d{1,2}层)?)")
_PHASE_AFTER = ("工程", "项目", "建设", "扩建", "改造", "开发", "治理", "规划", "用地", "厂房")
_COUNTS_PHASES = (
    "分",
    "共",
    "办",
    "展",
    "成",
    "了",
    "出",
    "印",
    "训",
    "班",
    "刊",
    "连续",
    "近",
    "每年",
)
_GUARD_LEVEL = re.compile(r"级(?:别|数)")


def ordinal(page: Page, at: int) -> Hit | None:
    """The ordinal whose number begins at `at` (digits or Chinese numerals), or None."""
    match = _NUMBER.match(page.s, at)
    if match is None:
        return None
    value = _value(match[0])
    if value is None:
        return None
    head = page.before(at)
    if page.s.startswith("第", head - 1) and head - 1 >= page.floor:
        return _numbered(page, head - 1, match, value)
    noun = page.words.ordinal_nouns.at(page.s, match.end())
    if (noun or page.s[match.end() : match.end() + 1] in tuple("、和及")) and _in_list(page, at):
        return Hit(at, match.end() + len(noun), Kind.ORDINAL, value)
    return _ranked(page, at, match.end(), value)


def _in_list(page: Page, at: int) -> bool:
    """The 3 of 第2、3批."""
    before = page.s[at - 1 : at]
    return before in ("、", "和", "及") and bool(_LISTED.search(page.s, max(0, at - 24), at))


def _value(text: str) -> str | None:
    if text.isascii():
        return str(int(text))
    value = chinese(text)
    return None if value is None else str(value)


def _numbered(page: Page, start: int, match: re.Match[str], value: str) -> Hit | None:
    """第 with its number and noun."""
    s, words, end = page.s, page.words, match.end()
    if name := words.named_after_ordinal.at(s, end):
        return Hit(start, end + len(name), Kind.IDIOM)
    noun = words.ordinal_nouns.at(s, page.after(end))
    if value == "1" and words.first_not_before.at(s, end) and len(noun) < 2:
        return Hit(start, end, None)
    if (to := _TO.match(s, end)) and (last := _value(to[1])) and int(last) > int(value):
        after = words.ordinal_nouns.at(s, to.end())
        return Hit(start, to.end() + len(after), Kind.ORDINAL, f"{value}/{last}")
    if noun:
        return Hit(start, page.after(end) + len(noun), Kind.ORDINAL, value)
    if value == "1" and (words.first_not_after.before(s, start) or s.startswith("”", end)):
        return Hit(start, end, None)
    return Hit(start, end, Kind.ORDINAL, value)


def _ranked(page: Page, at: int, end: int, value: str) -> Hit | None:
    """A rank without 第."""
    s = page.s
    if stars := _STARS.match(s, at):
        return Hit(at, stars.end(), Kind.ORDINAL, stars[1])
    rank = page.words.ranks.at(s, end)
    if rank:
        return _rank(page, at, end, rank, value)
    follower = s[end : end + 1]
    if follower == "级":
        return _level(page, at, end, value)
    if follower == "期" and _is_phase(page, at, end):
        return Hit(at, end + 1, Kind.ORDINAL, value)
    if (
        follower == "届"
        and not s[at].isdigit()
        and s[at - 1 : at] not in ("续", "满", "两", "每", "任")
    ):
        return Hit(at, end + 1, Kind.ORDINAL, value)
    if follower == "类" and s.endswith(("公益", "甲", "乙"), 0, at):
        return Hit(at, end + 1, Kind.ORDINAL, value)
    return None


def _rank(page: Page, at: int, end: int, rank: str, value: str) -> Hit | None:
    if rank == "楼":
        if not _FLOORS.match(page.s, end):
            return None
        return Hit(at, end + 1, Kind.ORDINAL, value)
    if rank == "级单位":
        return Hit(at, end + 3, Kind.ORDINAL, value)
    if rank == "把手":
        return Hit(at, end + 2, None)
    if rank[0] == "级":
        return Hit(at, end + 1, Kind.ORDINAL, value)
    return Hit(at, end + len(rank), Kind.ORDINAL, value)


def _level(page: Page, at: int, end: int, value: str) -> Hit | None:
    """三级响应 is a rank; 三级联动 and 市、县、乡三级 count levels."""
    if _GUARD_LEVEL.match(page.s, end) or value == "0":
        return None
    if _counts_levels(page, at, end):
        return (
            None
            if not page.s[at].isdigit() and value == "1"
            else Hit(at, end + 1, Kind.COUNT, value, "级")
        )
    return Hit(at, end + 1, Kind.ORDINAL, value)


def _counts_levels(page: Page, at: int, end: int) -> bool:
    if page.s[at] == "两":
        return True
    place, found = at, 0
    while (word := page.words.level_places.before(page.s, place)) and found < 2:
        found += 1
        place -= len(word)
        if page.s.startswith("、", place - 1):
            place -= 1
    return found >= 2 or bool(page.words.level_counts.at(page.s, end + 1))


def _is_phase(page: Page, at: int, end: int) -> bool:
    if page.s.startswith(_PHASE_AFTER, end + 1):
        return True
    if page.s[at].isdigit():
        return False
    return not page.s.endswith(_COUNTS_PHASES, 0, at)


def roman_level(page: Page, at: int) -> Hit | None:
    """Ⅳ级响应, Ⅱ类."""
    number = roman(page.s[at])
    if not number or page.s[at + 1 : at + 2] not in ("级", "类", "型", "期"):
        return None
    return Hit(at, at + 2, Kind.ORDINAL, str(number))
