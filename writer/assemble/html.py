"""A report as one HTML file in which every number says where it comes from.

No script and no network: the page works from a mail attachment, and its policy forbids both.
A number's verdict, figure, formula and line of the facts appear on hover and on focus; it links
to the table of figures behind the report, which links back to every place that states it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from writer.assemble.charts.svg import svg
from writer.assemble.files import replace_file
from writer.assemble.html_text import Annotator
from writer.assemble.layout import cleaned
from writer.assemble.marks import Origin, Origins, Spot
from writer.assemble.plan import Grid, Item, Picture, Role, plan
from writer.assemble.table_layout import table_layout
from writer.findings import VERDICT_NAMES, Finding, Severity
from writer.ledger import Ledger
from writer.report import Report, Table

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

_TAGS = {
    Role.COVER_TITLE: "p",
    Role.TITLE: "h1",
    Role.HEADING1: "h2",
    Role.HEADING2: "h3",
    Role.HEADING3: "h4",
    Role.HEADING4: "h5",
    Role.ATTACHMENT_TITLE: "h2",
}
_SEVERITIES = {Severity.ERROR: "错误", Severity.WARNING: "提醒", Severity.NOTICE: "提示"}
_LINE = 440.0  # points a table is laid out for; on the screen only its proportions count


@dataclass(frozen=True, slots=True)
class _Line:
    """A paragraph or heading of the page."""

    tag: str
    role: str
    body: Markup
    plain: str
    ident: str = ""


@dataclass(frozen=True, slots=True)
class _Cell:
    tag: str
    style: str
    body: Markup
    across: int
    down: int


@dataclass(frozen=True, slots=True)
class _Grid:
    """A table of the page: `columns` in per cent, `head` rows in its thead."""

    columns: tuple[float, ...]
    head: tuple[tuple[_Cell, ...], ...]
    body: tuple[tuple[_Cell, ...], ...]
    wide: bool


@dataclass(frozen=True, slots=True)
class _Picture:
    """A chart of the page."""

    picture: Markup


def write_html(
    report: Report,
    path: Path,
    *,
    mentions: Sequence[Spot] = (),
    findings: Sequence[Finding] = (),
    ledger: Ledger | None = None,
    draft_mark: str = "",
) -> None:
    """Writes the page; offsets count characters of `report.text`.

    `ledger` gives the figures that mentions name. The same arguments give the same bytes.
    Raises AssemblyError when `path` cannot be written.
    """
    page = html_text(
        report, mentions=mentions, findings=findings, ledger=ledger, draft_mark=draft_mark
    )
    replace_file(path, page.encode("utf-8"))


def html_text(
    report: Report,
    *,
    mentions: Sequence[Spot] = (),
    findings: Sequence[Finding] = (),
    ledger: Ledger | None = None,
    draft_mark: str = "",
) -> str:
    """The page as a string; see write_html."""
    origins = Origins(ledger)
    listed = origins.needed(mentions)
    annotator = Annotator(mentions, findings, origins, {o.ident: i for i, o in enumerate(listed)})
    items = [_item(item, annotator, i) for i, item in enumerate(_items(report))]
    return _template().render(
        title=cleaned(report.title) or "报告",
        mark=draft_mark,
        items=items,
        contents=[i for i in items if isinstance(i, _Line) and i.ident],
        figures=[_figure_row(o, annotator) for o in listed],
        findings=[_finding_row(f, i, annotator, report) for i, f in enumerate(findings)],
        legend=_legend(mentions),
    )


@cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("writer.assemble", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html.j2")


def _items(report: Report) -> list[Item]:
    return [item for section in plan(report) for item in section.items]


def _item(item: Item, annotator: Annotator, number: int) -> _Line | _Grid | _Picture:
    if isinstance(item, Picture):
        from markupsafe import Markup

        return _Picture(Markup(svg(item.chart)))
    if isinstance(item, Grid):
        return _grid(item.table, item.start, annotator)
    tag = _TAGS.get(item.role, "p")
    ident = f"s{number}" if item.role in (*_HEADINGS, Role.ATTACHMENT_TITLE) else ""
    return _Line(tag, item.role, annotator.body(item.text, item.start), cleaned(item.text), ident)


_HEADINGS = (Role.HEADING1, Role.HEADING2)


def _grid(table: Table, start: int, annotator: Annotator) -> _Grid:
    layout = table_layout(table, _LINE)
    rows = [
        tuple(
            _Cell(
                "th" if slot.cell.header or number < table.header_rows else "td",
                layout.style(number, slot),
                annotator.body(slot.cell.text, start + (slot.offset or 0)),
                max(1, slot.cell.across),
                max(1, slot.cell.down),
            )
            for slot in row
            if not slot.continues
        )
        for number, row in enumerate(layout.rows)
    ]
    columns = tuple(round(w / _LINE * 100, 2) for w in layout.widths)
    head = table.header_rows
    return _Grid(columns, tuple(rows[:head]), tuple(rows[head:]), len(columns) > 6)


def _figure_row(origin: Origin, annotator: Annotator) -> dict[str, Any]:
    """A line of the table of figures: where it comes from, and the places that state it."""
    return {
        "number": annotator.numbers[origin.ident],
        "origin": origin,
        "inputs": [annotator.numbers[i] for i in origin.inputs if i in annotator.numbers],
        "places": annotator.places.get(origin.ident, []),
    }


def _finding_row(
    finding: Finding, number: int, annotator: Annotator, report: Report
) -> dict[str, Any]:
    return {
        "number": number if number in annotator.shown else None,
        "finding": finding,
        "severity": _SEVERITIES[finding.severity],
        "quote": cleaned(report.text[finding.start : finding.end]),
        "figures": [annotator.numbers[f] for f in finding.figures if f in annotator.numbers],
    }


def _legend(mentions: Sequence[Spot]) -> list[tuple[str, str, int]]:
    """(verdict, label, how often), in the order of VERDICT_NAMES, of those that occur."""
    counts = Counter(m.verdict for m in mentions if m.verdict is not None)
    return [(str(v), label, counts[v]) for v, label in VERDICT_NAMES.items() if counts[v]]
