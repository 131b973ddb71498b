"""Numbers of a report with what grounding says of each, as the outputs show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from writer.findings import Verdict
from writer.grounding.judgement import Judged
from writer.ledger import Evidence, Figure, Ledger, Source


class Spot(Protocol):
    """A number in Report.text: characters start–end (exclusive) and what was said of it."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def verdict(self) -> Verdict | None: ...
    @property
    def figure(self) -> str | None: ...
    @property
    def formula(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Mark:
    """A spot with what the reader made of it, for outputs that tell that too."""

    start: int
    end: int
    text: str
    kind: str
    value: str | None
    unit: str | None
    verdict: Verdict | None
    figure: str | None
    formula: str | None


def marks_of(judged: Iterable[Judged]) -> tuple[Mark, ...]:
    """The marks of CheckResult.mentions."""
    return tuple(
        Mark(
            j.mention.start, j.mention.end, j.mention.text, str(j.mention.kind),
            j.mention.value, j.mention.unit, j.verdict, j.figure, j.formula,
        )
        for j in judged
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a number comes from, in words: its key, value, formula, and place in the facts."""

    ident: str
    name: str
    shown: str
    formula: str
    place: str
    inputs: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """All of it in one line, for a tooltip."""
        formula = f"算式：{self.formula}" if self.formula else ""
        value = f"{self.name} = {self.shown}" if self.name else self.shown
        return "；".join(p for p in (value, formula, self.place) if p)


class Origins:
    """Looks up figures and narrative texts by the ids that spots name."""

    def __init__(self, ledger: Ledger | None) -> None:
        self._figures = ledger.figures if ledger is not None else {}
        self._texts = {e.id: e for e in ledger.evidence} if ledger is not None else {}

    def of(self, spot: Spot) -> Origin | None:
        """None when the spot names nothing that is known."""
        found = self.by_id(spot.figure) if spot.figure else None
        if found is None and spot.formula:
            return Origin("", "", "", spot.formula, "")
        return found

    def by_id(self, ident: str) -> Origin | None:
        if figure := self._figures.get(ident):
            return _of_figure(figure)
        if text := self._texts.get(ident):
            return _of_text(text)
        return None

    def needed(self, spots: Sequence[Spot]) -> tuple[Origin, ...]:
        """The origins of all spots and what those are computed from, in the ledger's order."""
        wanted: dict[str, Origin] = {}
        waiting = [s.figure for s in spots if s.figure]
        while waiting:
            ident = waiting.pop()
            found = self.by_id(ident) if ident not in wanted else None
            if found is not None:
                wanted[ident] = found
                waiting += found.inputs
        order = [*self._figures, *self._texts]
        return tuple(wanted[ident] for ident in order if ident in wanted)


def _of_figure(figure: Figure) -> Origin:
    return Origin(
        figure.id, figure.key, figure.shown, figure.formula or "", _place(figure.source),
        figure.inputs,
    )  # fmt: skip


def _of_text(text: Evidence) -> Origin:
    name = f"文字材料 · {text.subject}" if text.subject else "文字材料"
    return Origin(text.id, name, f"“{text.text}”", "", _place(text.source))


def _place(source: Source) -> str:
    """2023.yaml 第45行 收支.支出.决算; "" for what was computed."""
    where = f"{Path(source.file).name} 第{source.line}行" if source.line else ""
    return " ".join(p for p in (where, source.path) if p)
