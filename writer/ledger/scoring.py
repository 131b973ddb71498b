"""Scores of indicators and of the budget's execution, where the facts give none.

Rules (FORMATS.md, Scoring): for ≥ targets weight × actual ÷ target, for ≤ targets weight ×
target ÷ actual, never above the weight; execution = weight × execution rate. Qualitative
indicators are judged by people: no score is made up for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from writer.facts import Indicator
from writer.quantities import parse_quantity, round_half_up

EXECUTION_WEIGHT = Decimal(10)
_AT_LEAST = ("≥", ">=", "＞", ">", "不少于", "不低于", "大于", "达到")
_AT_MOST = ("≤", "<=", "＜", "<", "不超过", "不高于", "小于")


def relation_of(indicator: Indicator) -> tuple[str, str]:
    """(≥ ≤ = 定性 or "", target without it), whichever of the two fields says it."""
    text = indicator.target.strip()
    for sign, marks in (("≥", _AT_LEAST), ("≤", _AT_MOST), ("=", ("=", "＝", "等于"))):
        found = next((m for m in marks if text.startswith(m)), "")
        if found or indicator.relation in marks:
            return sign, text[len(found) :].strip()
    return indicator.relation, text


def indicator_score(indicator: Indicator) -> Decimal | None:
    """The score given, else the one that the rule makes, to two decimals; None if undecided."""
    if indicator.score is not None or indicator.weight is None:
        return indicator.score
    sign, text = relation_of(indicator)
    target, done = parse_quantity(text), parse_quantity(indicator.done)
    if target is None or done is None:
        return None
    unit = indicator.unit or None
    if (target[1] or unit) != (done[1] or unit):
        return None
    if target[0] == done[0]:
        return indicator.weight
    if sign == "≥" and target[0] > 0:
        share = done[0] / target[0]
    elif sign == "≤" and done[0] > 0:
        share = target[0] / done[0]
    else:
        return indicator.weight if sign == "≤" and done[0] <= target[0] else None
    return round_half_up(indicator.weight * max(min(share, Decimal(1)), Decimal(0)), 2)


def execution_weight(indicators: Sequence[Indicator], full: Decimal = Decimal(100)) -> Decimal:
    """What the indicators leave of the full marks; 10 where they carry no weights."""
    weights = [i.weight for i in indicators if i.weight is not None]
    return full - sum(weights, Decimal(0)) if weights else EXECUTION_WEIGHT


def execution_score(
    weight: Decimal, spent: Decimal | None, budget: Decimal | None
) -> Decimal | None:
    """weight × spent ÷ budget, to two decimals, never above the weight."""
    if spent is None or not budget or weight <= 0:
        return None
    return round_half_up(weight * min(spent / budget, Decimal(1)), 2)


def total_score(scores: Sequence[Decimal | None]) -> Decimal | None:
    """The sum, None as long as one score is undecided."""
    known = [s for s in scores if s is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(scores) else None
