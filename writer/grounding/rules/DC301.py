"""DC301: see the class."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from writer.findings import Finding, Severity
from writer.grounding.consistency.forms import outline_of
from writer.grounding.rules.base import Context, Rule


class DC301(Rule):
    """A section of the province's standard outline is missing.

    Why: the finance office checks the outline first and sends an incomplete report back.
    Bad: a Hunan report without 政府性基金预算支出情况
    Good: 三、政府性基金预算支出情况 / 无
    """

    code: ClassVar[str] = "DC301"
    title: ClassVar[str] = "缺少规定的章节"
    severity: ClassVar[Severity] = Severity.WARNING

    def check(self, context: Context) -> Iterator[Finding]:
        document = context.document
        outline = outline_of(document)
        titles = [(b, document.title_of(b)) for b in document.headings if b.level <= 2]
        if not outline:
            return
        before = titles[0][0]
        for name, words in outline.items():
            found = next((b for b, t in titles if any(w in t for w in words)), None)
            if found is not None:
                before = max(before, found, key=lambda b: b.start)
                continue
            yield self.finding(
                context, before.start, before.end,
                f"按规定的提纲，此后应有“{name}”一节，文中没有找到；确无此项时请写“无”。",
            )  # fmt: skip
