"""Lines of a report -> blocks: headings, run-in headings, paragraphs, cells, captions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from writer.documents.headings import Mark, Title, label_of, levels_of, mark_of, title_of
from writer.documents.model import Block, BlockKind

_CAPTION = re.compile(
    r"(?:附?[表图]\s*[\d一二三四五六七八九十]|[（(]?(?:金额)?单位[：:]\s*\S{1,6}[）)]?$)"
)
_OPEN_END = re.compile(r"[\w，、（“《]$")
LONGEST_CAPTION = 40
SHORTEST_WRAPPED = 25  # a line of GB/T 9704 has 28 characters; shorter ones end by intention
SHORTEST_OVER_BLANK = 40  # and a page break inside a paragraph leaves an empty line


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of the text as its file gives it, no blanks at its ends.

    `kind` is CELL, TEXTBOX or CAPTION where the file says so, else PARAGRAPH (still to be
    judged). `style` is the level of a heading style (1–4; 0 none, -1 certainly no heading, as
    in a table of contents). `wraps`: the file breaks lines at the margin, so that the next
    line may belong to the same paragraph; `gap`: an empty line stands before this one.
    """

    start: int
    end: int
    kind: BlockKind = BlockKind.PARAGRAPH
    style: int = 0
    table: int | None = None
    row: int | None = None
    column: int | None = None
    wraps: bool = False
    gap: bool = False


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without blanks (of any width) at its ends; start == end when nothing is left."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def blocks_of(text: str, lines: Sequence[Line]) -> tuple[Block, ...]:
    """The blocks of a text, sorted; `lines` are in order and do not overlap."""
    body = [ln for ln in lines if ln.kind is BlockKind.PARAGRAPH]
    marks = [mark_of(text[ln.start : ln.end]) if ln.style >= 0 else None for ln in body]
    titles = [_title(text, body, marks, i) for i in range(len(body))]
    levels = _levels(body, marks, titles)
    judged = iter(zip(titles, levels, strict=True))
    blocks: list[Block] = []
    previous: Line | None = None
    for line in lines:
        if line.kind is not BlockKind.PARAGRAPH:
            blocks.append(_plain(line, line.kind))
            previous = None
            continue
        title, level = next(judged)
        if title is not None and not title.runin:
            blocks.append(replace(_plain(line, BlockKind.HEADING), level=level))
            previous = None
        elif title is None and previous is not None and _continues(text, previous, line):
            _extend(blocks, line.end)
            previous = line
        else:
            blocks.append(_plain(line, BlockKind.PARAGRAPH))
            if title is not None:
                end = line.start + title.length
                blocks.append(Block(line.start, end, BlockKind.RUNIN, level))
            previous = line
    return tuple(_with_captions(text, blocks))


def _title(text: str, body: Sequence[Line], marks: Sequence[Mark | None], i: int) -> Title | None:
    """The heading in a line: by its style, else by its number, else the label it begins with."""
    line, mark = body[i], marks[i]
    content = text[line.start : line.end]
    if line.style > 0:
        return Title(len(content), False)
    if mark is not None:
        return title_of(content, mark, listed=_listed(marks, i, mark))
    if line.style == 0 and (length := label_of(content)):
        return Title(length, True)
    return None


def _listed(marks: Sequence[Mark | None], i: int, mark: Mark) -> bool:
    before = marks[i - 1] if i else None
    after = marks[i + 1] if i + 1 < len(marks) else None
    return (
        before is not None and (before.level, before.last) == (mark.level, mark.number - 1)
    ) or (after is not None and (after.level, after.number) == (mark.level, mark.last + 1))


def _levels(
    body: Sequence[Line], marks: Sequence[Mark | None], titles: Sequence[Title | None]
) -> list[int]:
    """A level for each line, 0 where it is no heading. A number outweighs a style: many
    reports style some of their headings and type the others."""
    numbered = [(i, mark) for i, mark in enumerate(marks) if mark is not None]
    titled = [titles[i] is not None for i, _ in numbered]
    corrected = levels_of([mark for _, mark in numbered], titled)
    level_at = {i: k for (i, _), k, t in zip(numbered, corrected, titled, strict=True) if t}
    return [level_at.get(i, max(line.style, 0)) for i, line in enumerate(body)]


def _continues(text: str, previous: Line, line: Line) -> bool:
    """Whether a line goes on with the paragraph that the margin or a page broke."""
    shortest = SHORTEST_OVER_BLANK if line.gap else SHORTEST_WRAPPED
    return (
        previous.wraps
        and not line.style
        and previous.end - previous.start >= shortest
        and _OPEN_END.search(text, previous.end - 1, previous.end) is not None
        and mark_of(text[line.start : line.end]) is None
    )


def _extend(blocks: list[Block], end: int) -> None:
    at = -2 if blocks[-1].kind is BlockKind.RUNIN else -1
    blocks[at] = replace(blocks[at], end=end)


def _plain(line: Line, kind: BlockKind) -> Block:
    return Block(line.start, line.end, kind, table=line.table, row=line.row, column=line.column)


def _with_captions(text: str, blocks: list[Block]) -> list[Block]:
    """Turn the short lines right before a table, and 表1 … lines anywhere, into captions."""
    out = list(blocks)
    for i, block in enumerate(blocks):
        if block.kind is BlockKind.CELL and (i == 0 or blocks[i - 1].table != block.table):
            for j in range(i - 1, max(i - 3, -1), -1):
                if not _may_caption(text, blocks, j):
                    break
                out[j] = replace(blocks[j], kind=BlockKind.CAPTION, table=block.table)
        elif (
            out[i].kind is BlockKind.PARAGRAPH
            and _CAPTION.match(text, block.start, block.end)
            and _may_caption(text, blocks, i)
        ):
            out[i] = replace(block, kind=BlockKind.CAPTION)
    return out


def _may_caption(text: str, blocks: Sequence[Block], i: int) -> bool:
    block = blocks[i]
    if block.kind is BlockKind.CAPTION:
        return True
    alone = i + 1 == len(blocks) or blocks[i + 1].kind is not BlockKind.RUNIN
    short = block.end - block.start <= LONGEST_CAPTION and text[block.end - 1] not in "。；：:，"
    return block.kind is BlockKind.PARAGRAPH and alone and short
