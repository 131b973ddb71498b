"""How strong a check was: the chance that a wrong number drawn at random would have passed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from writer.grounding.ledger_index import LedgerIndex
from writer.grounding.mentions import Kind, Mention
from writer.quantities import canonical

TRIALS = 400
SEED = 20260322
_KINDS = (Kind.MONEY, Kind.COUNT, Kind.PERCENT, Kind.SCORE, Kind.BARE)


def coincidence(index: LedgerIndex, mentions: Sequence[Mention]) -> Decimal:
    """By trial: the report's own numbers with all digits drawn anew (as many digits, the same
    unit), looked up by value and unit among all figures of the ledger. Linking asks for the
    right subject on top of that, so this is an upper bound. 0 when there is nothing to draw."""
    pool = [m for m in mentions if m.kind in _KINDS and m.number]
    if not pool:
        return Decimal(0)
    chance = random.Random(SEED)
    passed = 0
    for i in range(TRIALS):
        mention = pool[i % len(pool)]
        drawn = redrawn(mention, chance)
        passed += bool(index.stating(drawn))
    return Decimal(passed) / TRIALS


def redrawn(mention: Mention, chance: random.Random) -> Mention:
    """The mention with other digits: the same number of them, the same step."""
    assert mention.number is not None
    digits = max(1, len(format((abs(mention.number) / mention.step).to_integral_value(), "f")))
    while True:
        value = Decimal(chance.randrange(10 ** (digits - 1), 10**digits)) * mention.step
        if value != abs(mention.number):
            return replace(mention, value=canonical(value))
        if digits == 1:
            value += mention.step
            return replace(mention, value=canonical(value))
