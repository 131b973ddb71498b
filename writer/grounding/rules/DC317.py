"""DC317: see the class."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from writer.documents import BlockKind
from writer.findings import Finding, Severity
from writer.grounding.rules.base import Context, Rule

_PAIRS = {"（": "）", "(": "）", "《": "》", "〔": "〕", "【": "】", "［": "］", "[": "］"}
_CLOSING = {"）": "）", ")": "）", "》": "》", "〕": "〕", "】": "】", "］": "］", "]": "］"}
_BRACKET = re.compile(r"[（(《〔【［\[）)》〕】］\]]")
_ITEM = re.compile(r"(?:^|[\s。；：:，,、])[\da-zA-Z一二三四五六七八九十]{1,3}$")


class DC317(Rule):
    """A bracket is opened and not closed, or closed and not opened.

    Why: words were lost when the text was cut, or the bracket was; the reader cannot tell which.
    Bad: 关于印发3个项目实施方案的通知）（应急函〔2023〕140号）
    Good: 《关于印发3个项目实施方案的通知》（应急函〔2023〕140号）
    """

    code: ClassVar[str] = "DC317"
    title: ClassVar[str] = "括号不配对"
    severity: ClassVar[Severity] = Severity.WARNING

    def check(self, context: Context) -> Iterator[Finding]:
        for block in context.document.blocks:
            if block.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.CELL):
                yield from self._block(context, block.start, block.end)

    def _block(self, context: Context, start: int, end: int) -> Iterator[Finding]:
        text, opened = context.text, list[re.Match[str]]()
        for found in _BRACKET.finditer(text, start, end):
            mark = found[0]
            if mark in _PAIRS:
                opened.append(found)
            elif opened and _PAIRS[opened[-1][0]] == _CLOSING[mark]:
                opened.pop()
            elif opened and any(_PAIRS[o[0]] == _CLOSING[mark] for o in opened[-3:]):
                while _PAIRS[opened[-1][0]] != _CLOSING[mark]:
                    yield self._alone(context, opened.pop(), "没有右括号")
                opened.pop()
            elif not _ITEM.search(text[max(start, found.start() - 5) : found.start()]):
                yield self._alone(context, found, "没有左括号")
        for left in opened:
            yield self._alone(context, left, "没有右括号")

    def _alone(self, context: Context, found: re.Match[str], why: str) -> Finding:
        return self.finding(
            context, found.start(), found.end(), f"“{found[0]}”{why}，请补上或删去。"
        )
