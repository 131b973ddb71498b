"""Numerals as texts write them -> exact Decimals, and back.

Known: plain and comma digits, full-width digits, 三百二十, 两千零五, 叁佰壹拾捌万, 3千5百,
1亿2000万, 三点五, 二〇二三 (digit by digit), 两万五 (= 25,000). Sits at the bottom of the import
order beside writer.quantities. Nothing here raises for a string that is no numeral: the answer
is None.
"""

from __future__ import annotations

import re
from decimal import Context, Decimal

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")}
DIGITS |= {"〇": 0, "两": 2} | {c: i for i, c in enumerate("壹贰叁肆伍陆柒捌玖", 1)}
SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
BIG = {"万": 10_000, "亿": 100_000_000}
SCALES = {**SMALL, **BIG}
MAX_LENGTH = 40
"""Longer strings are no amounts but identifiers; they are not evaluated."""

EXACT = Context(prec=100)  # room for any amount of MAX_LENGTH digits: nothing is rounded

_WIDE = str.maketrans("０１２３４５６７８９．，－−＋", "0123456789.,--+")
_PLAIN = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_TOKEN = re.compile(
    r"(\d+(?:\.\d+)?)|([零〇一二两三四五六七八九壹贰叁肆伍陆柒捌玖])|([十百千拾佰仟万亿])"
)
_FORMAL = re.compile(r"(?:(.+?)[元圆])?(?:零?(.)角)?(?:零?(.)分)?[整正]?")


def number(text: str) -> Decimal | None:
    """Any numeral: `1,234.50` → 1234.50, `三百二十` → 320, `3千5百` → 3500."""
    text = text.strip()
    if not text or len(text) > MAX_LENGTH:
        return None
    found = digits(text)
    return chinese(text) if found is None else found


def digits(text: str) -> Decimal | None:
    """`－1,234.50` → -1234.50. The places written are kept; None when it is no plain number."""
    text = text.translate(_WIDE)
    if len(text) > MAX_LENGTH or not _PLAIN.fullmatch(text):
        return None
    return Decimal(text.replace(",", ""))


def chinese(text: str) -> Decimal | None:
    """三百二十 → 320, 三点五 → 3.5, 二〇二三 → 2023, 千 → 1000; None when malformed (二三)."""
    if len(text) > MAX_LENGTH:
        return None
    whole, point, rest = text.partition("点")
    if not point:
        return _spoken(whole) if (found := _digitwise(whole)) is None else found
    value = _spoken(whole)
    if value is None or not rest:
        return None
    last, factor = rest[-1], 1
    if last in BIG:  # 三点五万
        rest, factor = rest[:-1], BIG[last]
    if not rest or any(c not in DIGITS for c in rest):
        return None
    decimals = "".join(str(DIGITS[c]) for c in rest)
    return EXACT.multiply(Decimal(f"{value}.{decimals}"), Decimal(factor))


def formal_amount(text: str) -> Decimal | None:
    """叁佰壹拾捌万零玖佰元整 → 3180900 (元); 壹拾贰元伍角 → 12.5."""
    match = _FORMAL.fullmatch(text)
    if match is None or not any(match.groups()):
        return None
    total = Decimal(0)
    for part, unit in zip(match.groups(), ("1", "0.1", "0.01"), strict=True):
        if part is not None:
            value = chinese(part)
            if value is None:
                return None
            total = EXACT.add(total, EXACT.multiply(value, Decimal(unit)))
    return total


def spell(value: int, formal: bool = False) -> str:
    """120050 → 十二万零五十, formal 壹拾贰万零伍拾. From 0 up to 9999亿."""
    names = "零壹贰叁肆伍陆柒捌玖" if formal else "零一二三四五六七八九"
    units = ("", "拾", "佰", "仟") if formal else ("", "十", "百", "千")
    if not 0 <= value < 10**12:
        raise ValueError(f"cannot spell {value}")
    text, gap = "", False
    for power, big in ((8, "亿"), (4, "万"), (0, "")):
        section = value // 10**power % 10**4
        if section:
            gap = bool(text) and (gap or section < 1000)
            text += ("零" if gap else "") + _section(section, names, units) + big
        gap = not section
    text = text or names[0]
    return text[1:] if text.startswith("一十") else text


def _section(value: int, names: str, units: tuple[str, ...]) -> str:
    out, zero = "", False
    for power in (3, 2, 1, 0):
        digit = value // 10**power % 10
        if digit:
            out += ("零" if zero and out else "") + names[digit] + units[power]
            zero = False
        else:
            zero = True
    return out


def _digitwise(text: str) -> Decimal | None:
    """二〇二三 → 2023, 一一〇 → 110. Two digits without a zero are vague (三五人): not read."""
    if len(text) < 2 or any(c not in DIGITS or c == "两" for c in text):
        return None
    if len(text) < 4 and "〇" not in text:
        return None
    return Decimal("".join(str(DIGITS[c]) for c in text))


def _spoken(text: str) -> Decimal | None:
    """Numerals with their scales, digits in either script: 一百二十, 3千5百, 1亿2000万."""
    total, at = _Total(), 0
    for match in _TOKEN.finditer(text):
        if match.start() != at:
            return None
        at = match.end()
        if match[3] is None:
            value = Decimal(match[1]) if match[1] else Decimal(DIGITS[match[2]])
            fits = total.put_digit(value, spacer=not value and bool(match[2]) and at < len(text))
        elif match[3] in SMALL:
            fits = total.put_small(SMALL[match[3]])
        else:
            fits = total.put_big(BIG[match[3]])
        if not fits:
            return None
    return total.value(unspoken=text[-1] in DIGITS) if text and at == len(text) else None


class _Total:
    """A numeral read from the left; each `put` answers whether the part may stand there."""

    __slots__ = ("below_big", "below_small", "digit", "gap", "last", "section", "total")

    def __init__(self) -> None:
        self.total = self.section = Decimal(0)
        self.digit: Decimal | None = None
        self.below_small, self.below_big, self.last = 10**4, 10**16, 0
        self.gap = False  # a 零 was just said

    def put_digit(self, value: Decimal, spacer: bool) -> bool:
        if spacer:
            self.gap = True
            return self.digit is None
        if self.digit is not None:
            return False
        self.digit = value
        return True

    def put_small(self, scale: int) -> bool:
        """十 alone is 10, 百 alone 100, but only at the head of a section or after 零."""
        bare = self.digit is None
        if scale >= self.below_small or (bare and self.section and not self.gap):
            return False
        one = Decimal(1) if self.digit is None else self.digit
        self.section += EXACT.multiply(one, Decimal(scale))
        self.below_small = self.last = scale
        self.digit, self.gap = None, False
        return True

    def put_big(self, scale: int) -> bool:
        """万 and 亿 close a section; 亿 after 万 (一万二千亿) multiplies all before it."""
        if scale == self.below_big:
            return False
        self.section += self.digit or 0
        if not self.section and not self.total:
            self.section = Decimal(1)
        if scale > self.below_big:
            self.total = EXACT.multiply(EXACT.add(self.total, self.section), Decimal(scale))
        else:
            self.total = EXACT.add(self.total, EXACT.multiply(self.section, Decimal(scale)))
        self.below_big = self.last = scale
        self.below_small, self.section = 10**4, Decimal(0)
        self.digit, self.gap = None, False
        return True

    def value(self, unspoken: bool) -> Decimal:
        """`unspoken`: a last digit without its place counts the next one below (两万五)."""
        digit = self.digit or Decimal(0)
        if unspoken and self.last > 10 and not self.gap and digit < 10:
            digit = EXACT.multiply(digit, Decimal(self.last // 10))
        return EXACT.add(self.total, EXACT.add(self.section, digit))
