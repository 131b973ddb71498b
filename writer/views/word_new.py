"""A text as a new Word file: its blocks as a report of this program, findings moved along."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from writer.assemble.docx import docx_bytes
from writer.documents import Block, BlockKind, Document
from writer.report import Block as Part
from writer.report import Cell, Heading, Paragraph, Report, Table
from writer.views.checked import Checked
from writer.views.docx import with_grounds


def new_docx(checked: Checked) -> bytes:
    """The .docx of a report that was read from text."""
    document = checked.result.document
    parts = list(_parts(document))
    report = Report(title="", blocks=tuple(part for part, _ in parts))
    moved = _Moved(parts, report)
    findings = []
    for finding in checked.result.findings:
        start, end = moved.of(finding.start), moved.of(finding.end, end=True)
        findings.append(replace(with_grounds(checked, finding), start=start, end=max(start, end)))
    return docx_bytes(report, findings)


Placed = tuple[Part, list[tuple[Block, int]]]  # a part, and where in its text each block begins


def _parts(document: Document) -> Iterator[Placed]:
    """One part a block; the cells of a table are one part together."""
    blocks = [b for b in document.blocks if b.kind is not BlockKind.RUNIN]
    for table, group in groupby(blocks, key=_table_of):
        if table is not None:
            yield _table(document, list(group))
            continue
        for block in group:
            text = document.text_of(block)
            if block.kind is BlockKind.HEADING and block.level:
                yield Heading(block.level, "", text), [(block, 0)]
            else:
                yield Paragraph(text, role=_role(block)), [(block, 0)]


def _table_of(block: Block) -> int | None:
    return block.table if block.kind is BlockKind.CELL else None


def _role(block: Block) -> str:
    if block.kind is BlockKind.HEADING:
        return "title"
    return "subtitle" if block.kind is BlockKind.CAPTION else "body"


def _table(document: Document, cells: list[Block]) -> Placed:
    filled = {(c.row or 0, c.column or 0): c for c in cells}
    width = 1 + max(column for _, column in filled)
    rows, places, at = [], [], 0
    for row in sorted({row for row, _ in filled}):
        line = []
        for column in range(width):
            block = filled.get((row, column))
            text = document.text_of(block) if block else ""
            if block is not None:
                places.append((block, at))
            line.append(Cell(text))
            at += len(text) + 1
        rows.append(tuple(line))
    return Table("", tuple(rows)), places


class _Moved:
    """Offsets of the document → offsets of Report.text."""

    def __init__(self, parts: list[Placed], report: Report) -> None:
        self._blocks: list[tuple[int, int, int]] = []  # start and end there, start here
        spans = iter(report.spans)
        for part, blocks in parts:
            if part.text:
                begin = next(spans)[0]
                self._blocks += [(b.start, b.end, begin + at) for b, at in blocks]
        self._starts = [start for start, _, _ in self._blocks]

    def of(self, offset: int, *, end: bool = False) -> int:
        """The same place; between two blocks the end of the one before or, unless it is an end,
        the start of the one after."""
        at = bisect_right(self._starts, offset - 1 if end else offset) - 1
        if at < 0:
            return self._blocks[0][2] if self._blocks else 0
        start, stop, here = self._blocks[at]
        if offset > stop and not end and at + 1 < len(self._blocks):
            return self._blocks[at + 1][2]
        return here + min(offset, stop) - start
