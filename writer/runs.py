"""The run folder: every stage's artefact, so that a killed run goes on where it stopped.

    run.json             what was asked for: facts file (as seen from here), format, engine
    facts.yaml           the facts as read
    ledger.json          every figure with its formula and line; reconcile.json beside it
    outline.json         the sections of this report
    progress.json        while a model writes: how far it is (writer.live)
    sections/NN-KEY.json one draft a section, with the fingerprint of what it was made from
    calls.jsonl          every model call (writer.calls)
    report.json, .txt    the report as content, and the text that was checked
    findings.json        the check's mentions and findings
    report.docx …        the outputs

Every file is written beside its place and renamed into it: a reader never sees half a file.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from writer.errors import RunError
from writer.unwritable import why_unwritable

MARK = "run.json"
LOCK = ".lock"
CALLS = "calls.jsonl"


def fingerprint(*parts: str | bytes) -> str:
    """SHA-256 over the parts; none can run into the next."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()


def to_json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1, default=str) + "\n"


def write_atomically(path: Path, text: str) -> bool:
    """Writes by renaming; False when the file held this text already and was left alone."""
    data = text.encode()
    try:
        if path.read_bytes() == data:
            return False
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
    return True


class RunFolder:
    """One run on disk; one process at a time may hold it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock: IO[bytes] | None = None

    def __truediv__(self, name: str) -> Path:
        return self.path / name

    @contextlib.contextmanager
    def held(self) -> Iterator[RunFolder]:
        """Makes the folder and keeps other processes out; raises RunError."""
        with self._reported():
            self._refuse_foreign()
            self.path.mkdir(parents=True, exist_ok=True)
            self._lock = (self.path / LOCK).open("ab")
        try:
            if not _lock(self._lock):
                raise RunError(
                    f"{self.path} 正被另一个 draft 使用，请等它结束，或用 --out 另指定。"
                )
            self._sweep()
            yield self
        finally:
            self._lock.close()
            self._lock = None

    def busy(self) -> bool:
        """Whether another process holds it; a run that has died holds nothing."""
        try:
            with (self.path / LOCK).open("rb") as file:
                return not _lock(file)
        except OSError:
            return False

    def write(self, name: str, text: str) -> bool:
        with self._reported():
            return write_atomically(self.path / name, text)

    def write_json(self, name: str, data: Any) -> bool:
        return self.write(name, to_json(data))

    def read_json(self, name: str) -> Any:
        """What a JSON artefact holds; None when there is none or it is not whole."""
        try:
            return json.loads((self.path / name).read_text(encoding="utf-8"))
        except (FileNotFoundError, json.JSONDecodeError, UnicodeDecodeError):
            return None

    def name_of(self, path: Path) -> str:
        """How run.json names a file outside the folder: as seen from here, so that it is found
        from whatever place the run is opened; absolute when it lies on another drive."""
        there = path.parent.resolve() / path.name
        try:
            return Path(os.path.relpath(there, self.path.resolve())).as_posix()
        except ValueError:
            return there.as_posix()

    def named(self, name: str) -> Path:
        """The file that name_of named so."""
        return Path(os.path.normpath(self.path.resolve() / name))

    def keep_only(self, folder: str, names: Iterable[str]) -> None:
        """Removes artefacts of sections that this report does not have any more."""
        kept = set(names)
        for path in (self.path / folder).glob("*.json"):
            if path.name not in kept:
                path.unlink()

    def _refuse_foreign(self) -> None:
        """A folder with other things in it is not written into."""
        if self.path.is_file():
            raise RunError(f"{self.path} 是文件，不是文件夹；请用 --out 指定一个文件夹。")
        if not self.path.is_dir() or (self.path / MARK).exists():
            return
        if any(p.name != LOCK and not p.name.endswith(".tmp") for p in self.path.iterdir()):
            raise RunError(
                f"{self.path} 里已有别的文件，又不是 draft 的运行文件夹；"
                "请用 --out 指定空文件夹或新文件夹。"
            )

    def _sweep(self) -> None:
        """Half-written files of a process that was killed."""
        for path in (*self.path.glob(".*.tmp"), *self.path.glob("sections/.*.tmp")):
            path.unlink(missing_ok=True)

    @contextlib.contextmanager
    def _reported(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise RunError(f"无法写入运行文件夹 {self.path}：{why_unwritable(error)}。") from None


def _lock(file: IO[bytes]) -> bool:
    """Whether this process now holds the file; the system frees it when the process dies."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
