"""Numbers made of two: 百分之五, 三分之一, 1/3, 2:1, 203.4/10万; and amounts in words for money."""

from __future__ import annotations

import re
from decimal import Decimal

from writer.grounding.mentions import Kind
from writer.grounding.reading.numbers import digit_number
from writer.grounding.reading.page import ONE, Hit, Page
from writer.numerals import EXACT, chinese, formal_amount, number
from writer.quantities import canonical

_PARTS_OF = re.compile(
    r"(?P<of>[十百]万|[百千万]|[零〇一二两三四五六七八九十百千\d]{1,6})分之"
    r"(?P<n>[零〇一二两三四五六七八九十百点]+|\d+(?:\.\d+)?)"
)
_TO = re.compile(
    r"(?:至|到|-|—{1,2})(?:百分之)?(?P<n>[零〇一二两三四五六七八九十百点]{1,9})(?![个名人起次项年月])"
)
_RATIO = re.compile(r"\d+(?:\.\d+)?(?: ?[:比] ?\d+(?:\.\d+)?){1,6}(?P<scale>万)?(?![\d:])")
_SPOKEN_RATIO = re.compile(
    r"[一二三四五六七八九十]{1,3}(?:比[一二三四五六七八九十]{1,3}){1,3}"
    r"(?![一二三四五六七八九十百千万个成年月比]|分之)"
)
_OVER = re.compile(r"(\d{1,4})/([1-9]\d{0,3})(?![\d/.\-年月])")
_PER_MANY = re.compile(r"(\d+(?:\.\d+)?)/((?:1|10|100)?[百千万]+(?!元))")
_FORMAL = re.compile(
    r"[零壹贰叁肆伍陆柒捌玖拾佰仟万亿两]{1,30}[元圆](?:零?[壹贰叁肆伍陆柒捌玖]角)?"
    r"(?:零?[壹贰叁肆伍陆柒捌玖]分)?[整正]?"
)


def parts_of(page: Page, at: int) -> Hit | None:
    """百分之五, 千分之三, 三分之一, 百分之三十至五十."""
    match = _PARTS_OF.match(page.s, at)
    if match is None:
        return None
    whole, part = number(match["of"]), number(match["n"])
    if not whole or part is None:
        return None
    powers = {100: 2, 1000: 3, 10_000: 4, 100_000: 5, 1_000_000: 6}
    value, step = EXACT.divide(part, whole), Decimal("0.01")
    if int(whole) in powers:
        value = part.scaleb(-powers[int(whole)], EXACT)
        step = Decimal((0, (1,), int(part.as_tuple().exponent) - powers[int(whole)]))
        if (to := _TO.match(page.s, match.end())) and (high := chinese(to["n"])) is not None:
            text = f"{canonical(value)}/{canonical(high.scaleb(-powers[int(whole)], EXACT))}"
            return Hit(at, to.end(), Kind.PERCENT, text, "%", step)
    else:
        value = Decimal(part) / Decimal(whole)
    return Hit(at, match.end(), Kind.PERCENT, canonical(value), "%", step)


def ratio(page: Page, at: int) -> Hit | None:
    """2:1, 1:1.5, 5:3:2; clock times were read before."""
    match = _RATIO.match(page.s, at)
    if match is None or page.s.startswith(("年", "月", "人", "%"), match.end()):
        return None
    plain = match[0].removesuffix("万").replace(" ", "").replace("比", ":")
    parts = [canonical(Decimal(p)) for p in plain.split(":")]
    if max(map(len, parts)) > 12:
        return None
    if match["scale"]:
        parts[-1] = canonical(Decimal(parts[-1]) * 10_000)
    return Hit(at, match.end(), Kind.PERCENT, ":".join(parts), "ratio")


def spoken_ratio(page: Page, at: int) -> Hit | None:
    """三比一, 五比三比二."""
    match = _SPOKEN_RATIO.match(page.s, at)
    parts = [chinese(p) for p in match[0].split("比")] if match else []
    if match is None or None in parts:
        return None
    value = ":".join(canonical(Decimal(p)) for p in parts if p is not None)
    return Hit(at, match.end(), Kind.PERCENT, value, "ratio")


def over(page: Page, at: int) -> Hit | None:
    """1/3: a fraction when it is one; 203.4/10万 is a rate of so many in each."""
    if many := _PER_MANY.match(page.s, at):
        num = digit_number(page, at)
        step = num.step if num else ONE
        return Hit(at, many.end(), Kind.COUNT, canonical(Decimal(many[1])), "/" + many[2], step)
    match = _OVER.match(page.s, at)
    if match is None or page.s[at - 1 : at] in tuple("/-.") or int(match[1]) >= int(match[2]):
        return None
    value = Decimal(match[1]) / Decimal(match[2])
    return Hit(at, match.end(), Kind.PERCENT, canonical(value), "%", Decimal("0.01"))


def formal(page: Page, at: int) -> Hit | None:
    """叁佰壹拾捌万零玖佰元整."""
    match = _FORMAL.match(page.s, at)
    if match is None or sum(c in "壹贰叁肆伍陆柒捌玖拾佰仟角分整正" for c in match[0]) < 2:
        return None
    value = formal_amount(match[0])
    if value is None:
        return None
    step = Decimal("0.01") if "分" in match[0] else Decimal("0.1") if "角" in match[0] else ONE
    return Hit(at, match.end(), Kind.MONEY, canonical(value), "元", step)
