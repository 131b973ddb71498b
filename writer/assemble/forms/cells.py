"""Cells of the forms: amounts with two decimals, a dash where nothing is known."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from writer.facts import Amount
from writer.quantities import MONEY_UNITS, canonical, round_half_up
from writer.report import Cell

DASH = "—"
LONG = 400  # characters; above, a cell gives the first sentence of each paragraph
_STOPS = "。！？"


def head(text: str, across: int = 1, down: int = 1) -> Cell:
    return Cell(text, across, down, header=True)


def words(text: str, across: int = 1, down: int = 1) -> Cell:
    """A text, a dash where there is none."""
    return Cell(text or DASH, across, down)


def value(text: str, across: int = 1, down: int = 1) -> Cell:
    """A number as printed, right-aligned."""
    return Cell(text or DASH, across, down, number=True)


def money(yuan: Decimal | None, unit: str, across: int = 1) -> Cell:
    """An amount in the unit of the caption, without the unit: 339.52."""
    if yuan is None:
        return value("", across)
    return value(f"{round_half_up(yuan / MONEY_UNITS[unit], 2)}", across)


def percent(part: Decimal | None, whole: Decimal | None, across: int = 1) -> Cell:
    """part ÷ whole with two decimals: 100.00%; a dash where the whole is 0 or unknown."""
    if part is None or not whole:
        return value("", across)
    return value(f"{round_half_up(part / whole * 100, 2)}%", across)


def points(score: Decimal | None, across: int = 1) -> Cell:
    """A score or weight without needless zeros: 10, 9.5."""
    return value("" if score is None else canonical(score), across)


def count(number: int | None, across: int = 1) -> Cell:
    return value("" if number is None else str(number), across)


def yuan(amount: Amount | None) -> Decimal | None:
    return None if amount is None else amount.yuan


def known_total(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of what is known; None when nothing is."""
    known = [a for a in amounts if a is not None]
    return sum(known, Decimal(0)) if known else None


def joined(paragraphs: Iterable[str]) -> str:
    """Paragraphs for one cell, shortened to their first sentences when they are long."""
    found = [p for p in paragraphs if p]
    if sum(map(len, found)) > LONG:
        found = [_first_sentence(p) for p in found]
    return "\n".join(found)


def _first_sentence(text: str) -> str:
    ends = [text.index(stop) for stop in _STOPS if stop in text]
    return text[: min(ends) + 1] if ends else text
