"""What a Word file was made from: its lines and cells with the units that they are.

The file is read back by the same reader that will read the edited one, so that both are compared
on equal terms. Nothing is hidden in the file itself: Word, WPS and LibreOffice may rewrite it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from writer.documents import BlockKind, Document
from writer.report import Heading, Table
from writer.review.manuscript import Fixed, Part, Row, Span, columns
from writer.review.matching import OldLine, likeness
from writer.review.state import Item, State

TABLE_LINE = "\0table"  # stands for a whole table among the lines; no text begins so
_SAME_LINE = 0.8


@dataclass(frozen=True, slots=True)
class ExportedLine:
    """A line of the exported file. `end` is the unit behind which a paragraph that follows is
    put, "" for lines outside the body; `prefix` is the mark that the program makes."""

    text: str
    units: tuple[tuple[str, str], ...] = ()
    fixed: bool = False
    prefix: str = ""
    end: str = ""

    @property
    def old(self) -> OldLine:
        return OldLine(self.text, self.units, self.fixed)


@dataclass(frozen=True, slots=True)
class ExportedFinding:
    """A comment as exported; `key` stands in its text."""

    key: str
    unit: str
    code: str
    message: str


@dataclass(frozen=True)
class Manifest:
    """`cells` of each table by row and grid column."""

    lines: tuple[ExportedLine, ...]
    cells: tuple[Mapping[tuple[int, int], tuple[str, str]], ...]
    findings: tuple[ExportedFinding, ...]
    words: dict[str, str] = field(default_factory=dict)  # unit -> text as exported

    def as_json(self) -> dict[str, Any]:
        return {
            "lines": [
                [e.text, [list(u) for u in e.units], e.fixed, e.prefix, e.end] for e in self.lines
            ],
            "cells": [[[r, c, *unit] for (r, c), unit in t.items()] for t in self.cells],
            "findings": [[f.key, f.unit, f.code, f.message] for f in self.findings],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Manifest:
        lines = tuple(
            ExportedLine(text, tuple((u, t) for u, t in units), fixed, prefix, end)
            for text, units, fixed, prefix, end in data["lines"]
        )
        cells = tuple({(r, c): (u, t) for r, c, u, t in table} for table in data["cells"])
        findings = tuple(ExportedFinding(*row) for row in data["findings"])
        words = {u: t for line in lines for u, t in line.units}
        words |= {u: t for table in cells for u, t in table.values()}
        return cls(lines, cells, findings, words)


def lines_of(document: Document) -> list[str]:
    """The lines of a file that was read, each table as one line of its own."""
    found, tables = [], -1
    for block in document.blocks:
        if block.kind is BlockKind.RUNIN:
            continue
        if block.kind is BlockKind.CELL:
            if block.table is not None and block.table > tables:
                tables = block.table
                found.append(f"{TABLE_LINE}{tables}")
        else:
            found.append(" ".join(document.text_of(block).split("\n")))
    return found


def manifest_of(state: State, document: Document, items: Iterable[Item]) -> Manifest:
    """What `document`, the exported file as it was read back, was made from."""
    known: dict[str, list[ExportedLine]] = {}
    for line in _report_lines(state):
        known.setdefault(line.text.strip(), []).append(line)
    lines = []
    for text in lines_of(document):
        waiting = known.get(text, [])
        lines.append(waiting.pop(0) if waiting else ExportedLine(text, fixed=True))
    cells = tuple(dict(_cells(part)) for part in _tables(state))
    texts = tuple(
        {place: (unit, state.replayed.text(unit)) for place, unit in table.items()}
        for table in cells
    )
    findings = tuple(
        ExportedFinding(i.key, i.unit, i.finding.code, i.finding.message) for i in items
    )
    return Manifest(tuple(lines), texts, findings)


def _tables(state: State) -> Iterator[Fixed]:
    for part in state.edition.parts:
        if isinstance(part, Fixed) and isinstance(part.block, Table):
            yield part


def _cells(part: Fixed) -> Iterator[tuple[tuple[int, int], str]]:
    table = part.block
    assert isinstance(table, Table)  # see _tables
    count = sum(len(row) for row in table.rows)
    units = iter(part.units[len(part.units) - count :])
    for row, places in enumerate(columns(table)):
        for column in places:
            yield (row, column), next(units)


def _report_lines(state: State) -> Iterator[ExportedLine]:
    """Every line of the report with its units, in order."""
    report, spans = state.edition.report, state.edition.spans
    parts = {id(part.block): part for part in state.edition.parts}
    body = {id(part.block) for part in state.edition.parts[: len(report.blocks)]}
    tables = 0
    for start, end, block in report.spans:
        own = [s for s in spans if start <= s.start and s.end <= end]
        text = report.text[start:end]
        if block is None:
            yield _single(text, own, report.text, "")
            continue
        part = parts[id(block)]
        inside = id(block) in body
        if isinstance(block, Table):
            yield from _table_lines(block, part, tables, inside)
            tables += 1
        elif isinstance(block, Heading) or not inside:
            yield _single(text, own, report.text, _end(part) if inside else "")
        else:
            units = tuple((s.unit, report.text[s.start : s.end]) for s in own)
            yield ExportedLine(text, units, end=own[-1].unit if own else "")


def _single(text: str, own: list[Span], whole: str, end: str) -> ExportedLine:
    units = tuple((s.unit, whole[s.start : s.end]) for s in own)
    prefix = text[: len(text) - sum(len(t) for _, t in units)]
    return ExportedLine(text, units, fixed=True, prefix=prefix, end=end)


def _table_lines(table: Table, part: Part, number: int, inside: bool) -> Iterator[ExportedLine]:
    end = _end(part) if inside else ""
    if table.caption:
        yield ExportedLine(table.caption, ((part.units[0], table.caption),), True, "", end)
    if table.unit:
        yield ExportedLine(f"单位：{table.unit}", fixed=True, end=end)
    yield ExportedLine(f"{TABLE_LINE}{number}", fixed=True, end=end)


def _end(part: Part) -> str:
    return "" if isinstance(part, Row) or not part.units else part.units[-1]


def best(manifests: Iterable[Manifest], document: Document) -> Manifest | None:
    """The export that an edited file came from: the one with most lines in common, the newest
    of equals; None when the file has nothing to do with any."""
    lines = Counter(lines_of(document))
    scored = []
    for age, manifest in enumerate(manifests):
        own = Counter(line.text.strip() for line in manifest.lines)
        share = (own & lines).total() / max(own.total(), 1)
        scored.append((share, -age, manifest))
    if not scored:
        return None
    share, _, manifest = max(scored, key=lambda s: s[:2])
    if share > 0.2 or _resembles(manifest, document):
        return manifest
    return None


def _resembles(manifest: Manifest, document: Document) -> bool:
    """Every paragraph may have been touched: then the text as a whole must still be alike."""
    old = "".join(line.text for line in manifest.lines)
    return likeness(old, "".join(lines_of(document))) > _SAME_LINE
