"""The report as the page shows it: parts in reading order, each a piece of HTML of its own."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from writer.findings import Severity
from writer.report import Block, Cell, Heading, PageBreak, Paragraph, Report, Table
from writer.review.manuscript import Span
from writer.review.state import Item, State
from writer.review.web.marks import Piece, pieces_of

_WEIGHTS = (Severity.ERROR, Severity.WARNING, Severity.NOTICE)


@dataclass(frozen=True, slots=True)
class Shown:
    """A unit on the page: `prefix` is the mark that the program makes (一、)."""

    unit: str
    prefix: str
    pieces: list[Piece]
    items: list[Item]
    edited: bool

    @property
    def severity(self) -> str:
        """The heaviest open finding's; "settled" when all were accepted; "" without any."""
        found = {item.finding.severity for item in self.items if item.open and not item.whole}
        for severity in _WEIGHTS:
            if severity in found:
                return severity.value
        return "settled" if any(not item.whole for item in self.items) else ""


@dataclass(frozen=True, slots=True)
class PaperPart:
    """One block: `kind` names the macro that prints it, `level` a heading's."""

    id: str
    kind: str
    units: list[Shown]
    level: int = 0
    table: Table | None = None
    rows: list[list[tuple[Cell, Shown]]] = field(default_factory=list)


def paper_of(state: State) -> list[PaperPart]:
    """Every part with text, in the order of the report."""
    report, spans = state.edition.report, state.edition.spans
    starts = [span.start for span in spans]
    frames = iter(_frame_kinds(report))
    parts = []
    for number, (start, end, block) in enumerate(report.spans):
        own = spans[bisect_left(starts, start) : bisect_left(starts, end)]
        shown = [_shown(state, span) for span in own]
        if block is None:
            kind, level = next(frames), 0
        else:
            kind, level = _kind(block)
        if shown and (prefix := report.text[start : own[0].start]) and not isinstance(block, Table):
            shown[0] = replace(shown[0], prefix=prefix)
        ident = f"p{number}"
        if isinstance(block, Table):
            parts.append(_table(ident, block, shown))
        elif shown:
            parts.append(PaperPart(ident, kind, shown, level))
    return parts


def _frame_kinds(report: Report) -> Iterator[str]:
    """What the lines without a block are, in the order of Report.parts."""
    yield from ("cover" for line in report.cover if line)
    yield from ("title" for _ in [report.title] if report.title)
    yield from ("subtitle" for _ in [report.subtitle] if report.subtitle)
    yield from ("field" for line in report.header if line)
    yield from ("attachment" for line in report.attachments if line)
    yield from ("signature" for line in (report.signature, report.date) if line)


def _kind(block: Block) -> tuple[str, int]:
    if isinstance(block, Heading):
        return "heading", min(max(block.level, 1), 4)
    if isinstance(block, Paragraph) and block.role not in ("body", "lead"):
        return block.role, 0
    return ("break" if isinstance(block, PageBreak) else "body"), 0


def _table(ident: str, table: Table, shown: Sequence[Shown]) -> PaperPart:
    count = sum(len(row) for row in table.rows)
    caption, cells = list(shown[: len(shown) - count]), iter(shown[len(shown) - count :])
    rows = [[(cell, next(cells)) for cell in row] for row in table.rows]
    return PaperPart(ident, "table", caption, 0, table, rows)


def _shown(state: State, span: Span) -> Shown:
    text = state.edition.report.text[span.start : span.end]
    items = state.by_unit.get(span.unit, [])
    pieces = pieces_of(
        text,
        span.start,
        state.judged_in(span.start, span.end),
        [item.finding for item in items if item.open and not item.whole],
        state.run.ledger,
    )
    return Shown(span.unit, "", pieces, items, span.unit in state.replayed.edits)
