"""The gate: a file is called final only when no finding of severity error is open."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from writer.review.desk import Desk
from writer.review.state import Item

FINAL, DRAFT = "正式稿.docx", "草稿.docx"
MARK = "草稿"


@dataclass(frozen=True, slots=True)
class Assembled:
    """The file written, and the findings of severity error that kept it from being final.

    `stale` is a final file of an earlier moment that is still there and no longer true.
    """

    path: Path
    final: bool
    open: tuple[Item, ...]
    stale: Path | None = None


def assemble(run: Path, target: Path | None = None) -> Assembled:
    """Writes the reviewed report of a run folder; see assemble_desk."""
    return assemble_desk(Desk(run), target)


def assemble_desk(desk: Desk, target: Path | None = None) -> Assembled:
    """Writes the report as the editors left it; raises AssemblyError.

    A final file carries no comments: what was accepted is in the review record. A draft has 草稿
    in its header and a comment for each open finding.
    """
    from writer.assemble.docx import write_docx

    state = desk.state
    blocking = state.blocking
    final = not blocking
    path = target or desk.path / (FINAL if final else DRAFT)
    spoken = [] if final else [i.finding for i in state.items if i.open and i.problem is None]
    write_docx(state.edition.report, path, spoken, draft_mark="" if final else MARK)
    earlier = desk.path / FINAL
    stale = earlier if not final and earlier.exists() and earlier != path else None
    return Assembled(path, final, blocking, stale)
