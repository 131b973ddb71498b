"""The gate: a file is called final only when no finding of severity error is open."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from writer.errors import AssemblyError
from writer.outputs import DEFAULT, DRAFT_MARK, Content, write_outputs
from writer.review.desk import Desk
from writer.review.state import Item, State
from writer.unwritable import why_unwritable

FINAL, DRAFT = "正式稿", "草稿"


@dataclass(frozen=True, slots=True)
class Assembled:
    """The files written, and the findings of severity error that kept them from being final.

    `stale` are final files of an earlier moment that are still there and no longer true; `notes`
    say what the files leave out, and what writer.outputs has to say; `failed` as there.
    """

    files: tuple[Path, ...]
    final: bool
    open: tuple[Item, ...]
    stale: tuple[Path, ...] = ()
    notes: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()

    @property
    def path(self) -> Path:
        return self.files[0]


def assemble(run: Path, target: Path | None = None, outputs: Sequence[str] = DEFAULT) -> Assembled:
    """Writes the reviewed report of a run folder; see assemble_desk."""
    return assemble_desk(Desk(run), target, outputs)


def assemble_desk(
    desk: Desk, target: Path | None = None, outputs: Sequence[str] = DEFAULT
) -> Assembled:
    """Writes the report as the editors left it; raises AssemblyError.

    A final file carries no comments: what was accepted is in the review record. A draft has 草稿
    in its header and a comment for each open finding. `target` names the files, whatever its
    suffix; without one they stand in the run folder.
    """
    state = desk.state
    final = not state.blocking
    base = target or desk.path / (FINAL if final else DRAFT)
    spoken = [] if final else [i.finding for i in state.items if i.open and i.problem is None]
    mark = "" if final else DRAFT_MARK
    content = Content(state.edition.report, state.run.ledger, state.check, spoken, mark)
    try:
        # made apart and then moved: write_outputs has names of its own, and report.docx in the
        # run folder is what the draft looked like before the review
        with TemporaryDirectory(prefix=".assemble-", dir=base.parent) as folder:
            written = write_outputs(content, Path(folder), outputs)
            files = tuple(_placed(path, base) for path in written.files)
    except OSError as error:
        raise AssemblyError(f"无法写出 {base}：{why_unwritable(error)}。") from error
    earlier = [desk.path / f"{FINAL}.{name}" for name in ("docx", "pdf", "html", "md", "json")]
    stale = tuple(p for p in earlier if not final and p.exists() and p not in files)
    notes = (*_cautions(state), *written.notes)
    return Assembled(files, final, state.blocking, stale, notes, written.failed)


def _cautions(state: State) -> Iterator[str]:
    """What the file does not say although somebody found, decided or wrote it."""
    if state.run.facts_changed:
        yield (
            f"注意：事实文件 {state.run.facts_path} 在成文之后改过，报告还是按改动之前的数写的；"
            "请在审阅页面点“重新成文”，或再运行一次 draft。"
        )
    left = sum(state.open_counts.values())
    if left and not state.blocking:
        yield f"另有 {left} 处警告或提醒没有处理，不影响定稿；它们没有写进文件。"
    if count := len(state.replayed.outdated):
        yield f"注意：有 {count} 项决定已过期，没有写进这份报告；请在审阅页面的“记录”里逐项处理。"


def _placed(path: Path, base: Path) -> Path:
    """The file under its own name; the suffix is that of what was written."""
    known = (".docx", ".pdf", ".html", ".md", ".json")
    stem = base.with_suffix("") if base.suffix.lower() in known else base
    place = stem.with_name(stem.name + path.suffix)
    os.replace(path, place)
    return place
