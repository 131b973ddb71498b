"""A report cut into the units that an editor decides on, and put together again from them.

A unit is a sentence of a paragraph, the title of a heading, a table cell or a single line (title,
cover, signature …). Its id depends on nothing but its section, its kind and its drafted text, so
that a decision finds its sentence again when the report is drafted anew.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import accumulate

from writer.report import Block, Cell, Heading, Paragraph, Report, Table
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


@dataclass(frozen=True)
class Edition:
    """The report as it reads with some texts changed, and where each unit stands in it."""

    report: Report
    parts: tuple[Part, ...]  # body and appendix, without what has become empty
    spans: tuple[Span, ...]


def edition(manuscript: Manuscript, body: Iterable[Part], texts: Mapping[str, str]) -> Edition:
    """The report with `texts` (unit -> words) in place and its body in the order of `body`."""
    maker = _Maker(manuscript, texts)
    kept_body = [maker.filled(part) for part in body]
    kept_appendix = [maker.filled(part) for part in manuscript.appendix]
    body_parts = [part for part in kept_body if part is not None]
    appendix_parts = [part for part in kept_appendix if part is not None]
    old = manuscript.report
    report = replace(
        old,
        cover=maker.lines("cover"),
        title="".join(maker.lines("title")),
        subtitle="".join(maker.lines("subtitle")),
        header=maker.lines("header"),
        attachments=maker.lines("attachments"),
        signature="".join(maker.lines("signature")),
        date="".join(maker.lines("date")),
        blocks=tuple(part.block for part in body_parts),
        appendix=tuple(part.block for part in appendix_parts),
    )
    spans = _spans(report, manuscript, body_parts, appendix_parts, maker)
    return Edition(report, (*body_parts, *appendix_parts), tuple(spans))


class _Maker:
    def __init__(self, manuscript: Manuscript, texts: Mapping[str, str]) -> None:
        self.manuscript = manuscript
        self.texts = texts

    def text(self, unit: str) -> str:
        found = self.texts.get(unit)
        return self.manuscript.units[unit].text if found is None else found

    def frame(self, name: str) -> Iterator[tuple[str, str]]:
        """(unit, text) of the lines of this name; those that an editor emptied are left out."""
        for (own, _), unit in self.manuscript.frame.items():
            drafted = self.manuscript.units[unit].text
            if own == name and (self.text(unit) or not drafted):
                yield unit, self.text(unit)

    def lines(self, name: str) -> tuple[str, ...]:
        return tuple(text for _, text in self.frame(name))

    def filled(self, part: Part) -> Part | None:
        """The part with its words as they are now; None for a paragraph without any."""
        if isinstance(part, Row):
            text = "".join(self.text(unit) for unit in part.units)
            return replace(part, block=replace(part.block, text=text)) if text else None
        block = part.block
        if isinstance(block, Heading):
            return replace(part, block=replace(block, title=self.text(part.units[0])))
        if isinstance(block, Table):
            return replace(part, block=self._table(block, part.units))
        return part

    def _table(self, table: Table, units: tuple[str, ...]) -> Table:
        words = iter(self.text(unit) for unit in units)
        caption = next(words) if table.caption else ""
        rows = tuple(tuple(_with_text(cell, next(words)) for cell in row) for row in table.rows)
        return replace(table, caption=caption, rows=rows)


def _with_text(cell: Cell, text: str) -> Cell:
    return cell if cell.text == text else replace(cell, text=text)


def _spans(
    report: Report,
    manuscript: Manuscript,
    body: list[Part],
    appendix: list[Part],
    maker: _Maker,
) -> Iterator[Span]:
    """Walks the texts in the order of Report.parts; the blocks are known by identity."""
    by_block = {id(part.block): part for part in (*body, *appendix)}
    names = ("cover", "title", "subtitle", "header", "attachments", "signature", "date")
    lines = iter([unit for name in names for unit, text in maker.frame(name) if text])
    for start, end, block in report.spans:
        if block is None:
            unit = next(lines)
            yield Span(end - len(maker.text(unit)), end, unit)
            continue
        part = by_block[id(block)]
        if isinstance(block, Heading):
            yield Span(end - len(block.title), end, part.units[0])
            continue
        for unit, offset, size in _within(part, maker):
            yield Span(start + offset, start + offset + size, unit)


def _within(part: Part, maker: _Maker) -> Iterator[tuple[str, int, int]]:
    """(unit, offset, length) of the units inside a paragraph or a table."""
    if isinstance(part, Row):
        sizes = [len(maker.text(unit)) for unit in part.units]
        placed = zip(part.units, accumulate(sizes, initial=0), sizes, strict=False)
        yield from ((unit, at, size) for unit, at, size in placed if size)
        return
    table = part.block
    assert isinstance(table, Table)  # page breaks have no text and never come here
    units = iter(part.units)
    offset = 0
    if table.caption:
        yield next(units), 0, len(table.caption)
        offset = len(table.caption) + 1
    elif part.units and maker.manuscript.units[part.units[0]].kind is UnitKind.LINE:
        next(units)  # a caption that an editor has emptied
    offset += len(f"单位：{table.unit}") + 1 if table.unit else 0
    for row, line in zip(columns(table), table.grid, strict=False):
        starts = list(accumulate((len(text) + 1 for text in line), initial=offset))
        yield from ((next(units), starts[column], len(line[column])) for column in row)
        offset = starts[-1]


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
