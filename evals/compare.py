"""Two results side by side: is the difference more than chance?

Units are paired by name. The bootstrap draws as many pairs as there are, with replacement, and
looks at how the difference of the two shares moves; 95 % of the draws lie in the interval. A
difference whose interval holds zero is noise, and one of fewer than five units is few: drawing
them again says nothing about chance.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from evals.measures import Measure
from evals.results import Result

DRAWS = 1000
EDGE = 0.025
FEWEST = 5


@dataclass(frozen=True, slots=True)
class Difference:
    """One measure in both results; `low`/`high` bound the difference, B minus A."""

    name: str
    a: float
    b: float
    low: float
    high: float
    units: int
    lower: bool

    @property
    def change(self) -> float:
        return self.b - self.a

    @property
    def verdict(self) -> str:
        """better, worse, noise (the interval holds zero), few (units) or same."""
        if self.change == 0 and self.low == self.high == 0:
            return "same"
        if self.units < FEWEST:
            return "few"
        if self.low <= 0 <= self.high:
            return "noise"
        return "better" if (self.change < 0) == self.lower else "worse"


def compare(a: Result, b: Result, seed: int = 0) -> Iterator[Difference]:
    """Every measure that both results have scored, by name.

    An engine's place in the path is ignored where each result has one: compose against a model.
    """
    left, right = _by_name(a), _by_name(b)
    for name in left:
        if name in right and left[name].value is not None and right[name].value is not None:
            difference = _difference(name, left[name], right[name], seed)
            if difference is not None:
                yield difference


def _by_name(result: Result) -> dict[str, Measure]:
    engines = {path.split("/")[1] for path in result.measures if path.startswith("reports/")}
    if len(engines) != 1:
        return dict(result.measures)
    engine = engines.pop()
    return {
        path.replace(f"reports/{engine}/", "reports/", 1): measure
        for path, measure in result.measures.items()
    }


def _difference(name: str, a: Measure, b: Measure, seed: int) -> Difference | None:
    """None when no unit is in both."""
    others = {unit.name: unit for unit in b.units}
    pairs = [
        (unit.got, unit.of, others[unit.name].got, others[unit.name].of)
        for unit in a.units
        if unit.name in others
    ]
    if not pairs:
        return None
    first = sum(p[0] for p in pairs) / (sum(p[1] for p in pairs) or 1)
    second = sum(p[2] for p in pairs) / (sum(p[3] for p in pairs) or 1)
    low, high = interval(pairs, random.Random(f"{seed}/{name}"))
    return Difference(name, first, second, low, high, len(pairs), a.lower)


def interval(
    pairs: list[tuple[float, float, float, float]], chance: random.Random
) -> tuple[float, float]:
    """The bounds of the difference of shares over pairs (got A, of A, got B, of B)."""
    if all(p[0] == p[2] and p[1] == p[3] for p in pairs):
        return 0.0, 0.0
    drawn = []
    for _ in range(DRAWS):
        sample = chance.choices(pairs, k=len(pairs))
        of_a, of_b = sum(p[1] for p in sample), sum(p[3] for p in sample)
        if of_a and of_b:
            drawn.append(sum(p[2] for p in sample) / of_b - sum(p[0] for p in sample) / of_a)
    drawn.sort()
    if not drawn:
        return 0.0, 0.0
    at = round(len(drawn) * EDGE)
    return drawn[min(at, len(drawn) - 1)], drawn[max(0, len(drawn) - 1 - at)]
