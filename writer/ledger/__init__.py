"""Facts -> every figure by key, and the typed derivations over them."""

from pathlib import Path

from writer.facts import load_facts
from writer.ledger.book import Evidence, Ledger
from writer.ledger.build import build_ledger
from writer.ledger.figure import Figure, Source, show_date

__all__ = [
    "Evidence",
    "Figure",
    "Ledger",
    "Source",
    "build_ledger",
    "load_ledger",
    "show_date",
]


def load_ledger(path: Path | str) -> Ledger:
    """The ledger of a facts file; raises FactsError."""
    return build_ledger(load_facts(path))
