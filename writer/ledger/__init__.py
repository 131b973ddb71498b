"""Facts -> every figure by key, and the typed derivations over them.

What a ledger is costs nothing to import. Reading the facts that make one needs pydantic, a fifth
of the time of a whole `draft check` without facts: only when one is made.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from writer.ledger.book import Evidence, Ledger
from writer.ledger.figure import Figure, Source, show_date

if TYPE_CHECKING:
    from writer.facts import FactsFile

__all__ = [
    "Evidence",
    "Figure",
    "Ledger",
    "Source",
    "build_ledger",
    "load_ledger",
    "show_date",
]


def build_ledger(file: FactsFile) -> Ledger:
    """Every figure of a facts file."""
    from writer.ledger.build import build_ledger as build

    return build(file)


def load_ledger(path: Path | str) -> Ledger:
    """The ledger of a facts file; raises FactsError."""
    from writer.facts import load_facts

    return build_ledger(load_facts(path))
