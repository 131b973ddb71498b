"""All results of a reckoning that the numbers beside them do not make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from writer.grounding.consistency.changes import misses
from writer.grounding.consistency.misses import Miss
from writer.grounding.consistency.ratios import wrong_ratios
from writer.grounding.consistency.shares import wrong_shares

if TYPE_CHECKING:
    from writer.grounding.rules.base import Context


def wrong_results(context: Context) -> list[Miss]:
    """Rates, growths, shares, differences and averages that do not follow, computed once."""
    if wrong_results not in context.cache:
        found = [*misses(context), *wrong_shares(context), *wrong_ratios(context)]
        context.cache[wrong_results] = found
    told = context.cache[wrong_results]
    assert isinstance(told, list)
    return told
