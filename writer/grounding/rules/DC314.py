"""DC314: see the class."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from writer.documents import Block
from writer.documents.headings import mark_of
from writer.findings import Finding, Severity
from writer.grounding.rules.base import Context, Rule


class DC314(Rule):
    """Two headings under one section have the same words.

    Why: one of them was copied and not renamed, or the same section was written twice.
    Bad: （一）存在问题 （二）存在问题
    Good: （一）存在问题 （二）改进措施
    """

    code: ClassVar[str] = "DC314"
    title: ClassVar[str] = "标题重复"
    severity: ClassVar[Severity] = Severity.WARNING

    def check(self, context: Context) -> Iterator[Finding]:
        document = context.document
        seen: dict[tuple[tuple[str, ...], str], Block] = {}
        for block in document.headings:
            title = document.title_of(block)
            mark = mark_of(title)
            words = title[mark.length :].strip() if mark else title
            if len(words) < 2:
                continue
            key = (document.section_at(block.start)[:-1], words)
            if (first := seen.setdefault(key, block)) is not block:
                yield self.finding(
                    context, block.start, block.end,
                    f"标题“{words}”与同一章节的“{document.title_of(first)}”相同。",
                )  # fmt: skip
