"""Numbers in tables: what their column's header says, and their value in the header's unit."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from writer.documents import Block, BlockKind, Document
from writer.grounding.mentions import Kind, Mention
from writer.quantities import MONEY_UNITS, PERCENT_UNITS, canonical

_DIGITS = frozenset("0123456789.,%-—－ ")


def in_base_unit(mention: Mention, table_unit: str = "") -> Mention:
    """A bare number with its column's unit as the quantity it stands for: 192.32 (万元) is
    money of 1923200 元. `table_unit` is the report's money unit, for a table that names none."""
    number = mention.number
    if mention.kind is not Kind.BARE or number is None:
        return mention
    if not mention.unit and mention.step < 1 and table_unit:
        mention = replace(mention, unit=table_unit)  # amounts have decimals, counts have none
    if not mention.unit:
        return mention
    for units, kind, base in ((MONEY_UNITS, Kind.MONEY, "元"), (PERCENT_UNITS, Kind.PERCENT, "%")):
        scale = units.get(mention.unit)
        if scale is not None:
            return replace(
                mention, kind=kind, value=canonical(number * scale), unit=base,
                step=mention.step * scale,
            )  # fmt: skip
    kind = Kind.SCORE if mention.unit == "分" else Kind.COUNT
    return replace(mention, kind=kind)


class Headers:
    """What stands over the columns of a document's tables."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._tables: dict[int, dict[tuple[int, int], str]] = {}

    def over(self, cell: Block) -> str:
        """The words over a table cell, from the top; "" when its column has no header."""
        if cell.table is None or cell.row is None or cell.column is None:
            return ""
        if cell.table not in self._tables:
            self._tables[cell.table] = _headers(self._document, cell.table)
        return self._tables[cell.table].get((cell.row, cell.column), "")


def _headers(document: Document, table: int) -> dict[tuple[int, int], str]:
    """(row, column) → its header: the nearest rows above without numbers.

    Standard forms set new headers in the middle of a table.
    """
    cells = document.tables[table]
    lines: dict[int, dict[int, str]] = {}
    for (row, column), block in cells.items():
        lines.setdefault(row, {})[column] = document.text_of(block)
    found: dict[tuple[int, int], str] = {}
    headers: dict[int, str] = {}
    heading = False
    for row, line in sorted(lines.items()):
        if any(_numeric(text) for text in line.values()):
            heading = False
            for column in line:
                found[row, column] = headers.get(column, "")
        elif len(line) > 1:
            headers = headers if heading else {}
            heading = True
            for column, text in line.items():
                headers[column] = f"{headers.get(column, '')} {text}".strip()
    return found


class Columns:
    """The numbers of each table column, for the rows that add them up."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[int, int], list[Decimal]] = {}

    def read(self, cell: Block, mention: Mention, label: str) -> Decimal | None:
        """Takes a number in; for a total row gives the sum of the numbers above it."""
        number = mention.number
        if cell.table is None or cell.column is None or number is None:
            return None
        above = self._numbers.setdefault((cell.table, cell.column), [])
        if _TOTAL_ROW.match(label.strip()):
            total = sum(above, Decimal(0)) if len(above) > 1 else None
            above.clear()
            return total
        above.append(number)
        return None


_NAMED = re.compile(r"(?:项目|专项|专项资金)(?:支出)?名称")
_TOTAL_ROW = re.compile(r"(?:合\s*计|总\s*计|小\s*计)\s*[：:]?$")


def row_label(document: Document, cell: Block) -> str:
    """The words left of a table cell in its row."""
    if cell.table is None or cell.row is None or cell.column is None:
        return ""
    cells = document.tables[cell.table]
    left = (cells.get((cell.row, column)) for column in range(cell.column))
    words = [document.text_of(block) for block in left if block is not None]
    return " ".join(word for word in words if not _numeric(word))


def table_name(document: Document, table: int) -> str:
    """What a standard form is about: the cell behind 项目名称; "" for other tables."""
    cells = document.tables[table]
    for (row, column), block in sorted(cells.items()):
        if _NAMED.fullmatch(document.text_of(block).strip()):
            later = (b for (r, c), b in sorted(cells.items()) if r == row and c > column)
            return next((document.text_of(b) for b in later), "")
    return ""


def _numeric(text: str) -> bool:
    return bool(text) and all(c in _DIGITS for c in text)


def cell_at(document: Document, offset: int) -> Block | None:
    """The table cell around a place; None outside tables."""
    block = document.block_at(offset)
    if block is None or block.kind is not BlockKind.CELL or block.column is None:
        return None
    return block
