"""Where the sections of an outline stand in a text, and whether its structure is right.

Headings are matched in order (a longest common subsequence by title, right level preferred);
parts are looked for in order within the heading above them. A heading of the text that nobody
asked for belongs to the section before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evals.cases import LEVELS, Expected
from evals.words import letters, plain
from writer.documents import BlockKind, Document
from writer.report import Heading, PageBreak, Paragraph, Report, Table

_OPENING = 60  # a part names itself within this many characters
_MARKS = (
    re.compile(r"^([一二三四五六七八九十百]+)、"),
    re.compile(r"^（([一二三四五六七八九十百]+)）"),
    re.compile(r"^(\d+)\.(?!\d)"),
    re.compile(r"^（(\d+)）"),
)
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")}


@dataclass(frozen=True, slots=True)
class Line:
    """A heading (level 1-4) or a paragraph (level 0) and where it stands."""

    start: int
    end: int
    level: int
    text: str

    @property
    def title(self) -> str:
        """The heading without its mark."""
        for mark in _MARKS:
            if found := mark.match(self.text):
                return self.text[found.end() :].strip().rstrip("。：:")
        return self.text


@dataclass(frozen=True, slots=True)
class Lines:
    """A text as headings and paragraphs; `end` is where its body ends."""

    text: str
    lines: tuple[Line, ...]
    end: int

    @classmethod
    def of_report(cls, report: Report) -> Lines:
        """Of a draft: cover, title, tables' cells and appendix are no lines."""
        body = set(map(id, report.blocks))
        lines = [
            Line(start, end, block.level if isinstance(block, Heading) else 0, block.text)
            for start, end, block in report.spans
            if id(block) in body and isinstance(block, Heading | Paragraph)
        ]
        ends = [end for _, end, b in report.spans if id(b) in body and not isinstance(b, PageBreak)]
        return cls(report.text, tuple(lines), max(ends, default=0))

    @classmethod
    def of_document(cls, document: Document) -> Lines:
        """Of a text that was read: run-in headings count as headings."""
        kinds = (BlockKind.HEADING, BlockKind.RUNIN, BlockKind.PARAGRAPH)
        lines = tuple(
            Line(b.start, b.end, b.level, document.text_of(b)) for b in document.of_kind(*kinds)
        )
        return cls(document.text, lines, len(document.text))


@dataclass(frozen=True, slots=True)
class Span:
    """Where a section stands; `level` of the heading that was taken for it (0: a part)."""

    start: int
    end: int
    level: int = 0

    def holds(self, offset: int) -> bool:
        return self.start <= offset < self.end


def surroundings(sections: Sequence[Expected], spans: Mapping[str, Span]) -> dict[str, Span]:
    """For each part the whole of the heading (or lead) that it belongs under, where that was
    found: what is told there without a paragraph of its own is told all the same."""
    found: dict[str, Span] = {}
    holder, parts = "", list[str]()
    for section in (*sections, None):
        if section is not None and section.part:
            parts.append(section.id)
            continue
        inside = [spans[ident] for ident in (holder, *parts) if ident in spans]
        if holder in spans:
            whole = Span(min(s.start for s in inside), max(s.end for s in inside))
            found |= dict.fromkeys(parts, whole)
        holder, parts = (section.id if section is not None else ""), []
    return found


def align(sections: Sequence[Expected], lines: Lines) -> dict[str, Span]:
    """Sections by id with their places in the text; what was not found is left out."""
    headings = [line for line in lines.lines if line.level]
    wanted = [section for section in sections if section.level]
    found = {wanted[i].id: headings[j] for i, j in _pairs(wanted, headings)}
    starts = sorted(line.start for line in found.values())
    spans: dict[str, Span] = {}
    for section_id, line in found.items():
        end = next((start for start in starts if start > line.start), lines.end)
        spans[section_id] = Span(line.start, end, line.level)
    first = min((line.start for line in headings), default=lines.end)
    for section in sections:
        leads = [line for line in lines.lines if line.start < first]
        if section.lead and leads:
            spans[section.id] = Span(leads[0].start, first)
    _find_parts(sections, lines, spans)
    return spans


def _find_parts(sections: Sequence[Expected], lines: Lines, spans: dict[str, Span]) -> None:
    """Parts within the nearest heading, lead or part before them that was found."""
    holder = ""
    for section in sections:
        if section.part and holder:
            _take(section, lines, spans, holder)
        if section.id in spans:
            holder = section.id


def _take(section: Expected, lines: Lines, spans: dict[str, Span], holder: str) -> None:
    """Splits the holder's span where the part opens."""
    span = spans[holder]
    words = [plain(word) for word in section.part]
    for line in lines.lines:
        if not span.start < line.start < span.end:
            continue
        opening = plain(line.text[:_OPENING])
        if all(word in opening for word in words):
            spans[holder] = Span(span.start, line.start, span.level)
            spans[section.id] = Span(line.start, span.end)
            return


def _pairs(wanted: Sequence[Expected], headings: Sequence[Line]) -> list[tuple[int, int]]:
    """Index pairs of the best matching in order: most matches, then most right levels."""
    rows, columns = len(wanted), len(headings)
    best = [[0] * (columns + 1) for _ in range(rows + 1)]
    scores = [[_likeness(section, line) for line in headings] for section in wanted]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            taken = best[i + 1][j + 1] + scores[i][j] if scores[i][j] else 0
            best[i][j] = max(taken, best[i + 1][j], best[i][j + 1])
    pairs: list[tuple[int, int]] = []
    i = j = 0
    while i < rows and j < columns:
        if scores[i][j] and best[i][j] == best[i + 1][j + 1] + scores[i][j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _likeness(section: Expected, line: Line) -> int:
    """0: another heading; a match of title counts far more than one of level."""
    title = letters(line.title)
    named = title == letters(section.title)
    held = section.words and all(letters(word) in title for word in section.words)
    if not named and not held:
        return 0
    return 1000 + (1 if line.level == section.level else 0)


def numbering(lines: Lines) -> Iterator[tuple[Line, str]]:
    """Every heading with what is wrong with its mark, "" when it is right.

    A level has one style throughout (GB/T 9704: 一、 （一） 1. （1）; a report of two levels may
    go from 一、 to 1.), and marks count up from one under each heading.
    """
    counts = [0] * (LEVELS + 1)
    styles: dict[int, int] = {}
    for line in lines.lines:
        if not line.level:
            continue
        style, number = _mark(line.text)
        counts[line.level] += 1
        counts[line.level + 1 :] = [0] * (LEVELS - line.level)
        known = styles.setdefault(line.level, style)
        if style < 0:
            yield line, "no mark"
        elif style != known or any(styles[at] >= style for at in styles if at < line.level):
            yield line, "a mark of another level"
        elif number != counts[line.level]:
            yield line, f"number {number} where {counts[line.level]} belongs"
        else:
            yield line, ""


def _mark(text: str) -> tuple[int, int]:
    """(which style, number) of a heading's mark; (-1, 0) without one."""
    for style, pattern in enumerate(_MARKS):
        if found := pattern.match(text):
            digits = found[1]
            return style, int(digits) if digits.isdecimal() else _chinese(digits)
    return -1, 0


def _chinese(text: str) -> int:
    """十二 → 12, 二十 → 20; up to 99, as numbering goes."""
    if "十" not in text:
        return _DIGITS.get(text, 0)
    tens, _, ones = text.partition("十")
    return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)


def table_spans(report: Report) -> list[tuple[int, int]]:
    """Where the tables of a draft stand: their words are no prose."""
    return [(start, end) for start, end, block in report.spans if isinstance(block, Table)]
