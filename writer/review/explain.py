"""What stands behind a finding: the figure expected with its path, formula and line, and what
else could have been meant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from writer.ledger import Evidence, Figure, Ledger
from writer.review.state import Item, State

_NEIGHBOURS = 6


@dataclass(frozen=True, slots=True)
class Evidenced:
    """A figure (or a narrative text) for the editor: `value` as a report prints it.

    `path` leads to the value in the facts file ("" when it was computed); `inputs` are the
    figures that a formula was computed from.
    """

    name: str
    value: str
    formula: str
    path: str
    line: int
    source: str
    inputs: tuple[Evidenced, ...] = ()


def expected(state: State, item: Item) -> list[Evidenced]:
    """The figures that a finding speaks of."""
    ledger = state.run.ledger
    found = []
    for ident in item.finding.figures:
        figure = ledger.figures.get(ident)
        if figure is not None:
            found.append(evidenced(ledger, figure))
        else:
            found += [_told(ledger, e) for e in ledger.evidence if e.id == ident]
    return found


def neighbours(state: State, item: Item) -> list[Evidenced]:
    """Other figures that the number may have been meant as: same value, then same subject."""
    ledger = state.run.ledger
    known = set(item.finding.figures)
    found: dict[str, Figure] = {}
    for figure in _nearby(state, item):
        if figure.id not in known:
            found.setdefault(figure.id, figure)
    return [evidenced(ledger, f) for f in list(found.values())[:_NEIGHBOURS]]


def _nearby(state: State, item: Item) -> Iterator[Figure]:
    figures = state.run.ledger.figures
    mentions = state.judged_in(item.finding.start, item.finding.end)
    values = {j.mention.value for j in mentions if j.mention.value}
    yield from (f for f in figures.values() if f.value in values)
    subjects = {figures[i].subject for i in item.finding.figures if i in figures}
    yield from (f for f in figures.values() if f.subject in subjects and not f.formula)


def evidenced(ledger: Ledger, figure: Figure) -> Evidenced:
    """A figure with where it comes from, and what it was computed from."""
    inputs = (ledger.figures[i] for i in figure.inputs if i in ledger.figures)
    return Evidenced(
        name=figure.key,
        value=figure.shown,
        formula=figure.formula or "",
        path="" if figure.inputs else figure.source.path,
        line=0 if figure.inputs else figure.source.line,
        source=_source(ledger, figure.source.line) if not figure.inputs else "",
        inputs=tuple(evidenced(ledger, f) for f in inputs),
    )


def _told(ledger: Ledger, text: Evidence) -> Evidenced:
    source = _source(ledger, text.source.line)
    return Evidenced("文字材料", text.text, "", text.source.path, text.source.line, source)


def _source(ledger: Ledger, line: int) -> str:
    """The line of the facts file as it stands there."""
    lines = ledger.file.text.splitlines()
    return lines[line - 1].strip() if 0 < line <= len(lines) else ""
