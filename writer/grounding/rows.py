"""What a table cell's row and column say of its number: subject, measure, basis, period."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace

from writer.documents import Block, BlockKind
from writer.grounding.cells import (
    Headers,
    counted_in,
    in_base_unit,
    in_points,
    row_words,
    table_name,
)
from writer.grounding.frame import Frame
from writer.grounding.lexicon import Tag
from writer.grounding.mentions import Kind, Mention
from writer.grounding.reading import read
from writer.grounding.statements import Statement, subjects_in
from writer.grounding.tokens import Token

_CONTINUED = ("绩效指标", "一级指标")
_FUNDS_ROW = re.compile(r"资金总额|^总额$|执行率|预算执行")
_SUM_ROW = re.compile(r"总分|合计|总计")
_SCORE, _WEIGHT = re.compile("得分"), re.compile(r"分值|权重|满分")
_CARRIED_ROW = re.compile(r"(?:上年|年初|以前年度)结转")
_OTHER_ROW = re.compile(r"其他资金|单位资金|专户|自筹|配套")
_LABELLED = (Tag.BASIS, Tag.PERIOD)
CARRIED_IN = "年初结转"  # the basis of what a project brought over, whatever its column is called
LOOK_BACK = 3  # tables over a continued one among which its form's top is looked for


class Rows:
    """Reads the words around the cells of a document's tables."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._headers = Headers(frame.document)
        self._forms: dict[int, list[int]] = {}
        self._periods: dict[str, list[Mention]] = {}
        self._titles: dict[int, list[str]] = defaultdict(list)
        for block in frame.document.of_kind(BlockKind.CAPTION):
            if block.table is not None:
                self._titles[block.table].append(frame.document.text_of(block))
        self._labels: dict[tuple[int, int, int], tuple[str, list[Token]]] = {}

    def header(self, cell: Block) -> str:
        """The words over a cell; of a weight's column also 分值, as the ledger calls it."""
        header = self._headers.over(cell)
        return f"{header} 分值" if "权重" in header else header

    def in_unit(self, cell: Block, mention: Mention, header: str) -> Mention:
        """The cell's number in the base unit of its row and column."""
        unit = self._frame.index.ledger.facts.money_unit
        label = self._label(cell)[0]
        if not header and _SUM_ROW.search(label) and self._form(cell):
            header = "得分"  # a project's form without indicators ends in 总分 100 95
        counted = counted_in(self._frame.document, cell, self._headers)
        return in_base_unit(mention, unit, header, label, counted)

    def read(self, cell: Block, statement: Statement, header: str) -> None:
        """Puts what the row and the column say before the cell's own words."""
        index = self._frame.index
        at = cell.start - 1  # before the number, behind all other cells
        label, words = self._label(cell)
        subjects = self._subjects(cell, label, header)
        marks = [t for t in index.word_scanner.scan(header) if t.payload != "spent"]
        if not subjects:
            named = self._named(cell, header)
        else:
            named = [Token(at, at, Tag.SUBJECT, "", tuple(subjects))]
        if _CARRIED_ROW.search(label):
            marks = [Token(at, at, Tag.BASIS, CARRIED_IN)]
        elif not any(t.tag is Tag.BASIS for t in marks):
            marks = [*(t for t in words if t.tag in _LABELLED), *marks]
        own = [t for t in statement.left if t.start >= cell.start]
        statement.left = [
            *(t._replace(start=at - 1, end=at - 1) for t in named),  # of which the column speaks
            *(t._replace(start=at, end=at) for t in marks),
            *own,
        ]
        statement.dates = [replace(date, start=at, end=at) for date in self._dates(cell, header)]

    def _named(self, cell: Block, header: str) -> list[Token]:
        """What a column speaks of where its rows name nothing; for rows of years, quarters and
        sums what the table's title does. 公用经费 is no 部门整体支出, whatever the title says."""
        label = self._label(cell)[0]
        titles = self._titles.get(cell.table or 0, ())
        own = label and not _SUM_ROW.search(label) and not self._dates(cell, "")
        for words in (header, *(() if own else titles)):
            named = [t for t in self._frame.index.scanner.scan(words) if t.tag is Tag.SUBJECT]
            if named:
                return named
        return []

    def _dates(self, cell: Block, header: str) -> list[Mention]:
        """The period of a cell: what its column is headed with, else what its row is: 一季度."""
        for words in (header, *reversed(row_words(self._frame.document, cell))):
            if words not in self._periods:
                inside = [t for t in self._frame.index.scanner.scan(words) if t.tag is Tag.SUBJECT]
                self._periods[words] = [
                    m
                    for m in read(words)
                    if m.kind is Kind.DATE
                    and not any(t.start <= m.start < t.end for t in inside)  # part of a name
                ]
            if self._periods[words]:
                return self._periods[words]
        return []

    def prose(self, cell: Block, statement: Statement) -> list[int]:
        """What a sentence in a cell is about; the column's basis (预期目标) stands before it."""
        at = cell.start - 1
        marks = [
            t._replace(start=at, end=at)
            for t in self._frame.index.word_scanner.scan(self.header(cell))
            if t.tag is Tag.BASIS and t.payload != "spent"
        ]
        statement.left = [*marks, *(t for t in statement.left if t.start >= cell.start)]
        return self._subjects(cell, self._label(cell)[0], "")

    def _label(self, cell: Block) -> tuple[str, list[Token]]:
        """The words left of a cell, and what linking knows of the nearest of them."""
        place = (cell.table or 0, cell.row or 0, cell.column or 0)
        if place not in self._labels:
            words = row_words(self._frame.document, cell)
            tokens = self._frame.index.scanner.scan(words[-1]) if words else []
            self._labels[place] = " ".join(words), tokens
        return self._labels[place]

    def _subjects(self, cell: Block, label: str, header: str) -> list[int]:
        index = self._frame.index
        form = self._form(cell)
        points = in_points(header) or "分" in label
        if points and (scored := self._scored(label, header, form)) is not None:
            return scored
        exact = self._exact(cell, label)
        subjects = exact or index.resembling(label)[:2]
        if form:
            # a project's own form speaks of that project and of what is part of it
            names = {index.names[s] for s in form}
            inside = [
                s for s in subjects if any(names & set(f.parents) for f in index.of_subject[s])
            ]
            return [*inside, *form]
        return list(index.totals) if _FUNDS_ROW.search(label) else subjects

    def _exact(self, cell: Block, label: str) -> list[int]:
        """The subject that a cell of the row names and nothing else, else those in its words."""
        for word in reversed(row_words(self._frame.document, cell)):
            if (subjects := self._frame.index.labels.get(word)) is not None:
                return list(subjects)
        return subjects_in(self._frame.index.scanner.scan(label))

    def _scored(self, label: str, header: str, form: list[int]) -> list[int] | None:
        """What the score columns of a standard form speak of in its total rows."""
        labels = self._frame.index.labels
        if _SUM_ROW.search(label):
            if form:
                return form
            full, got = labels.get("满分", ()), labels.get("自评得分", ())
            if _WEIGHT.search(header):
                return list(full)
            return [*got] if _SCORE.search(header) else [*full, *got]
        if _FUNDS_ROW.search(label):
            return [*labels.get("预算执行率", ()), *form]
        return None

    def _form(self, cell: Block) -> list[int]:
        """The project that a standard form names at its top."""
        if cell.table is None:
            return []
        if cell.table not in self._forms:
            self._forms[cell.table] = self._project_of(cell.table)
        return self._forms[cell.table]

    def _project_of(self, table: int) -> list[int]:
        document, index = self._frame.document, self._frame.index
        first = min(document.tables[table].items())[1]
        name = table_name(document, table)
        if not name and document.text_of(first) in _CONTINUED:
            # a long cell parts a form in a plain text: its indicators are the same form's
            above = range(table - 1, max(-1, table - 1 - LOOK_BACK), -1)
            name = next((n for t in above if (n := table_name(document, t))), "")
        whole = [t for t in index.scanner.scan(name) if 2 * len(t.payload) > len(name)]
        return subjects_in(whole)
