"""What a task measures: shares over named units, so that two results can be compared pairwise.

A unit is the smallest thing that was judged (a section's figures, one planted error); `got` of
`of` count. A measure without units was not scored, which is not the same as zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Unit:
    name: str
    got: float
    of: float = 1.0


@dataclass(slots=True)
class Measure:
    """`lower`: less is better. `gated`: a fall below the baseline stops a change; off for what
    depends on the machine or only describes."""

    name: str
    units: list[Unit] = field(default_factory=list)
    lower: bool = False
    gated: bool = True

    @property
    def value(self) -> float | None:
        """The share over all units; None when nothing was scored."""
        whole = sum(unit.of for unit in self.units)
        return sum(unit.got for unit in self.units) / whole if whole else None

    def add(self, name: str, got: float, of: float = 1.0) -> None:
        self.units.append(Unit(name, got, of))

    def as_json(self) -> dict[str, Any]:
        value = self.value
        return {
            "value": None if value is None else round(value, 6),
            "lower": self.lower,
            "gated": self.gated,
            "units": [[u.name, round(u.got, 6), round(u.of, 6)] for u in self.units],
        }

    @classmethod
    def from_json(cls, name: str, data: dict[str, Any]) -> Measure:
        units = [Unit(str(n), float(got), float(of)) for n, got, of in data["units"]]
        return cls(name, units, bool(data["lower"]), bool(data["gated"]))


def joined(name: str, measures: Iterable[Measure]) -> Measure:
    """One measure over the units of several of the same kind."""
    listed = list(measures)
    first = listed[0] if listed else Measure(name)
    units = [unit for measure in listed for unit in measure.units]
    return Measure(name, units, first.lower, first.gated)


def flatten(tree: dict[str, Any], path: str = "") -> Iterator[tuple[str, Measure]]:
    """(path, measure) of every measure in a nested dictionary."""
    for key, value in tree.items():
        here = f"{path}/{key}" if path else key
        if isinstance(value, Measure):
            yield here, value
        elif isinstance(value, dict):
            yield from flatten(value, here)
