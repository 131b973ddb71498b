"""Heading numbers as they stand: every numbered line, grouped with its siblings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from writer.documents import Block, BlockKind, Document
from writer.documents.headings import Mark, mark_of, may_begin
from writer.numerals import spell

if TYPE_CHECKING:
    from writer.grounding.rules.base import Context

# the styles by level, as GB/T 9704-2012 (7.3.3) has them; used where a report has no habit
_STANDARD = {1: "一、", 2: "（一）", 3: "1.", 4: "（1）"}
_FIRST, OF_A_SORT = ("⒈", "⑴", "①"), 20  # single characters, each followed by nineteen more
_PART = re.compile(r"第[一二三四五六七八九十\d]{1,3}(?:部分|章|篇)|附件")
_INLINE = re.compile(r"(?:(?<=[。；：:])|^)\s*(\d{1,2})\s?(?:[.．](?!\d)|、)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A numbered line: its mark, the level it stands at, and whether it is a heading.

    `style` is the mark with its number made the first one: （2） → （1）, 三、 → 一、. `part`
    counts the divisions above the numbers (第一部分, 附件), in each of which they begin again.
    """

    start: int
    end: int  # of the mark
    mark: Mark
    level: int
    style: str
    titled: bool
    part: int = 0

    @property
    def number(self) -> int:
        return self.mark.number


def numbered_lines(context: Context) -> list[Numbered]:
    """Every paragraph and heading that begins with a number, in order; computed once."""
    if numbered_lines not in context.cache:
        context.cache[numbered_lines] = _numbered_lines(context.document)
    found = context.cache[numbered_lines]
    assert isinstance(found, list)
    return found


def _numbered_lines(document: Document) -> list[Numbered]:
    out: list[Numbered] = []
    blocks = document.blocks
    part = 0
    for i, block in enumerate(blocks):
        if block.kind not in (BlockKind.HEADING, BlockKind.PARAGRAPH):
            continue
        if _PART.match(document.text, block.start):
            part += 1
        if not may_begin(document.text[block.start : block.start + 1]):
            continue
        mark = mark_of(document.text[block.start : min(block.end, block.start + 2000)])
        if mark is None or mark.number < 1:
            continue
        level = block.level or _runin_level(blocks, i)
        style = style_of(document.text[block.start : block.start + mark.length])
        end = block.start + mark.length
        out.append(Numbered(block.start, end, mark, level or mark.level, style, level > 0, part))
    return out


def _runin_level(blocks: tuple[Block, ...], i: int) -> int:
    """The level of the run-in heading that a paragraph begins with, 0 without one."""
    after = blocks[i + 1] if i + 1 < len(blocks) else None
    if after is not None and after.kind is BlockKind.RUNIN and after.start == blocks[i].start:
        return after.level
    return 0


def style_of(mark: str) -> str:
    """The way a mark is written: “（12） ” → “（1）”, “三、” → “一、”, “2．” → “1.”, “⒉” → “⒈”."""
    for first in _FIRST:
        if len(mark) == 1 and 0 <= ord(mark) - ord(first) < OF_A_SORT:
            return first
    mark = re.sub(r"[一二三四五六七八九十]+", "一", mark.strip())
    return re.sub(r"\d+", "1", mark).replace(" ", "").replace("．", ".")


def written(style: str, number: int) -> str:
    """A number in a style: (（一）, 3) → （三）, (⒈, 3) → ⒊."""
    if style in _FIRST:
        return chr(ord(style) + number - 1)
    return style.replace("一", spell(number)).replace("1", str(number), 1)


def sibling_groups(lines: list[Numbered]) -> Iterator[list[Numbered]]:
    """Lines of one level under one heading, in order; items of lists are groups of their own."""
    open_at: dict[int, list[Numbered]] = {}
    part = 0
    for line in lines:
        if line.part != part:
            yield from open_at.values()
            open_at, part = {}, line.part
        for level in [k for k in open_at if k > line.level]:
            yield open_at.pop(level)
        group = open_at.setdefault(line.level, [])
        # a list that begins again at 1 under an unnumbered label is another list
        if group and line.number == 1 and (line.level > 2 or not line.titled):
            yield group
            group = open_at[line.level] = []
        group.append(line)
    yield from open_at.values()


def usual_styles(lines: list[Numbered]) -> dict[int, str]:
    """The style that the headings of level 1 and 2 use most; the standard's where none leads."""
    out: dict[int, str] = {}
    for level in (1, 2):
        counts = Counter(ln.style for ln in lines if ln.level == level and ln.titled)
        best = counts.most_common()
        if best:
            tied = len(best) > 1 and best[0][1] == best[1][1]
            out[level] = _STANDARD[level] if tied else best[0][0]
    return out


def inline_numbers(text: str, start: int, end: int) -> list[re.Match[str]]:
    """The numbers 1. 2. 3. that run on inside one paragraph."""
    return list(_INLINE.finditer(text, start, end))
