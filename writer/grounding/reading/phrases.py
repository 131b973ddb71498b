"""Fixed phrases, names and identifiers: numbers that state no quantity (kind `idiom`)."""

from __future__ import annotations

import re

from writer.grounding.mentions import Kind
from writer.grounding.reading.docnos import standard
from writer.grounding.reading.named_spans import named_span
from writer.grounding.reading.numbers import Num
from writer.grounding.reading.page import ONE, Hit, Page, cjk
from writer.grounding.reading.units import unit_after

_N = r"(?:\d{1,4}|[NnXxT])"
_PLUS = re.compile(rf"{_N}(?: ?\+ ?{_N}){{1,8}}(?![\d=]| ?\+ ?\d)")
_SPOKEN_PLUS = re.compile(r"[一二两三四五六七八九十](?:\+[一二两三四五六七八九十NXnx\d]){1,8}")
_DOTTED = re.compile(r"\d{1,2}·\d{1,2}(?:[一-鿿]{2,10}?日)?(?!\d)")
NAMED_DAY = re.compile(
    r"(?:1[0-2]|[1-9])\.(?:3[01]|[12]\d|0?[1-9])(?=[一-鿿])(?:[一-鿿]{2,12}?(?:日|宣传周|宣传月))"
)
_QUOTED_DAY = re.compile(r"(?:1[0-2]|[1-9])\.(?:3[01]|[12]\d)(?=”)")
_QUOTED = re.compile(r"\d{3,5}(?=”)")
_TIMES = re.compile(r"\d{1,3} ?天? ?[×xX*] ?24小时?(?!\d)")
_VERSIONS = re.compile(r"\d{1,3}(?:\.\d{1,3}){2,}(?!\d)|\d{1,2}\.\d{1,2}版")
_GENERATION = re.compile(r"[2-6][Gg](?![A-Za-z])|[2-4]D(?![A-Za-z])")
_ROAD = re.compile(
    r"\d{1,4}(?:-\d{1,4})?型(?!号)|\d{2,4}(?:国道|省道|县道|乡道)|\d{1,3}号线|\d{1,3}路公交"
)
_DECADE_BORN = re.compile(r"[05-9]0后")
_SPOKEN_HOUSE = re.compile(
    r"[一二三四五六七八九十]{1,3}号(?:线|楼|院|井|桥|机|文件|公告|令|仓库|工程|公路)"
)
_SECTORS = re.compile(r"[一二三](?:、?第?[一二三]){1,2}次?产业")
_HOUSE = re.compile(
    r"\d{6,12}号(?![召码])"
    r"|\d{1,5} ?号(?:院|楼|文件|文|机|矿|井|桥|门|仓库|仓|库|公告|坝)?(?!码)|\d{3,4}(?:室|房(?!间))"
)
_PHONE = re.compile(r"0\d{2,3} ?- ?\d{7,8}|1[3-9]\d{9}(?!\d)|400-\d{3,4}-\d{3,4}")
_RANGE_ON = re.compile(r" ?[至到~] ?\d")
_NEXT_NUMBER = re.compile(r"[、和与或及/](\d{3,5})(?!\d)")
_DECIMALS = re.compile(r"\.\d{1,6}(?![\d.])")
_LONG = re.compile(r"\d[\d -]{3,30}\d|\d+")
_MODEL = re.compile(r"\d{1,4}[A-Za-z][A-Za-z0-9-]{0,12}")
_LATIN = re.compile(r"[A-Za-z]+")
_LATIN_CODE = re.compile(
    r"[A-Za-z]{1,8}(?:[-_/][A-Za-z]{1,6})?[-]?\d{1,20}(?:[.+\-][A-Za-z0-9]{1,10}){0,3}[A-Za-z]{0,3}"
)
_ALWAYS_CODE = re.compile(
    r"(?:PM|pm)\d{1,2}(?:\.\d)?|COVID-\d\d|H\dN\d|[A-Z]\d{1,4}(?=线|高速|次列车)"
    r"|[GSXY]\d{2,4}(?:[+.]\d{1,4})?(?=[国省县高沿段公路]|\W|$)"
)
_ROMANS = ("I", "II", "III", "IV", "V")
_ROMAN_LEVEL = re.compile(r"(?:I{1,3}|IV|V)(?=[级类型])")
_WEB = re.compile(r"(?:https?://|www\.)[!-~]{1,2000}|[A-Za-z0-9._-]{1,64}@[A-Za-z0-9.-]{1,64}")
_SLOGAN = re.compile(
    r"[一二两三四五六七八九十双][一-鿿]{1,3}?[、，]?"
    r"(?:[一二两三四五六七八九十双][一-鿿]{1,4}?[、，]?){1,5}(?=”)"
)
_SHORT_SLOGAN = re.compile(r"(?P<n>[二两三四五六七八九十百千万]{1,3})(?P<rest>[一-鿿]{0,4})(?=”)")
_SPOKEN_DAY = re.compile(r"(?:[一三五六七八九十]{1,2}|九一八|一二·?九|三一五)(?=”)")
_PLENUM = re.compile(r"[一二三四五六七八九十]{1,3}届[一二三四五六七八九]{1,2}中全会")
_NUMERALS = "一二两三四五六七八九十"
TOGETHER = 3  # numbers after one that are dialled together with it


_FIXED = re.compile(
    "|".join(
        p.pattern
        for p in (_TIMES, _PLUS, _DOTTED, _QUOTED_DAY, _VERSIONS, _PHONE, _ROAD, _DECADE_BORN)
    )
)


def phrase(page: Page, at: int) -> Hit | None:
    """The fixed phrase or identifier whose digits begin at `at`, or None."""
    s = page.s
    if match := _FIXED.match(s, at):
        return Hit(at, match.end(), Kind.IDIOM)
    if s[at - 1 : at] == "“" and (match := _QUOTED.match(s, at)):
        return Hit(at, match.end(), Kind.IDIOM)
    if (match := NAMED_DAY.match(s, at)) and _not_measured(page, at):
        return Hit(at, match.end(), Kind.IDIOM)
    return named_span(page, at) or _identifier(page, at)


def _not_measured(page: Page, at: int) -> bool:
    end = at
    while page.s[end] in "0123456789.":
        end += 1
    return unit_after(page, Num(ONE, end, ONE)) is None


def _identifier(page: Page, at: int) -> Hit | None:
    """Telephone numbers, accounts, codes, rooms, roads, versions, models."""
    s, words = page.s, page.words
    told = at > page.floor and s[at - 1] == "第"  # 第16号台风 is an ordinal
    if match := _GENERATION.match(s, at) or (None if told else _HOUSE.match(s, at)):
        return Hit(at, match.end(), Kind.IDIOM)
    match = _LONG.match(s, at)
    assert match is not None
    run = re.match(r"\d+", s[at : at + 60])
    digits = run[0] if run else ""
    if len(digits) >= 60:
        return Hit(at, _end_of_digits(s, at), Kind.IDIOM)
    end = at + len(digits)
    decimals = _DECIMALS.match(s, end)  # 国道96.8公里
    measured = unit_after(page, Num(ONE, decimals.end() if decimals else end, ONE)) is not None
    if _labelled(page, at) and not (measured and len(digits) < 6):
        return Hit(at, match.end() if match.end() > end else end, Kind.IDIOM)
    if s[end : end + 1] in (".", ",") and s[end + 1 : end + 2].isdigit():
        return None
    if digits in words.sets["short_numbers"] and _calls(page, at, end, measured):
        return Hit(at, end, Kind.IDIOM)
    if measured:
        return None
    if len(digits) >= 11 or (len(digits) >= 8 and cjk(s[end : end + 1])):
        return Hit(at, end, Kind.IDIOM)
    if (model := _MODEL.match(s, at)) and model.end() > end:
        return Hit(at, model.end(), Kind.IDIOM)
    return None


def _end_of_digits(s: str, at: int) -> int:
    match = re.compile(r"[\d.,]*\d").match(s, at)
    return match.end() if match else at + 1


def _labelled(page: Page, at: int) -> bool:
    """电话：, 邮编, 科目 before the digits."""
    place = page.before(at)
    if place > page.floor and page.s[place - 1] in ":为是":
        place = page.before(place - 1)
    return bool(page.words.number_before.before(page.s, place))


def _calls(page: Page, at: int, end: int, measured: bool) -> bool:
    """Whether a number is dialled, alone or with those told after it: 110、119警情."""
    if _dialled(page, at, end, measured):
        return True
    for _ in range(TOGETHER):
        other = None if measured else _NEXT_NUMBER.match(page.s, end)
        if other is None or other[1] not in page.words.sets["short_numbers"]:
            return False
        end = other.end()
        measured = unit_after(page, Num(ONE, end, ONE)) is not None
        if _dialled(page, other.start(1), end, measured):
            return True
    return False


def _dialled(page: Page, at: int, end: int, measured: bool) -> bool:
    """12345热线, “110”, 拨打12350或110: a number that is dialled."""
    s = page.s
    if page.words.number_after.at(s, end) or (s[at - 1 : at] == "“" and s[end : end + 1] == "”"):
        return True
    if measured or _RANGE_ON.match(s, end):  # 110至111人
        return False
    near = s[max(0, at - 12) : at]
    if any(word in near for word in ("拨打", "热线", "电话", "报警", "火警", "急救", "举报")):
        return True
    if not cjk(s[end : end + 1]):
        return False
    return end - at == 5 or s[at:end] in ("110", "119", "122")


def latin(page: Page, at: int) -> Hit:
    """What begins with a Latin letter: a standard, a code with digits, an address, a word."""
    s = page.s
    if match := _WEB.match(s, at):
        return Hit(at, match.end(), None)
    if hit := standard(page, at):
        return hit
    if match := _ALWAYS_CODE.match(s, at):
        return Hit(at, match.end(), Kind.IDIOM)
    if match := _PLUS.match(s, at):
        return Hit(at, match.end(), Kind.IDIOM)
    if match := _ROMAN_LEVEL.match(s, at):
        return Hit(at, match.end() + 1, Kind.ORDINAL, str(_ROMANS.index(match[0]) + 1))
    match = _LATIN.match(s, at)
    assert match is not None
    code = _LATIN_CODE.match(s, at)
    if code and not _measured_code(page, code):
        return Hit(at, code.end(), Kind.IDIOM)
    return Hit(at, match.end(), None)


def _measured_code(page: Page, code: re.Match[str]) -> bool:
    """CT1台, GDP5.2%: letters and then a quantity, not one code."""
    if not code[0][-1].isdigit():
        return False
    if page.s.startswith(" ", code.end()):
        return False
    if page.s.startswith("年", code.end()):
        return not page.s.startswith("年均", code.end())
    if page.s[code.end() : code.end() + 1] in tuple("%.:,月"):
        return True
    return unit_after(page, Num(ONE, code.end(), ONE)) is not None


def spoken_phrase(page: Page, at: int) -> Hit | None:
    """Words with a Chinese numeral: those that are none (统一), and fixed phrases (四不两直)."""
    s, words = page.s, page.words
    for pattern in (_PLENUM, _SPOKEN_PLUS, _SPOKEN_HOUSE, _SECTORS):
        if match := pattern.match(s, at):
            start = at - 1 if pattern is _SECTORS and s.startswith("第", at - 1) else at
            return Hit(max(start, page.floor), match.end(), Kind.IDIOM)
    if hit := named_span(page, at):
        return hit
    if s[at - 1 : at] == "“" and (hit := _quoted(page, at)):
        return hit
    word = words.lexical.around(s, at, page.floor)
    idiom = words.idioms.around(s, at, page.floor)
    if idiom and (word is None or len(idiom[1]) >= len(word[1])) and _stands_alone(page, idiom):
        return Hit(idiom[0], idiom[0] + len(idiom[1]), Kind.IDIOM)
    if word and _stands_alone(page, word):
        return Hit(word[0], word[0] + len(word[1]), None)
    return _named(page, at)


def _stands_alone(page: Page, found: tuple[int, str]) -> bool:
    """三公里 is no 三公, 十五进 no 五进: the numeral must not belong to something longer."""
    start, word = found
    if word.endswith("点") and page.s[start + len(word) : start + len(word) + 1] in tuple(
        _NUMERALS
    ):
        return False  # 零点五
    if (
        word[0] in _NUMERALS
        and page.s[start - 1 : start] in tuple("第百千万零十")
        and start > page.floor
    ):
        return False
    if len(word) != 2 or word[0] not in _NUMERALS:
        return True
    unit = page.words.classifiers.at(page.s, start + 1)
    return len(unit) < 2


def _quoted(page: Page, at: int) -> Hit | None:
    """A slogan in quotation marks: “三坚决两确保”, “三违”; “八个机制” counts and is none."""
    s = page.s
    if match := _SPOKEN_DAY.match(s, at):
        return Hit(at, match.end(), Kind.IDIOM)
    limit = at + 30
    if (match := _SLOGAN.match(s, at, limit)) and not _unit_at(page, at + 1):
        return Hit(at, match.end(), Kind.IDIOM)
    match = _SHORT_SLOGAN.match(s, at, limit)
    if match and not _unit_at(page, match.end("n")):
        end = (
            match.end("n") + 1 if match["rest"].endswith(("方案", "经费", "原则")) else match.end()
        )
        return Hit(at, end, Kind.IDIOM)
    return None


def _unit_at(page: Page, at: int) -> bool:
    words = page.words
    return bool(words.classifiers.at(page.s, at) or words.currencies.at(page.s, at)) or page.s[
        at : at + 1
    ] in ("成", "月", "分")


def _named(page: Page, at: int) -> Hit | None:
    """市一中, 县三小, 特勤二中队: names."""
    s = page.s
    if s[at] not in _NUMERALS or s[at - 1 : at] not in tuple("市县区勤镇乡"):
        return None
    name = page.words.named_after_number.at(s, at + 1)
    if not name or s[at + 1 + len(name) : at + 2 + len(name)] in tuple("型时级心央"):
        return None
    return Hit(at, at + 1 + len(name), Kind.IDIOM)
