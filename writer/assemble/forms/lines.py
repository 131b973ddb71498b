"""Finding a line of income or spending by the words in its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from writer.assemble.forms.cells import known_total
from writer.facts import Line

INITIAL, ADJUSTED, ACTUAL, PRIOR = "initial", "adjusted", "actual", "prior"


def amount(line: Line | None, *bases: str) -> Decimal | None:
    """The first of the bases that the line or all of its parts state, in 元."""
    for basis in bases if line is not None else ():
        own = getattr(line, basis)
        if own is not None:
            found: Decimal = own.yuan
            return found
        parts = [amount(p, basis) for p in line.parts] if line and not line.partial else []
        if parts and None not in parts:
            return known_total(parts)
    return None


def total(lines: Sequence[Line], *bases: str) -> Decimal | None:
    """The sum of the lines by the first of the bases that all of them state, in 元."""
    for basis in bases:
        found = [amount(line, basis) for line in lines]
        if found and None not in found:
            return known_total(found)
    return None


def matching(line: Line | None, wanted: Callable[[Line], bool]) -> Iterator[Line]:
    """The outermost lines that are wanted."""
    if line is None:
        return
    if wanted(line):
        yield line
        return
    for part in line.parts:
        yield from matching(part, wanted)


def naming(*words: str) -> Callable[[Line], bool]:
    """Lines whose name or alias holds one of the words."""
    return lambda line: any(w in own for w in words for own in (line.name, *line.aliases))


def first(line: Line | None, *words: str) -> Line | None:
    return next(matching(line, naming(*words)), None)
