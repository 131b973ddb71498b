"""Whether a number in a text can be a figure: value, unit and period, nothing looser than said."""

from __future__ import annotations

import re
from decimal import Decimal

from writer.grounding.lexicon import lexicon
from writer.grounding.mentions import Kind, Mention, Qualifier
from writer.ledger.figure import Figure

HALF = Decimal("0.5")
_UNIT_STEPS = (Decimal(10_000), Decimal(10) ** 8)  # 元, 万元, 亿元
_QUARTER = re.compile(r"(\d{4})-?Q([1-4])")
_HALF_YEAR = re.compile(r"(\d{4})-?H([12])")
_FRACTION = re.compile(r"(?<![百千万])分之")
_TAIL = re.compile(r"0*$")


Limits = tuple[Decimal, Decimal]


def round_step(number: Decimal, step: Decimal) -> Decimal:
    """One unit of the last digit that is not 0: 6000余人 → 1000, 480多小时 → 10."""
    if not number:
        return step
    whole = format((number / step).to_integral_value(), "f").lstrip("-")
    zeros = len(whole) - len(whole.rstrip("0"))
    return step * Decimal(10) ** zeros


def bounds(mention: Mention) -> Limits | None:
    """The values that a number may stand for: half a unit of the last digit written, widened
    by 约, 近, 余 and the like in their own direction only. None for what is no one number."""
    return None if (number := mention.number) is None else bounds_of(mention, number)


def bounds_of(mention: Mention, number: Decimal) -> Limits:
    """The values that `number` may stand for, written as the mention is."""
    half = mention.step * HALF
    if mention.qualifier is Qualifier.EXACT:
        return number - half, number + half
    step = round_step(number, mention.step)
    if _FRACTION.search(mention.text):  # 三分之一以上, 约占三分之一
        step = max(step, number / 10)
    match mention.qualifier:
        case Qualifier.OVER:
            return number - half, number + step
        case Qualifier.NEAR:
            return number - max(step, number / 10), number + half
        case Qualifier.ABOUT:
            return number - max(half, step * HALF), number + max(half, step * HALF)
        case Qualifier.AT_LEAST:
            return number - half, number + step
        case _:
            return number - step, number + half


def value_fits(mention: Mention, value: Decimal) -> bool:
    """Whether the exact value is what the mention states."""
    limits = bounds(mention)
    return limits is not None and limits[0] <= value <= limits[1]


def states(mention: Mention, figure: Figure) -> bool:
    """Whether a mention states a figure's value in a unit that fits."""
    if not kind_fits(mention, figure):
        return False
    number = figure.number
    if number is None or mention.number is None:
        return mention.value == figure.value
    return value_fits(mention, number)


def kind_fits(mention: Mention, figure: Figure) -> bool:
    """Whether both speak of one sort of thing in units that can be the same."""
    a, b = str(mention.kind), figure.kind
    if a == "bare":
        return b not in ("date", "docno")
    if a == b == "percent":
        return (mention.unit == "百分点") == (figure.unit == "百分点")
    if a == b == "count":
        return lexicon().same_unit(mention.unit, figure.unit)
    if a == b:
        return a != "money" or mention.unit == figure.unit
    if b == "bare":  # a figure without unit: 数值 60
        return a in ("count", "score", "ordinal")
    return {a, b} in ({"count", "score"}, {"ordinal", "count"}) and (
        mention.unit == figure.unit or not mention.unit or not figure.unit
    )


def wrong_unit(mention: Mention, figure: Figure) -> bool:
    """The digits are the figure's and the unit is another: 318.09元 for 318.09万元."""
    number, value = mention.number, figure.number
    if number is None or value is None or not number or not value:
        return False
    if mention.kind is Kind.COUNT and figure.kind == "count":
        return number == value and not lexicon().same_unit(mention.unit, figure.unit)
    if mention.kind is Kind.MONEY and figure.kind == "money" and mention.unit == figure.unit:
        for scale in (*_UNIT_STEPS, *(1 / step for step in _UNIT_STEPS)):
            slack = mention.step * HALF * scale
            if abs(number * scale - value) <= slack <= abs(value) / 20:
                return True
        return False
    kinds = {str(mention.kind), figure.kind}
    if kinds == {"money"}:
        return value_fits(mention, value)  # 5670万元 for 5670万美元
    if kinds == {"percent"} and mention.unit != figure.unit:
        points = value * 100 if figure.unit == "%" else value
        own = number * 100 if mention.unit == "%" else number
        return abs(points - own) <= Decimal("0.005")
    if len(kinds) == 2 and "date" not in kinds and "docno" not in kinds:
        return _printed(mention) == _figure_printed(figure)
    return False


def _printed(mention: Mention) -> Decimal | None:
    number = mention.number
    if number is None:
        return None
    if mention.kind is Kind.MONEY and "万" in mention.text:
        return number / 10_000
    if mention.kind is Kind.MONEY and "亿" in mention.text:
        return number / 10**8
    return number * 100 if mention.kind is Kind.PERCENT and mention.unit == "%" else number


def _figure_printed(figure: Figure) -> Decimal | None:
    value = figure.number
    if value is None:
        return None
    if figure.kind == "money":
        return value / 10_000 if figure.written_unit == "万元" else value
    return value * 100 if figure.unit == "%" else value


def period_contains(outer: str, inner: str) -> bool:
    """2023 contains 2023-12; 2024-04/2024-06 contains 2024-05."""
    if inner.startswith(outer):
        return True
    if "/" in outer:
        low, high = outer.split("/")
        return low <= inner[: len(low)] and inner[: len(high)] <= high
    return False


def periods_agree(said: str, figure: str) -> bool:
    """Whether a period that a text names and a figure's period can be the same."""
    if not said or not figure:
        return True
    said, figure = plain_period(said), plain_period(figure)
    return period_contains(said, figure) or period_contains(figure, said)


def plain_period(period: str) -> str:
    """One spelling for a period: 2023-12-31 → 2023, 2023-Q1 and 2023-01/03 → 2023-01/2023-03."""
    if period.endswith("-12-31"):
        return period[:4]
    if (quarter := _QUARTER.fullmatch(period)) is not None:
        first = int(quarter[2]) * 3 - 2
        return f"{quarter[1]}-{first:02}/{quarter[1]}-{first + 2:02}"
    if (half := _HALF_YEAR.fullmatch(period)) is not None:
        first = int(half[2]) * 6 - 5
        return f"{half[1]}-{first:02}/{half[1]}-{first + 5:02}"
    low, _, high = period.partition("/")
    if len(high) == 2 and high.isdigit():
        return f"{low}/{low[:-2]}{high}"
    return period
