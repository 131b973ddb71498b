"""The workbook behind a chart: what Word opens for “编辑数据”, and no more than that."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from decimal import Decimal
from xml.etree import ElementTree as ET

from writer.assemble.layout import cleaned
from writer.assemble.word.xml import R, part_bytes
from writer.report import Chart

SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KINDS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_RELATIONS = "application/vnd.openxmlformats-package.relationships+xml"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # no clock in the file


def workbook(chart: Chart) -> bytes:
    """The data as a workbook: names down column A, a column for each series."""
    rows = [_row(1, ["", *(s.name for s in chart.series)])]
    for i, name in enumerate(chart.categories):
        rows.append(_row(i + 2, [name, *(s.values[i] for s in chart.series)]))
    sheet = x("worksheet", {"xmlns": SHEET}, x("sheetData", {}, *rows))
    book = x(
        "workbook", {"xmlns": SHEET, "xmlns:r": R},
        x("sheets", {}, x("sheet", {"name": "Sheet1", "sheetId": "1", "r:id": "rId1"})),
    )  # fmt: skip
    types = x(
        "Types", {"xmlns": f"{_PACKAGE}/content-types"},
        x("Default", {"Extension": "rels", "ContentType": _RELATIONS}),
        x("Default", {"Extension": "xml", "ContentType": "application/xml"}),
        x("Override", {"PartName": "/xl/workbook.xml", "ContentType": f"{_KINDS}.sheet.main+xml"}),
        x("Override", {"PartName": "/xl/worksheets/sheet1.xml",
                       "ContentType": f"{_KINDS}.worksheet+xml"}),
    )  # fmt: skip
    parts = {
        "[Content_Types].xml": types,
        "_rels/.rels": relation("rId1", f"{R}/officeDocument", "xl/workbook.xml"),
        "xl/_rels/workbook.xml.rels": relation("rId1", f"{R}/worksheet", "worksheets/sheet1.xml"),
        "xl/workbook.xml": book,
        "xl/worksheets/sheet1.xml": sheet,
    }  # fmt: skip
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, element in parts.items():
            info = zipfile.ZipInfo(name, date_time=_EPOCH)
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            archive.writestr(info, part_bytes(element))
    return buffer.getvalue()


def _row(number: int, cells: Sequence[str | Decimal | None]) -> ET.Element:
    row = x("row", {"r": str(number)})
    for i, value in enumerate(cells):
        place = {"r": f"{chr(ord('A') + i)}{number}"}
        if isinstance(value, Decimal):
            row.append(x("c", place, held("v", f"{value}")))
        elif value:
            text = x("is", {}, held("t", cleaned(value)))
            row.append(x("c", {**place, "t": "inlineStr"}, text))
    return row


def relation(ident: str, kind: str, target: str) -> ET.Element:
    """A part of relations with one in it."""
    one = x("Relationship", {"Id": ident, "Type": kind, "Target": target})
    return x("Relationships", {"xmlns": f"{_PACKAGE}/relationships"}, one)


def x(tag: str, attributes: dict[str, str], *children: ET.Element) -> ET.Element:
    """An element with its attributes as they are written."""
    element = ET.Element(tag, attributes)
    element.extend(children)
    return element


def held(tag: str, text: str) -> ET.Element:
    """An element that holds a text."""
    element = x(tag, {})
    element.text = text
    return element
