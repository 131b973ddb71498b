"""A table block as a Word table: fixed widths, merged cells, repeated head, unbroken rows."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from writer.assemble.layout import cleaned
from writer.assemble.table_layout import SIZES, CellStyle, Slot, TableLayout, table_layout
from writer.assemble.word.text import TextFlow, properties_of
from writer.assemble.word.xml import el
from writer.report import Table

_BORDERS = ("top", "left", "bottom", "right", "insideH", "insideV")
_STYLES = {
    CellStyle.HEAD: "TableHead",
    CellStyle.NUMBER: "TableNumber",
    CellStyle.TEXT: "TableText",
    CellStyle.LONG: "TableLong",
}


def table_element(
    table: Table, start: int, flow: TextFlow, line: int, *, keep_next: bool = False
) -> ET.Element:
    """The w:tbl across a line of `line` twips; its first cell begins at `start` of the text.

    `keep_next`: its last row stays with the paragraph that follows.
    """
    layout = table_layout(table, line / 20)
    widths = [round(w * 20) for w in layout.widths]
    element = el("w:tbl", _properties(table, sum(widths)))
    element.append(el("w:tblGrid", *(el("w:gridCol", w=w) for w in widths)))
    for number, row in enumerate(layout.rows):
        kept = layout.kept(number) or (keep_next and row is layout.rows[-1])
        tr = el("w:tr", _row_properties(layout, number))
        for slot in row:
            style = properties_of(_STYLES[layout.style(number, slot)], keep_next=kept)
            tr.append(_cell(slot, start, flow, layout, style))
        element.append(tr)
    return element


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


def _row_properties(layout: TableLayout, number: int) -> ET.Element:
    return el(
        "w:trPr",
        el("w:cantSplit") if layout.unbroken(number) else None,
        el("w:trHeight", val=round(layout.row * 20), hRule="atLeast"),
        el("w:tblHeader") if number < layout.table.header_rows else None,
    )


def _cell(
    slot: Slot, start: int, flow: TextFlow, layout: TableLayout, style: ET.Element
) -> ET.Element:
    cell = slot.cell
    merge = None
    if cell.down > 1:
        merge = el("w:vMerge") if slot.continues else el("w:vMerge", val="restart")
    properties = el(
        "w:tcPr",
        el("w:tcW", w=round(layout.own_width(slot) * 20), type="dxa"),
        el("w:gridSpan", val=cell.across) if cell.across > 1 else None,
        merge,
        el("w:vAlign", val="center"),
    )
    if slot.offset is None:
        return el("w:tc", properties, el("w:p", style))
    direct = round(layout.size * 2) if layout.size != SIZES[0] else 0
    paragraphs = flow.paragraphs(cell.text, start + slot.offset, style, size=direct)
    return el("w:tc", properties, *paragraphs)
