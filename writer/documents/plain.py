"""Text and Markdown: bytes -> text -> lines."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from writer.documents.model import BlockKind
from writer.documents.structure import Line

_BLANK = " \t\r\f\v\u00a0\u3000"
_HASHES = re.compile(r"[ ]{0,3}(#{1,6})[ \t]+")
_EMPHASIS = re.compile(r"\*\*(.+?)\*\*\s*$")
_RULE_ROW = re.compile(r"\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$")


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

    Three sorts of table are known: rows of tab-separated cells, one cell a line with a tab
    before it and an empty line between rows (what Word leaves when it is saved as text), and
    the tables of Markdown.
    """
    raw = list(_raw_lines(text))
    out: list[Line] = []
    table = i = 0
    gap = False
    while i < len(raw):
        for rows_at in (_pipe_rows, _stacked_rows, _tab_rows):
            rows, after = rows_at(text, raw, i)
            if rows:
                for r, row in enumerate(rows):
                    for c, (a, b) in enumerate(row):
                        a, b = _trim(text, a, b)
                        if a < b:
                            out.append(Line(a, b, BlockKind.CELL, table=table, row=r, column=c))
                table += 1
                i = after
                break
        else:
            start, end = _trim(text, *raw[i])
            if start < end:
                out.append(_line(text, raw[i][0], start, end, gap))
            gap = start >= end
            i += 1
    return out


def _line(text: str, raw_start: int, start: int, end: int, gap: bool) -> Line:
    style = 0
    if hashes := _HASHES.match(text, raw_start, end):
        style = min(len(hashes[1]), 4)
        start = hashes.end()
    if bold := _EMPHASIS.match(text, start, end):
        start, end = bold.span(1)
    return Line(start, end, style=style, wraps=True, gap=gap)


def _raw_lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield start, end
        start = end + 1
    if start < len(text):
        yield start, len(text)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _BLANK:
        start += 1
    while start < end and text[end - 1] in _BLANK:
        end -= 1
    return start, end


Spans = list[tuple[int, int]]
NO_ROWS: tuple[list[Spans], int] = ([], 0)


def _tab_rows(text: str, raw: Spans, i: int) -> tuple[list[Spans], int]:
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
    indented = rows and len(rows[0]) == 2 and not any(text[slice(*r[0])].strip() for r in rows)
    return (rows, i) if len(rows) >= 2 and not indented else NO_ROWS


def _split_at_tabs(text: str, start: int, end: int) -> Spans:
    cells: Spans = []
    while (tab := text.find("\t", start, end)) >= 0:
        cells.append((start, tab))
        start = tab + 1
    cells.append((start, end))
    return cells


def _stacked_rows(text: str, raw: Spans, i: int) -> tuple[list[Spans], int]:
    """Two or more groups of as many lines, each line led by a tab, an empty line after each."""
    rows: list[Spans] = []
    row: Spans = []
    after = i
    for at in range(i, len(raw)):
        start, end = raw[at]
        if text.startswith("\t", start, end):
            row.append((start, end))
            after = at + 1
        elif text[start:end].strip(_BLANK):
            break
        elif row:
            rows.append(row)
            row = []
    if row:
        rows.append(row)
    even = len(rows) >= 2 and len(rows[0]) >= 2 and len({len(r) for r in rows}) == 1
    return (rows, after) if even else NO_ROWS


def _pipe_rows(text: str, raw: Spans, i: int) -> tuple[list[Spans], int]:
    """A table of Markdown: a header row, a row of dashes, the rows below."""
    if i + 1 >= len(raw) or "|" not in text[slice(*raw[i])]:
        return NO_ROWS
    dashes = text[slice(*raw[i + 1])]
    if "|" not in dashes or not _RULE_ROW.match(dashes):
        return NO_ROWS
    rows = [_pipe_cells(text, *raw[i])]
    at = i + 2
    while at < len(raw) and "|" in text[slice(*raw[at])]:
        rows.append(_pipe_cells(text, *raw[at]))
        at += 1
    return rows, at


def _pipe_cells(text: str, start: int, end: int) -> Spans:
    start, end = _trim(text, start, end)
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
