"""DC307: see the class."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from writer.findings import Finding, Severity
from writer.grounding.rules.base import Context, Rule

_DEBRIS = re.compile(
    r"\[bookmark:[^\]\n]{0,60}\]"
    r"|(?m:^[ \t\u3000]*[-—－–]{1,2}\s?\d{1,4}\s?[-—－–]{1,2}[ \t\u3000]*$)"
    r'|HYPERLINK\s+(?:\\[a-z]\s*)?"[^"\n]{0,200}"|\bPAGEREF\s+\w{1,40}(?:\s*\\[a-z])*'
    r"|\bTOC\s+\\[a-z][^\n]{0,60}|\\\*\s?MERGEFORMAT|\bEMBED\s+\w[\w.]{0,40}|\bSEQ\s+\S{1,20}\s+\\\*"
    r"|错误[！!]\s?(?:未找到引用源|未定义书签|超链接引用无效)[。.]?|Error! Reference source not found\.?"
    r"|\b_GoBack\b|&(?:nbsp|amp|lt|gt|quot|ensp|emsp);|<br\s?/?>|\ufffd+"
)


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
        for found in _DEBRIS.finditer(context.text):
            shown = found[0].strip()
            start = found.start() + found[0].index(shown)
            yield self.finding(
                context, start, start + len(shown),
                f"“{shown[:30]}”是文件转换留下的痕迹，请删去。", suggestion="",
            )  # fmt: skip
