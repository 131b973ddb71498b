"""DC307: see the class."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from writer.findings import Finding, Severity
from writer.grounding.rules.base import Context, Rule

# every branch begins with a character of its own, so that a search can skip to it
_DEBRIS = re.compile(
    r"\[bookmark:[^\]\n]{0,60}\]"
    r'|HYPERLINK\s+(?:\\[a-z]\s*)?"[^"\n]{0,200}"|P(?<=\bP)AGEREF\s+\w{1,40}(?:\s*\\[a-z])*'
    r"|T(?<=\bT)OC\s+\\[a-z][^\n]{0,60}|\\\*\s?MERGEFORMAT|E(?<=\bE)MBED\s+\w[\w.]{0,40}"
    r"|S(?<=\bS)EQ\s+\S{1,20}\s+\\\*"
    r"|错误[！!]\s?(?:未找到引用源|未定义书签|超链接引用无效)[。.]?|Error! Reference source not found\.?"
    r"|_(?<=\b_)GoBack\b|&(?:nbsp|amp|lt|gt|quot|ensp|emsp);|<br\s?/?>|\ufffd+"
)
_PAGE_NUMBER = re.compile(r"[-—－–]{1,2}\s?\d{1,4}\s?[-—－–]{1,2}(?=[ \t\u3000]*$)", re.MULTILINE)


class DC307(Rule):
    """Traces of a file conversion: bookmark marks, page numbers, field codes.

    Why: they show that a text was pasted from a converted file and never read again.
    Bad: [bookmark: _GoBack]2023年，我支队部门年初预算支出……
    Good: 2023年，我支队部门年初预算支出……
    """

    code: ClassVar[str] = "DC307"
    title: ClassVar[str] = "文件转换残留"
    severity: ClassVar[Severity] = Severity.ERROR

    def check(self, context: Context) -> Iterator[Finding]:
        text = context.text
        pages = (m for m in _PAGE_NUMBER.finditer(text) if _heads_line(text, m.start()))
        for found in (*_DEBRIS.finditer(text), *pages):
            shown = found[0].strip()
            start = found.start() + found[0].index(shown)
            yield self.finding(
                context, start, start + len(shown),
                f"“{shown[:30]}”是文件转换留下的痕迹，请删去。", suggestion="",
            )  # fmt: skip


def _heads_line(text: str, at: int) -> bool:
    return not text[text.rfind("\n", 0, at) + 1 : at].strip(" \t\u3000")
