"""Numbers that are a table cell's value: what row and column say, and rows that add up."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from writer.grounding.cells import Columns, cell_at, row_label, told_in
from writer.grounding.frame import Frame
from writer.grounding.match import value_fits
from writer.grounding.mentions import Mention
from writer.grounding.rows import Rows
from writer.grounding.statements import Statement
from writer.ledger import Figure
from writer.quantities import canonical


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell's place says: the words over it and, in a total row, what its column adds
    up to; `adds_up` says that the number is that sum."""

    header: str
    total: Figure | None = None
    adds_up: bool = False


class Tables:
    """Reads the cells of a document's tables in their order."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._rows = Rows(frame)
        self._columns = Columns()

    def read(self, statement: Statement, written: Mention) -> Cell | None:
        """The cell that the mention is the value of, its unit and its place's words put into
        the statement; None in prose, which goals and reasons are whatever they stand in."""
        document, scope = self._frame.document, self._frame.scope
        block = cell_at(document, written.start)
        if block is None:
            return None
        if told_in(document, block, written):
            scope.topic = [*self._rows.prose(block, statement), *scope.topic]
            return None
        header = self._rows.header(block)
        statement.mention = mention = self._rows.in_unit(block, statement.mention, header)
        self._rows.read(block, statement, header)
        total = self._columns.read(block, mention, row_label(document, block))
        if total is None:
            return Cell(header)
        return Cell(header, self._total(total, mention, written), value_fits(mention, total))

    def _total(self, total: Decimal, mention: Mention, written: Mention) -> Figure:
        """The sum of a column as a figure, printed the way the cell is."""
        key = ("合计", "金额", "", self._frame.scope.year)
        decimals, unit = max(0, -int(written.step.adjusted())), written.unit or mention.unit
        return Figure("合计", *key, str(mention.kind), canonical(total), mention.unit,
                      decimals, unit, formula="本列各行之和")  # fmt: skip
