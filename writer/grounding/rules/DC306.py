"""DC306: see the class."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import ClassVar

from writer.documents import Block, BlockKind
from writer.findings import Finding, Severity
from writer.grounding.consistency.words import pattern
from writer.grounding.rules.base import Context, Rule

_LENGTH = re.compile(
    r"[（(][^（）()\n]{0,16}\d{2,4}\s?(?:个)?字(?:以内|以上|左右|之内)?[^（）()\n]{0,8}[）)]"
)
_OR = re.compile(r"[（(]或[^（）()\n]{2,20}[）)]")
_PLEASE = re.compile(
    r"附件\s?[\dxX×一二三四五六七八九十]{1,2}[^。\n]{0,20}请(?:填写|填报|填列)[^。\n]{0,30}"
)
_AGAINST = re.compile(
    r"(?:请)?(?:对照|根据|结合|按照)《[^》\n]{2,40}》(?:中|的)?[^。，；\n\d]{0,8}逐[项条一](?:分析|说明|列示|对照)[^。；\n\d]{0,40}[。；]?"
)


class DC306(Rule):
    """An instruction of the template was left in the report.

    Why: it says what should be written instead of writing it.
    Bad: （一）综合评价结论。反映自评得分及评价等级。
    Good: （一）综合评价结论。我支队自评得分98.50分，评价等级为“优”。
    """

    code: ClassVar[str] = "DC306"
    title: ClassVar[str] = "模板说明未删除"
    severity: ClassVar[Severity] = Severity.ERROR

    def check(self, context: Context) -> Iterator[Finding]:
        text = context.text
        for regex in (_LENGTH, _notes(), _PLEASE):
            for found in regex.finditer(text):
                yield self._of(context, found.start(), found.end())
        blocks = context.document.blocks
        for i, block in enumerate(blocks):
            if block.kind is BlockKind.HEADING:
                for found in _OR.finditer(text, block.start, block.end):
                    yield self._of(context, found.start(), found.end())
            elif block.kind is BlockKind.PARAGRAPH:
                yield from self._sentence(context, block, blocks[i + 1 : i + 2])
        yield from self._glued(context)

    def _sentence(
        self, context: Context, block: Block, after: tuple[Block, ...]
    ) -> Iterator[Finding]:
        """An instruction as the first sentence of a paragraph or after its run-in heading."""
        start = block.start
        if after and after[0].kind is BlockKind.RUNIN:
            start = after[0].end
        found = _instruction().match(context.text, start, block.end)
        if found:
            yield self._of(context, found.start(1), found.end(1))
            return
        if against := _AGAINST.match(context.text, _skip(context.text, start), block.end):
            # analysed right after it, the sentence is an introduction
            rest = context.text[against.end() : block.end].strip()
            if not rest:
                yield self._of(context, against.start(), against.end())

    def _glued(self, context: Context) -> Iterator[Finding]:
        """A heading line that ends in an instruction: （一）评价结论。反映自评得分及评价等级。"""
        for block in context.document.of_kind(BlockKind.HEADING):
            line = context.document.text_of(block)
            stop = line.find("。")
            if 0 <= stop < len(line) - 1:
                found = _instruction().match(context.text, block.start + stop, block.end)
                if found:
                    yield self._of(context, found.start(1), found.end(1))

    def _of(self, context: Context, start: int, end: int) -> Finding:
        shown = context.text[start:end]
        return self.finding(
            context, start, end,
            f"“{shown[:24]}{'…' if len(shown) > 24 else ''}”是模板中的填写说明，请删去并写上实际内容。",
        )  # fmt: skip


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in "。：: \u3000":
        at += 1
    return at


@cache
def _notes() -> re.Pattern[str]:
    return pattern(r"[（(](?:注[：:])?(?:%s)[^（）()\n]{0,6}[）)]", "document", "instruction_notes")


@cache
def _instruction() -> re.Pattern[str]:
    return pattern(
        r"[。：:\s\u3000]*((?:请)?%s(?![^。\n]{0,80}%s)(?!了)(?:《[^》\n]*》)?[^。！？\n\d％%%]{4,80}[。；]?)"
        r"(?=\s|$|[（(]|[\u4e00-\u9fff])",
        "document", "instruction_verbs", "instruction_not",
    )  # fmt: skip
