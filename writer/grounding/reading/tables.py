"""Numbers in table cells: their unit stands in the header, the row's name or the caption."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Protocol

from writer.grounding.mentions import Kind
from writer.grounding.reading.page import Hit, Page
from writer.grounding.reading.words import words

_CAPTION = re.compile(r"单位[ ]{0,2}:[ ]{0,2}([^\s，。；、()|/]{1,6})")
_TITLED = re.compile(r"^[^。；\n|]{1,40}\(([^()\n]{1,6})\)[\s|]*\Z", re.MULTILINE)
_BRACKETED = re.compile(r"\(([^()]{1,6})\)")
_TAIL = re.compile(r"[/，,]([^/，,()\s]{1,5})$")
_MONEY = re.compile(r"(?:[百千]?[万亿])?元")
_MAGNITUDES = ("万", "亿")
_SHARES = re.compile(r"率|占比|比重|比例|进度|增幅|增速|百分比")
_OWN_UNITS = re.compile(
    r"(?:指标|目标|完成|实际|计划)值|数量|面积|里程|长度|人次|[人户件次个台座栋处]数|排名|名次|位次"
)
_EMPTY = ("—", "－", "-", "--", "——", "/")
_NUMBERED = ("序号", "编号", "No.", "行次", "项次", "排名")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LOOK_BACK = 120


class Span(Protocol):
    """A stretch of the text: a cell."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


Table = Mapping[tuple[int, int], Span]
"""The filled cells of a table by (row, column), as `Document.tables` gives them."""


def tables_in(text: str) -> Sequence[Table]:
    """The tables that a plain text holds (tabs, cell-per-line, Markdown)."""
    if "\t" not in text and "|" not in text:
        return ()
    from writer.documents import read_text  # most texts have no table

    return read_text(text).tables


def in_cells(page: Page, hits: list[Hit], tables: Sequence[Table]) -> list[Hit]:
    """The hits, those that fill a cell alone read as the cell's table says."""
    places = {span.start: (table, key) for table in tables for key, span in table.items()}
    units = [_Units(page, table) for table in tables]
    by_table = {id(table): unit for table, unit in zip(tables, units, strict=True)}
    out = []
    for hit in hits:
        found = places.get(hit.start)
        if found and hit.kind in (Kind.BARE, Kind.COUNT, Kind.DATE, Kind.ENUM, Kind.SCORE):
            table, key = found
            rest = page.s[hit.end : table[key].end]
            if rest in ("", ".") and hit.unit in (None, "分"):  # “100.” lost its decimals
                hit = by_table[id(table)].cell(hit, key)
        out.append(hit)
    return out if tables else _under_captions(page, hits)


class _Units:
    """The units of one table, worked out once: {column: unit}, {row: unit}, the caption's."""

    def __init__(self, page: Page, table: Table) -> None:
        self.page = page
        first = min((cell.start for cell in table.values()), default=0)
        head = page.s[max(0, first - _LOOK_BACK) : first]
        found = _CAPTION.findall(head) or _TITLED.findall(head)
        self.caption = found[-1] if found else None
        self.table = table
        self.header: dict[tuple[int, int], str] = {}
        self.names: dict[int, str] = {}
        lines: dict[int, dict[int, str]] = {}
        for (row, column), cell in sorted(table.items()):
            lines.setdefault(row, {})[column] = page.s[cell.start : cell.end]
        heads: dict[int, str] = {}
        body = False
        for row, line in lines.items():
            numbers = {c for c, text in line.items() if text[-1:].isdigit() and _plain(text)}
            dated = all(_YEAR.fullmatch(line[c]) for c in numbers)
            if numbers and row > 0 and not dated:
                body = True
            elif len(line) > 1 and not any(text in _EMPTY for text in line.values()):
                # standard forms set new headers in the middle of a table
                heads, body = ({} if body else heads), False
                for column, text in line.items():
                    if column not in numbers:
                        heads[column] = heads.get(column, "") + text
            for column, text in line.items():
                self.header[row, column] = heads.get(column, "")
                if column not in numbers:
                    self.names.setdefault(row, text)
                if inner := _CAPTION.search(text):
                    self.caption = inner[1]

    def cell(self, hit: Hit, key: tuple[int, int]) -> Hit:
        row, column = key
        header = self.header.get((row, column), "")
        text = self.page.text[hit.start : hit.end]
        if row == 0 and _YEAR.fullmatch(text):
            return hit._replace(kind=Kind.DATE, value=text)
        if column == 0 and text.isdecimal() and self._numbers_rows(header, row):
            return hit._replace(kind=Kind.ENUM, value=str(int(text)), unit=None)
        if hit.kind is Kind.DATE:
            return hit if not _YEAR.fullmatch(text) else hit._replace(kind=Kind.BARE)
        if hit.kind is Kind.ENUM:
            return hit
        unit = _unit_in(header)
        if not unit and not _SHARES.search(header):  # a rate is in no unit of its row
            unit = _unit_in(self.names.get(row, ""))
        return hit._replace(kind=Kind.BARE, unit=unit or self._under_caption(header))

    def _under_caption(self, header: str) -> str | None:
        """The caption's unit; rates and counts have another than the amounts beside them."""
        if self.caption is None or not _MONEY.fullmatch(self.caption):
            return self.caption
        other = _SHARES.search(header) or _OWN_UNITS.search(header)
        return None if other else self.caption

    def _numbers_rows(self, header: str, row: int) -> bool:
        if any(word in header for word in _NUMBERED):
            return True
        return not header and (row, 1) in self.table


def _plain(text: str) -> bool:
    return all(c in "0123456789.,-% " for c in text)


def _unit_in(title: str) -> str | None:
    """金额(万元) → 万元, 执行率(%) → %, 加装电梯/部 → 部."""
    if title.endswith("%"):
        return "%"
    tail = _TAIL.search(title)
    for name in (*_BRACKETED.findall(title), *([tail[1]] if tail else ())):
        unit = str(name).removeprefix("单位:").strip()
        if is_unit(unit):
            return unit
    return None


def is_unit(name: str) -> bool:
    """Whether a cell or a bracket holds a unit and nothing else: 万元, %, 座, 万人次."""
    if name in ("%", "‰", "分") or _MONEY.fullmatch(name):
        return True
    known = words()
    plain = name[1:] if name.startswith(_MAGNITUDES) else name
    return bool(plain) and plain in (
        known.classifiers.at(plain, 0),
        known.latin_units.at(plain, 0),
    )


def _under_captions(page: Page, hits: list[Hit]) -> list[Hit]:
    """Bare numbers after “单位：万元” where no table is marked: until the prose goes on."""
    captions = [(m.end(), m[1]) for m in _CAPTION.finditer(page.s)]
    if not captions:
        return hits
    out, i, stop, unit = [], 0, 0, None
    for hit in hits:
        while i < len(captions) and captions[i][0] <= hit.start:
            end, unit = captions[i]
            stop = page.s.find("。", end)
            stop = len(page.s) if stop < 0 else stop
            i += 1
        bare = hit.kind is Kind.BARE and hit.unit is None and unit is not None
        out.append(hit._replace(unit=unit) if bare and hit.start < stop else hit)
    return out
