"""The log of decisions over a drafted report -> the report as the editors left it.

A decision holds as long as its sentence is drafted in the same words and every figure that it
relied on has the same value; otherwise it is outdated: not applied, but shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from writer.ledger import Ledger
from writer.report import Paragraph
from writer.review.manuscript import Manuscript, Part, Row, Unit, UnitKind
from writer.review.store import Decision, Kind, changes_words

FACT = "fact:"


@dataclass(frozen=True, slots=True)
class Outdated:
    """A decision that no longer fits, and why (for the editor)."""

    decision: Decision
    why: str


@dataclass
class Replayed:
    """The state that a log leads to.

    `texts` holds the units whose words differ from the draft; `accepted` the acceptances by the
    key of their finding; `versions` the last decision that changed each unit's words (0: none);
    `applied` every decision in force, oldest first; `undone` the ids taken back.
    """

    manuscript: Manuscript
    body: list[Part]
    texts: dict[str, str] = field(default_factory=dict)
    accepted: dict[str, Decision] = field(default_factory=dict)
    notes: list[Decision] = field(default_factory=list)
    edits: dict[str, Decision] = field(default_factory=dict)
    outdated: list[Outdated] = field(default_factory=list)
    applied: list[Decision] = field(default_factory=list)
    undone: set[int] = field(default_factory=set)
    versions: dict[str, int] = field(default_factory=dict)

    def text(self, unit: str) -> str:
        found = self.texts.get(unit)
        return self.manuscript.units[unit].text if found is None else found


def values_of(ledger: Ledger, figures: Iterable[str]) -> dict[str, str]:
    """What a decision notes of the figures it relies on: id -> value and unit."""
    found = {}
    for ident in figures:
        figure = ledger.figures.get(ident)
        if figure is not None:
            found[ident] = f"{figure.value} {figure.unit or ''}".strip()
    return found


def replay(manuscript: Manuscript, ledger: Ledger, log: Sequence[Decision]) -> Replayed:
    """Applies a log to a manuscript; nothing in it can make this fail."""
    undone = {d.undoes for d in log if d.undoes is not None}
    units = dict(manuscript.units)
    state = Replayed(replace(manuscript, units=units), list(manuscript.body), undone=undone)
    for decision in log:
        if changes_words(decision):
            state.versions[decision.unit] = decision.id
        if decision.kind is Kind.UNDO or decision.id in undone:
            continue
        why = _stale(state, ledger, decision)
        if why is None:
            why = _apply(state, units, decision)
        if why:
            state.outdated.append(Outdated(decision, why))
        else:
            state.applied.append(decision)
    return state


def _stale(state: Replayed, ledger: Ledger, decision: Decision) -> str | None:
    unit = decision.unit
    somewhere = decision.kind is Kind.INSERT or not unit or unit.startswith(FACT)
    if not somewhere and unit not in state.manuscript.units:
        return "重新成文后，这句话已不在报告中"
    if decision.kind is Kind.FACT:
        return None
    now = values_of(ledger, decision.figures)
    changed = [i for i, value in decision.figures.items() if now.get(i) != value]
    if changed:
        figure = ledger.figures.get(changed[0])
        named = figure.key if figure is not None else changed[0]
        return f"所依据的数据“{named}”已经变化"
    return None


def _apply(state: Replayed, units: dict[str, Unit], decision: Decision) -> str | None:
    """Carries a decision out; a reason when it has no place any more."""
    kind = decision.kind
    if kind is Kind.EDIT:
        state.texts[decision.unit] = decision.after
        state.edits[decision.unit] = decision
    elif kind is Kind.ACCEPT:
        state.accepted[decision.finding] = decision
    elif kind is Kind.NOTE:
        state.notes.append(decision)
    elif kind is Kind.INSERT:
        return _insert(state, units, decision)
    elif kind is Kind.MOVE:
        return _move(state, decision)
    elif kind is Kind.SPLIT:
        return split_before(state.body, decision.unit)
    elif kind is Kind.JOIN:
        return join_before(state.body, decision.unit)
    return None


def _insert(state: Replayed, units: dict[str, Unit], decision: Decision) -> str | None:
    after = str(decision.detail.get("after", ""))
    place = find_unit(state.body, after)
    if after and place is None:
        return "前面的那句话已不在报告中"
    section = _section(state.body[place[0]]) if place else ""
    ident = decision.unit
    units[ident] = Unit(ident, UnitKind.SENTENCE, section, decision.after)
    state.edits[ident] = decision
    if place is None:
        state.body.insert(0, Row(Paragraph("", section), (ident,)))
    else:
        place_unit(state.body, place, ident, own=bool(decision.detail.get("own")))
    return None


def _move(state: Replayed, decision: Decision) -> str | None:
    after = str(decision.detail.get("after", ""))
    here = find_unit(state.body, decision.unit)
    if here is None or not isinstance(state.body[here[0]], Row):
        return "这句话已不在正文中"
    if after == decision.unit or find_unit(state.body, after) is None:
        return "要移到的位置已不在报告中"
    row = state.body[here[0]]
    assert isinstance(row, Row)
    state.body[here[0]] = replace(row, units=tuple(u for u in row.units if u != decision.unit))
    place = find_unit(state.body, after)
    assert place is not None  # looked up above, and only the moved unit has gone
    place_unit(state.body, place, decision.unit, own=bool(decision.detail.get("own")))
    return None


def place_unit(body: list[Part], place: tuple[int, int], unit: str, *, own: bool) -> None:
    """Puts a unit behind another, into the same paragraph or into one of its own."""
    index, at = place
    part = body[index]
    if not isinstance(part, Row):
        body.insert(index + 1, Row(Paragraph("", _section(part)), (unit,)))
        return
    before, behind = part.units[: at + 1], part.units[at + 1 :]
    if not own:
        body[index] = replace(part, units=(*before, unit, *behind))
        return
    made = [replace(part, units=before), replace(part, units=(unit,))]
    body[index : index + 1] = [*made, replace(part, units=behind)] if behind else made


def split_before(body: list[Part], unit: str) -> str | None:
    """Begins a paragraph with this unit; a reason when it has no place any more."""
    place = find_unit(body, unit)
    part = body[place[0]] if place else None
    if place is None or not isinstance(part, Row):
        return "这句话已不在正文中"
    if place[1] > 0:
        halves = (part.units[: place[1]], part.units[place[1] :])
        body[place[0] : place[0] + 1] = [replace(part, units=half) for half in halves]
    return None


def join_before(body: list[Part], unit: str) -> str | None:
    """Puts the paragraph that holds this unit on the one before; see split_before."""
    place = find_unit(body, unit)
    part = body[place[0]] if place else None
    if place is None or not isinstance(part, Row):
        return "这句话已不在正文中"
    index = place[0] - 1
    while index >= 0 and isinstance(body[index], Row) and not body[index].units:
        index -= 1  # a paragraph whose sentences have all been moved away
    above = body[index] if index >= 0 else None
    if not isinstance(above, Row):
        return "前面不是一个自然段，无法合并"
    body[index : place[0] + 1] = [replace(above, units=above.units + part.units)]
    return None


def find_unit(body: Sequence[Part], unit: str) -> tuple[int, int] | None:
    """(part, place in it) of a unit."""
    for i, part in enumerate(body):
        if unit in part.units:
            return i, part.units.index(unit)
    return None


def _section(part: Part) -> str:
    return part.block.section


def changed_texts(state: Replayed) -> Mapping[str, str]:
    """Units that read otherwise than drafted, deleted ones as ""."""
    units = state.manuscript.units
    return {unit: text for unit, text in state.texts.items() if text != units[unit].text}
