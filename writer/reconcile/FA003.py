"""“三公” spending is less than the same item in the economic classification.

公务接待费, 公务用车运行维护费 and 因公出国（境）费 under 支出 are part of the “三公” figure of the
same name, which counts every source of money. A part cannot be more than the whole. Why it
matters: a published report that states both figures is asked which one is true.

Bad:  支出 … 公务用车运行维护费 决算 0.65 beside 三公经费 … 公务用车运行维护费 决算 0.59
Good: 公务接待费 0.34 beside 三公经费 公务接待费 0.35 — the rest was paid by a project
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from writer.facts import Amount, Line
from writer.ledger import Ledger
from writer.ledger.lines import walk_lines
from writer.reconcile.base import BASES, NOTICE, WARNING, Fault, Path, money, step

TITLE = "“三公”经费与支出明细不符"
# by the words that tell the item apart: the names differ between the two tables
_ITEMS = ("接待", "用车运行", "用车购置", "出国")


def check(ledger: Ledger) -> Iterator[Fault]:
    facts = ledger.facts
    if facts.three_public is None or facts.flows is None or facts.flows.spending is None:
        return
    detail = [
        line for line, _ in walk_lines(facts.flows.spending, ("收支", "支出")) if not line.parts
    ]
    for line, path in walk_lines(facts.three_public, ("三公经费",)):
        item = next((word for word in _ITEMS if word in line.name), None)
        if item is not None:
            same = [part for part in detail if item in part.name]
            yield from _compared(line, path, same)


def _compared(line: Line, path: Path, same: list[Line]) -> Iterator[Fault]:
    for attribute, basis in BASES:
        own: Amount | None = getattr(line, attribute)
        parts: list[Amount] = [a for a in (getattr(s, attribute) for s in same) if a is not None]
        if own is None or not parts:
            continue
        listed = sum((part.yuan for part in parts), Decimal(0))
        gap = listed - own.yuan
        if gap > 0:
            rounding = gap <= max(step(a) for a in (own, *parts))
            yield Fault(NOTICE if rounding else WARNING, (*path, basis), (
                f"“三公”经费中{line.name}{basis} {own}，支出明细中同一项目为 "
                f"{money(listed, own)}，多 {money(gap, own)}"
            ))  # fmt: skip
