"""Numbers that are a table cell's value: what row and column say, and what follows from others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from writer.documents import Block
from writer.findings import Verdict
from writer.grounding.cells import cell_at, row_label, told_in
from writer.grounding.columns import Columns
from writer.grounding.frame import Frame
from writer.grounding.judgement import Judged, wrong
from writer.grounding.match import value_fits
from writer.grounding.mentions import Mention
from writer.grounding.row_math import OPEN, RowMath, follows
from writer.grounding.rows import Rows
from writer.grounding.statements import Statement
from writer.ledger import Figure
from writer.quantities import canonical, decimals_of

_RANK = re.compile(r"排名|名次|位次|排序")
_BY_PLACE = "按本表数值排序"


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell's place says: the words over it, what its column adds up to if its row is a
    total (`totals`), what its row makes of the cells before it (`made`: relation and figure)."""

    block: Block
    header: str
    written: Mention
    mention: Mention
    totals: tuple[Figure, ...] = ()
    made: tuple[str, Figure] | None = None
    ranked: bool = False
    wholes: frozenset[str] = frozenset()  # names of what a total's row may be about

    def proven(self) -> Judged | None:
        """That the table itself proves the number; None when it does not."""
        if self.ranked:
            return Judged(self.written, Verdict.DERIVED, formula=_BY_PLACE)
        for total in self.totals:
            if total.number is not None and value_fits(self.mention, total.number):
                return Judged(self.written, Verdict.DERIVED, formula=total.formula, stated=total)
        if self.made is not None and follows(self.made[0], self.mention, self.made[1]):
            made = self.made[1]
            return Judged(self.written, Verdict.DERIVED, made.id, made.formula, stated=made)
        return None

    def contradicted(self, judged: Judged) -> Judged:
        """What linking doubts, or worked out of other figures than the row's own, where the table
        says what should stand there; and what a total's row has of one of its parts."""
        if self.totals and (part := judged.stated) is not None and part.subject not in self.wholes:
            return wrong(judged.mention, Verdict.WRONG_SUBJECT, [self.totals[0]], part)
        if judged.verdict in (None, Verdict.VERIFIED, Verdict.QUOTED, Verdict.STRUCTURAL):
            return judged
        other = judged.verdict is Verdict.DERIVED
        if self.made is not None and not (other and self.made[0] in OPEN):
            return wrong(judged.mention, Verdict.WRONG_DERIVATION, [self.made[1]])
        if other:
            return judged
        if self.totals and judged.verdict is Verdict.UNSUPPORTED:
            return wrong(judged.mention, Verdict.WRONG_DERIVATION, [self.totals[0]])
        return judged


class Tables:
    """Reads the cells of a document's tables in their order."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._rows = Rows(frame)
        self._columns = Columns(frame.document)
        self._math = RowMath(frame, self._columns)

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
        made = self._math.made(block, header, row_label(document, block), mention)
        ranked = _RANK.search(header) is not None and self._columns.ranks(block)
        totals = self._totals(self._columns.sums(block), block, mention, written)
        wholes = self._frame.index.wholes
        return Cell(block, header, written, mention, totals, made, ranked, wholes)

    def keep(self, cell: Cell, judged: Judged) -> None:
        """Takes in what was found of a cell, for the cells behind it."""
        label = row_label(self._frame.document, cell.block)
        self._math.keep(cell.block, cell.header, label, judged, cell.mention, cell.written)

    def _totals(
        self, sums: Sequence[Decimal], block: Block, mention: Mention, written: Mention
    ) -> tuple[Figure, ...]:
        """The sums of a column as figures, printed the way the cell is."""
        printed, number = self._columns.printed(block), mention.number
        if not printed or number is None or mention.unit == "%":
            return ()
        key = ("合计", "金额", "", self._frame.scope.year)
        decimals, unit = decimals_of(written.step), written.unit or mention.unit
        return tuple(
            Figure("合计", *key, str(mention.kind), canonical(made * number / printed),
                   mention.unit, decimals, unit, formula="本列各行之和")
            for made in sums
        )  # fmt: skip
