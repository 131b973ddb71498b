"""How likely a wrong number would have been proven by the same search."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby
from operator import itemgetter

from writer.grounding.match import bounds, kind_fits, states
from writer.grounding.mentions import Mention
from writer.ledger import Figure
from writer.quantities import canonical

LUCK = Decimal("0.04")  # share of wrong numbers that may pass
FEW, FEW_LUCK = 2, Decimal("0.15")  # … where the words left no more than so many to try
NEAR_LUCK = Decimal("0.25")  # … and they are at hand: 八成, of which there are few to write
SPREAD = 3  # a wrong number is likely between a third and three times the right one
NEAREST = 2  # rank of what the sentence has told and of the thing that it named last
Ranked = tuple[int, Figure]


def likely(mention: Mention, made: Iterable[Ranked]) -> Figure | None:
    """The nearest of the derivations, each with its rank, that the number states; None where
    so many were tried up to it that a wrong number would have passed too often."""
    tried: list[Figure] = []
    sign = -1 if (mention.number or 0) < 0 else 1  # a column of 增减额 has its minus
    ranked = sorted(made, key=itemgetter(0))
    for rank, group in groupby(ranked, key=itemgetter(0)):
        tried += [
            replace(f, value=canonical(sign * abs(f.number)))
            for _, f in group
            if f.number is not None and kind_fits(mention, f)
        ]
        right = next((f for f in tried if states(mention, f)), None)
        if right is not None:
            return right if _luck(mention, tried) <= _allowed(mention, rank, tried) else None
    return None


def plain(made: Sequence[Ranked]) -> Figure | None:
    """The one thing that the words can have meant: the only derivation of what is at hand."""
    near = [f for rank, f in made if rank <= NEAREST]
    return near[0] if len({f.number for f in near}) == 1 and near[0].formula else None


def _allowed(mention: Mention, rank: int, tried: Sequence[Figure]) -> Decimal:
    if len({f.number for f in tried}) <= FEW:
        return NEAR_LUCK if rank <= NEAREST else FEW_LUCK
    return LUCK


def _luck(mention: Mention, made: Iterable[Figure]) -> Decimal:
    """The share of the numbers near the one written that one of these would have excused."""
    limits, number = bounds(mention), abs(mention.number or Decimal(0))
    if limits is None or not number:
        return Decimal(1)
    low, high = number / SPREAD, number * SPREAD
    if mention.unit == "%":
        high = min(high, max(Decimal(1), number * 2))
    values = {f.number for f in made if f.number is not None and low <= abs(f.number) <= high}
    return (limits[1] - limits[0]) * len(values) / (high - low)
