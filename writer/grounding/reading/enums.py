"""Enumerators: 一、 （二） 1. （1） ① 1) 一是 第一， 任务1 附件3-2, and those without a mark."""

from __future__ import annotations

import re
import unicodedata

from writer.grounding.mentions import Kind
from writer.grounding.reading.numbers import Num
from writer.grounding.reading.page import ONE, Hit, Page, cjk
from writer.grounding.reading.phrases import NAMED_DAY
from writer.grounding.reading.units import roman, unit_after
from writer.numerals import chinese

_RUN = re.compile(r"\d+")
_SHORT = re.compile(r"\d{1,3}(?!\d)")
_GLUED = re.compile(r"(\d{1,2})((?:19|20)\d\d)(?= ?年)(?<!\d{7})")
_GLUED_COUNT = re.compile(r"(20[0-3]\d)([1-9]\d{1,3})(?= ?(?:件|起|宗|次|个|例|项|条|批|家)(?!次))")
_LEVELS = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,3}(?![\d.])")
_TITLE = re.compile(r" {1,3}([一-鿿]{2,20})(?=\n|$)")
_YEAR = re.compile(r"20\d\d ?年")
_REACH = 40
_DATED = re.compile(r"(?:19|20)\d\d(?: ?年|[./-]\d{1,2}[./-]\d{1,2}(?!\d))")
_M, _D = r"(?:1[0-2]|0?[1-9])", r"(?:3[01]|[12]\d|0?[1-9])"
_DAY = re.compile(rf"{_M} ?月 ?(?:{_D} ?[日号]|[上中]旬|[初末底])")
# a month or a day with words behind it; in a cell 1.5月 may be a duration
_MONTH = re.compile(
    rf"(?:{_M} ?(?:[至到~]|[-—]{{1,2}}) ?)?{_M} ?月(?![均度 \t|\n]|$)|{_D}日(?![均常产志报内])"
)
_ROW_HEAD = re.compile(r" {0,3}[|\t]")
_MOST = 20  # points of a list whose number may stand before a month
_PARTED = re.compile(r"([1-9]\d?)[—-]([1-9]\d?)(?!\d|\.\d|[—-]| ?[型年月日号])")
_CALENDAR = ("月", "年", "日")
_MONTHS = re.compile(r"[一二三四五六七八九十]{1,2}(?:[两三四]个)?月")
_OPENING = ("“", "「", "《")
_LIST = re.compile(r"\d{1,2}(?:[月日号、]|个月)")
_NUMBER = re.compile(r"\d{1,2}(?:-\d{1,3})?(?![\d.])")
_SPOKEN = re.compile(r"[一二三四五六七八九十]{1,3}")
_PAGE_NUMBER = re.compile(r"[-—] {0,2}(\d{1,4}) {0,2}[-—](?= *(?:\n|$))")


def enumerator(page: Page, at: int) -> Hit | None:
    """The enumerator whose first digit stands at `at`, or None."""
    if hit := _glued(page, at):
        return hit
    match = _SHORT.match(page.s, at)
    if match is None:
        return None
    hit = _bracketed(page, at, match.end(), match[0]) or _numbered(page, at)
    if hit is None and (level := page.boundary(at)):
        hit = _leading(page, at, match, level) or _page_number(page, at)
    elif hit is None and _continues(page, match):
        hit = _marked(page, at, match)
    if hit and (hit.value or "").isdecimal():
        page.last_enum = int(hit.value or 0)
    return hit


def _hit(start: int, end: int, number: str) -> Hit:
    value = str(int(number)) if number.isdecimal() else number
    return Hit(start, end, Kind.ENUM, value, None, ONE)


def _glued(page: Page, at: int) -> Hit | None:
    """12018年 is 1 and 2018年; 201930件 is 2019 and 30件."""
    if match := _GLUED.match(page.s, at):
        return _hit(at, match.end(1), match[1])
    match = _GLUED_COUNT.match(page.s, at)
    if match is None:
        return None
    told = _YEAR.search(page.s, max(0, at - _REACH), at)  # 2018年25件，2019130件
    if len(match[2]) != 2 and not told:
        return None
    return Hit(at, match.end(1), Kind.DATE, match[1])


def _bracketed(page: Page, at: int, end: int, number: str) -> Hit | None:
    """（1） and [1]; a year in brackets is none."""
    s = page.s
    start, stop = page.before(at), page.after(end)
    if start <= page.floor - 1 or start == 0 or len(number) > 2:
        return None
    pair = s[start - 1] + s[stop : stop + 1]
    if pair not in ("()", "[]") or start - 1 < page.floor:
        return None
    return _hit(start - 1, stop + 1, number)


def _leading(page: Page, at: int, match: re.Match[str], level: int) -> Hit | None:
    """A number at the head of a line (level 2) or clause (1)."""
    s, end = page.s, match.end()
    if s.startswith(".", end) and _before_day(page, at, match, end + 1):
        return _hit(at, end + 1, match[0])  # 2.1至6月 is no point 2.1
    levels = _LEVELS.match(s, at) if level == 2 and not NAMED_DAY.match(s, at) else None
    if levels and _heads(page, at, levels.end()):
        return _hit(at, levels.end(), levels[0])
    if hit := _marked(page, at, match) or (_parted(page, at) if level == 2 else None):
        return hit
    char = s[end : end + 1]
    if level == 2 and char == ":" and not s[end + 1 : end + 2].isdigit():
        return _hit(at, end + 1, match[0])
    goes_on = _continues(page, match) and s[page.before(at) - 1] != ":"
    if goes_on and (_titled(page, end) or (level == 2 and _heads(page, at, end))):
        return _hit(at, end, match[0])
    in_row = s[max(0, page.before(at) - 1) : at].strip() == "|"
    if level == 2 and char in _OPENING and len(match[0]) < 3 and not in_row:
        return _hit(at, end, match[0])  # 2“三公”经费支出情况
    if level == 2 and match[0] == "1" and char == " " and _titled(page, end):
        return _hit(at, end, match[0])
    return None


def _marked(page: Page, at: int, match: re.Match[str]) -> Hit | None:
    """1. 1、 1) at the head of a clause."""
    s, end = (
        page.s,
        page.after(match.end()) if page.s[match.end() : match.end() + 1] == " " else match.end(),
    )
    char, rest = s[end : end + 1], s[end + 1 : end + 2]
    if len(match[0]) > 2 and char != ")":
        return None
    if char == "." and (not rest.isdigit() or _DATED.match(s, end + 1) or _splits(page, at, end)):
        return _hit(at, end + 1, match[0])
    if char in (".", "、") and _before_day(page, at, match, end + 1):
        return _hit(at, end + 1, match[0])
    if char == "、" and not _LIST.match(s, end + 1):
        return _hit(at, end + 1, match[0])
    if char == ")":
        return _hit(at, end + 1, match[0])
    return None


def _before_day(page: Page, at: int, match: re.Match[str], end: int) -> bool:
    """“5.5月8日开工” is point 5 and a day of May; “5、6月份” goes on only from point 4."""
    level, goes_on = page.boundary(at), _continues(page, match)
    if not level or (int(match[0]) > _MOST and not goes_on):
        return False
    if _DAY.match(page.s, end):
        return True
    alone = level == 2 and page.s[end - 1] == "."
    return (goes_on or alone) and _MONTH.match(page.s, end) is not None


def _splits(page: Page, at: int, dot: int) -> bool:
    """“1.3家企业” at the head of a line: nobody counts 1.3 enterprises."""
    run = _RUN.match(page.s, dot + 1)
    if run is None or page.boundary(at) != 2:
        return False
    unit = unit_after(page, Num(ONE, run.end(), ONE))
    return (
        unit is not None
        and unit.factor == ONE
        and unit.name in ("个", "家", "名", "人", "户", "起")
    )


def _parted(page: Page, at: int) -> Hit | None:
    """3—1 政务云: the first point of part 3, at the head of a line with its title."""
    match = _PARTED.match(page.s, at)
    if match is None or int(match[1]) > _MOST:
        return None
    s, end, part, point = page.s, match.end(), int(match[1]), int(match[2])
    if s[end : end + 1] in (".", "、") and cjk(s[end + 1 : end + 2]):
        end += 1
    elif not (_titled(page, end) or (part >= point and _heads(page, at, end))):
        first_cell = _ROW_HEAD.match(s, end) and s[page.before(at) - 1 : at].strip() in ("", "|")
        if not first_cell or (point > 1 and page.last_part != (part, point - 1)):
            return None  # 3-5 in a table of ages is a range
    page.last_part = part, point
    return _hit(at, end, f"{part}-{point}")


def _continues(page: Page, match: re.Match[str]) -> bool:
    return int(match[0]) == page.last_enum + 1 and page.last_enum > 0


def _titled(page: Page, end: int) -> bool:
    """Words follow at once, and they are no unit: 19负责……, 1.1 基本情况."""
    at = page.after(end)
    if page.s[at : at + 1] in _CALENDAR and not page.words.not_units.at(page.s, at):
        return False  # 1.造林……。2月20日签订合同 goes on with a date, not with a second point
    return cjk(page.s[at : at + 1]) and unit_after(page, Num(ONE, end, ONE)) is None


def _heads(page: Page, at: int, end: int) -> bool:
    """2.3 路灯维护, 3.1 部门职责: the line is a title, and what looks like a unit begins a word."""
    if _titled(page, end):
        return True
    line, head = _TITLE.match(page.s, end), page.before(at)
    if line is None or (head and page.s[head - 1] in "\t|"):
        return False  # a cell may well hold 3.5 公里
    unit = unit_after(page, Num(ONE, end, ONE))
    return unit is not None and unit.factor == ONE and len(unit.name or "") < 2 < len(line[1])


def _numbered(page: Page, at: int) -> Hit | None:
    """任务1, 附件 6, 附表3-2: the number after such a noun, when nothing is counted."""
    noun = page.words.numbered.before(page.s, page.before(at))
    match = _NUMBER.match(page.s, at) if noun else None
    if match is None:
        return None
    follower = page.s[match.end() : match.end() + 1]
    if follower == "%" or unit_after(page, Num(ONE, match.end(), ONE)) is not None:
        return None
    if follower in tuple("年月日-—~至/") and follower:
        return None
    return _hit(at, match.end(), match[0])


def _page_number(page: Page, at: int) -> Hit | None:
    start = page.s.rfind("\n", max(0, at - 6), at) + 1 or max(0, at - 6)
    match = _PAGE_NUMBER.search(page.s, max(start, page.floor), at + 12)
    if match is None or match.start(1) != at or page.boundary(match.start()) != 2:
        return None
    return _hit(match.start(), match.end(), match[1])


def dashed_page_number(page: Page, at: int) -> Hit | None:
    """— 1 — on a line of its own."""
    head = page.before(at)
    if head == 0 or page.s[head - 1] not in "-—":
        return None
    return _page_number(page, at)


def spoken_enumerator(page: Page, at: int) -> Hit | None:
    """一、 （一） 一是 第一， 附件一."""
    match = _SPOKEN.match(page.s, at)
    value = chinese(match[0]) if match else None
    if match is None or value is None:
        return None
    s, end = page.s, match.end()
    number = str(value)
    hit = None
    if hit := _bracketed(page, at, end, number):
        return hit
    follower = s[end : end + 1]
    ordinal = s.startswith("第", at - 1) and at - 1 >= page.floor
    start = at - 1 if ordinal else at
    opens = page.boundary(start) and _opens(page, end, follower, ordinal)
    if opens or _next_point(page, at, end, int(value)):
        stop = end if ordinal else end + 1
        page.last_point = int(value)
        return _hit(start, stop, number)
    if follower == "是" and not ordinal and _is_point(page, at, value == 1):
        return _hit(at, end + 1, number)
    noun = page.words.numbered.before(s, at)
    if noun in ("附件", "附表", "任务", "专栏") and unit_after(page, Num(ONE, end, ONE)) is None:
        return _hit(at, end, number)
    return None


def _opens(page: Page, end: int, follower: str, ordinal: bool) -> bool:
    if ordinal:
        also = _SPOKEN.match(page.s, end + 1) if follower == "、" else None
        if also and page.words.ordinal_nouns.at(page.s, also.end()):
            return False  # 第一、二批
        return follower in tuple("，,、:是")
    if follower == "、":
        if _MONTHS.match(page.s, end + 1):
            return False  # 七、八两个月
        nxt = _SPOKEN.match(page.s, end + 1)
        return nxt is None or page.s[nxt.end() : nxt.end() + 1] not in tuple("、季期级类线产")
    return follower in tuple(".是") or (follower == "要" and page.s[end + 1 : end + 2] != "求")


def _next_point(page: Page, at: int, end: int, number: int) -> bool:
    """二要 after a comma goes on from 一要."""
    wanted = page.last_point > 0 and number == page.last_point + 1
    return wanted and page.s.startswith("要", end) and page.s[at - 1 : at] in ("，", ",")


def _is_point(page: Page, at: int, first: bool) -> bool:
    before = page.s[at - 1 : at]
    return not (first and (before in page.words.one_not_after or cjk(before)))


def circled(page: Page, at: int) -> Hit | None:
    """① ⑴ ㈠ ❶ and Ⅱ、."""
    char = page.s[at]
    if number := roman(char):
        return _hit(at, at + 2, str(number)) if page.s[at + 1 : at + 2] in ("、", ".") else None
    return _hit(at, at + 1, str(int(unicodedata.numeric(char))))
