"""One record for each call of a model, and calls.jsonl, the run's log of them.

The log is also the run's store of answers: what was answered once is not asked, or paid for,
again. Nothing here knows how a model is spoken to, so costs and traces read it cheaply.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Literal

from writer.answer_store import AnswerStore
from writer.errors import RunError
from writer.unwritable import why_unwritable

ANSWERED = "answered"
Message = Mapping[str, str]
Source = Literal["server", "store"]
ROOM = 4 * 1024 * 1024  # bytes that the disk must have left for the answers under way
_START_OVER = {"start_over": True}


@dataclass(frozen=True, slots=True)
class CallRecord:
    """One request and what came of it; a call that is tried three times leaves three records.

    `key` is the hash of everything that could change the answer, `purpose` SECTION#N (N counts how
    often the section was asked), `attempt` counts tries of this very request from 1. `reply` is
    None when nothing came; `outcome` is "answered" or a code of writer.faults, `error` the
    server's words. `started` is ISO 8601 with the time zone; `seconds` last from sending to the
    last token, `first` to the first one. `estimated`: the server did not say the tokens, they were
    judged from the text. `source` is "store" when the answer was taken from the store that runs
    share, which costs nothing.
    """

    key: str
    purpose: str = ""
    model: str = ""
    host: str = ""
    messages: tuple[Message, ...] = ()
    reply: str | None = None
    finish: str = "stop"
    refusal: str = ""
    tokens_in: int = 0
    tokens_out: int = 0
    tokens_cached: int = 0
    estimated: bool = False
    cost: Decimal | None = None
    currency: str = ""
    started: str = ""
    seconds: float = 0.0
    first: float = 0.0
    attempt: int = 1
    outcome: str = ANSWERED
    error: str = ""
    source: Source = "server"

    @property
    def section(self) -> str:
        """The key of the section that was asked for."""
        return self.purpose.rpartition("#")[0]

    @property
    def paid(self) -> bool:
        """Whether a server did work for this record."""
        return self.source == "server" and self.reply is not None

    def to_json(self) -> dict[str, Any]:
        data = asdict(self)
        data |= {"seconds": round(self.seconds, 3), "first": round(self.first, 3)}
        return data

    @classmethod
    def from_json(cls, data: Any) -> CallRecord | None:
        """A line of the log; None when it is no call. Lines of older versions lack some fields."""
        if not isinstance(data, dict) or not isinstance(data.get("key"), str):
            return None
        names = {f.name for f in fields(cls)}
        given = {name: value for name, value in data.items() if name in names}
        try:
            cost = given.get("cost")
            given["cost"] = None if cost is None else Decimal(str(cost))
            given["messages"] = tuple(dict(message) for message in given.get("messages", ()))
        except (InvalidOperation, TypeError, ValueError):
            return None
        return cls(**given)


def read_calls(path: Path) -> list[CallRecord]:
    """The calls of a log in order, unreadable lines left out; none when there is no log."""
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return []
    return [record for line in _lines(data) if (record := CallRecord.from_json(line))]


def estimated_tokens(text: str) -> int:
    """A careful guess from above where a server tells nothing: one a Chinese character, else ¼."""
    wide = sum(sign > "\u2e7f" for sign in text)
    return wide + (len(text) - wide + 3) // 4


class CallLog:
    """calls.jsonl: one line a call, written before its answer is used, so none is paid twice.

    A line torn by a kill is skipped when reading and closed before the next one is written.
    `shared` is a store that several runs have in common; what is found there is copied into this
    log.
    """

    def __init__(self, path: Path, shared: AnswerStore | None = None) -> None:
        self._path = path
        self._shared = shared
        self._guard = threading.Lock()
        self._answers: dict[str, CallRecord] = {}
        self._torn = False
        self._read()

    def answer(self, key: str, purpose: str = "") -> CallRecord | None:
        """The record of a call that was answered, by the hash of what was asked."""
        with self._guard:
            found = self._answers.get(key)
        if found is None and self._shared is not None:
            found = CallRecord.from_json(self._shared.get(key))
            if found is not None:
                now = datetime.now().astimezone().isoformat(timespec="milliseconds")
                found = replace(
                    found, purpose=purpose, started=now, seconds=0.0, first=0.0, source="store"
                )
                self._write(found.to_json())
                self._remember(found)
        return found

    def append(self, record: CallRecord) -> None:
        """Raises RunError when the line cannot be written whole."""
        self._write(record.to_json())
        self._remember(record)
        if self._shared is not None and record.reply is not None:
            self._shared.put(record.key, _shareable(record))

    def make_sure_of_room(self) -> None:
        """Before a call is paid for: raises RunError when its answer might find no room."""
        folder = self._path.parent
        try:
            free = shutil.disk_usage(folder).free
        except OSError:
            return  # whoever cannot tell will find out when writing
        if free < ROOM:
            raise RunError(
                f"{folder} 所在的磁盘只剩 {free // 1024} KB，没有再请模型写，免得付了钱存不下来。"
                "请清理后接着写。"
            )

    def start_over(self) -> None:
        """From here on no earlier answer counts; the lines stay, since they were paid for."""
        self._write(_START_OVER)
        with self._guard:
            self._answers.clear()

    def _write(self, data: dict[str, Any]) -> None:
        line = json.dumps(data, ensure_ascii=False, default=str).encode() + b"\n"
        with self._guard:
            try:
                with self._path.open("ab", buffering=0) as file:
                    whole = b"\n" + line if self._torn else line
                    self._torn = True  # until it is all there
                    if file.write(whole) != len(whole):
                        raise OSError(28, os.strerror(28))
                    os.fsync(file.fileno())
            except OSError as error:
                raise RunError(
                    f"无法写入 {self._path}：{why_unwritable(error)}。再运行时从断处接着写。"
                ) from None
            self._torn = False

    def _read(self) -> None:
        try:
            data = self._path.read_bytes()
        except FileNotFoundError:
            return
        self._torn = bool(data) and not data.endswith(b"\n")
        for line in _lines(data):
            if line == _START_OVER:
                self._answers.clear()
            elif record := CallRecord.from_json(line):
                self._remember(record)

    def _remember(self, record: CallRecord) -> None:
        if record.reply is not None:
            with self._guard:
                self._answers.setdefault(record.key, record)


def _lines(data: bytes) -> Iterator[Any]:
    for line in data.split(b"\n"):
        with contextlib.suppress(ValueError):
            yield json.loads(line)


def _shareable(record: CallRecord) -> dict[str, Any]:
    """Without what was asked: the facts stay in the run folder."""
    data = replace(record, messages=(), purpose="", error="").to_json()
    return {name: value for name, value in data.items() if value not in ("", None, [], ())}


def prompt_text(messages: Sequence[Message]) -> str:
    """All that is sent, for estimates."""
    return "\n".join(message.get("content", "") for message in messages)
