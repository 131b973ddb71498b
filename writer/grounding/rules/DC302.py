"""DC302: see the class."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import ClassVar

from writer.documents import BlockKind
from writer.findings import Finding, Severity
from writer.grounding.rules.base import Context, Rule

DEEPEST = 2  # below it short numbered lines are as often the items of a list


class DC302(Rule):
    """A heading has nothing under it.

    Why: the outline asks for the section; an empty one reads as if it was forgotten.
    Bad: （三）绩效目标设定情况 （四）…… (the next heading follows at once)
    Good: 三、政府性基金预算支出情况 / 本单位无政府性基金预算。
    """

    code: ClassVar[str] = "DC302"
    title: ClassVar[str] = "章节没有内容"
    severity: ClassVar[Severity] = Severity.WARNING

    def check(self, context: Context) -> Iterator[Finding]:
        document = context.document
        blocks = [b for b in document.blocks if b.kind is not BlockKind.RUNIN]
        levels = {b.start: b.level for b in document.headings}
        for block, after in pairwise([*blocks, None]):
            if block is None or block.kind is not BlockKind.HEADING:
                continue
            if not 1 <= block.level <= DEEPEST or "：" in document.text_of(block).rstrip("：: "):
                continue
            below = levels.get(after.start, 0) if after else 1
            if after is not None and (below == 0 or below > block.level):
                continue
            title = document.title_of(block)
            if block is blocks[0] and title == document.text_of(block).strip():
                continue  # the report's own title, over its first section
            stop = document.text_of(block).find("。")
            if 0 <= stop < block.end - block.start - 1:
                continue  # the line goes on behind its title
            yield self.finding(
                context, block.start, block.end, f"“{title}”下面没有内容；确无此项时请写“无”。"
            )
