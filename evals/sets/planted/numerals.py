"""Numbers as the planted reports write them: read to a Decimal, written back in the same form.

Independent of writer.grounding on purpose: a set that is read with the reader it measures would
hide the reader's own mistakes. It knows only the forms that the sources use.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
CAPITALS = {c: i for i, c in enumerate("零壹贰叁肆伍陆柒捌玖")}
TENS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
SCALES = {
    "": 1,
    "千": 10**3,
    "万": 10**4,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
}
_ARABIC = re.compile(r"(-?[\d,]+(?:\.\d+)?)(百万|千万|千|万|亿|)(余|多|)(.*)")
_SPLIT = re.compile(r"(\d+)亿([\d.]+)万(元)")
_HAN = re.compile(r"([零〇一二两三四五六七八九十百千]+)(万|亿|)(余|多|)(.*)")
_CAPITAL = re.compile(r"[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]+元.*")


class NumeralError(ValueError):
    """The text is in no form that the sources may use."""


@dataclass(frozen=True, slots=True)
class Written:
    """`value` in the base unit (元, a fraction for %, points for 个百分点), `step` one unit of the
    last digit written, `kind` one of money, percent, points, count."""

    value: Decimal
    step: Decimal
    kind: str
    chinese: bool = False


def _han_integer(text: str, digits: dict[str, int]) -> int:
    total = section = current = 0
    for char in text:
        if char in digits:
            current = digits[char]
        elif char in TENS:
            section += (current or 1) * TENS[char]
            current = 0
        else:
            total += (section + current) * SCALES[char]
            section = current = 0
    return total + section + current


def _capital(text: str) -> Written:
    head, _, tail = text.partition("元")
    value = Decimal(_han_integer(head, CAPITALS))
    for unit, part in (("角", Decimal("0.1")), ("分", Decimal("0.01"))):
        if unit in tail:
            value += CAPITALS[tail[tail.index(unit) - 1]] * part
    return Written(value, Decimal("0.01"), "money", True)


def _tail(value: Decimal, step: Decimal, unit: str, chinese: bool) -> Written:
    if unit in ("元", "美元"):
        return Written(value, step, "money", chinese)
    if unit in ("%", "％"):
        return Written(value / 100, step / 100, "percent", chinese)
    if unit == "‰":
        return Written(value / 1000, step / 1000, "percent", chinese)
    if unit in ("个百分点", "百分点"):
        return Written(value, step, "points", chinese)
    return Written(value, step, "count", chinese)


def _fraction(text: str) -> Written | None:
    if text.startswith("百分之"):
        value = Decimal(_han_integer(text[3:], DIGITS))
        return Written(value / 100, Decimal("0.01"), "percent", True)
    if match := re.fullmatch(r"([二三四五六七八九十]+)分之([一二三四五六七八九]+)", text):
        low, high = (_han_integer(part, DIGITS) for part in match.groups())
        return Written(Decimal(high) / low, Decimal("0.02"), "percent", True)
    if match := re.fullmatch(r"([一两三四五六七八九])成(半|五|)", text):
        half = Decimal("0.05") if match[2] else Decimal(0)
        return Written(Decimal(DIGITS[match[1]]) / 10 + half, Decimal("0.05"), "percent", True)
    return None


def read(text: str, unit: str = "") -> Written:
    """`unit` is that of a table's caption, for a cell that holds a number alone."""
    body = re.sub(r"^(人民币|[¥￥]|第)", "", text + unit).replace(" ", "").replace("％", "%")
    if fraction := _fraction(body):
        return fraction
    if _CAPITAL.fullmatch(body):
        return _capital(body)
    if match := _SPLIT.fullmatch(body):
        value = Decimal(match[1]) * 10**8 + Decimal(match[2]) * 10**4
        return Written(value, Decimal(10**4), "money")
    if match := _ARABIC.match(body):
        digits = match[1].replace(",", "")
        scale = Decimal(SCALES[match[2]])
        step = Decimal(1).scaleb(-len(digits.partition(".")[2])) * scale
        return _tail(Decimal(digits) * scale, step, match[4], False)
    if match := _HAN.match(body):
        whole = Decimal(_han_integer(match[1], DIGITS)) * SCALES[match[2]]
        return _tail(whole, Decimal(SCALES[match[2]]), match[4], True)
    raise NumeralError(text)


def han(number: int) -> str:
    """1..99 in plain Chinese."""
    if not 0 < number < 100:
        raise NumeralError(str(number))
    names = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("" if tens == 1 else names[tens]) + "十"
    return head + (names[ones] if ones else "")


def write(value: Decimal, like: str, unit: str = "") -> str:
    """`value` (base unit) in the form of `like`: same unit, same decimals, commas kept."""
    if like.startswith("百分之"):
        return "百分之" + han(int((value * 100).to_integral_value()))
    match = _ARABIC.fullmatch(like.replace("％", "%"))
    if match is None:
        whole = _HAN.fullmatch(like)
        if whole is None or whole[2] or value != value.to_integral_value():
            raise NumeralError(like)
        return han(int(value)) + whole[3] + whole[4]
    full = read(like, unit)
    if not full.value:
        raise NumeralError(like)
    shown = value * Decimal(match[1].replace(",", "")) / full.value
    decimals = len(match[1].partition(".")[2])
    text = f"{abs(shown).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):,f}"
    return (text if "," in match[1] else text.replace(",", "")) + like[match.end(1) :]
