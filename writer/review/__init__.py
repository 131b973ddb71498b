"""The editor's desk: decisions on findings, by web page or by Word, kept with the run.

Everything is imported when it is called: `draft --help` must not load a web server.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from writer.review.gate import Assembled
    from writer.review.state import Item
    from writer.review.word.import_report import ImportReport
    from writer.settings import Settings

__all__ = [
    "assemble",
    "export_record",
    "export_word",
    "import_word",
    "open_errors",
    "serve",
]


def serve(
    run_path: Path,
    host: str = "127.0.0.1",
    port: int = 0,
    open_browser: bool = True,
    *,
    settings: Settings | None = None,
) -> None:
    """Serves the review page until Ctrl-C. Raises RunError for a run that cannot be opened."""
    from writer.review.web.serving import serve_run

    serve_run(run_path, host, port, open_browser, settings=settings)


def export_word(run_path: Path, target: Path) -> int:
    """Writes the report as it now reads with a comment for each open finding; gives their count."""
    from writer.review.word.export import export_word as export

    return export(run_path, target)


def import_word(run_path: Path, edited: Path, *, who: str = "") -> ImportReport:
    """Takes a Word file edited after export_word back as decisions."""
    from writer.review.word.importing import import_word as take_back

    return take_back(run_path, edited, who)


def open_errors(run_path: Path) -> tuple[Item, ...]:
    """The findings of severity error that keep the report from being final."""
    from writer.review.desk import Desk

    return Desk(run_path).state.blocking


def assemble(
    run_path: Path, target: Path | None = None, outputs: Sequence[str] = ("docx",)
) -> Assembled:
    """Writes the reviewed report: final when no error is open, else with 草稿 in its header."""
    from writer.review.gate import assemble as write

    return write(run_path, target, outputs)


def export_record(run_path: Path, target: Path) -> int:
    """Writes the review record (.docx or .csv); gives the number of decisions in it."""
    from writer.review.record import export_record as export

    return export(run_path, target)
