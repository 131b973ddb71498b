"""DC305: see the class."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import ClassVar

from writer.findings import Finding, Severity
from writer.grounding.consistency.words import pattern, words
from writer.grounding.rules.base import Context, Rule

_MARKS = re.compile(
    r"[\[［][\u4e00-\u9fff（）、/\s]{2,24}[\]］]"
    # every branch begins with a character of its own, so that a search can skip to it
    r"|(?:[×✕╳](?<![A-Za-z0-9×].)[×✕╳]{1,}|[XＸxｘ](?<![A-Za-z0-9×].)[XＸxｘ]{1,})(?![A-Za-z0-9])"
    r"|〔\s*〕|[（(][ \u3000_＿]+[）)]|[_＿]{2,}|\{\{[^{}\n]{0,60}\}\}|\{F\d{1,4}\}"
)
_BLANK_MONTH = re.compile(r"年[ \u3000]{1,12}月")
_BLANK_DATE = re.compile(
    r"(?<![\d\u4e00-\u9fff])(?:20[\dXx×]{0,2})?[ \u3000]{0,12}年[ \u3000]{1,12}月(?:[ \u3000]{1,12}日)?"
)


class DC305(Rule):
    """A placeholder of the template was not filled in, or a field was left blank.

    Why: the sentence says nothing, and the reader sees that nobody read it before signing.
    Bad: 例如，在[具体事故案例]中，由于支队的迅速响应……
    Good: 例如，在2023年1月22日的岩体坠落事故中，由于支队的迅速响应……
    """

    code: ClassVar[str] = "DC305"
    title: ClassVar[str] = "占位内容未填写"
    severity: ClassVar[Severity] = Severity.ERROR

    def check(self, context: Context) -> Iterator[Finding]:
        text = context.text
        for found in _MARKS.finditer(text):
            # 张×× and 赵XX hide a person's name on purpose
            hidden = found[0][0] in "×✕╳XxＸｘ" and _surname_before(text, found.start())
            if not hidden:
                yield self._of(context, found)
        for found in _named().finditer(text):
            yield self._of(context, found)
        for found in _BLANK_DATE.finditer(text) if _BLANK_MONTH.search(text) else ():
            start = found.start() + len(found[0]) - len(found[0].lstrip())
            yield self.finding(context, start, found.end(), "日期没有填写。")
        for found in _fields().finditer(text):
            name = found[1]
            yield self.finding(
                context, found.start(1), found.end(2) if found[2] else found.end(1),
                f"“{name}”一栏没有填写。",
            )  # fmt: skip

    def _of(self, context: Context, found: re.Match[str]) -> Finding:
        return self.finding(
            context,
            found.start(),
            found.end(),
            f"“{found[0]}”是没有填写的占位内容，请换成实际内容。",
        )


@cache
def _named() -> re.Pattern[str]:
    """（单位名称）, 【请填写……】, （待补充）."""
    return pattern(
        r"[（(](?:%s)(?:名称|全称|盖章处)[）)]"
        r"|【(?:%s)[^】\n\d]{0,24}】"
        r"|[（(\[【][^（）()\[\]【】\n]{0,8}(?:%s)[^（）()\[\]【】\n]{0,8}[）)\]】]",
        "document", "placeholder_names", "placeholder_heads", "to_do_words",
    )  # fmt: skip


@cache
def _fields() -> re.Pattern[str]:
    """A field of the cover with nothing behind its colon."""
    return pattern(
        r"(?m:^[ \t\u3000]*(%s(?:[（(][^（）()\n]{0,8}[）)])?)[：:](?:[ \t\u3000]*([（(](?:盖章|公章|签章|签字|签名)[）)]))?[ \t\u3000]*$)",
        "document", "blank_fields",
    )  # fmt: skip


def _surname_before(text: str, at: int) -> bool:
    """Whether a surname stands before the mark: “由李××”."""
    return at > 0 and text[at - 1] in words("document", "surnames")
