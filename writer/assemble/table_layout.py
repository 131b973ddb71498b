"""How a table is laid out in print: its grid, its columns, its type size, its breaks.

Widths and heights are in points; texts are measured in characters (layout.width).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from itertools import accumulate
from math import ceil

from writer.assemble.layout import TITLE_CHARS, width
from writer.report import Cell, Table

PADDING = 4.25  # beside the text of a cell
ROW, TIGHT_ROW = 19.85, 17.0  # least height of a row: 7 mm, or 6 where that saves a page
LEADING = 1.45  # a line of a cell, in type sizes
KEPT = 425.0  # a table that is not higher (150 mm) stays on one page
HELD = 4  # rows that one label keeps on one page
UPRIGHT = 156 * 72 / 25.4  # line of an upright page
# what is left of a page below an attachment's mark, title and unit, upright and on its side
ROOM, TURNED_ROOM = 515.0, 320.0
TITLE_LINE = 35.0  # a title of two lines takes one more of these
NARROW, STACKED = 6.0, 6  # a column of so few characters with a text of so many lines: cramped
SIZES = (12.0, 10.5, 9.0)  # 小四, then 五号 and 小五 where the numbers need it
MIN_COLUMN, MAX_COLUMN = 3.0, 16.0  # characters


class CellStyle(StrEnum):
    """How a cell is set: names centred in 黑体, numbers right, long texts from the left."""

    HEAD = "head"
    NUMBER = "number"
    TEXT = "text"
    LONG = "long"


@dataclass(frozen=True, slots=True)
class Slot:
    """A place of the table's grid: a cell with its column, or the rest of a cell above it.

    `cell` is the cell that covers the place, `continues` true where it began a row higher.
    `offset` counts characters from the first cell to this one in Table.text; it is None where
    nothing is printed: below a merged cell, and where the table names no cell.
    """

    column: int
    cell: Cell
    continues: bool = False
    offset: int | None = None

    @property
    def filler(self) -> bool:
        return self.offset is None and not self.continues


@lru_cache(maxsize=32)  # every step of a table's layout asks for it
def grid(table: Table) -> tuple[tuple[Slot, ...], ...]:
    """The rows with every merged cell in its place; short rows are filled up with blanks."""
    above: dict[int, tuple[int, Cell]] = {}  # first column -> rows still covered, cell
    rows: list[list[Slot]] = []
    start = 0
    for cells, texts in zip(table.rows, table.grid, strict=True):
        below: dict[int, tuple[int, Cell]] = {}
        slots, column, waiting = [], 0, list(cells)
        # a place of its own for every column, as Table.text has it
        offsets = list(accumulate((len(text) + 1 for text in texts), initial=start))
        while waiting or any(c >= column for c in above):
            left, cell, place = 1, Cell(""), None
            if column in above:
                left, cell = above[column]
            elif waiting:
                cell, place = waiting.pop(0), offsets[column]
                left = cell.down
            slots.append(Slot(column, cell, column in above, place))
            if left > 1:
                below[column] = (left - 1, cell)
            column += max(1, cell.across)
        rows.append(slots)
        above, start = below, offsets[len(texts)]
    count = columns(rows)
    return tuple((*row, *_blanks(row, count)) for row in rows)


def _blanks(row: Sequence[Slot], count: int) -> Iterator[Slot]:
    end = max((s.column + s.cell.across for s in row), default=0)
    return (Slot(c, Cell("")) for c in range(end, count))


def columns(rows: Sequence[Sequence[Slot]]) -> int:
    """How many columns the grid has."""
    return max((s.column + s.cell.across for row in rows for s in row), default=0)


def cell_width(text: str) -> float:
    """Characters of the longest line of a cell."""
    return max(map(width, text.split("\n")))


def column_shares(table: Table) -> tuple[float, ...]:
    """Relative column widths that add up to 1: as the table says, else by its content.

    A column of numbers is never narrower than its longest number; texts wrap, and the names
    of columns take two lines.
    """
    rows = grid(table)
    count = columns(rows)
    if len(table.widths) == count and sum(table.widths) > 0:
        shares = [float(w) for w in table.widths]
    else:
        shares = [MIN_COLUMN] * count
        for row in rows:
            for slot in row:
                if slot.cell.across == 1 and not slot.continues:
                    need = cell_width(slot.cell.text) + 1
                    need = ceil(need / 2) + 1 if slot.cell.header else need
                    limit = need if slot.cell.number else MAX_COLUMN
                    shares[slot.column] = max(shares[slot.column], min(need, limit))
    whole = sum(shares) or 1.0
    return tuple(share / whole for share in shares)


@dataclass(frozen=True)
class TableLayout:
    """A table on a line of a given width: `widths` of its columns, its type `size`, and `row`,
    the least height of a row."""

    table: Table
    rows: tuple[tuple[Slot, ...], ...]
    widths: tuple[float, ...]
    size: float
    row: float = ROW

    def own_width(self, slot: Slot) -> float:
        return sum(self.widths[slot.column : slot.column + slot.cell.across])

    def lines(self, slot: Slot) -> int:
        """Lines that the text of a cell takes, by its characters."""
        per_line = max(1.0, (self.own_width(slot) - 2 * PADDING) / self.size)
        return sum(max(1, ceil(width(part) / per_line)) for part in slot.cell.text.split("\n"))

    @cached_property
    def heights(self) -> tuple[float, ...]:
        """About how high each row is."""
        return tuple(
            max(self.row, 2 + max((self._share(slot) for slot in row), default=0))
            for row in self.rows
        )

    def _share(self, slot: Slot) -> float:
        return self.lines(slot) * self.size * LEADING / max(1, slot.cell.down)

    @property
    def whole(self) -> bool:
        """Does the table stay on one page?"""
        return sum(self.heights) <= KEPT

    def kept(self, number: int) -> bool:
        """Does the row stay with the next?

        No heading ends a page, no single row begins one, and what a label of a few rows holds
        together is not torn apart.
        """
        row, last = self.rows[number], len(self.rows) - 1
        if number >= last:
            return False
        names = all(s.cell.header or s.continues or s.filler for s in row)
        held = any(s.continues and s.cell.down <= HELD for s in self.rows[number + 1])
        return self.whole or number == last - 1 or names or held

    def unbroken(self, number: int) -> bool:
        """A row of half a page and more may be broken, or it would leave that much blank."""
        return self.heights[number] <= KEPT / 2

    @cached_property
    def _long_columns(self) -> frozenset[int]:
        """Columns whose texts all begin at the left: one has a second line, or is a part of the
        one above it (其中：…), which shows only there."""
        return frozenset(
            slot.column
            for row in self.rows
            for slot in row
            if not slot.cell.number
            and not slot.cell.header
            and (self.lines(slot) > 1 or slot.cell.text.startswith("其中"))
        )

    @property
    def cramped(self) -> bool:
        """Does a column set a text so narrow that it reads from top to bottom?"""
        return any(
            self.lines(slot) >= STACKED
            and self.own_width(slot) - 2 * PADDING < NARROW * self.size
            and slot.cell.down == 1
            for row in self.rows
            for slot in row
            if not slot.continues
        )

    def style(self, number: int, slot: Slot) -> CellStyle:
        if slot.cell.number:
            return CellStyle.NUMBER
        if slot.cell.header or number < self.table.header_rows:
            return CellStyle.HEAD
        return CellStyle.LONG if slot.column in self._long_columns else CellStyle.TEXT


def table_layout(table: Table, line: float) -> TableLayout:
    """The layout on a line of `line` points, with the largest type that breaks no number.

    A table that would spill a few rows onto a second page is drawn together: lower rows, then
    type one size smaller.
    """
    widths = tuple(share * line for share in column_shares(table))
    size = next((s for s in SIZES if _numbers_fit(table, line / s)), SIZES[-1])
    rows = grid(table)
    smaller = next((s for s in SIZES if s < size), size)
    room = ROOM if line < UPRIGHT + 1 else TURNED_ROOM
    if width(table.caption) > TITLE_CHARS:
        room -= TITLE_LINE
    layouts = (
        TableLayout(table, rows, widths, size),
        TableLayout(table, rows, widths, size, TIGHT_ROW),
        TableLayout(table, rows, widths, smaller, TIGHT_ROW),
    )
    return next((one for one in layouts if sum(one.heights) <= room), layouts[0])


@lru_cache(maxsize=256)
def turned(table: Table) -> bool:
    """Does the table need a page on its side, because it says so or upright is too narrow?"""
    return table.landscape or table_layout(table, UPRIGHT).cramped


def _numbers_fit(table: Table, chars: float) -> bool:
    """Do the numbers of a table fit into their columns when a line has `chars` characters?"""
    shares = column_shares(table)
    return all(
        width(slot.cell.text) + 1 <= chars * sum(shares[slot.column :][: slot.cell.across])
        for row in grid(table)
        for slot in row
        if slot.cell.number and not slot.continues
    )
