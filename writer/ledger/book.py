"""The ledger 台账: all figures of a report and the narrative that may be quoted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from writer.ledger.figure import Figure, Source

if TYPE_CHECKING:
    from writer.facts import Facts, FactsFile


@dataclass(frozen=True, slots=True)
class Evidence:
    """A narrative text of the facts; the numbers inside it are figures too.

    `subject` is the item it speaks of (a project, an indicator), "" for the unit as a whole.
    """

    id: str
    text: str
    source: Source
    subject: str = ""


@dataclass(frozen=True, eq=False)
class Ledger:
    """Figures by id (derived ones included) and evidence, in the order of the facts file."""

    facts: Facts
    figures: dict[str, Figure]
    evidence: tuple[Evidence, ...]
    file: FactsFile

    @property
    def year(self) -> int:
        return self.facts.year

    def at(self, *path: str | int) -> Figure | None:
        """The figure at a place in the facts, stated there or computed for it."""
        return self._places.get(".".join(map(str, path)))

    @cached_property
    def _places(self) -> dict[str, Figure]:
        stated = {f.source.path: f for f in reversed(self.figures.values()) if f.source.path}
        return self.figures | stated

    def get(
        self, subject: str, measure: str = "", basis: str = "", period: str = ""
    ) -> Figure | None:
        """The first figure with this key; empty parts of the key match anything."""
        for figure in self.figures.values():
            if (
                subject in (figure.subject, *figure.aliases)
                and measure in ("", figure.measure)
                and basis in ("", figure.basis)
                and period in ("", figure.period)
            ):
                return figure
        return None

    def under(self, *parents: str) -> Iterable[Figure]:
        """The figures whose parents end with these subjects."""
        size = len(parents)
        return (f for f in self.figures.values() if size and f.parents[-size:] == parents)
