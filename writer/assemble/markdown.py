"""A report as Markdown (CommonMark with tables), to be read, compared and mailed."""

from __future__ import annotations

import re
from pathlib import Path

from writer.assemble.files import replace_file
from writer.assemble.plan import Grid, Item, Picture, Role, Text, plan
from writer.assemble.table_layout import Slot, grid
from writer.report import Chart, Report, Table

_LEVELS = {Role.TITLE: 1, Role.ATTACHMENT_TITLE: 2}
_SPECIAL = re.compile(r"([\\`*_\[\]<>|~])")
# what would begin a list, a heading, a quotation or a rule at the start of a line
_OPENING = re.compile(r"^(\s*)(?:(#{1,6}|[-+>=]+)(?=\s|$)|(\d{1,9})([.)])(?=\s))")


def write_markdown(report: Report, path: Path) -> None:
    """Writes the Markdown file; raises AssemblyError when `path` cannot be written."""
    replace_file(path, markdown_text(report).encode("utf-8"))


def markdown_text(report: Report) -> str:
    """Paragraphs apart, headings by their level, tables with the text of merged cells once."""
    parts = (_part(item) for section in plan(report) for item in section.items)
    return "\n\n".join(part for part in parts if part) + "\n"


def _part(item: Item) -> str:
    if isinstance(item, Picture):
        return _figures(item.chart)
    return _table(item.table) if isinstance(item, Grid) else _paragraph(item)


def _figures(chart: Chart) -> str:
    """What a chart shows, as a table: Markdown has no pictures of its own."""
    rows = [
        [name, *("" if s.values[i] is None else str(s.values[i]) for s in chart.series)]
        for i, name in enumerate(chart.categories)
    ]
    head = ["", *(series.name for series in chart.series)]
    lines = ["| " + " | ".join(map(_escaped, row)) + " |" for row in [head, *rows]]
    rule = "| --- |" + " ---: |" * len(chart.series)
    return "\n".join([f"**{_escaped(chart.title)}**", "", lines[0], rule, *lines[1:]])


def _paragraph(item: Text) -> str:
    level = _LEVELS.get(item.role, item.level + 1 if item.level else 0)
    lines = [_escaped(line) for line in item.text.split("\n")]
    if level:
        return "#" * level + " " + " ".join(lines)
    if item.role in (Role.CAPTION, Role.MARK):
        return f"**{' '.join(lines)}**"
    return "\\\n".join(lines)


def _table(table: Table) -> str:
    """A table needs one head: further head rows become rows, none leaves the head blank."""
    rows = grid(table)
    if not rows:
        return ""
    count = max(slot.column + slot.cell.across for slot in rows[0])
    lines = [_row(row, count) for row in rows]
    numbers = {s.column for row in rows for s in row if s.cell.number and s.cell.across == 1}
    rule = "|" + "|".join(" ---: " if c in numbers else " --- " for c in range(count)) + "|"
    head = lines[:1] if table.header_rows else ["|" + "  |" * count]
    return "\n".join([*head, rule, *lines[len(head) if table.header_rows else 0 :]])


def _row(row: tuple[Slot, ...], count: int) -> str:
    cells = [""] * count
    for slot in row:
        if slot.offset is not None:
            cells[slot.column] = _escaped(slot.cell.text).replace("\n", "<br>")
    return "| " + " | ".join(cells) + " |"


def _escaped(text: str) -> str:
    """The text as it stands: nothing in it is read as markup."""
    escaped = _SPECIAL.sub(r"\\\1", text)
    found = _OPENING.match(escaped)
    if found is None:
        return escaped
    if found[2]:
        return f"{found[1]}\\{escaped[found.start(2) :]}"
    return f"{found[1]}{found[3]}\\{escaped[found.start(4) :]}"
