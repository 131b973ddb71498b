"""Checking many report files at once, each in one of several processes."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from writer.documents import read_document
from writer.documents.reading import TEXT_SUFFIXES, WORD_SUFFIXES
from writer.errors import DocumentError, JixiaoError
from writer.grounding.check import CheckResult, check_document, index_of
from writer.grounding.rules import Rule
from writer.ledger import Ledger

if TYPE_CHECKING:
    from concurrent.futures import Future
    from multiprocessing.context import BaseContext

OWN_OUTPUT = ".核对."  # in the names of what `draft check` writes: never a report to be checked


@dataclass(frozen=True, slots=True)
class FileResult:
    """A report file: what was found in it, or in Chinese why it could not be checked."""

    path: Path
    result: CheckResult | None = None
    error: str = ""


def reports_in(paths: Iterable[Path]) -> list[Path]:
    """The files named, and for a folder every report in it and below, each once.

    Hidden files, Word's lock files and our own outputs are left out. Raises DocumentError for a
    folder without reports.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if not path.is_dir():
            found[path] = None
            continue
        inside = list(_below(path))
        if not inside:
            raise DocumentError(f"{path}：文件夹里没有 .docx、.md 或 .txt 报告")
        found.update(dict.fromkeys(inside))
    return list(found)


def _below(folder: Path) -> Iterator[Path]:
    for where, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            report = Path(name).suffix.lower() in TEXT_SUFFIXES | WORD_SUFFIXES
            if report and not name.startswith((".", "~$")) and OWN_OUTPUT not in name:
                yield Path(where, name)


def check_files(
    paths: Sequence[Path],
    ledger: Ledger | None = None,
    *,
    ignore: Collection[str] = (),
    more_rules: Sequence[Rule] = (),
    jobs: int = 0,
) -> Iterator[FileResult]:
    """Checks every file and yields the results in the order given, each as soon as it is there.

    One file is checked in this process, several in up to `jobs` others (0: one a core). A file
    that cannot be read, or even ends its process, keeps no other from being checked.
    """
    if len(paths) == 1:
        yield _checked(paths[0], ledger, ignore, more_rules)
        return
    from concurrent.futures import ProcessPoolExecutor

    _prepare(ledger, ignore, more_rules)  # once, before the processes are made: they inherit it
    workers = max(1, min(jobs or os.cpu_count() or 1, len(paths)))
    pool = ProcessPoolExecutor(
        workers, mp_context=_context(), initializer=_prepare, initargs=(ledger, ignore, more_rules)
    )
    try:
        futures = [pool.submit(_check_prepared, path) for path in paths]
        for path, future in zip(paths, futures, strict=True):
            yield _outcome(path, future)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _context() -> BaseContext:
    """Forking is quick and needs no copy of the ledger; there are no threads here yet."""
    import multiprocessing

    return multiprocessing.get_context("fork" if sys.platform == "linux" else None)


_prepared: tuple[Ledger | None, Collection[str], Sequence[Rule]] = (None, (), ())


def _prepare(ledger: Ledger | None, ignore: Collection[str], more_rules: Sequence[Rule]) -> None:
    global _prepared
    _prepared = (ledger, ignore, more_rules)
    if ledger is not None:
        index_of(ledger)


def _check_prepared(path: Path) -> FileResult:
    return _checked(path, *_prepared)


def _checked(
    path: Path, ledger: Ledger | None, ignore: Collection[str], more_rules: Sequence[Rule]
) -> FileResult:
    try:
        document = read_document(path)
        result = check_document(document, ledger, ignore=ignore, more_rules=more_rules)
        return FileResult(path, result)
    except JixiaoError as error:
        return FileResult(path, error=str(error))


def _outcome(path: Path, future: Future[FileResult]) -> FileResult:
    """The result of a process; a fault of ours in one file is told and not raised."""
    from concurrent.futures.process import BrokenProcessPool

    error = future.exception()
    if error is None:
        return future.result()
    if isinstance(error, BrokenProcessPool):
        return FileResult(path, error=f"{path}：核对它的进程意外结束（可能是内存不足）")
    return FileResult(path, error=f"{path}：程序出错（{type(error).__name__}：{error}）")
