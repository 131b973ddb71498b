"""A table block as a Word table: fixed widths, merged cells, repeated head, unbroken rows."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from xml.etree import ElementTree as ET

from writer.assemble.layout import (
    Slot,
    cleaned,
    column_shares,
    grid,
    width,
    without_wrapping,
)
from writer.assemble.word.text import TextFlow, properties_of
from writer.assemble.word.xml import el
from writer.report import Table

PADDING = 85  # twips beside the text of a cell, as in styles.xml
ROW = 397  # least height of a row in twips, 7 mm
KEPT = 8500  # a table that is not higher, in twips (150 mm), stays on one page
SIZES = (24, 21, 18)  # half points: 小四, then 五号 and 小五 where the numbers need it
_BORDERS = ("top", "left", "bottom", "right", "insideH", "insideV")


@dataclass(frozen=True, slots=True)
class _Frame:
    """What the cells of one table share: column widths in twips, type size in half points."""

    rows: tuple[tuple[Slot, ...], ...]
    widths: tuple[int, ...]
    size: int

    def room(self, slot: Slot) -> int:
        """Twips for the text of a cell."""
        own = self.widths[slot.column : slot.column + slot.cell.across]
        return sum(own) - 2 * PADDING

    def lines(self, slot: Slot) -> int:
        """Lines that the text of a cell takes, by its characters."""
        per_line = max(1.0, self.room(slot) / (self.size * 10))
        return sum(max(1, ceil(width(part) / per_line)) for part in slot.cell.text.split("\n"))

    def height(self, row: tuple[Slot, ...]) -> int:
        """About how high a row is, in twips."""
        return max(ROW, 80 + max((self._share(slot) for slot in row), default=0))

    def _share(self, slot: Slot) -> int:
        return round(self.lines(slot) * self.size * 13 / max(1, slot.cell.down))

    def long_columns(self) -> frozenset[int]:
        """Columns with a text of more than one line: all their texts begin at the left."""
        return frozenset(
            slot.column
            for row in self.rows
            for slot in row
            if not slot.cell.number and not slot.cell.header and self.lines(slot) > 1
        )


def table_element(table: Table, flow: TextFlow, line: int) -> ET.Element:
    """The w:tbl across a line of `line` twips; its cells are the next text of the flow."""
    widths = tuple(round(share * line) for share in column_shares(table))
    frame = _Frame(grid(table), widths, fitting_size(table, line))
    heights = [frame.height(row) for row in frame.rows]
    whole, long = sum(heights) <= KEPT, frame.long_columns()
    element = el("w:tbl", _properties(table, sum(widths)))
    element.append(el("w:tblGrid", *(el("w:gridCol", w=w) for w in widths)))
    last = len(frame.rows) - 1
    for number, (row, cells) in enumerate(zip(frame.rows, table.rows, strict=True)):
        start, head = flow.offset, number < table.header_rows
        # no heading is the last of a page, and no single row the first
        kept = number < last and (whole or number == last - 1 or _names_only(row))
        tr = el("w:tr", _row_properties(head, unbroken=heights[number] <= KEPT / 2))
        for slot in row:
            style = _style(slot, head=head, long=slot.column in long)
            tr.append(_cell(slot, flow, frame, properties_of(style, keep_next=kept)))
        element.append(tr)
        flow.offset = start + len("\t".join(c.text for c in cells)) + 1
    return element


def fitting_size(table: Table, line: int) -> int:
    """The largest of SIZES at which no number of the table is broken over two lines."""
    for size in SIZES:
        if without_wrapping(table, line / (size * 10)):
            return size
    return SIZES[-1]


def _properties(table: Table, total: int) -> ET.Element:
    caption = cleaned(table.caption or table.name)
    return el(
        "w:tblPr",
        el("w:tblW", w=total, type="dxa"),
        el("w:jc", val="center"),
        el(
            "w:tblBorders",
            *(el(f"w:{side}", val="single", sz=4, space=0, color="000000") for side in _BORDERS),
        ),
        el("w:tblLayout", type="fixed"),
        el("w:tblCaption", val=caption) if caption else None,
    )


def _row_properties(head: bool, *, unbroken: bool) -> ET.Element:
    """A row of half a page and more may be broken, or it would leave that much blank."""
    return el(
        "w:trPr",
        el("w:cantSplit") if unbroken else None,
        el("w:trHeight", val=ROW, hRule="atLeast"),
        el("w:tblHeader") if head else None,
    )


def _names_only(row: tuple[Slot, ...]) -> bool:
    return all(slot.cell.header or slot.continues or slot.filler for slot in row)


def _cell(slot: Slot, flow: TextFlow, frame: _Frame, style: ET.Element) -> ET.Element:
    cell = slot.cell
    merge = None
    if cell.down > 1:
        merge = el("w:vMerge") if slot.continues else el("w:vMerge", val="restart")
    properties = el(
        "w:tcPr",
        el("w:tcW", w=frame.room(slot) + 2 * PADDING, type="dxa"),
        el("w:gridSpan", val=cell.across) if cell.across > 1 else None,
        merge,
        el("w:vAlign", val="center"),
    )
    if slot.filler or slot.continues:
        return el("w:tc", properties, el("w:p", style))
    direct = frame.size if frame.size != SIZES[0] else 0
    paragraphs = flow.paragraphs(cell.text, style, size=direct)
    flow.offset += not cell.text  # an empty cell is followed by its tab all the same
    return el("w:tc", properties, *paragraphs)


def _style(slot: Slot, *, head: bool, long: bool) -> str:
    """Numbers right, names of columns and lines centred, texts of several lines from the left."""
    if slot.cell.number:
        return "TableNumber"
    if head or slot.cell.header:
        return "TableHead"
    return "TableLong" if long else "TableText"
