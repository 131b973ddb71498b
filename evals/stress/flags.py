"""What stands in a finished Word file, and which of it carries a comment."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from docx import Document as read_docx
from docx.oxml.ns import qn

_BREAKS = "，。；\n\t"


@dataclass(frozen=True, slots=True)
class Flagged:
    """The file's text, one line a paragraph, and the stretches under a comment."""

    text: str
    spans: tuple[tuple[int, int], ...]

    def places(self, clause: str) -> list[tuple[int, int]]:
        """Every place where the clause stands, widened to whole clauses."""
        found, at = [], self.text.find(clause)
        while at >= 0:
            found.append(self._widened(at, at + len(clause)))
            at = self.text.find(clause, at + 1)
        return found

    def is_flagged(self, place: tuple[int, int]) -> bool:
        return any(start < place[1] and end > place[0] for start, end in self.spans)

    def _widened(self, low: int, high: int) -> tuple[int, int]:
        while low > 0 and self.text[low - 1] not in _BREAKS:
            low -= 1
        while high < len(self.text) and self.text[high] not in _BREAKS:
            high += 1
        return low, high


def read_flags(path: Path) -> Flagged:
    """Reads a .docx of ours; comments are taken where their ranges begin and end."""
    body = read_docx(str(path)).element.body
    pieces: list[str] = []
    length = 0
    open_at: dict[str, int] = {}
    spans: list[tuple[int, int]] = []
    for element in body.iter():
        if element.tag == qn("w:p"):
            pieces.append("\n")
            length += 1
        elif element.tag == qn("w:t"):
            pieces.append(element.text or "")
            length += len(element.text or "")
        elif element.tag == qn("w:commentRangeStart"):
            open_at[element.get(qn("w:id"))] = length
        elif element.tag == qn("w:commentRangeEnd"):
            start = open_at.pop(element.get(qn("w:id")), length)
            spans.append((start, length))
    return Flagged("".join(pieces), tuple(spans))
