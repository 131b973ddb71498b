"""A section's draft: lines of known kinds, from the compose block or from a model.

What a compose block may emit, and what a draft's JSON holds:

  text                    a paragraph; it goes on until an empty line
  # 标题, ## 标题          a sub-heading one or two levels below the section's own
  - text                  an enumerated item, marked like the level below
  {表:专项资金收支情况}    a table made from the facts
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Literal, cast

from writer.formats.numbering import level_pattern, mark
from writer.formats.values import GUARD

Kind = Literal["text", "h1", "h2", "item", "table"]
_KINDS = ("text", "h1", "h2", "item", "table")
_TABLE = re.compile(r"\{表[:：]\s*([^{}]+?)\s*\}")
_DOUBLED = re.compile(r"[，；、。,;]*([。！？])[，；、。,;]*")
_TWICE = re.compile(r"([，；、：])[，；、]+")
_UNFINISHED = "，；、,;"
_FINISHED = "。！？：:；…”）)"


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One line; of a table the text is its name."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class SectionDraft:
    """The text of one section. `figures` are the ledger ids that it states, as far as known."""

    key: str
    lines: tuple[DraftLine, ...]
    figures: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The words alone, one line a paragraph."""
        return "\n".join(line.text for line in self.lines if line.kind != "table")

    def to_json(self) -> str:
        """Readable JSON; from_json(to_json()) gives an equal draft."""
        data = {
            "key": self.key,
            "lines": [[line.kind, line.text] for line in self.lines],
            "figures": list(self.figures),
        }
        return json.dumps(data, ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: str) -> SectionDraft:
        """Raises ValueError when the text is no draft."""
        data = json.loads(text)
        try:
            lines = tuple(DraftLine(_kind(kind), str(words)) for kind, words in data["lines"])
            return cls(str(data["key"]), lines, tuple(map(str, data.get("figures", ()))))
        except (KeyError, TypeError) as error:
            raise ValueError(f"not a section draft: {error}") from None


def _kind(kind: str) -> Kind:
    if kind not in _KINDS:
        raise ValueError(f"not a kind of line: {kind!r}")
    return cast(Kind, kind)


def read_lines(text: str) -> tuple[DraftLine, ...]:
    """What a compose block emitted -> lines; neighbouring text lines become one paragraph."""
    lines: list[DraftLine] = []
    open_text = False
    for raw in text.splitlines():
        row = raw.strip(" \t　")
        if not row:
            open_text = False
            continue
        line = _structure(row)
        if line is not None:
            lines.append(line)
            # an item may run over several rows of the template, a heading may not
            open_text = line.kind == "item"
        elif open_text:
            lines[-1] = DraftLine(lines[-1].kind, lines[-1].text + row)
        else:
            lines.append(DraftLine("text", row))
            open_text = True
    tidy = (DraftLine(line.kind, _tidy(line)) for line in lines)
    return tuple(line for line in tidy if line.text)


def _structure(row: str) -> DraftLine | None:
    table = _TABLE.fullmatch(row)
    if table:
        return DraftLine("table", table[1])
    for sign, kind in (("## ", "h2"), ("# ", "h1"), ("- ", "item")):
        if row.startswith(sign):
            return DraftLine(_kind(kind), row[len(sign) :])
    return None


def _tidy(line: DraftLine) -> str:
    """No doubled stop, no open end: 。。 → 。, a paragraph ends with a stop."""
    text = line.text.replace(GUARD, "").strip()
    if line.kind in ("h1", "h2", "table"):
        return text.rstrip("。；，、")
    text = _TWICE.sub(r"\1", _DOUBLED.sub(r"\1", text))
    if text.rstrip(_UNFINISHED) != text and not text.endswith("；"):
        text = text.rstrip(_UNFINISHED) + "。"
    if text and not text.endswith(tuple(_FINISHED)):
        text += "。"
    return text if text.strip("。；，、：") else ""


class Counter:
    """Marks of what stands below a section: sub-headings and items, each level on its own.

    `most` is the number of items in its longest list.
    """

    def __init__(self, numbering: tuple[str, ...], level: int, most: int = 0) -> None:
        self._numbering, self._base, self._most = numbering, level, most
        self._level = level  # level of the last heading
        self._counts: dict[int, int] = {}

    def heading(self, below: int) -> tuple[int, str]:
        """(level, mark) of the next sub-heading `below` levels under the section."""
        level = self._base + below
        self._level = level
        self._forget(level)
        return level, self._next(level)

    def item(self) -> str:
        """The mark of the next item under the last heading."""
        return self._next(self._level + 1)

    def text(self) -> None:
        """A paragraph between items ends their list."""
        self._forget(self._level)

    def _forget(self, level: int) -> None:
        self._counts = {at: n for at, n in self._counts.items() if at <= level}

    def _next(self, level: int) -> str:
        self._counts[level] = self._counts.get(level, 0) + 1
        pattern = level_pattern(self._numbering, max(level, 1))
        return mark(pattern, self._counts[level], self._most)
