"""The calls of a run on a time axis.

A run may be stopped and go on days later: the time in which nobody called is left out, and what
lies between two such pauses is a session with an axis of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from writer.calls import CallRecord, read_calls
from writer.errors import RunError
from writer.runs import CALLS, MARK

PAUSE = 60.0  # seconds without a call under way, after which a new session begins


@dataclass(frozen=True, slots=True)
class Call:
    """A call on the axis of its session; `start` in seconds from there."""

    record: CallRecord
    start: float

    @property
    def end(self) -> float:
        return self.start + self.record.seconds

    @property
    def asked(self) -> int:
        """1 for a section's first request, 2 when it was asked again with its faults …"""
        number = self.record.purpose.rpartition("#")[2]
        return int(number) if number.isdecimal() else 1


@dataclass(frozen=True, slots=True)
class Session:
    """Calls between two pauses, by their start."""

    started: datetime | None
    calls: tuple[Call, ...]

    @property
    def seconds(self) -> float:
        return max((call.end for call in self.calls), default=0.0)

    @property
    def at_once(self) -> int:
        """The most calls that were under way at one moment."""
        moments = [(c.start, 1) for c in self.calls] + [(c.end, -1) for c in self.calls]
        most = now = 0
        for _, change in sorted(moments):
            now += change
            most = max(most, now)
        return most


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a section: its title, and the code and reason if its text was not used."""

    title: str
    code: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Trace:
    """All calls of a run; `fates` by section key."""

    folder: Path
    sessions: tuple[Session, ...]
    fates: dict[str, Fate]

    @property
    def records(self) -> list[CallRecord]:
        return [call.record for session in self.sessions for call in session.calls]

    def title(self, record: CallRecord) -> str:
        fate = self.fates.get(record.section)
        return fate.title if fate and fate.title else record.section or "（未注明）"


def read_trace(folder: Path) -> Trace:
    """The trace of a run folder; raises RunError where there is none."""
    if not (folder / MARK).is_file():
        raise RunError(f"{folder} 不是 draft 的运行文件夹（里面没有 {MARK}）。")
    return Trace(folder, tuple(sessions_of(read_calls(folder / CALLS))), dict(_fates(folder)))


def sessions_of(records: Sequence[CallRecord]) -> Iterator[Session]:
    """Calls by pauses; one without a time (lines of older versions) follows on the one before."""
    timed: list[tuple[datetime | None, CallRecord]] = []
    after: datetime | None = None
    for record in records:
        started = _moment(record.started) or after
        timed.append((started, record))
        after = started and started + timedelta(seconds=record.seconds)
    timed.sort(key=lambda pair: pair[0].timestamp() if pair[0] else 0.0)
    group: list[tuple[datetime | None, CallRecord]] = []
    quiet_from: datetime | None = None
    for started, record in timed:
        if started and quiet_from and (started - quiet_from).total_seconds() > PAUSE:
            yield _session(group)
            group, quiet_from = [], None
        group.append((started, record))
        end = started and started + timedelta(seconds=record.seconds)
        quiet_from = max(filter(None, (quiet_from, end)), default=None)
    if group:
        yield _session(group)


def _session(group: Sequence[tuple[datetime | None, CallRecord]]) -> Session:
    first = group[0][0]
    calls = (
        Call(record, (at - first).total_seconds() if at and first else 0.0) for at, record in group
    )
    return Session(first, tuple(calls))


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.astimezone()


def _fates(folder: Path) -> Iterator[tuple[str, Fate]]:
    for path in sorted((folder / "sections").glob("*.json")):
        data = _json(path)
        try:
            lost = data["rejected"] or {}
            yield (
                data["draft"]["key"],
                Fate(data["title"], lost.get("code", ""), lost.get("reason", "")),
            )
        except (KeyError, TypeError):
            continue  # torn by a kill: the next run writes it anew


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
