"""A report as JSON, for other systems: sections, sentences, tables, numbers with their figures.

Shape (offsets count characters of `text`):
  {"title", "unit", "year"?, "text",
   "sections": [{"key", "level", "number", "title", "start", "end",
                 "paragraphs": [{"role", "start", "end", "sentences": [{"start","end","text"}]}],
                 "charts": [{"name", "title", "unit", "categories",
                             "series": [{"name", "values"}]}],
                 "tables": [{"name", "caption", "unit", "header_rows", "start", "end",
                             "rows": [[{"text", "across", "down", "start", "end"}]]}]}],
   "mentions": [{"start", "end", "text", "kind", "value", "unit", "verdict", "figure", "formula",
                 "source"}],
   "figures": {id: {"name", "shown", "formula", "inputs", "source"}}}
A section runs from its heading to the next; what stands before the first heading is a section of
level 0 without a title. `mentions` and `figures` are empty when the report was not checked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from writer.assemble.files import replace_file
from writer.assemble.marks import Mark, Origins
from writer.assemble.table_layout import grid
from writer.ledger import Ledger
from writer.report import Block, Chart, Heading, Paragraph, Report, Table

_SENTENCE = re.compile(r"[^。！？]+[。！？]*[”’」』）)】》]*")


def write_json(
    report: Report, path: Path, *, mentions: Sequence[Mark] = (), ledger: Ledger | None = None
) -> None:
    """Writes the JSON file; raises AssemblyError when `path` cannot be written."""
    data = report_data(report, mentions=mentions, ledger=ledger)
    replace_file(path, (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode("utf-8"))


def report_data(
    report: Report, *, mentions: Sequence[Mark] = (), ledger: Ledger | None = None
) -> dict[str, Any]:
    """The JSON's content; see the module."""
    origins = Origins(ledger)
    return {
        "title": report.title,
        "unit": report.unit,
        "year": ledger.year if ledger is not None else None,
        "text": report.text,
        "sections": _sections(report),
        "mentions": [_mention(m, origins) for m in mentions],
        "figures": {
            o.ident: {
                "name": o.name,
                "shown": o.shown,
                "formula": o.formula or None,
                "inputs": list(o.inputs),
                "source": o.place or None,
            }
            for o in origins.needed(mentions)
        },
    }


def _sections(report: Report) -> list[dict[str, Any]]:
    sections = [_section(0, None)]
    opened = {}
    for start, end, block in report.spans:
        if isinstance(block, Heading):
            sections.append(_section(start, block))
            opened[id(block)] = sections[-1]
        current = sections[-1]
        current["end"] = end
        if isinstance(block, Table):
            current["tables"].append(_table(block, start, end))
        elif not isinstance(block, Heading):
            current["paragraphs"].append(_paragraph(report.text[start:end], block, start))
    current = sections[0]
    for block in report.blocks:  # charts have no place in the text
        current = opened.get(id(block), current)
        if isinstance(block, Chart):
            current["charts"].append(_chart(block))
    return [s for s in sections if s["level"] or s["paragraphs"] or s["tables"]]


def _chart(chart: Chart) -> dict[str, Any]:
    series = [
        {"name": s.name, "values": [None if v is None else str(v) for v in s.values]}
        for s in chart.series
    ]
    return {
        "name": chart.name,
        "title": chart.title,
        "unit": chart.unit,
        "categories": list(chart.categories),
        "series": series,
    }


def _section(start: int, heading: Heading | None) -> dict[str, Any]:
    return {
        "key": heading.section if heading is not None else "",
        "level": heading.level if heading is not None else 0,
        "number": heading.number if heading is not None else "",
        "title": heading.title if heading is not None else "",
        "start": start,
        "end": start,
        "paragraphs": [],
        "tables": [],
        "charts": [],
    }


def _paragraph(text: str, block: Block | None, start: int) -> dict[str, Any]:
    return {
        "role": block.role if isinstance(block, Paragraph) else "frame",
        "start": start,
        "end": start + len(text),
        "sentences": [
            {"start": start + m.start(), "end": start + m.end(), "text": m[0]}
            for m in _SENTENCE.finditer(text)
        ],
    }


def _table(table: Table, start: int, end: int) -> dict[str, Any]:
    first = end - len("\n".join("\t".join(row) for row in table.grid))
    rows = [
        [
            {
                "text": slot.cell.text,
                "across": slot.cell.across,
                "down": slot.cell.down,
                "start": first + slot.offset,
                "end": first + slot.offset + len(slot.cell.text),
            }
            for slot in row
            if slot.offset is not None
        ]
        for row in grid(table)
    ]
    return {
        "name": table.name,
        "caption": table.caption,
        "unit": table.unit,
        "header_rows": table.header_rows,
        "start": start,
        "end": end,
        "rows": rows,
    }


def _mention(mark: Mark, origins: Origins) -> dict[str, Any]:
    origin = origins.of(mark)
    return {
        "start": mark.start,
        "end": mark.end,
        "text": mark.text,
        "kind": mark.kind,
        "value": mark.value,
        "unit": mark.unit,
        "verdict": str(mark.verdict) if mark.verdict else None,
        "figure": mark.figure,
        "formula": mark.formula,
        "source": (origin.place or None) if origin is not None else None,
    }
