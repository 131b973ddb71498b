"""The unit that follows a number: money, percent, mark, classifier, measure or bare noun."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from writer.grounding.mentions import Kind
from writer.grounding.reading.numbers import Num
from writer.grounding.reading.page import ONE, Page
from writer.numerals import DIGITS, EXACT, SCALES, number

_SCALE = re.compile(
    r"(?P<a>万亿|[十百千]?[万亿]|[百千](?![分克瓦米伏帕卡赫周层兆焦牛字]))?(?P<f> ?[余多])?"
    r"(?P<b>万亿|[百千]?[万亿]|[百千](?![分克瓦米伏帕卡赫周层兆焦牛字]))?"
)
_LOOSE = re.compile(r"个(?=[余多]?亿(?!元?[村镇乡县企产项级大园]))")  # 1个亿, 3个多亿
_TIMES = re.compile(
    r"个(?P<half>[半多余])?"
    r"(?=(?P<unit>小时|月|工作日|季度|星期|学期|百分点|自然日|交易日|年度|学年))"
)
_PER = re.compile(r"/[百千万]{0,2}")
_EVERY = re.compile(r"每(?:小时|分钟|秒|升|立方米|平方米|平方公里|公顷)")
_CURRENCIES = {"圆": "元", "块钱": "元", "美金": "美元", "港币": "港元"}
_HALVED = ("年", "天", "小时", "周", "公里", "倍")  # 两年半
_TENTHS = re.compile(
    r"成(?:(?P<half>[一二三四五六七八九半])(?![个名人次家户项])"
    r"|(?![立为员功果效长本型都绩人年分熟品套因交色就份片]|群(?![众体])))"
)
# 其中五成为女性 tells a share, 并列第五成为冠军 does not
_PART_LED = re.compile(r"[中的占近约逾超过达有，。；：、（(][二两三四五六七八九2-9]$")
# 2小时30分, 两小时四十分
_MINUTES = re.compile(r"(?P<n>\d{1,2}|[二三四五]?十[一二三四五六七八九]?)分(?:钟|(?![之数值]))")
_AFTER_SPOKEN_NOUN = tuple("、，。；：,;的和与联共交一二两三四五六七八九")
_ROMAN = {"Ⅰ": 1, "Ⅱ": 2, "Ⅲ": 3, "Ⅳ": 4, "Ⅴ": 5, "Ⅵ": 6, "Ⅶ": 7, "Ⅷ": 8, "Ⅸ": 9, "Ⅹ": 10}


class Unit(NamedTuple):
    """What follows a number. `factor` scales it (万 → 10,000); `add` is the 半 of 两个半小时.

    `kind` None: only a scale stands there (29.6万) or nothing at all.
    """

    kind: Kind | None
    name: str | None
    end: int
    factor: Decimal = ONE
    add: Decimal = Decimal(0)
    fuzzy: bool = False


def unit_after(page: Page, num: Num) -> Unit | None:
    """The unit of a number, or None when no unit follows."""
    s, words = page.s, page.words
    at = page.after(num.end)
    direct = words.classifiers.at(s, at)
    if len(direct) > 1 and direct[0] in "千兆":
        return _counted(page, at, direct, ONE, False)
    at += _LOOSE.match(s, at) is not None
    scale = _SCALE.match(s, at)
    assert scale is not None  # every part is optional
    factor = EXACT.multiply(_factor(scale["a"]), _factor(scale["b"]))
    fuzzy = bool(scale["f"])
    end = page.after(scale.end())
    found = _named(page, end, num, factor, fuzzy)
    if found or not scale[0]:
        return found
    if not (scale["a"] or scale["b"]):  # 3多: no scale, no unit
        return None
    return Unit(None, None, scale.end(), factor, fuzzy=fuzzy)


def _factor(scale: str | None) -> Decimal:
    value = ONE
    for char in scale or "":
        value = EXACT.multiply(value, Decimal(SCALES[char]))
    return value


def _named(page: Page, at: int, num: Num, factor: Decimal, fuzzy: bool) -> Unit | None:
    s, words = page.s, page.words
    currency = words.currencies.at(s, at)
    if currency:
        end = at + len(currency)
        if currency in "元圆" and s[end : end + 1] in words.sets["not_yuan"] and s[end : end + 1]:
            return None
        name = _CURRENCIES.get(currency, currency)
        return Unit(Kind.MONEY, name, end, factor, fuzzy=fuzzy)
    if s.startswith("角", at) and _is_coin(page, at, num):
        return Unit(Kind.MONEY, "元", at + 1, Decimal("0.1"))
    if found := _fraction(s, at, num, factor):
        return found
    if s.startswith("分", at) and not words.classifiers.at(s, at).startswith("分"):
        if words.score_not_before.at(s, at + 1) and not s.startswith("之间", at + 1):
            return None
        return Unit(Kind.SCORE, "分", at + 1, factor, fuzzy=fuzzy)
    if match := _TIMES.match(s, at):
        return _period(page, match, factor, fuzzy)
    if name := words.classifiers.at(s, at):
        return _counted(page, at, name, factor, fuzzy)
    if name := words.latin_units.at(s, at):
        end = at + len(name)
        follower = s[end : end + 1]
        if not (name[-1].isascii() and follower.isascii() and follower.isalnum()):
            end = _per(page, end)
            return Unit(Kind.COUNT, page.text[at:end], end, factor, fuzzy=fuzzy)
    return _noun(page, at, num, factor, fuzzy)


def _is_coin(page: Page, at: int, num: Num) -> bool:
    """8角; 五角 only where a price in 元 stands before (八角, 三角 are words)."""
    if page.s[at + 1 : at + 2] in tuple("度落色钢"):
        return False
    return not num.spoken or "元" in page.s[max(0, num.end - 10) : num.end]


_POINTS_NEXT = re.compile(r"个[、和与及]\d{1,6}(?:\.\d{1,6})?个百分点")


def _fraction(s: str, at: int, num: Num, factor: Decimal) -> Unit | None:
    """%, ‰, ‱, 百分点, 成."""
    char = s[at : at + 1]
    if char == "%":
        return Unit(Kind.PERCENT, "%", at + 1, Decimal("0.01"))
    if char == "‰":
        return Unit(Kind.PERCENT, "%", at + 1, Decimal("0.001"))
    if char == "‱":
        return Unit(Kind.PERCENT, "%", at + 1, Decimal("0.0001"))
    for word in ("个百分点", "百分点"):
        if s.startswith(word, at):
            return Unit(Kind.PERCENT, "百分点", at + len(word), factor)
    if char == "个" and _POINTS_NEXT.match(s, at):
        return Unit(Kind.PERCENT, "百分点", at + 1, factor)  # 2.10个和1.50个百分点
    if char == "成" and 0 < num.value < 10 and (match := _TENTHS.match(s, at)):
        half = 5 if match["half"] == "半" else DIGITS[match["half"]] if match["half"] else 0
        return Unit(Kind.PERCENT, "%", match.end(), Decimal("0.1"), Decimal(half).scaleb(-2))
    if s.startswith("成为", at) and _PART_LED.search(s, max(0, at - 3), at):
        return Unit(Kind.PERCENT, "%", at + 1, Decimal("0.1"))
    return None


def _period(page: Page, match: re.Match[str], factor: Decimal, fuzzy: bool) -> Unit:
    """26个小时 → 小时; 2个半月 adds half of one, 3个多月 an unknown part.

    个月 keeps its 个: 月 alone is a date's.
    """
    name = match["unit"]
    end = match.end() + len(name)
    unit = "个月" if name == "月" else name
    add = Decimal("0.5") if match["half"] == "半" else Decimal(0)
    fuzzy = fuzzy or match["half"] in ("多", "余")
    if name == "百分点":
        return Unit(Kind.PERCENT, name, end, factor, add, fuzzy)
    return Unit(Kind.COUNT, unit, end, factor, add, fuzzy)


def _counted(page: Page, at: int, name: str, factor: Decimal, fuzzy: bool) -> Unit | None:
    words = page.words
    other = words.not_units.at(page.s, at)
    if other and len(other) > len(name):
        return _bare_noun(page, at, factor, fuzzy)
    noun = words.nouns.at(page.s, at)
    if len(noun) > len(name):
        return Unit(Kind.COUNT, None, at + len(noun), factor, fuzzy=fuzzy)
    end = at + len(name)
    if page.s.startswith("(", end) and (also := words.classifiers.at(page.s, end + 1)):
        if page.s.startswith(")", end + 1 + len(also)):  # 2台（套）
            end += len(also) + 2
            name += f"（{also}）"
    elif name == "小时" and (more := _MINUTES.match(page.s, end)):
        part = EXACT.divide(number(more["n"]) or Decimal(0), Decimal(60))
        return Unit(Kind.COUNT, name, more.end(), factor, part, fuzzy)
    elif page.s.startswith("半", end) and name in _HALVED:
        return Unit(Kind.COUNT, name, end + 1, factor, Decimal("0.5"), fuzzy)
    elif (stop := _per(page, end)) > end:
        name, end = page.s[at:stop], stop
    return Unit(Kind.COUNT, name, end, factor, fuzzy=fuzzy)


def _per(page: Page, end: int) -> int:
    """Where a compound unit ends: 公里/小时, 件/万人; `end` when nothing is divided."""
    if every := _EVERY.match(page.s, end):
        return every.end()
    per = _PER.match(page.s, end)
    if per is None:
        return end
    words, at = page.words, per.end()
    unit = words.classifiers.at(page.s, at) or words.latin_units.at(page.s, at)
    if not unit and page.s.startswith(("月", "时"), at):
        unit = page.s[at]
    return at + len(unit) if unit else end


def _noun(page: Page, at: int, num: Num, factor: Decimal, fuzzy: bool) -> Unit | None:
    """0事故, 三部门; one character after a Chinese numeral only where words end (三省联合)."""
    found = _bare_noun(page, at, factor, fuzzy)
    if found:
        return found
    name = page.words.nouns_after_digits.at(page.s, at)
    if num.spoken and page.s[at + 1 : at + 2] not in _AFTER_SPOKEN_NOUN:
        return None
    if name and not page.words.not_units.at(page.s, at):
        return Unit(Kind.COUNT, None, at + len(name), factor, fuzzy=fuzzy)
    return None


def _bare_noun(page: Page, at: int, factor: Decimal, fuzzy: bool) -> Unit | None:
    noun = page.words.nouns.at(page.s, at)
    return Unit(Kind.COUNT, None, at + len(noun), factor, fuzzy=fuzzy) if noun else None


def roman(char: str) -> int:
    """Ⅳ → 4, 0 for anything else."""
    return _ROMAN.get(char, 0)
