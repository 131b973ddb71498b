"""What editors decide, kept in decisions.sqlite in the run folder.

The log only grows: undoing appends a line too. A decision is on disk (WAL, synchronous=FULL)
before the editor is told so, so kill -9 loses nothing that was confirmed. Whoever changes a
sentence names the version that they saw; when somebody else has changed it since, nothing is
written and StaleVersion carries the newer decision.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from writer.errors import RunError

FILE = "decisions.sqlite"
_BUSY_SECONDS = 10
_VERSION = 1
_SCHEMA = """
CREATE TABLE decisions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL, who TEXT NOT NULL, kind TEXT NOT NULL, source TEXT NOT NULL,
  unit TEXT NOT NULL, section TEXT NOT NULL, finding TEXT NOT NULL, code TEXT NOT NULL,
  before TEXT NOT NULL, after TEXT NOT NULL, reason TEXT NOT NULL,
  figures TEXT NOT NULL, detail TEXT NOT NULL,
  undoes INTEGER UNIQUE REFERENCES decisions(id),
  nonce TEXT UNIQUE
);
CREATE INDEX decisions_unit ON decisions(unit, id);
CREATE TABLE typing (
  unit TEXT NOT NULL, pane TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL,
  text TEXT NOT NULL, PRIMARY KEY (unit, pane)
);
CREATE TABLE exports (
  id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, manifest TEXT NOT NULL
);
"""


class Kind(StrEnum):
    """What was decided."""

    EDIT = "edit"  # the sentence reads otherwise; an empty `after` deletes it
    ACCEPT = "accept"  # the finding stands, the text stays, with a reason
    FACT = "fact"  # the facts file was corrected; `unit` is fact:PATH
    NOTE = "note"  # a remark on a sentence or a finding; decides nothing
    INSERT = "insert"  # a new sentence; `unit` is its id, detail says where
    MOVE = "move"  # a sentence stands elsewhere; detail says where
    SPLIT = "split"  # a paragraph ends before this sentence
    JOIN = "join"  # the paragraph that begins with this sentence goes on the one before
    UNDO = "undo"


class Source(StrEnum):
    """Where a decision was made."""

    PAGE = "page"
    SUGGESTION = "suggestion"
    MODEL = "model"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Decision:
    """One line of the log. `figures` are the values (id -> value and unit) it relied on."""

    kind: Kind
    unit: str
    who: str
    before: str = ""
    after: str = ""
    reason: str = ""
    section: str = ""
    finding: str = ""  # key of the finding it answers
    code: str = ""
    source: Source = Source.PAGE
    figures: Mapping[str, str] = field(default_factory=dict)
    detail: Mapping[str, Any] = field(default_factory=dict)
    undoes: int | None = None
    id: int = 0
    at: str = ""  # ISO 8601 with offset


@dataclass(frozen=True, slots=True)
class Typed:
    """Words that an editor typed into a sentence and has not saved."""

    unit: str
    who: str
    at: str
    text: str


def changes_words(decision: Decision) -> bool:
    """Whether a decision gives its unit a new version: another editor's screen is then stale.

    Remarks and acceptances leave the words as they are.
    """
    if decision.kind is Kind.UNDO:
        return decision.before != decision.after
    return decision.kind in (Kind.EDIT, Kind.INSERT, Kind.FACT)


class StaleVersion(Exception):
    """Somebody else changed the unit since it was seen; `newer` is what they did."""

    def __init__(self, newer: Decision) -> None:
        super().__init__(newer.unit)
        self.newer = newer


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


class Store:
    """The log of one run. Safe to use from many threads and from many processes at once."""

    def __init__(self, run: Path, clock: Callable[[], str] = now) -> None:
        self.path = run / FILE
        self._clock = clock
        with self._open() as db:
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("BEGIN IMMEDIATE")
            version = db.execute("PRAGMA user_version").fetchone()[0]
            if version == 0:
                for statement in _SCHEMA.split(";"):
                    db.execute(statement)
                db.execute(f"PRAGMA user_version={_VERSION}")
            elif version != _VERSION:
                raise RunError(f"{self.path} 由另一版本的程序写成，请用同一版本打开。")
            db.execute("COMMIT")

    def append(
        self, decision: Decision, seen: int | None = None, nonce: str | None = None
    ) -> Decision:
        """Writes one decision and gives it back with id and time.

        `seen` is the unit's version on the editor's screen: raises StaleVersion when it is not
        the present one. None: the caller has looked at nothing that could be stale. A `nonce`
        that was used before means that the same form was sent twice (the answer was lost when
        the server died): the decision of then is given back.
        """
        return self.append_all([decision], {} if seen is None else {decision.unit: seen}, nonce)[0]

    def append_all(
        self,
        decisions: list[Decision],
        seen: Mapping[str, int] | None = None,
        nonce: str | None = None,
    ) -> list[Decision]:
        """All or none of them; see append."""
        with self._open() as db, _transaction(db):
            if nonce and (row := _by_nonce(db, nonce)) is not None:
                return [row]
            for unit, version in (seen or {}).items():
                newer = _latest(db, unit)
                if newer is not None and newer.id != version:
                    raise StaleVersion(newer)
            at = self._clock()
            return [
                self._insert(db, replace(d, at=at), nonce if i == 0 else None)
                for i, d in enumerate(decisions)
            ]

    def undo(self, ident: int, who: str, nonce: str | None = None) -> Decision | None:
        """Takes a decision back; None when it does not exist or was taken back already."""
        with self._open() as db, _transaction(db):
            if nonce and (row := _by_nonce(db, nonce)) is not None:
                return row
            undone = db.execute(_SELECT + " WHERE id=? AND kind<>'undo'", (ident,)).fetchone()
            taken = db.execute("SELECT 1 FROM decisions WHERE undoes=?", (ident,)).fetchone()
            if undone is None or taken is not None:
                return None
            was = _decision(undone)
            back = replace(
                was, kind=Kind.UNDO, who=who, before=was.after, after=was.before, reason="",
                undoes=was.id, source=Source.PAGE, detail={}, at=self._clock(),
            )  # fmt: skip
            return self._insert(db, back, nonce)

    def all(self) -> list[Decision]:
        """Every line in order."""
        with self._open() as db:
            return [_decision(row) for row in db.execute(_SELECT + " ORDER BY id")]

    def after(self, ident: int) -> list[Decision]:
        """The lines behind this one."""
        with self._open() as db:
            rows = db.execute(_SELECT + " WHERE id>? ORDER BY id", (ident,))
            return [_decision(row) for row in rows]

    def typed(self, unit: str, pane: str, who: str, text: str | None) -> None:
        """Keeps what is being typed; None forgets it."""
        with self._open() as db, _transaction(db):
            if text is None:
                db.execute("DELETE FROM typing WHERE unit=? AND pane=?", (unit, pane))
                return
            db.execute(
                "INSERT INTO typing VALUES (?,?,?,?,?) ON CONFLICT(unit, pane)"
                " DO UPDATE SET who=excluded.who, at=excluded.at, text=excluded.text",
                (unit, pane, who, self._clock(), text),
            )

    def unsaved(self, unit: str) -> list[Typed]:
        """What was typed into a unit and never saved, newest first."""
        with self._open() as db:
            rows = db.execute(
                "SELECT unit, who, at, text FROM typing WHERE unit=? ORDER BY at DESC", (unit,)
            )
            return [Typed(*row) for row in rows]

    def forget_typing(self, unit: str) -> None:
        with self._open() as db, _transaction(db):
            db.execute("DELETE FROM typing WHERE unit=?", (unit,))

    def add_export(self, manifest: Mapping[str, Any]) -> int:
        """Remembers what a Word file was made from."""
        text = json.dumps(manifest, ensure_ascii=False)
        with self._open() as db, _transaction(db):
            cursor = db.execute(
                "INSERT INTO exports (at, manifest) VALUES (?,?)", (self._clock(), text)
            )
            return int(cursor.lastrowid or 0)

    def exports(self) -> list[dict[str, Any]]:
        """Every manifest, the newest first."""
        with self._open() as db:
            rows = db.execute("SELECT manifest FROM exports ORDER BY id DESC")
            return [json.loads(row[0]) for row in rows]

    def _insert(self, db: sqlite3.Connection, d: Decision, nonce: str | None) -> Decision:
        cursor = db.execute(
            "INSERT INTO decisions (at, who, kind, source, unit, section, finding, code, before,"
            " after, reason, figures, detail, undoes, nonce)"
            " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                d.at, d.who, d.kind.value, d.source.value, d.unit, d.section, d.finding, d.code,
                d.before, d.after, d.reason, json.dumps(dict(d.figures), ensure_ascii=False),
                json.dumps(dict(d.detail), ensure_ascii=False), d.undoes, nonce,
            ),
        )  # fmt: skip
        return replace(d, id=int(cursor.lastrowid or 0))

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """A connection of this call's own: opening one takes 0.1 ms and needs no lock of ours."""
        try:
            db = sqlite3.connect(self.path, timeout=_BUSY_SECONDS, isolation_level=None)
            try:
                db.execute("PRAGMA synchronous=FULL")
                yield db
            finally:
                db.close()
        except sqlite3.DatabaseError as error:
            raise RunError(f"审阅记录 {self.path} 无法读写：{error}。") from error


@contextlib.contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[None]:
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


_SELECT = (
    "SELECT kind, unit, who, before, after, reason, section, finding, code, source, figures,"
    " detail, undoes, id, at FROM decisions"
)


def _decision(row: tuple[Any, ...]) -> Decision:
    kind, unit, who, before, after, reason, section, finding, code, source, *rest = row
    figures, detail, undoes, ident, at = rest
    return Decision(
        Kind(kind), unit, who, before, after, reason, section, finding, code, Source(source),
        json.loads(figures), json.loads(detail), undoes, ident, at,
    )  # fmt: skip


def _latest(db: sqlite3.Connection, unit: str) -> Decision | None:
    """The last decision that changed the words; see changes_words."""
    words = "(kind IN ('edit', 'insert', 'fact') OR (kind='undo' AND before<>after))"
    query = f"{_SELECT} WHERE unit=? AND {words} ORDER BY id DESC LIMIT 1"
    row = db.execute(query, (unit,)).fetchone()
    return _decision(row) if row else None


def _by_nonce(db: sqlite3.Connection, nonce: str) -> Decision | None:
    row = db.execute(_SELECT + " WHERE nonce=?", (nonce,)).fetchone()
    return _decision(row) if row else None
