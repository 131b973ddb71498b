"""Where the results of a call go: the terminal, one file, or a file a report.

Every file appears whole or not at all. Nothing is ever written over a report that was checked.
"""

from __future__ import annotations

import sys
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from io import StringIO
from pathlib import Path

from writer.assemble.files import replace_file
from writer.errors import AssemblyError, SettingsError
from writer.grounding.many import OWN_OUTPUT, FileResult
from writer.ledger import Ledger
from writer.unwritable import why_unwritable
from writer.views.checked import Checked

_FOLDER_OUTPUTS = ("html", "docx")  # one file a report


class Delivery(ABC):
    """Takes results one by one; `finish` writes what is written together."""

    def __init__(self, ledger: Ledger | None, reasons: Mapping[str, str]) -> None:
        self._ledger, self._reasons = ledger, reasons

    @abstractmethod
    def add(self, result: FileResult) -> None:
        """The next report; those that could not be checked too."""

    def finish(self) -> list[Path]:
        """The files written."""
        return []

    def _checked(self, result: FileResult) -> Checked | None:
        if result.result is None:
            return None
        return Checked(str(result.path), result.result, self._ledger, self._reasons)


def delivery_of(
    output: str,
    out: Path | None,
    reports: Sequence[Path],
    *,
    listed: bool,
    ledger: Ledger | None,
    reasons: Mapping[str, str],
) -> Delivery:
    """The delivery of one call; raises SettingsError when `out` cannot be meant.

    `listed`: JSON is a list even for one report, as for several.
    """
    if output in _FOLDER_OUTPUTS:
        return _Files(targets(output, out, reports), output, ledger, reasons)
    if out is not None and out.is_dir():
        raise SettingsError(f"--out 应是文件，而 {out} 是文件夹。")
    if out is not None:
        _keep(out, reports)
    if output == "text":
        return _Text(out, ledger, reasons)
    return (_Json if output == "json" else _Sarif)(out, listed, ledger, reasons)


def targets(output: str, out: Path | None, reports: Sequence[Path]) -> dict[Path, Path]:
    """Report → file to write: `out` for one report; in the folder `out` (one that exists, or a
    name without suffix) for several; 报告.核对.html beside the report when nothing is said."""
    if out is not None and len(reports) == 1 and out.suffix and not out.is_dir():
        found = {reports[0]: out}
    elif out is not None and out.is_file():
        raise SettingsError(f"--out 应是文件夹，而 {out} 是文件。")
    else:
        found = {}
        for report in reports:
            folder = report.parent if out is None else out
            target, number = folder / f"{report.stem}{OWN_OUTPUT}{output}", 2
            while target in found.values():
                target = folder / f"{report.stem}-{number}{OWN_OUTPUT}{output}"
                number += 1
            found[report] = target
    for target in found.values():
        _keep(target, reports)
    return found


def _keep(target: Path, reports: Sequence[Path]) -> None:
    if target.resolve() in {report.resolve() for report in reports}:
        raise SettingsError(f"不能写到被核对的报告上（{target}），请用 --out 另给一个位置。")


def _made(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AssemblyError(f"无法建立文件夹 {folder}：{why_unwritable(error)}。") from error


class _Text(Delivery):
    """The terminal view, as results come; in a file without colours."""

    def __init__(self, out: Path | None, ledger: Ledger | None, reasons: Mapping[str, str]) -> None:
        from rich.console import Console

        super().__init__(ledger, reasons)
        self._out = out
        self._buffer = StringIO()
        self._console = Console(file=self._buffer if out else None, highlight=False)

    def add(self, result: FileResult) -> None:
        from writer.views.terminal import print_checked

        checked = self._checked(result)
        if checked is not None:
            print_checked(checked, self._console)

    def finish(self) -> list[Path]:
        if self._out is None:
            return []
        replace_file(self._out, encoded(self._buffer.getvalue()))
        return [self._out]


class _Together(Delivery):
    """One text for all reports, to standard output or a file."""

    def __init__(
        self, out: Path | None, listed: bool, ledger: Ledger | None, reasons: Mapping[str, str]
    ) -> None:
        super().__init__(ledger, reasons)
        self._out, self._listed = out, listed
        self._results: list[FileResult] = []

    def add(self, result: FileResult) -> None:
        self._results.append(result)

    @abstractmethod
    def _text(self) -> str:
        """Everything; "" when there is nothing to say."""

    def finish(self) -> list[Path]:
        text = self._text()
        if not text:
            return []
        if self._out is None:
            sys.stdout.write(text + "\n")
            return []
        replace_file(self._out, encoded(text + "\n"))
        return [self._out]


class _Json(_Together):
    def _text(self) -> str:
        from writer.views.jsons import entry, failure, list_json, one_json

        if not self._listed:
            checked = self._checked(self._results[0])
            return one_json(checked) if checked is not None else ""
        return list_json(
            entry(checked)
            if (checked := self._checked(result)) is not None
            else failure(str(result.path), result.error)
            for result in self._results
        )


class _Sarif(_Together):
    def _text(self) -> str:
        from writer.views.sarif import sarif_log

        checked = [c for r in self._results if (c := self._checked(r)) is not None]
        failures = [(str(r.path), r.error) for r in self._results if r.result is None]
        return sarif_log(checked, failures)


class _Files(Delivery):
    """A file a report."""

    def __init__(
        self,
        files: Mapping[Path, Path],
        output: str,
        ledger: Ledger | None,
        reasons: Mapping[str, str],
    ) -> None:
        super().__init__(ledger, reasons)
        self._files = files
        self._render: Callable[[Checked], bytes] = _html if output == "html" else _docx
        self._written: list[Path] = []

    def add(self, result: FileResult) -> None:
        checked = self._checked(result)
        if checked is not None:
            target = self._files[result.path]
            _made(target.parent)
            replace_file(target, self._render(checked))
            self._written.append(target)

    def finish(self) -> list[Path]:
        return self._written


def _html(checked: Checked) -> bytes:
    from writer.views.html import html_page

    return encoded(html_page(checked))


def _docx(checked: Checked) -> bytes:
    from writer.views.docx import docx_file

    return docx_file(checked)


def encoded(text: str) -> bytes:
    """UTF-8; halves of characters, which no file can hold, become a question mark."""
    return text.encode("utf-8", "replace")
