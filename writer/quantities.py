"""Plain numbers with units: how a value is held, and how it is printed.

The bottom of the import order: knows nothing of facts, figures or texts. Money is held in 元,
percent as a fraction, percentage points as points, everything else as it is counted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

MONEY_UNITS: dict[str, Decimal] = {
    "元": Decimal(1),
    "千元": Decimal(1000),
    "万元": Decimal(10_000),
    "百万元": Decimal(1_000_000),
    "亿元": Decimal(100_000_000),
}
_SAME_CURRENCY = {"美金": "美元", "港币": "港元"}
PERCENT_UNITS: dict[str, Decimal] = {
    "%": Decimal("0.01"),
    "％": Decimal("0.01"),
    "‰": Decimal("0.001"),
}
POINT_UNITS = ("百分点", "个百分点")
_MAGNITUDES = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
_MONEY = re.compile(
    r"(?P<scale>百万|[千万亿])?(?P<currency>[美欧港日韩澳加]?元|澳门元|英镑|卢布|美金|港币)"
    r"(?:[/／每].+)?"
)
_NUMBER_UNIT = re.compile(r"\s*([-+−－]?[\d,，]+(?:\.\d+)?)\s*(\D{0,12})\s*")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value in its base unit: kind as in READING.md, `decimals` as they were written."""

    kind: str
    value: Decimal
    unit: str | None
    decimals: int
    written_unit: str | None = None


def canonical(value: Decimal) -> str:
    """The value without exponent and trailing zeros: 3180900, 0.1967, 0."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def decimals_of(value: Decimal) -> int:
    """How many digits are written behind the point: 301.10 → 2."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def quantity(value: Decimal, unit: str | None) -> Quantity:
    """A number with the unit it is written in → its base unit (万元 → 元, % → fraction)."""
    places = decimals_of(value)
    if unit in MONEY_UNITS:
        return Quantity("money", value * MONEY_UNITS[unit], "元", places, unit)
    if unit and (money := _money(unit)) is not None:
        return Quantity("money", value * money[0], money[1], places, unit)
    if unit in PERCENT_UNITS:
        return Quantity("percent", value * PERCENT_UNITS[unit], "%", places, unit)
    if unit in POINT_UNITS:
        return Quantity("percent", value, "百分点", places, "个百分点")
    if unit == "分":
        return Quantity("score", value, "分", places, unit)
    if unit and unit[0] in _MAGNITUDES and len(unit) > 1:
        return Quantity("count", value * _MAGNITUDES[unit[0]], unit[1:], places, unit)
    return Quantity("count" if unit else "bare", value, unit or None, places, unit or None)


@lru_cache(maxsize=256)
def _money(unit: str) -> tuple[Decimal, str] | None:
    """万美元 → (10,000, 美元), 元/辆 → (1, 元): another currency, or a price per thing."""
    match = _MONEY.fullmatch(unit)
    if match is None:
        return None
    scale = MONEY_UNITS[(match["scale"] or "") + "元"]
    return scale, _SAME_CURRENCY.get(match["currency"], match["currency"])


def parse_quantity(text: str) -> tuple[Decimal, str | None] | None:
    """`301.10万元` → (301.10, 万元); None when the text is not one number and a unit."""
    match = _NUMBER_UNIT.fullmatch(text)
    if match is None:
        return None
    number = match[1].translate(str.maketrans("−－，", "--,")).replace(",", "")
    try:
        return Decimal(number), match[2].strip() or None
    except InvalidOperation:
        return None


def show(value: Decimal, unit: str | None, decimals: int, written_unit: str | None = None) -> str:
    """A base value as a report prints it: (3395200, 元, 2, 万元) → 339.52万元.

    Rounds half up, as the budget system does; `written_unit` defaults to the base unit.
    """
    scale = MONEY_UNITS.get(written_unit or "") or PERCENT_UNITS.get(written_unit or "")
    if unit == "%" and scale is None:
        written_unit, scale = "%", PERCENT_UNITS["%"]
    if written_unit and scale is None and (money := _money(written_unit)) is not None:
        scale = money[0]
    if written_unit and unit and scale is None and written_unit[0] in _MAGNITUDES:
        scale = _MAGNITUDES[written_unit[0]]
    amount = value / scale if scale else value
    suffix = written_unit or unit or ""
    if suffix == "百分点":
        suffix = "个百分点"
    return f"{round_half_up(amount, decimals)}{suffix}"


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """Rounded as people round: 0.125 → 0.13 at two decimals."""
    from decimal import ROUND_HALF_UP

    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
