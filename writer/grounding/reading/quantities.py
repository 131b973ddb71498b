"""Money, counts, percents, scores, ranges and bare numbers."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple, TypeGuard

from writer.grounding.mentions import Kind
from writer.grounding.reading.facts_of_one import counts_one
from writer.grounding.reading.numbers import Num, digit_number, spoken_number
from writer.grounding.reading.page import ONE, Hit, Page, cjk
from writer.grounding.reading.shares import formal, over, parts_of, ratio, spoken_ratio
from writer.grounding.reading.units import Unit, unit_after
from writer.numerals import DIGITS, EXACT
from writer.quantities import canonical

_CONNECT = re.compile(
    r"(?:\(含\))?[ ]{0,2}(?:-{1,2}|—{1,2}|~|至|到)[ ]{0,2}¥?(?=[\d〇零一二两三四五六七八九十百])"
)
_CENTS = re.compile(r"(?P<j>[\d一二三四五六七八九])角(?:(?P<f>[\d一二三四五六七八九])分)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_CAMPAIGN = re.compile(r"20\d\d ?(?:专项)?(?:行动|攻坚)")
_BOUNDS_SCORE = re.compile(r" ?[≤<]=? ?(?:得分|评分|分值|分数|总分)")  # 80≤得分<90
_FUNCTION_WORDS = "和与及或的至到比之在是为等以上下左不均占中前后约共其时余多"
_HALF = re.compile(r"半个?(?P<unit>小时)|半个月|半个(?P<points>百分点)")
_NEAR_MONEY = 15
_COMPARED = re.compile(r"[，,]?(?:同?比|较)[^，。；\n]{0,8}[多少增加长减降高升低]")
_ITS_PART = re.compile(r"(?:[，,、]|\(?其中:?|\()[^，。；\d\n]{1,8}")
_SIGNS = {"¥": "元", "$": "美元", "€": "欧元", "£": "英镑"}
_BLANKS_IN_YEAR = re.compile(r"(?:19|20) \d\d(?! ?[\d.,%])")


class _Part(NamedTuple):
    num: Num
    unit: Unit | None

    @property
    def end(self) -> int:
        return self.unit.end if self.unit else self.num.end

    def value(self, factor: Decimal) -> Decimal:
        scaled = EXACT.multiply(self.num.value, factor)
        return EXACT.add(scaled, self.unit.add if self.unit else Decimal(0))


def quantity(page: Page, at: int) -> Hit | None:
    """What the digits at `at` state; never None for a number of sane length."""
    if match := _BLANKS_IN_YEAR.match(page.s, at):
        value = match[0].replace(" ", "")
        if page.s[at - 1 : at] in ("“", "(", "") or cjk(page.s[match.end() : match.end() + 1]):
            return Hit(at, match.end(), Kind.DATE, value)
    if hit := parts_of(page, at) or ratio(page, at) or over(page, at):
        return hit
    num = digit_number(page, at)
    if num is None:
        return None
    first = _Part(num, unit_after(page, num))
    if hit := _range(page, at, first):
        return hit
    return _stated(page, at, first) or _unitless(page, at, num)


def half(page: Page, at: int) -> Hit | None:
    """半小时, 半个月; 两个半月 was read with its number, 上半年 is no quantity."""
    match = _HALF.match(page.s, at)
    if match is None or page.s[at - 1 : at] in ("每", "个", "点", "时", "天"):
        return None
    if match["points"]:
        return Hit(at, match.end(), Kind.PERCENT, "0.5", "百分点", Decimal("0.5"))
    return Hit(at, match.end(), Kind.COUNT, "0.5", match["unit"] or "个月", Decimal("0.5"))


def spoken_quantity(page: Page, at: int) -> Hit | None:
    """The same for Chinese numerals; None when they are a part of a word or vague."""
    if hit := formal(page, at) or parts_of(page, at) or spoken_ratio(page, at):
        return hit
    num = spoken_number(page, at)
    if num is None:
        return None
    first = _Part(num, unit_after(page, num))
    if hit := _range(page, at, first):
        return hit
    if first.unit is None or first.unit.kind is None or not _speakable(page, at, first):
        return None
    return _stated(page, at, first)


def _stated(page: Page, at: int, part: _Part) -> Hit | None:
    """A number with its unit."""
    unit = part.unit
    if unit is None:
        return None
    start = at if part.num.spoken else _signed(page, at)
    sign = Decimal(-1 if start < at and page.s[start] == "-" else 1)
    value = EXACT.multiply(part.value(unit.factor), sign)
    step = EXACT.multiply(part.num.step, unit.factor)
    if unit.add:  # half an hour, half of a tenth
        step = Decimal("0.5") if unit.kind is Kind.COUNT else Decimal("0.01")
    end = unit.end
    kind, name = unit.kind, unit.name
    if kind is None:
        kind, name = _scaled_only(page, at, end)
    if kind is Kind.MONEY and (cents := _CENTS.match(page.s, end)):
        value, step, end = _with_cents(value, cents)
    return Hit(start, end, kind, canonical(value), name, step)


def _with_cents(value: Decimal, match: re.Match[str]) -> tuple[Decimal, Decimal, int]:
    parts = [Decimal(DIGITS[x]) if x in DIGITS else Decimal(x) for x in match.groups() if x]
    for place, part in enumerate(parts, 1):
        value = EXACT.add(value, part.scaleb(-place))
    return value, Decimal(1).scaleb(-len(parts)), match.end()


def _scaled_only(page: Page, at: int, end: int) -> tuple[Kind, str | None]:
    """29.6万 without 元: money where the words around speak of money, else a count."""
    if currency := _SIGNS.get(page.s[page.before(at) - 1 : page.before(at)]):
        return Kind.MONEY, currency
    clause = page.s[max(page.floor, at - _NEAR_MONEY) : at] + page.s[end : end + 4]
    for stop in "。；\n":
        clause = clause.rpartition(stop)[2] if stop in clause[: at - page.floor] else clause
    if any(word in clause for word in page.words.money_words):
        page.spoken_money = end
        return Kind.MONEY, "元"
    if page.spoken_money and _COMPARED.fullmatch(page.s, page.spoken_money, at):
        return Kind.MONEY, "元"  # 人均收入2.96万，比上年多0.12万
    follower = page.s[end : end + 1]
    if cjk(follower) and follower not in _FUNCTION_WORDS:
        return Kind.COUNT, None
    if page.spoken_money and _ITS_PART.fullmatch(page.s, page.spoken_money, at):
        page.spoken_money = end  # 资金300万（其中省级200万，县级100万）
        return Kind.MONEY, "元"
    return Kind.BARE, None


def _signed(page: Page, at: int) -> int:
    """Where the number begins with its sign; a dash between two things is none."""
    if at <= page.floor or page.s[at - 1] != "-":
        return at
    before = page.s[at - 2 : at - 1] if at > 1 else ""
    if before.isascii() and before.isalnum():
        return at
    return at - 1 if at - 1 > page.floor or at == 1 or page.floor == 0 else at


def _range(page: Page, at: int, first: _Part) -> Hit | None:
    """60至90分, 20万—50万元, 80%-90%: one mention with both ends."""
    connect = _CONNECT.match(page.s, first.end)
    if connect is None or _is_change(page, at, first):
        return None
    second = _second(page, connect.end())
    if second is None or second.unit is None:
        return _bare_range(page, at, first, second)
    unit, kind, name = second.unit, second.unit.kind, second.unit.name
    if _named(first.unit) and first.unit[:2] != unit[:2]:
        return None
    if kind is None:  # 20万—50万
        kind, name = _scaled_only(page, at, unit.end)
    elif first.num.spoken and not _speakable(page, at, second):
        return None
    high = second.value(unit.factor)
    own = first.unit.factor if first.unit else unit.factor
    low = first.value(own)
    if low > high and first.unit is None:
        own = ONE
        low = first.value(own)
    if low >= high:
        return None
    step = min(EXACT.multiply(first.num.step, own), EXACT.multiply(second.num.step, unit.factor))
    value = f"{canonical(low)}/{canonical(high)}"
    return Hit(at, unit.end, kind, value, name, step)


def _named(unit: Unit | None) -> TypeGuard[Unit]:
    """Whether there is a unit and not only a scale (20万)."""
    return unit is not None and unit.kind is not None


def _second(page: Page, at: int) -> _Part | None:
    digit = "0" <= page.s[at] <= "9"
    num = digit_number(page, at) if digit else spoken_number(page, at)
    return None if num is None else _Part(num, unit_after(page, num))


def _is_change(page: Page, at: int, first: _Part) -> bool:
    """由5个至8个, 从10人到20人: a change between two values, not one range."""
    spread = page.s.find("不等", first.end, first.end + 24) > 0  # 从500元到800元不等
    said = at > page.floor and page.s[at - 1] in "由从"
    return _named(first.unit) and said and not spread


def _bare_range(page: Page, at: int, first: _Part, second: _Part | None) -> Hit | None:
    """20-65 before a noun is a model, before a stop a range without a unit."""
    if second is None or first.unit or second.unit or first.num.spoken or second.num.spoken:
        return None
    end = second.end
    follower = page.s[end : end + 1]
    if page.s[first.num.end] == "-" and (cjk(follower) and follower not in _FUNCTION_WORDS):
        return Hit(at, end, Kind.IDIOM)
    low, high = first.num.value, second.num.value
    if low >= high:
        return None
    step = min(first.num.step, second.num.step)
    kind = Kind.SCORE if page.words.score_before.before(page.s, at) else Kind.BARE
    unit = "分" if kind is Kind.SCORE else None
    return Hit(at, end, kind, f"{canonical(low)}/{canonical(high)}", unit, step)


def _speakable(page: Page, at: int, part: _Part) -> bool:
    """Whether a Chinese numeral with this unit counts something, and is not a word (三方, 一套)."""
    unit, value = part.unit, part.num.value
    assert unit is not None
    if unit.kind is Kind.SCORE:
        return value > 10 or _marks(page, at, unit.end)
    if unit.add:
        return True
    if value == 0:
        return unit.name is None or unit.kind is not Kind.COUNT
    name = unit.name or ""
    if unit.kind is Kind.PERCENT and name == "%" and value == 1:  # 统一成, 一成不变 are words
        before = page.s[at - 1 : at] if at else ""
        return before not in page.words.one_not_after and not page.s.startswith("不", unit.end)
    if (
        unit.kind is Kind.COUNT
        and name in page.words.sets["digits_only"]
        and part.num.end - at == 1
    ):
        return False
    if value == 1:
        return counts_one(page, at, name, unit.end)
    return True


def _marks(page: Page, at: int, end: int) -> bool:
    """扣三分, 十分以上; else 三分 and 十分 are words."""
    words = page.words
    told = words.score_verbs.before(page.s, at) or words.score_before.before(page.s, at)
    return bool(told) or page.s.startswith(("以上", "以下", "以内", "至"), end)


def _unitless(page: Page, at: int, num: Num) -> Hit:
    """A number that no unit follows."""
    s, end = page.s, num.end
    start = _signed(page, at)
    sign = Decimal(-1 if start < at else 1)
    value = canonical(EXACT.multiply(num.value, sign))
    follower = s[page.after(end) : page.after(end) + 1]
    if start == at and (match := _CAMPAIGN.match(s, at)):
        return Hit(at, match.end(), Kind.IDIOM)
    if start == at and end - at == 4 and _YEAR.match(s, at) and _is_year(page, at, end, follower):
        return Hit(at, end, Kind.DATE, value)
    if currency := _SIGNS.get(s[page.before(start) - 1 : page.before(start)]):
        return Hit(start, end, Kind.MONEY, value, currency, num.step)
    if _after_score_word(page, start) or _BOUNDS_SCORE.match(s, end):
        return Hit(start, end, Kind.SCORE, value, "分", num.step)
    kind = Kind.COUNT if cjk(follower) and follower not in _FUNCTION_WORDS else Kind.BARE
    return Hit(start, end, kind, value, None, num.step)


def _is_year(page: Page, at: int, end: int, follower: str) -> bool:
    if cjk(follower) and not _after_score_word(page, at):
        return True
    if follower == "、":
        nxt = _YEAR.match(page.s, end + 1)
        return bool(nxt)
    return page.s[at - 1 : at] + follower in ("()", "[]")


def _after_score_word(page: Page, at: int) -> bool:
    """自评得分：98.5, 分值为20, 得分≥90: a mark without 分."""
    at = page.before(at)
    while at > page.floor and page.s[at - 1] in "≥≤<>=":
        at = page.before(at - 1)
    for word in (":", "为", "是", "达"):
        if page.s.endswith(word, page.floor, at):
            at = page.before(at - 1)
            break
    return bool(page.words.score_before.before(page.s, at))
