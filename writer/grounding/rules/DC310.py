"""DC310: see the class."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from writer.findings import Finding, Severity
from writer.grounding.rules.base import Context, Rule

_YEAR = re.compile(
    r"[【\[［(（〈<「［]\s?((?:19|20)\d\d)\s?年?[】\]］)）〉>」］](?=\s?第?\s?[\d一二三四五六七八九十]{1,5}\s?号)"
)
_OPEN = re.compile(r"〔\s?((?:19|20)\d\d)(?=\d{1,4}\s?号|[)）\]】]\s?\d{1,4}\s?号)[)）\]】]?")


class DC310(Rule):
    """A document number has its year in other brackets than 〔〕.

    Why: GB/T 9704-2012 (7.2.5) asks for six-cornered brackets; a wrong number cannot be searched.
    Bad: 冀应急【2020】19号
    Good: 冀应急〔2020〕19号
    """

    code: ClassVar[str] = "DC310"
    title: ClassVar[str] = "发文字号括号不规范"
    severity: ClassVar[Severity] = Severity.WARNING

    def check(self, context: Context) -> Iterator[Finding]:
        for pattern in (_YEAR, _OPEN):
            for found in pattern.finditer(context.text):
                right = f"〔{found[1]}〕"
                yield self.finding(
                    context, found.start(), found.end(),
                    f"发文字号的年份应当用六角括号：“{found[0]}”应为“{right}”。", suggestion=right,
                )  # fmt: skip
