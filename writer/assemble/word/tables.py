"""A table block as a Word table: fixed widths, merged cells, repeated head, unbroken rows."""

from __future__ import annotations

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
ROW = 454  # least height of a row in twips, 8 mm
KEPT_ROWS = 12  # a table of so few rows stays on one page; no table ends with a single row there
SIZES = (24, 21, 18)  # half points: 小四, then 五号 and 小五 where the numbers need it
_BORDERS = ("top", "left", "bottom", "right", "insideH", "insideV")


def table_element(table: Table, flow: TextFlow, line: int) -> ET.Element:
    """The w:tbl across a line of `line` twips; its cells are the next text of the flow."""
    rows = grid(table)
    size = fitting_size(table, line)
    widths = [round(share * line) for share in column_shares(table)]
    element = el("w:tbl", _properties(table, sum(widths)))
    element.append(el("w:tblGrid", *(el("w:gridCol", w=w) for w in widths)))
    for number, (row, cells) in enumerate(zip(rows, table.rows, strict=True)):
        head, start = number < table.header_rows, flow.offset
        height = el("w:trHeight", val=ROW, hRule="atLeast")
        repeated = el("w:tblHeader") if head else None
        tr = el("w:tr", el("w:trPr", el("w:cantSplit"), height, repeated))
        kept = number + 1 < len(rows) and (len(rows) <= KEPT_ROWS or number + 2 >= len(rows))
        for slot in row:
            tr.append(_cell(slot, flow, widths, size, head=head, kept=kept))
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


def _cell(
    slot: Slot, flow: TextFlow, widths: list[int], size: int, *, head: bool, kept: bool
) -> ET.Element:
    cell = slot.cell
    own = sum(widths[slot.column : slot.column + cell.across])
    merge = None
    if cell.down > 1:
        merge = el("w:vMerge") if slot.continues else el("w:vMerge", val="restart")
    properties = el(
        "w:tcPr",
        el("w:tcW", w=own, type="dxa"),
        el("w:gridSpan", val=cell.across) if cell.across > 1 else None,
        merge,
        el("w:vAlign", val="center"),
    )
    style = properties_of(_style(slot, own, size, head), keep_next=kept)
    if slot.filler or slot.continues:
        return el("w:tc", properties, el("w:p", style))
    paragraph = flow.paragraph(cell.text, style, size=size if size != SIZES[0] else 0)
    flow.offset += not cell.text  # an empty cell is followed by its tab all the same
    return el("w:tc", properties, paragraph)


def _style(slot: Slot, own: int, size: int, head: bool) -> str:
    """Numbers right, columns' and lines' names centred, texts of more than a line justified."""
    if slot.cell.number:
        return "TableNumber"
    if head or slot.cell.header:
        return "TableHead"
    wraps = width(slot.cell.text) * size * 10 > own - 2 * PADDING
    return "TableLong" if wraps or "\n" in slot.cell.text else "TableText"
