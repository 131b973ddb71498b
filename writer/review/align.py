"""From matched lines to decisions: what was edited, deleted, added, moved, split and merged."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from writer.review.manuscript import Fixed, Part, Row
from writer.review.matching import Match, OldLine, Placed, match
from writer.review.replay import find_unit, join_before, place_unit, split_before, values_of
from writer.review.state import State, figures_of, state_of
from writer.review.store import Decision, Kind, Source


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is to be: `fixed` names the last unit of a heading or table that stays in
    its place (empty for one without units), else `placed` is a paragraph."""

    placed: tuple[Placed, ...] = ()
    fixed: str | None = None


@dataclass(frozen=True, slots=True)
class Maker:
    """What all decisions of one plan have in common."""

    who: str
    source: Source
    section: str = ""
    reason: str = ""

    def __call__(self, kind: Kind, unit: str, **values: Any) -> Decision:
        return Decision(
            kind, unit, self.who, source=self.source,
            **{"section": self.section, "reason": self.reason, **values},
        )  # fmt: skip


def plan(
    state: State,
    rows: Sequence[Sequence[tuple[str, str]]],
    new: Sequence[str],
    maker: Maker,
) -> list[Decision]:
    """Decisions that turn neighbouring paragraphs (unit, text) into the new ones."""
    old = [OldLine("".join(text for _, text in row), tuple(row)) for row in rows]
    found = match(old, new)
    lines = [Line(tuple(found.placed.get(j, ()))) for j in range(len(new))]
    first = next((unit for row in rows for unit, _ in row), "")
    return decisions(state, lines, found, _before(state.replayed.body, first), maker)


def _before(body: Sequence[Part], unit: str) -> str:
    """The unit that stands before a paragraph; "" at the very beginning."""
    place = find_unit(body, unit)
    above = [u for part in body[: place[0]] for u in part.units] if place else []
    return above[-1] if above else ""


def decisions(
    state: State, lines: Sequence[Line], found: Match, anchor: str, maker: Maker
) -> list[Decision]:
    """Words first, then places, each tried on a copy of the body so that later ones fit."""
    texts = new_texts(lines, found)
    now = state.replayed.text
    made = [
        maker(Kind.EDIT, unit, before=now(unit), after=text)
        for unit, text in texts.items()
        if text != now(unit)
    ]
    return made + moves(state, lines, texts, anchor, maker)


def new_texts(lines: Sequence[Line], found: Match) -> dict[str, str]:
    """What each old unit now reads, deleted ones as ""."""
    texts = {p.unit: p.text for line in lines for p in line.placed if p.unit is not None}
    return texts | dict.fromkeys(found.deleted, "")


def moves(
    state: State, lines: Sequence[Line], texts: Mapping[str, str], anchor: str, maker: Maker
) -> list[Decision]:
    """What was added, moved, split and joined; `texts` are those that units will have by then."""
    return _Mover(state, texts, maker).run(lines, anchor)


class _Mover:
    """Walks the new lines and notes each step that brings the body there."""

    def __init__(self, state: State, texts: Mapping[str, str], maker: Maker) -> None:
        self._state, self._texts, self._maker = state, texts, maker
        self._body: list[Part] = list(state.replayed.body)
        self._made: list[Decision] = []
        self._taken = set(state.replayed.manuscript.units)
        self._leaving: set[str] = set()  # will be moved away, and count no more where they are

    def run(self, lines: Sequence[Line], anchor: str) -> list[Decision]:
        stable = self._stable(lines)
        placed_units = {p.unit for line in lines for p in line.placed if p.unit is not None}
        self._leaving = placed_units - stable
        before = anchor
        for line in lines:
            if line.fixed is not None:
                before = line.fixed or before
                continue
            for i, placed in enumerate(line.placed):
                unit = placed.unit
                if unit is None:
                    unit = self._insert(before, placed.text, own=i == 0)
                elif unit not in stable:
                    self._move(unit, before, own=i == 0)
                else:
                    self._boundary(unit, first=i == 0)
                before = unit
        return self._made

    def _stable(self, lines: Sequence[Line]) -> set[str]:
        """Units that can stay where they are: the longest run in order between fixed lines."""
        order = {u: i for i, u in enumerate(u for part in self._body for u in part.units)}
        found: set[str] = set()
        run: list[str] = []
        low = -1
        for line in [*lines, Line(fixed="")]:
            if line.fixed is None:
                run += [p.unit for p in line.placed if p.unit in order]
                continue
            high = order.get(line.fixed, len(order)) if line.fixed else len(order)
            found |= _longest([u for u in run if low < order[u] < high], order)
            if line.fixed:
                low, run = high, []
        return found

    def _insert(self, before: str, text: str, *, own: bool) -> str:
        seed = f"{before}\0{text}"
        unit = "w" + hashlib.sha256(seed.encode()).hexdigest()[:11]
        if unit in self._taken and find_unit(self._body, unit) is not None:
            return unit  # the same file was taken back before
        self._taken.add(unit)
        detail = {"after": before, "own": own}
        self._made.append(self._maker(Kind.INSERT, unit, after=text, detail=detail))
        place = find_unit(self._body, before)
        if place is not None:
            place_unit(self._body, place, unit, own=own)
        return unit

    def _move(self, unit: str, before: str, *, own: bool) -> None:
        here = find_unit(self._body, unit)
        if here is None or find_unit(self._body, before) is None:
            return
        row = self._body[here[0]]
        assert isinstance(row, Row)  # only sentences are ever placed
        self._body[here[0]] = replace(row, units=tuple(u for u in row.units if u != unit))
        place = find_unit(self._body, before)
        assert place is not None  # another unit than the one just taken out
        place_unit(self._body, place, unit, own=own)
        self._leaving.discard(unit)
        text = self._texts.get(unit, self._state.replayed.text(unit))
        detail = {"after": before, "own": own}
        self._made.append(self._maker(Kind.MOVE, unit, before=text, after=text, detail=detail))

    def _boundary(self, unit: str, *, first: bool) -> None:
        """Splits or joins where the sentence begins, or no longer begins, a paragraph."""
        if first and self._ahead(unit):
            split_before(self._body, unit)
            self._made.append(self._maker(Kind.SPLIT, unit))
        # more than once where paragraphs between have lost all their words
        while not first and not self._ahead(unit) and join_before(self._body, unit) is None:
            self._made.append(self._maker(Kind.JOIN, unit))

    def _ahead(self, unit: str) -> list[str]:
        """The sentences with words that stand before it in its paragraph."""
        place = find_unit(self._body, unit)
        if place is None:
            return []
        return [u for u in self._body[place[0]].units[: place[1]] if self._visible(u)]

    def _visible(self, unit: str) -> bool:
        if unit in self._leaving:
            return False
        if unit not in self._state.replayed.manuscript.units:
            return True  # added by this plan
        return bool(self._texts.get(unit, self._state.replayed.text(unit)))


def _longest(units: Sequence[str], order: Mapping[str, int]) -> set[str]:
    """The longest increasing run by place, as a set."""
    tails: list[int] = []  # places of the last members of the runs found, by length
    last: list[str] = []
    before: dict[str, str | None] = {}
    for unit in units:
        at = bisect_left(tails, order[unit])
        before[unit] = last[at - 1] if at else None
        tails[at : at + 1] = [order[unit]]
        last[at : at + 1] = [unit]
    found: set[str] = set()
    unit_: str | None = last[-1] if last else None
    while unit_ is not None:
        found.add(unit_)
        unit_ = before[unit_]
    return found


def tried(state: State, made: Sequence[Decision]) -> State:
    """The desk as it would be with these decisions."""
    numbered = (replace(d, id=state.revision + i) for i, d in enumerate(made, 1))
    return state_of(state.run, [*state.log, *numbered])


def with_figures(trial: State, made: Sequence[Decision]) -> list[Decision]:
    """The decisions with the values that their new words rely on, and the section they are in."""
    found = []
    for decision in made:
        span = trial.places.get(decision.unit)
        judged = trial.judged_in(span.start, span.end) if span else []
        path = trial.section_path(decision.unit)
        found.append(
            replace(
                decision,
                figures=values_of(trial.run.ledger, figures_of(judged)),
                section=path[-1] if path else decision.section,
            )
        )
    return found


def fixed_end(part: Fixed) -> str:
    """The last unit of a heading or table, behind which a paragraph can be put."""
    return part.units[-1] if part.units else ""
