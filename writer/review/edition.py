"""A report put together again from its units, some of them with other words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate

from writer.report import Block, Cell, Heading, Report, Table
from writer.review.manuscript import Manuscript, Part, Row, Span, UnitKind, columns


@dataclass(frozen=True)
class Edition:
    """The report as it reads with some texts changed, and where each unit stands in it."""

    report: Report
    parts: tuple[Part, ...]  # body and appendix, without what has become empty
    spans: tuple[Span, ...]

    def attached(self, offset: int) -> str | None:
        """The title of the table, or the label, that a place of the attachments stands in; None
        in the report itself, whose headings do not reach that far."""
        starts, names = self._attached
        at = bisect_right(starts, offset) - 1
        return names[at] if at >= 0 else None

    @cached_property
    def _attached(self) -> tuple[list[int], list[str]]:
        own = {id(block) for block in self.report.appendix}
        found = [(start, block) for start, _, block in self.report.spans if id(block) in own]
        return [start for start, _ in found], [_title(block) for _, block in found]


def edition(manuscript: Manuscript, body: Iterable[Part], texts: Mapping[str, str]) -> Edition:
    """The report with `texts` (unit -> words) in place and its body in the order of `body`."""
    maker = _Maker(manuscript, texts)
    kept_body = [maker.filled(part) for part in body]
    kept_appendix = [maker.filled(part) for part in manuscript.appendix]
    body_parts = [part for part in kept_body if part is not None]
    appendix_parts = [part for part in kept_appendix if part is not None]
    old = manuscript.report
    report = replace(
        old,
        cover=maker.lines("cover"),
        title="".join(maker.lines("title")),
        subtitle="".join(maker.lines("subtitle")),
        header=maker.lines("header"),
        attachments=maker.lines("attachments"),
        signature="".join(maker.lines("signature")),
        date="".join(maker.lines("date")),
        blocks=tuple(part.block for part in body_parts),
        appendix=tuple(part.block for part in appendix_parts),
    )
    spans = _spans(report, manuscript, body_parts, appendix_parts, maker)
    return Edition(report, (*body_parts, *appendix_parts), tuple(spans))


def _title(block: Block | None) -> str:
    if isinstance(block, Table):
        return block.caption or block.name
    return block.text.split("\n")[0] if block is not None else ""


class _Maker:
    def __init__(self, manuscript: Manuscript, texts: Mapping[str, str]) -> None:
        self.manuscript = manuscript
        self.texts = texts

    def text(self, unit: str) -> str:
        found = self.texts.get(unit)
        return self.manuscript.units[unit].text if found is None else found

    def frame(self, name: str) -> Iterator[tuple[str, str]]:
        """(unit, text) of the lines of this name; those that an editor emptied are left out."""
        for (own, _), unit in self.manuscript.frame.items():
            drafted = self.manuscript.units[unit].text
            if own == name and (self.text(unit) or not drafted):
                yield unit, self.text(unit)

    def lines(self, name: str) -> tuple[str, ...]:
        return tuple(text for _, text in self.frame(name))

    def filled(self, part: Part) -> Part | None:
        """The part with its words as they are now; None for a paragraph without any."""
        if isinstance(part, Row):
            text = "".join(self.text(unit) for unit in part.units)
            return replace(part, block=replace(part.block, text=text)) if text else None
        block = part.block
        if isinstance(block, Heading):
            return replace(part, block=replace(block, title=self.text(part.units[0])))
        if isinstance(block, Table):
            return replace(part, block=self._table(block, part.units))
        return part

    def _table(self, table: Table, units: tuple[str, ...]) -> Table:
        words = iter(self.text(unit) for unit in units)
        caption = next(words) if table.caption else ""
        rows = tuple(tuple(_with_text(cell, next(words)) for cell in row) for row in table.rows)
        return replace(table, caption=caption, rows=rows)


def _with_text(cell: Cell, text: str) -> Cell:
    return cell if cell.text == text else replace(cell, text=text)


def _spans(
    report: Report,
    manuscript: Manuscript,
    body: list[Part],
    appendix: list[Part],
    maker: _Maker,
) -> Iterator[Span]:
    """Walks the texts in the order of Report.parts; the blocks are known by identity."""
    by_block = {id(part.block): part for part in (*body, *appendix)}
    names = ("cover", "title", "subtitle", "header", "attachments", "signature", "date")
    lines = iter([unit for name in names for unit, text in maker.frame(name) if text])
    for start, end, block in report.spans:
        if block is None:
            unit = next(lines)
            yield Span(end - len(maker.text(unit)), end, unit)
            continue
        part = by_block[id(block)]
        if isinstance(block, Heading):
            yield Span(end - len(block.title), end, part.units[0])
            continue
        for unit, offset, size in _within(part, maker):
            yield Span(start + offset, start + offset + size, unit)


def _within(part: Part, maker: _Maker) -> Iterator[tuple[str, int, int]]:
    """(unit, offset, length) of the units inside a paragraph or a table."""
    if isinstance(part, Row):
        sizes = [len(maker.text(unit)) for unit in part.units]
        placed = zip(part.units, accumulate(sizes, initial=0), sizes, strict=False)
        yield from ((unit, at, size) for unit, at, size in placed if size)
        return
    table = part.block
    assert isinstance(table, Table)  # page breaks have no text and never come here
    units = iter(part.units)
    offset = 0
    if table.caption:
        yield next(units), 0, len(table.caption)
        offset = len(table.caption) + 1
    elif part.units and maker.manuscript.units[part.units[0]].kind is UnitKind.LINE:
        next(units)  # a caption that an editor has emptied
    offset += len(f"单位：{table.unit}") + 1 if table.unit else 0
    for row, line in zip(columns(table), table.grid, strict=False):
        starts = list(accumulate((len(text) + 1 for text in line), initial=offset))
        yield from ((next(units), starts[column], len(line[column])) for column in row)
        offset = starts[-1]
