"""A report cut into the units that an editor decides on.

A unit is a sentence of a paragraph, the title of a heading, a table cell or a single line (title,
cover, signature …). Its id depends on nothing but its section, its kind and its drafted text, so
that a decision finds its sentence again when the report is drafted anew.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from writer.report import Block, Heading, Paragraph, Report, Table
from writer.review.texts import MAX_SENTENCE, one_line, several_lines

# a sentence ends with its stop and what closes behind it; the last one may have no stop
_SENTENCE = re.compile(r"[^。！？]*[。！？]+[”’」』）)】》]*|[^。！？]+$")


class UnitKind(StrEnum):
    """What an editor can change as one piece."""

    SENTENCE = "sentence"
    HEADING = "heading"
    CELL = "cell"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Unit:
    """`text` is as drafted (or as an editor added it); `section` the key of the outline's node."""

    id: str
    kind: UnitKind
    section: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph: `block` gives section and role, `units` the sentences in it."""

    block: Paragraph
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fixed:
    """What is no paragraph; `units` stand in the order of its text, charts have none."""

    block: Block
    units: tuple[str, ...] = ()


Part = Row | Fixed


@dataclass(frozen=True, slots=True)
class Span:
    """Characters start–end (exclusive) of Report.text are this unit's.

    Marks that the program makes (一、, 附件：1.) stand before it and belong to none.
    """

    start: int
    end: int
    unit: str


@dataclass(frozen=True)
class Manuscript:
    """A report as rows of units. `frame` are the units of cover, title, header and closing."""

    report: Report
    units: Mapping[str, Unit]
    frame: Mapping[tuple[str, int], str]
    body: tuple[Part, ...]
    appendix: tuple[Part, ...]


def sentences(text: str) -> list[str]:
    """A paragraph's sentences; joined they are the paragraph again."""
    found = _SENTENCE.findall(text)
    return found if "".join(found) == text else [text]


def cleaned(kind: UnitKind, text: str) -> str:
    """An editor's words as a unit of this kind can hold them."""
    return (several_lines if kind is UnitKind.CELL else one_line)(text, MAX_SENTENCE)


def unit_id(kind: UnitKind, section: str, text: str, context: str = "") -> str:
    """12 hexadecimal digits; `context` tells cells apart (table, row, column)."""
    joined = "\0".join((kind, section, context, text))
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def manuscript_of(report: Report) -> Manuscript:
    """Cuts a report into units."""
    cutter = _Cutter()
    frame = {
        (name, i): cutter.add(UnitKind.LINE, "", text, name)
        for name, texts in _frame_texts(report)
        for i, text in enumerate(texts)
    }
    body = tuple(cutter.part(block) for block in report.blocks)
    appendix = tuple(cutter.part(block) for block in report.appendix)
    return Manuscript(report, cutter.units, frame, body, appendix)


def _frame_texts(report: Report) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "cover", report.cover
    yield "title", (report.title,)
    yield "subtitle", (report.subtitle,)
    yield "header", report.header
    yield "attachments", report.attachments
    yield "signature", (report.signature,)
    yield "date", (report.date,)


class _Cutter:
    def __init__(self) -> None:
        self.units: dict[str, Unit] = {}

    def add(self, kind: UnitKind, section: str, text: str, context: str = "") -> str:
        """The id of a new unit; the second of two alike is told apart by its count."""
        base = ident = unit_id(kind, section, text, context)
        count = 1
        while ident in self.units:
            count += 1
            ident = f"{base}-{count}"
        self.units[ident] = Unit(ident, kind, section, text)
        return ident

    def part(self, block: Block) -> Part:
        if isinstance(block, Paragraph):
            units = [self.add(UnitKind.SENTENCE, block.section, s) for s in sentences(block.text)]
            return Row(block, tuple(units))
        if isinstance(block, Heading):
            return Fixed(block, (self.add(UnitKind.HEADING, block.section, block.title),))
        if isinstance(block, Table):
            return Fixed(block, tuple(self._cells(block)))
        return Fixed(block)

    def _cells(self, table: Table) -> Iterator[str]:
        name = table.name or table.caption
        if table.caption:
            yield self.add(UnitKind.LINE, table.section, table.caption, name)
        for row in table.rows:
            label = row[0].text if row else ""
            for column, cell in enumerate(row):
                context = f"{name}\0{label}\0{column}"
                yield self.add(UnitKind.CELL, table.section, cell.text, context)


def columns(table: Table) -> list[list[int]]:
    """The grid column of every cell of Table.rows, as Table.grid places them."""
    taken: set[tuple[int, int]] = set()
    found = []
    for r, row in enumerate(table.rows):
        column, places = 0, []
        for cell in row:
            while (r, column) in taken:
                column += 1
            places.append(column)
            taken |= {(r + i, column + j) for i in range(cell.down) for j in range(cell.across)}
            column += cell.across
        found.append(places)
    return found
