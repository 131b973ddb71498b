"""A number token and its value, in digits or Chinese numerals, broken ones as meant."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from writer.grounding.reading.page import Page, cjk
from writer.numerals import DIGITS, EXACT, MAX_LENGTH, SCALES, chinese, number

_GROUPED = re.compile(r"\d{1,3}(?:,\d{3}){1,12}(?![\d,])(?:\.\d+)?(?![\d]*[.,]\d)")
_WIDE_GROUPED = re.compile(
    r"\d{1,3}(?:，\d{3}){1,12}(?:(?P<cents>\.\d{2}(?= ?[万亿]?元))|\.\d{1,6})?(?![\d，])"
)
_PARTED = re.compile(r"\d{1,3}(?:, ?\d{3}){1,12}\.\d{2}(?= ?[万亿]?元)")
_SPACED = re.compile(r"[1-9]\d{0,2}(?: \d{3}){1,12}(?:\.\d+)?(?![\d.])")
_GARBLED = re.compile(r"\d{1,12}(?:,\d{1,12}){1,6}\.\d{1,12}(?:,\d{1,12}){0,6}(?!\.?\d)")
_SPLIT = re.compile(r"\d{1,12} (?:\. ?)?\d{1,12}(?:\.\d{1,9})?|\d{1,12}\. \d{1,9}")
_MIXED = re.compile(
    r"\d{1,12}(?:\.\d{1,9})?"
    r"(?: ?[亿万千百十]{1,2} ?零?(?:\d{1,3}(?:,\d{3}){1,2}(?!\d)|\d{1,8})(?:\.\d{1,9})?){1,6}"
    r" ?(?P<tail>[亿万千百十]{0,2})"
)
_AFTER_MIXED = re.compile(r"[余多]? ?[千百万]?[元人户亩吨斤个公平件只棵头立]")
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_GOES_ON = frozenset(", ，.亿万千百十")  # what a longer form has after its first digits
_SPOKEN = re.compile(
    r"[零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]+"
    r"(?:点[零〇一二三四五六七八九]+[万亿]?)?"
)
_UNIT_CONTEXT = re.compile(r" {0,2}(?:[百千]?[万亿])?[余多]?(?:元|%|人|户|个|起|件|次|亩|处|项)")
_ABOUT_AFTER = re.compile(r"[元人户名个件吨亩次](?:左右|上下)")
_FORMAL = "壹贰叁肆伍陆柒捌玖拾佰仟"


class Num(NamedTuple):
    """A number token. `step` is one unit of its last digit, `spoken` says Chinese numerals."""

    value: Decimal
    end: int
    step: Decimal
    spoken: bool = False


def digit_number(page: Page, at: int) -> Num | None:
    """The number in digits at `at`; None for a digit string too long to be an amount."""
    s = page.s
    plain = _PLAIN.match(s, at)
    if plain and s[plain.end() : plain.end() + 1] not in _GOES_ON:
        return _num(plain[0], plain.end())
    for pattern in (_GROUPED, _PARTED, _WIDE_GROUPED, _GARBLED, _SPACED):
        if match := pattern.match(s, at):
            if pattern is _SPACED and not _is_spaced(page, at, match.end()):
                continue
            if pattern is _WIDE_GROUPED and not (match["cents"] or _wide(page.text[at])):
                continue  # 3，100人 may be two numbers; ３，１００人 was typed in one go
            return _num(match[0].replace(",", "").replace("，", "").replace(" ", ""), match.end())
    if (match := _SPLIT.match(s, at)) and _is_split(page, at, match):
        return _num(match[0].replace(" ", ""), match.end())
    if (match := _MIXED.match(s, at)) and (mixed := _mixed(page, match)):
        return mixed
    return _num(plain[0], plain.end()) if plain else None


def _mixed(page: Page, match: re.Match[str]) -> Num | None:
    """1亿2000万, 3千5百, 2万3000元; in 12万5人 no unit has been left out but an amount ends."""
    text = match[0].replace("零", "").replace(",", "").replace(" ", "")
    scaled = text.rstrip("0123456789.")
    full = match["tail"] or len(text) - len(scaled) == len(str(SCALES[scaled[-1]])) - 1
    follower = _AFTER_MIXED.match(page.s, match.end())
    value = number(text)
    if value is None or not follower or not (full or follower[0].endswith("元")):
        return None
    step = SCALES[match["tail"][-1]] if match["tail"] else 1
    return Num(value, match.end(), Decimal(step))


def _num(text: str, end: int) -> Num | None:
    if len(text) > MAX_LENGTH:
        return None
    value = Decimal(text)
    return Num(value, end, Decimal((0, (1,), min(0, int(value.as_tuple().exponent)))))


def _wide(char: str) -> bool:
    return "０" <= char <= "９"


def _is_spaced(page: Page, at: int, end: int) -> bool:
    """1 234.56万元: thousands apart; in a row of columns only an amount of money is one."""
    context = _UNIT_CONTEXT.match(page.s, end)
    if context is not None and context[0].endswith("元"):
        return True
    unit = page.after(end)
    unit += page.s[unit : unit + 1] in ("余", "多")
    counted = context is not None or page.words.classifiers.at(page.s, unit)
    return bool(counted) and at > 0 and page.s[at - 1] != " " and not page.boundary(at)


def _is_split(page: Page, at: int, match: re.Match[str]) -> bool:
    """“12 3.45万元” is one number when it clings to the word before and a unit follows.

    Columns of a table that was pasted as text have a blank before the first number too.
    """
    head = match[0].split(" ")[0]
    if not _UNIT_CONTEXT.match(page.s, match.end()) or page.boundary(at) == 2:
        return False
    if head.endswith("."):
        return page.boundary(at) == 0
    year = len(head) == 4 and head[:2] in ("19", "20")
    return "." not in head and not year and at > 0 and cjk(page.s[at - 1])


def spoken_number(page: Page, at: int) -> Num | None:
    """The Chinese numeral at `at`; None for what is vague (几十, 三五) or no number (万一)."""
    match = _SPOKEN.match(page.s, at)
    if match is None or len(match[0]) > MAX_LENGTH:
        return None
    text = match[0]
    value = chinese(text)
    if value is None or _vague(page, at, match.end()):
        return None
    head = text[0]
    if len(text) == 1 and head in _FORMAL:  # 队伍, 大陆, 收拾
        return None
    if head in "百千万亿" and not _estimated(page, at, match.end()):
        return None
    scale = SCALES.get(text[-1], 1)
    step = Decimal(scale if scale > 1000 or head in "百千" else 1)
    if "点" in text:
        digits = text.partition("点")[2]
        places = sum(c in DIGITS for c in digits)
        step = EXACT.multiply(Decimal(SCALES.get(digits[-1], 1)), Decimal((0, (1,), -places)))
    return Num(value, match.end(), step, spoken=True)


def _vague(page: Page, at: int, end: int) -> bool:
    """数十, 几百, 好几千, 十几, 上百: no number is stated."""
    words = page.words
    if page.s[end : end + 1] in words.sets["vague_after"] and page.s[end : end + 1]:
        return True
    word = words.vague_before.before(page.s, at)
    if not word or page.s[at] not in "十百千万亿":
        return False
    if word in ("数", "上", "成", "无"):
        return page.s[max(0, at - 2) : at - 1] not in words.sets["not_vague_before"]
    return True


def _estimated(page: Page, at: int, end: int) -> bool:
    """近千人, 百余人: a scale alone is a number only when something estimates it."""
    before = page.words.before
    after = _ABOUT_AFTER.match(page.s, end)  # 百元左右
    return (
        bool(after)
        or page.s.startswith(("余", "多"), end)
        or any(
            before[name].before(page.s, at)
            for name in ("near", "over", "about", "at_most", "at_least")
        )
    )
