"""The files an office is handed, by name: docx, pdf, html, md, json.

Each is written by a module of writer.assemble, imported only when that output is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from writer.errors import AssemblyError, SettingsError
from writer.findings import Finding
from writer.grounding.check import CheckResult
from writer.ledger import Ledger
from writer.report import Paragraph, Report

DRAFT_MARK = "草稿"
STEM = "report"


@dataclass(frozen=True)
class Content:
    """All that an output may show. `mark` (草稿) stands in the header of what is not final."""

    report: Report
    ledger: Ledger
    check: CheckResult
    findings: Sequence[Finding] = ()
    mark: str = ""


def _docx(content: Content, path: Path) -> str:
    from writer.assemble.docx import write_docx

    write_docx(content.report, path, content.findings, draft_mark=content.mark)
    return ""


def _pdf(content: Content, path: Path) -> str:
    from writer.assemble.pdf import write_pdf

    return write_pdf(content.report, path, draft_mark=content.mark)


def _html(content: Content, path: Path) -> str:
    from writer.assemble.html import write_html
    from writer.assemble.marks import marks_of

    write_html(
        content.report, path, mentions=marks_of(content.check.mentions),
        findings=content.findings, ledger=content.ledger, draft_mark=content.mark,
    )  # fmt: skip
    return ""


def _md(content: Content, path: Path) -> str:
    from writer.assemble.markdown import write_markdown

    write_markdown(content.report, path)
    return ""


def _json(content: Content, path: Path) -> str:
    from writer.assemble.data import write_json
    from writer.assemble.marks import marks_of

    mentions = marks_of(content.check.mentions)
    write_json(content.report, path, mentions=mentions, ledger=content.ledger)
    return ""


_WRITERS: dict[str, Callable[[Content, Path], str]] = {
    "docx": _docx, "pdf": _pdf, "html": _html, "md": _md, "json": _json,
}  # fmt: skip
OUTPUTS = tuple(_WRITERS)
DEFAULT = ("docx",)


def known_outputs(text: str) -> tuple[str, ...]:
    """`docx,pdf` → ("docx", "pdf"), each once; raises SettingsError for a name it does not know."""
    names = [name.strip().lower() for name in text.replace("，", ",").split(",") if name.strip()]
    unknown = [name for name in names if name not in _WRITERS]
    if unknown or not names:
        given = "、".join(unknown) or "空"
        raise SettingsError(f"没有“{given}”这种输出；可用：{'、'.join(OUTPUTS)}（用逗号隔开）。")
    return tuple(dict.fromkeys(names))


def possible_outputs(outputs: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(those that can be made here, why the others cannot); told before any work is done."""
    if "pdf" not in outputs or find_spec("typst") is not None:
        return tuple(outputs), ()
    from writer.assemble.pdf import INSTALL

    return tuple(name for name in outputs if name != "pdf"), (INSTALL,)


@dataclass(frozen=True)
class Written:
    """The files, what the user should know of them, and what could not be written and why."""

    files: tuple[Path, ...]
    notes: tuple[str, ...]
    failed: tuple[str, ...]


def write_outputs(content: Content, folder: Path, outputs: Sequence[str] = DEFAULT) -> Written:
    """Writes report.docx, report.pdf … into the folder; one that fails does not stop the others.

    Raises AssemblyError when none could be written.
    """
    files, notes, failed = [], [], []
    for name in outputs:
        path = folder / f"{STEM}.{name}"
        try:
            note = _WRITERS[name](content, path)
        except AssemblyError as error:
            failed.append(str(error))
            continue
        files.append(path)
        if note:
            notes.append(note)
    if not files:
        raise AssemblyError("\n".join(failed))
    notes += _to_enclose(content.report)
    return Written(tuple(files), tuple(notes), tuple(failed))


def _to_enclose(report: Report) -> list[str]:
    """Attachments that the list names and no table was made for: the office adds them itself."""
    names = report.attachments
    made = {block.text for block in report.appendix if isinstance(block, Paragraph)}
    many = len(names) > 1
    missing = [
        f"附件{number}“{name}”" if many else f"附件“{name}”"
        for number, name in enumerate(names, 1)
        if (f"附件{number}" if many else "附件") not in made
    ]
    return [f"{'、'.join(missing)}没有数据，程序没有生成，请另附。"] if missing else []
