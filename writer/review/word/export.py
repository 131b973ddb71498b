"""The report as a Word file for an editor: one comment for each open finding."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from writer.assemble.docx import write_docx
from writer.documents import read_document
from writer.outputs import DRAFT_MARK
from writer.review.desk import Desk
from writer.review.state import Item
from writer.review.word.manifest import manifest_of

MARK_OPEN, MARK_CLOSE = "〔批注号 ", "〕"


def export_word(run: Path, target: Path) -> int:
    """Writes the Word file of a run folder; see export_desk_word."""
    return export_desk_word(Desk(run), target)


def export_desk_word(desk: Desk, target: Path) -> int:
    """Writes the file and remembers what it was made from; gives the number of comments.

    The number in each comment's text is what leads back to its finding: programs renumber
    comments when they save. Raises AssemblyError.
    """
    state = desk.state
    items = [item for item in state.items if item.open and item.problem is None]
    findings = [replace(i.finding, message=i.finding.message + mark_of(i)) for i in items]
    write_docx(
        state.edition.report, target, findings, draft_mark=DRAFT_MARK if state.blocking else ""
    )
    desk.store.add_export(manifest_of(state, read_document(target), items).as_json())
    return len(items)


def mark_of(item: Item) -> str:
    return f"{MARK_OPEN}{item.key}{MARK_CLOSE}"
