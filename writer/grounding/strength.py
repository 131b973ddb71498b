"""How strong a check was: what a wrong number's chance to pass was, and how much was judged."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from writer.findings import Verdict
from writer.grounding.judgement import Judged
from writer.grounding.match import bounds_of
from writer.grounding.mentions import Kind, Mention

if TYPE_CHECKING:
    from writer.grounding.ledger_index import LedgerIndex

TRIALS = 120  # for each kind: ±4 percentage points, in about a millisecond
SEED = 20260322
_KINDS = (Kind.MONEY, Kind.COUNT, Kind.PERCENT, Kind.SCORE, Kind.BARE)


@dataclass(frozen=True, slots=True)
class Strength:
    """The chance (0–1) that a wrong number drawn at random would have passed.

    `by_kind` holds the kinds that the report has numbers of; `coincidence` is their mean,
    each kind weighing as much as it has numbers in the report.
    """

    coincidence: Decimal = Decimal(0)
    by_kind: Mapping[Kind, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many mentions got a judgement.

    `judged` right or wrong against the ledger, `unbound` left open, `structural` nothing to
    judge (enumerators, idioms), `unjudged` quantities that had no ledger to be judged by.
    """

    judged: int
    unbound: int
    structural: int
    unjudged: int


def coverage(judged: Iterable[Judged]) -> Coverage:
    """Counts the judgements; the four numbers add up to the mentions."""
    counts = {"judged": 0, "unbound": 0, "structural": 0, "unjudged": 0}
    names = {
        None: "unjudged", Verdict.UNBOUND: "unbound", Verdict.STRUCTURAL: "structural"
    }  # fmt: skip
    for one in judged:
        counts[names.get(one.verdict, "judged")] += 1
    return Coverage(**counts)


def strength(index: LedgerIndex, mentions: Sequence[Mention]) -> Strength:
    """By trial: the report's own numbers with all digits drawn anew (as many digits, the same
    unit), looked up by value and unit among all figures of the ledger.

    Linking asks for the right subject on top of that, so this is an upper bound. The draw is
    seeded: the same report and ledger give the same answer.
    """
    pools: dict[Kind, list[Mention]] = defaultdict(list)
    for mention in mentions:
        if mention.kind in _KINDS and mention.number:
            pools[mention.kind].append(mention)
    by_kind = {kind: _chance(index, pools[kind]) for kind in _KINDS if kind in pools}
    total = sum(map(len, pools.values()))
    mean = sum((by_kind[k] * len(pool) for k, pool in pools.items()), Decimal(0))
    return Strength(mean / total if total else Decimal(0), by_kind)


def _chance(index: LedgerIndex, pool: Sequence[Mention]) -> Decimal:
    draw = random.Random(SEED)
    stride = max(1, len(pool) // TRIALS)  # a long report is sampled from end to end
    models = [(mention, _digits(mention)) for mention in pool[::stride]]
    passed = 0
    for i in range(TRIALS):
        mention, digits = models[i % len(models)]
        limits = bounds_of(mention, redrawn(mention, digits, draw))
        passed += any(True for _ in index.within(mention, limits))
    return Decimal(passed) / TRIALS


def _digits(mention: Mention) -> int:
    """How many digits were written, those of a dropped 万 not counted."""
    assert mention.number is not None
    return max(1, (abs(mention.number) / mention.step).to_integral_value().adjusted() + 1)


def redrawn(mention: Mention, digits: int, draw: random.Random) -> Decimal:
    """Another number of as many digits, with the same step."""
    old = value = abs(mention.number or Decimal(0))
    while value == old:
        value = draw.randrange(10 ** (digits - 1), 10**digits) * mention.step
    return value
