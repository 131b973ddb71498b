"""A report as a PDF with the look of the Word file, set by typst (extra `pdf`).

PDF/A-2b is the gate: typst prints a box for a character that no font has, and only the standard
makes it refuse. What goes to report.typ is one JSON text: `fonts` by key, `title`, `author`,
`mark` (草稿 or ""), and `sections` of `items` as plan.py makes them, tables with their columns,
type size and cells.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from writer.assemble.charts.svg import svg
from writer.assemble.files import replace_file
from writer.assemble.fonts import choose_fonts
from writer.assemble.layout import cleaned, report_day
from writer.assemble.plan import Grid, Item, Picture, Section, Text, plan
from writer.assemble.table_layout import TableLayout, table_layout
from writer.errors import AssemblyError
from writer.report import Report

if TYPE_CHECKING:
    from typst import TypstError

# by the interpreter's own path, so that it lands beside this program and not in another Python
INSTALL = f'生成 PDF 需要安装 typst："{sys.executable}" -m pip install "typst>=0.15"。'
_NO_DAY = date(1980, 1, 1)  # PDF/A wants a date, and a clock would change the file each time
_POINTS = 72 / 25.4
LINE, TURNED_LINE = 156 * _POINTS, 225 * _POINTS
_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed with font `"(.+?)"`')
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")


def write_pdf(
    report: Report, path: Path, *, draft_mark: str = "", font_folders: Sequence[Path] = ()
) -> str:
    """Writes the PDF and returns one line about substituted fonts, "" when all are official.

    `font_folders` are searched besides the system's fonts. The same report and fonts give the
    same bytes. Raises AssemblyError: typst or fonts not installed, a character that no font
    has, `path` not writable.
    """
    try:
        import typst
    except ImportError as error:
        raise AssemblyError(INSTALL) from error
    fonts = typst.Fonts(
        include_system_fonts=True, include_embedded_fonts=False, font_paths=list(font_folders)
    )
    choice = choose_fonts(fonts.families())
    source = (resources.files(__package__) / "report.typ").read_bytes()
    compiler = typst.Compiler(
        source, font_paths=fonts, sys_inputs={"report": _data(report, choice.families, draft_mark)}
    )
    try:
        day = datetime.combine(report_day(report) or _NO_DAY, time(), tzinfo=UTC)
        data = compiler.compile(format="pdf", pdf_standards=["a-2b"], timestamp=day)
    except typst.TypstError as error:
        raise AssemblyError(_explained(error)) from error
    if not isinstance(data, bytes):
        raise AssemblyError("PDF 排版没有结果。")
    replace_file(path, data)
    return choice.note


def _data(report: Report, fonts: dict[str, str], mark: str) -> str:
    whole = {
        "fonts": fonts,
        "title": cleaned(report.title) or "报告",
        "author": [cleaned(report.unit)] if report.unit else [],
        "mark": mark,
        "sections": [_section(section, fonts) for section in plan(report)],
    }
    return json.dumps(whole, ensure_ascii=False)


def _section(section: Section, fonts: dict[str, str]) -> dict[str, Any]:
    line = TURNED_LINE if section.turned else LINE
    return {
        "turned": section.turned,
        "numbered": section.numbered,
        "first": section.first,
        "items": [_item(item, line, fonts) for item in section.items],
    }


def _item(item: Item, line: float, fonts: dict[str, str]) -> dict[str, Any]:
    if isinstance(item, Picture):
        drawn = svg(item.chart, ", ".join([fonts["fangsong"], *fonts.values()]))
        return {"svg": drawn, "words": cleaned(item.chart.words), "new_page": item.new_page}
    return _text(item) if isinstance(item, Text) else _table(item, line)


def _text(item: Text) -> dict[str, Any]:
    return asdict(item) | {"text": cleaned(item.text)}


def _table(item: Grid, line: float) -> dict[str, Any]:
    layout = table_layout(item.table, line)
    return {
        "new_page": item.new_page,
        "keep_next": item.keep_next,
        "columns": layout.widths,
        "size": layout.size,
        "inset": (layout.row - layout.size) / 2,
        "head": min(item.table.header_rows, len(layout.rows)),
        "whole": layout.whole,
        "rows": [_row(layout, number) for number in range(len(layout.rows))],
    }


def _row(layout: TableLayout, number: int) -> list[dict[str, Any]]:
    return [
        {
            "text": cleaned(slot.cell.text),
            "across": max(1, slot.cell.across),
            "down": max(1, min(slot.cell.down, len(layout.rows) - number)),
            "style": layout.style(number, slot),
            "unbroken": layout.unbroken(number),
        }
        for slot in layout.rows[number]
        if not slot.continues
    ]


def _explained(error: TypstError) -> str:
    """Typst's message for the user: the usual one is a character without a glyph."""
    found = _GLYPH.search(error.message)
    if found is None:
        return f"PDF 排版失败：{error.message}"
    text = _ESCAPE.sub(lambda m: chr(int(m[1], 16)), found[1])
    codes = "、".join(f"U+{ord(c):04X}" for c in text[:5])
    return (
        f"PDF 中有无法显示的字“{text}”（{codes}）：字体 {found[2]} 及其他已安装的字体都没有它。"
        "请安装含有该字的字体，或改用别的字。"
    )
