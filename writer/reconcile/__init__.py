"""勾稽: do the facts agree with each other, before a word is written?

One module a check, named by its code; each yields faults with the place in the facts file.
"""

from __future__ import annotations

from writer.findings import Severity
from writer.ledger import Ledger
from writer.reconcile import (
    FA001,
    FA002,
    FA003,
    FA004,
    FA005,
    FA006,
    FA007,
    FA008,
    FA009,
    FA010,
    FA011,
    FA012,
    FA013,
    FA014,
)
from writer.reconcile.base import FactProblem, Rule

__all__ = ["RULES", "FactProblem", "Rule", "code_of", "reconcile"]

RULES: tuple[Rule, ...] = (
    FA001, FA002, FA003, FA004, FA005, FA006, FA007,
    FA008, FA009, FA010, FA011, FA012, FA013, FA014,
)  # fmt: skip
_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTICE: 2}


def code_of(rule: Rule) -> str:
    """FA001 for the module writer.reconcile.FA001."""
    return rule.__name__.rpartition(".")[2]


def reconcile(ledger: Ledger) -> tuple[FactProblem, ...]:
    """Every disagreement among the facts, the heaviest first, then by line."""
    found = []
    for rule in RULES:
        for fault in rule.check(ledger):
            line, column = ledger.file.place(*fault.path)
            found.append(
                FactProblem(
                    code_of(rule), fault.severity, fault.message,
                    ledger.file.positions.file, line, column, ".".join(map(str, fault.path)),
                )
            )  # fmt: skip
    return tuple(sorted(found, key=lambda p: (_ORDER[p.severity], p.line, p.code)))
