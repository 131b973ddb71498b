"""What a table's columns add up to, and the place that a number has among those of its column.

Both are worked out of the numbers as they are printed: each of them is judged on its own, so
that a sum of them is as good as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from writer.documents import Block, Document
from writer.grounding.cells import row_words, year_heads

_PRINTED = re.compile(r"[-−－]?\d[\d,，]*(?:\.\d+)?")
_TOTAL_ROW = re.compile(
    r"\W{0,3}(?:本页)?[合总小共]\s*计\s*(?:[（(][^（）()]{1,8}[）)])?\s*[：:]?\W{0,3}$"
)
_SUBTOTAL = re.compile(r"小\s*计")
_INSIDE = re.compile(r"其中")


class Columns:
    """The printed numbers of a document's tables, by column."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._tables: dict[int, dict[int, dict[int, Decimal]]] = {}  # table → column → row
        self._labels: dict[int, dict[int, str]] = {}

    def sums(self, cell: Block) -> Sequence[Decimal]:
        """What the cell of a total row may be the sum of: () in any other row."""
        if cell.table is None or cell.row is None or cell.column is None:
            return ()
        column = self._columns(cell.table).get(cell.column, {})
        labels = self._labels[cell.table]
        if not is_total(labels.get(cell.row, "")):
            return ()
        return list(dict.fromkeys(self._sums(labels, column, cell.row)))

    def whole(self, cell: Block) -> Decimal | None:
        """The total of the cell's column: its total row's number, else the sum of all rows."""
        if cell.table is None or cell.column is None:
            return None
        column = self._columns(cell.table).get(cell.column, {})
        labels = self._labels[cell.table]
        totals = [n for row, n in column.items() if is_total(labels.get(row, ""))]
        return totals[-1] if totals else sum(column.values(), Decimal(0)) or None

    def printed(self, cell: Block) -> Decimal | None:
        """The number that fills the cell, as it is printed."""
        if cell.table is None or cell.row is None or cell.column is None:
            return None
        return self._columns(cell.table).get(cell.column, {}).get(cell.row)

    def ranks(self, cell: Block) -> bool:
        """Whether the cell's number is its row's place in some other column of the table."""
        number = self.printed(cell)
        if number is None or cell.table is None or cell.row is None:
            return False
        for at, column in self._columns(cell.table).items():
            own = column.get(cell.row)
            if at == cell.column or own is None or len(column) < RANKED or _counts(column):
                continue
            rest = [n for row, n in column.items() if not is_total(self._labels[cell.table][row])]
            if number in (1 + sum(n > own for n in rest), 1 + sum(n < own for n in rest)):
                return True
        return False

    def _sums(
        self, labels: dict[int, str], column: dict[int, Decimal], row: int
    ) -> Iterator[Decimal]:
        above = [r for r in column if r < row]
        last = max((r for r in labels if r < row and is_total(labels[r])), default=-1)
        plain = [r for r in above if not is_total(labels[r])]
        choices = [
            [r for r in plain if r > last],
            plain,
            [r for r in plain if not _INSIDE.search(labels[r])],
            [r for r in above if _SUBTOTAL.search(labels[r])],
        ]
        if not above:  # a total over its parts
            end = min((r for r in labels if r > row and is_total(labels[r])), default=row + LONGEST)
            choices = [[r for r in column if row < r < end]]
        for rows in choices:
            if len(rows) > 1:
                yield sum((column[r] for r in rows), Decimal(0))

    def _columns(self, table: int) -> dict[int, dict[int, Decimal]]:
        if table not in self._tables:
            columns: dict[int, dict[int, Decimal]] = {}
            years = year_heads(self._document, table)
            labels: dict[int, str] = {}
            for (row, column), block in sorted(self._document.tables[table].items()):
                if (row, column) in years:
                    continue
                text = self._document.text_of(block).strip()
                if _PRINTED.fullmatch(text) and len(text) < LONGEST_NUMBER:
                    if row not in labels:
                        labels[row] = " ".join(row_words(self._document, block)).strip()
                    plain = text.translate(_SPELLING).replace(",", "")
                    columns.setdefault(column, {})[row] = Decimal(plain)
            self._tables[table], self._labels[table] = columns, labels
        return self._tables[table]


def _counts(column: dict[int, Decimal]) -> bool:
    """Whether a column only numbers its rows."""
    return sorted(column.values()) == list(range(1, len(column) + 1))


RANKED = 2  # rows that can be ranked
LONGEST = 10_000  # rows
LONGEST_NUMBER = 24  # characters
_SPELLING = str.maketrans("−－，", "--,")


def is_total(label: str) -> bool:
    """Whether a row's words say that it adds up others: 合计, 小计, 总计（万元）."""
    return _TOTAL_ROW.match(label) is not None
