"""What a report is once it is read: its text, and the structure found in it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


class BlockKind(StrEnum):
    """What a stretch of the text is."""

    HEADING = "heading"  # a line of its own
    RUNIN = "runin"  # the heading part of a paragraph: “（一）评价结论。按照……”
    PARAGRAPH = "paragraph"  # the whole paragraph, its run-in heading included
    CELL = "cell"  # one table cell; may hold several lines
    CAPTION = "caption"  # the title or unit line of a table or picture
    TEXTBOX = "textbox"  # a paragraph inside a text box


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the text, no blanks at its ends.

    `start`/`end` (exclusive) count characters of Document.text. `level` is 1–4 for headings
    and numbered run-in headings (一、 → 1, （一） → 2, 1. → 3, （1） → 4, corrected where the
    sequence shows that a mark stands at another level), 0 for everything else. `table` counts
    the tables of the document from 0 and is set for cells and for captions that stand by a
    table; `row` and `column` (grid columns, merged ones counted) count from 0 and are set for
    cells only.
    """

    start: int
    end: int
    kind: BlockKind
    level: int = 0
    table: int | None = None
    row: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a stretch of the text comes from in a Word file.

    `run` counts the w:r elements of the main document part in document order, so that a
    comment can be attached to `list(body.iter(qn("w:r")))[run]`.
    """

    start: int
    end: int
    run: int


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment of a Word file: `at` is where its paragraph begins, `text` what it says."""

    at: int
    text: str


@dataclass(frozen=True)
class Document:
    """A report as read.

    `text`: for .txt and .md the characters of the file, without a byte order mark and with
    CR LF and CR read as LF; for .docx one line a paragraph, the cells of a table row joined by
    tabs (one tab for every grid column), tracked changes accepted. All offsets count its
    characters. `blocks` are sorted by start; the only overlap is a RUNIN inside its PARAGRAPH,
    which comes right after it. `source` is the path as given, "" for a string. `anchors` are
    empty unless the file was a .docx, and so are `remarks`.
    """

    text: str
    blocks: tuple[Block, ...]
    source: str = ""
    anchors: tuple[Anchor, ...] = ()
    remarks: tuple[Remark, ...] = ()

    def text_of(self, block: Block) -> str:
        return self.text[block.start : block.end]

    def of_kind(self, *kinds: BlockKind) -> Iterator[Block]:
        return (b for b in self.blocks if b.kind in kinds)

    @cached_property
    def headings(self) -> tuple[Block, ...]:
        """Headings and numbered run-in headings, in order."""
        return tuple(b for b in self.blocks if b.level)

    def title_of(self, heading: Block) -> str:
        """A heading's text with its mark, in one line, without the stop after it."""
        return " ".join(self.text_of(heading).split()).strip("#* ").rstrip("。：:；;")

    def section_at(self, offset: int) -> tuple[str, ...]:
        """The headings over a place, outermost first; () before the first one.

        A heading belongs to its own section. The label of an unnumbered paragraph
        (“安全生产专家经费：通过……”) is the last element within that paragraph only.
        """
        starts, paths = self._sections
        at = bisect_right(starts, offset) - 1
        return paths[at] if at >= 0 else ()

    def block_at(self, offset: int) -> Block | None:
        """The paragraph, heading, cell, caption or text box around a place, or None.

        Never the run-in: its paragraph is given.
        """
        starts, blocks = self._outer
        at = bisect_right(starts, offset) - 1
        return blocks[at] if at >= 0 and offset < blocks[at].end else None

    @cached_property
    def tables(self) -> tuple[dict[tuple[int, int], Block], ...]:
        """Every table's filled cells by (row, column)."""
        count = max((b.table + 1 for b in self.blocks if b.table is not None), default=0)
        out: tuple[dict[tuple[int, int], Block], ...] = tuple({} for _ in range(count))
        for b in self.blocks:
            if b.table is not None and b.row is not None and b.column is not None:
                out[b.table][b.row, b.column] = b
        return out

    def captions_of(self, table: int) -> tuple[Block, ...]:
        """The title and unit lines that stand by a table."""
        return tuple(b for b in self.of_kind(BlockKind.CAPTION) if b.table == table)

    @cached_property
    def _outer(self) -> tuple[list[int], list[Block]]:
        blocks = [b for b in self.blocks if b.kind is not BlockKind.RUNIN]
        return [b.start for b in blocks], blocks

    @cached_property
    def _sections(self) -> tuple[list[int], list[tuple[str, ...]]]:
        starts: list[int] = []
        paths: list[tuple[str, ...]] = []
        path: list[tuple[int, str]] = []
        paragraph_end = 0
        for block in self.blocks:
            if block.kind is BlockKind.PARAGRAPH:
                paragraph_end = block.end
            if block.level:
                path = [p for p in path if p[0] < block.level]
                path.append((block.level, self.title_of(block)))
                starts.append(block.start)
                paths.append(tuple(t for _, t in path))
            elif block.kind is BlockKind.RUNIN:
                outer = tuple(t for _, t in path)
                starts += [block.start, paragraph_end]
                paths += [(*outer, self.title_of(block)), outer]
        return starts, paths
