"""A report as the check reads it: its blocks are known, so nothing has to be guessed from text."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from writer.documents import Block, BlockKind, Document
from writer.documents.headings import label_of
from writer.grounding.check import CheckResult, check_document
from writer.ledger import Ledger
from writer.report import Heading, Paragraph, Report, Table

_HEADINGS = ("title", "subtitle")


def document_of(report: Report) -> Document:
    """The document of `report.text`: headings with their levels, table cells with their places."""
    blocks: list[Block] = []
    tables = 0
    for start, end, block in report.spans:
        if isinstance(block, Table):
            blocks.extend(_table_blocks(block, start, tables))
            tables += 1
        elif isinstance(block, Heading):
            blocks.append(Block(start, end, BlockKind.HEADING, level=block.level))
        else:
            named = isinstance(block, Paragraph) and block.role in _HEADINGS
            kind = BlockKind.HEADING if named else BlockKind.PARAGRAPH
            blocks.append(Block(start, end, kind))
            if kind is BlockKind.PARAGRAPH and (length := label_of(report.text[start:end])):
                # “购买车辆保险费用：……” says what the rest of its paragraph speaks of
                blocks.append(Block(start, start + length, BlockKind.RUNIN))
    return Document(report.text, tuple(blocks), "")


def _table_blocks(table: Table, start: int, number: int) -> Iterator[Block]:
    """The caption lines and the filled cells of a table whose text begins at `start`."""
    for line in (table.caption, f"单位：{table.unit}" if table.unit else ""):
        if line:
            yield Block(start, start + len(line), BlockKind.CAPTION, table=number)
            start += len(line) + 1
    for index, row in enumerate(table.grid):
        for column, text in enumerate(row):
            if text.strip():
                end = start + len(text)
                yield Block(start, end, BlockKind.CELL, table=number, row=index, column=column)
            start += len(text) + 1


def check_report(
    report: Report,
    ledger: Ledger,
    *,
    ignore: Collection[str] = (),
    required: frozenset[str] = frozenset(),
    measured: bool = True,
) -> CheckResult:
    """Grounds a report of ours; offsets count characters of `report.text`."""
    return check_document(
        document_of(report), ledger, ignore=ignore, required=required, measured=measured
    )
