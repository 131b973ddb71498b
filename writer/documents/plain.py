"""Text and Markdown: bytes -> text -> lines."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from writer.documents.model import BlockKind
from writer.documents.structure import Line, trim

_HASHES = re.compile(r"[ ]{0,3}(#{1,6})[ \t]+")
_EMPHASIS = re.compile(r"\*\*(.+?)\*\*\s*$")
_RULE = re.compile(r":?-+:?")

Spans = list[tuple[int, int]]
# the rows found, and the line to go on at; without rows, the line before which it is no use
# to look again (so that the time stays linear)
Found = tuple[list[Spans], int]


def decode(data: bytes) -> str | None:
    """UTF-8 (with or without its mark), UTF-16 with its mark, else GB18030; None for neither.

    A text with NUL characters is none. CR LF and CR become LF, as Python reads text files, so
    that offsets are the same on every system.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates: tuple[str, ...] = ("utf-16",)
    else:
        candidates = ("utf-8-sig", "gb18030")
    for encoding in candidates:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    return None


def lines_of(text: str) -> list[Line]:
    """The lines of a text, tables in it resolved to cells.

    Four sorts of table are known: rows of tab-separated cells, one cell a line with a tab
    before it and an empty line between rows (what Word leaves when it is saved as text), the
    tables of Markdown, and rows of cells with bars between them.
    """
    raw = list(_raw_lines(text))
    out: list[Line] = []
    tried = dict.fromkeys((_pipe_rows, _bar_rows, _stacked_rows, _tab_rows), 0)
    table = i = 0
    gap = False
    while i < len(raw):
        rows: list[Spans] = []
        for rows_at, resume in tried.items():
            if i >= resume and not rows:
                rows, tried[rows_at] = rows_at(text, raw, i)
                after = tried[rows_at]
        if rows:
            out += _cells(text, rows, table)
            table, i, gap = table + 1, after, False
            continue
        start, end = trim(text, *raw[i])
        if start < end:
            out.append(_line(text, raw[i][0], start, end, gap))
        gap = start >= end
        i += 1
    return out


def _cells(text: str, rows: list[Spans], table: int) -> Iterator[Line]:
    for r, row in enumerate(rows):
        for c, span in enumerate(row):
            start, end = trim(text, *span)
            if start < end:
                yield Line(start, end, BlockKind.CELL, table=table, row=r, column=c)


def _line(text: str, raw_start: int, start: int, end: int, gap: bool) -> Line:
    style = 0
    if hashes := _HASHES.match(text, raw_start, end):
        style = min(len(hashes[1]), 4)
        start, end = trim(text, hashes.end(), end)
    if (bold := _EMPHASIS.match(text, start, end)) and bold[1].strip():
        start, end = trim(text, *bold.span(1))
    return Line(start, end, style=style, wraps=True, gap=gap)


def _raw_lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield start, end
        start = end + 1
    if start < len(text):
        yield start, len(text)


def _tab_rows(text: str, raw: Spans, i: int) -> Found:
    """Two or more lines, one below the other, with the same number of tabs.

    Paragraphs that a tab indents look like two columns, the first always empty: no table.
    """
    rows: list[Spans] = []
    while i < len(raw):
        cells = _split_at_tabs(text, *raw[i])
        if len(cells) < 2 or (rows and len(cells) != len(rows[0])):
            break
        rows.append(cells)
        i += 1
    if len(rows) < 2:
        return [], i
    indented = len(rows[0]) == 2 and not any(text[slice(*r[0])].strip() for r in rows)
    return [] if indented else rows, i


def _split_at_tabs(text: str, start: int, end: int) -> Spans:
    cells: Spans = []
    while (tab := text.find("\t", start, end)) >= 0:
        cells.append((start, tab))
        start = tab + 1
    cells.append((start, end))
    return cells


def _stacked_rows(text: str, raw: Spans, i: int) -> Found:
    """Two or more groups of as many lines, each line led by a tab, empty lines between groups."""
    rows: list[Spans] = []
    first_end = i
    while i < len(raw):
        row: Spans = []
        at = i
        while at < len(raw) and text.startswith("\t", *raw[at]):
            row.append(raw[at])
            at += 1
        if not rows:
            first_end = at
        if len(row) < 2 or (rows and len(row) != len(rows[0])):
            break
        rows.append(row)
        after = i = at
        while i < len(raw) and not text[slice(*raw[i])].strip():
            i += 1
        if i == at:
            break
    return (rows, after) if len(rows) >= 2 else ([], first_end)


def _pipe_rows(text: str, raw: Spans, i: int) -> Found:
    """A table of Markdown: a header row, a row of dashes, the rows below."""
    if i + 1 >= len(raw) or "|" not in text[slice(*raw[i])]:
        return [], i
    dashes = text[slice(*raw[i + 1])].strip()
    if "|" not in dashes or not all(
        _RULE.fullmatch(cell.strip()) for cell in dashes.strip("|").split("|")
    ):
        return [], i
    rows = [_pipe_cells(text, *raw[i])]
    at = i + 2
    while at < len(raw) and "|" in text[slice(*raw[at])]:
        rows.append(_pipe_cells(text, *raw[at]))
        at += 1
    return rows, at


def _bar_rows(text: str, raw: Spans, i: int) -> Found:
    """Two or more lines, one below the other, with the same number of bars: Markdown's rows
    without its row of dashes."""
    rows: list[Spans] = []
    while i < len(raw) and "|" in text[slice(*raw[i])]:
        cells = _pipe_cells(text, *raw[i])
        if len(cells) < 2 or (rows and len(cells) != len(rows[0])):
            break
        rows.append(cells)
        i += 1
    return (rows, i) if len(rows) >= 2 else ([], i)


def _pipe_cells(text: str, start: int, end: int) -> Spans:
    start, end = trim(text, start, end)
    if text.startswith("|", start):
        start += 1
    if text.endswith("|", start, end):
        end -= 1
    cells: Spans = []
    at = start
    while at <= end:
        stop = text.find("|", at, end)
        while stop > at and text[stop - 1] == "\\":
            stop = text.find("|", stop + 1, end)
        stop = end if stop < 0 else stop
        cells.append((at, stop))
        at = stop + 1
    return cells
