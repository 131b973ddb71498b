"""Answers of models by the hash of what was asked, kept for all runs of one user.

    FOLDER/ab/abcdef….json      one answer: reply, model, host, tokens, time; never the question

A file is written beside its place and renamed into it, so that runs at the same time and a kill
leave whole files only. A store that cannot be read or written is as good as empty: it saves money
and nothing depends on it.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_KEY = re.compile(r"[0-9a-f]{16,128}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One stored answer and the size of its file in bytes."""

    key: str
    size: int
    data: dict[str, Any]


class AnswerStore:
    """The store in a folder, made when the first answer comes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: str) -> dict[str, Any] | None:
        try:
            data = json.loads(self._path(key).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return data if isinstance(data, dict) and data.get("key") == key else None

    def put(self, key: str, data: dict[str, Any]) -> None:
        """The first answer stays: what one run has used, another one finds."""
        path = self._path(key)
        if path.exists():
            return
        temporary = path.with_name(f".{key}.{os.getpid()}.tmp")
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.parent.mkdir(exist_ok=True, mode=0o700)
            try:
                temporary.write_text(
                    json.dumps(data, ensure_ascii=False, default=str), encoding="utf-8"
                )
                os.replace(temporary, path)
            finally:
                temporary.unlink(missing_ok=True)

    def entries(self) -> Iterator[Entry]:
        """Every answer, by its key."""
        for path in sorted(self.folder.glob("??/*.json")):
            data = self.get(path.stem) if _KEY.fullmatch(path.stem) else None
            if data is not None:
                yield Entry(path.stem, path.stat().st_size, data)

    def clear(self) -> int:
        """Removes all answers and says how many there were; raises OSError."""
        paths = [p for p in self.folder.glob("??/*.json") if _KEY.fullmatch(p.stem)]
        for path in paths:
            path.unlink(missing_ok=True)
        return len(paths)

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise ValueError(f"not the hash of a question: {key!r}")
        return self.folder / key[:2] / f"{key}.json"
