"""DC303: see the class."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import ClassVar

from writer.documents import BlockKind
from writer.findings import Finding, Severity
from writer.grounding.consistency.outline import (
    Numbered,
    inline_numbers,
    numbered_lines,
    sibling_groups,
    written,
)
from writer.grounding.rules.base import Context, Rule


class DC303(Rule):
    """Heading numbers leave one out, repeat one or do not begin at the first.

    Why: a gap looks like a missing section, and references to a section number go astray.
    Bad: （一）评价结论 （二）评价指标分析 （七）履职效益
    Good: （一）评价结论 （二）评价指标分析 （三）履职效益
    """

    code: ClassVar[str] = "DC303"
    title: ClassVar[str] = "序号断缺或重复"
    severity: ClassVar[Severity] = Severity.WARNING

    def check(self, context: Context) -> Iterator[Finding]:
        lines = numbered_lines(context)
        first = next((ln.start for ln in lines if ln.level == 1), len(context.text))
        for group in sibling_groups(lines):
            yield from self._group(context, group, nested=group[0].start > first)
        for block in context.document.of_kind(BlockKind.PARAGRAPH):
            yield from self._inline(context, block.start, block.end)
        yield from self._attachments(context)

    def _group(self, context: Context, group: list[Numbered], *, nested: bool) -> Iterator[Finding]:
        first = group[0]
        if first.number == 2 and first.level == 2 and nested and first.titled:
            yield self._wrong(
                context, first, 1, f"本组标题从“{_mark(context, first)}”开始，缺少第一项"
            )
        for before, line in pairwise(group):
            due = before.mark.last + 1
            if line.number == due or not (before.titled and line.titled):
                continue
            shown = _mark(context, before)
            if line.number == before.number:
                yield self._wrong(context, line, due, f"序号与前一项“{shown}”重复")
            else:
                yield self._wrong(context, line, due, f"前一项是“{shown}”")

    def _wrong(self, context: Context, line: Numbered, due: int, why: str) -> Finding:
        right = written(line.style, due)
        return self.finding(
            context, line.start, line.end, f"{why}，此处应为“{right}”。", suggestion=right
        )

    def _inline(self, context: Context, start: int, end: int) -> Iterator[Finding]:
        text = context.text
        marks = inline_numbers(text, start, end)
        if len(marks) < 3:
            return
        numbers = [int(m[1]) for m in marks]
        runs_on = sum(b == a + 1 for a, b in pairwise(numbers))
        if runs_on * 3 < (len(numbers) - 1) * 2:
            return
        if numbers[0] == 2:
            found = marks[0]
            yield self.finding(
                context,
                found.start(1),
                found.end(),
                "本段的序号从2开始，缺少第1项，请补上序号“1.”。",
            )
        for before, after in pairwise(marks):
            missing = int(before[1]) + 1
            if int(after[1]) != missing + 1:
                continue
            glued = re.compile(rf"(?<=[。；]){missing}(?=[\u4e00-\u9fff])")
            if bare := glued.search(text, before.end(), after.start()):
                yield self.finding(
                    context, bare.start(), bare.end(), f"序号“{missing}”后面缺少“.”。",
                    suggestion=f"{missing}.",
                )  # fmt: skip

    def _attachments(self, context: Context) -> Iterator[Finding]:
        """附件：1、… followed by lines without 2、: only the first is numbered."""
        found = re.search(r"^附件[：:]\s*(1\s?[、.．])\s*\S", context.text, re.MULTILINE)
        if found is None:
            return
        rest = context.text[found.end() :]
        others = [ln for ln in rest.split("\n")[1:] if ln.strip()]
        if others and not any(re.match(r"\s*2\s?[、.．]", ln) for ln in others):
            yield self.finding(
                context, found.start(1), found.end(1),
                f"附件只给第1项编了序号，其余{len(others)}项没有序号。",
            )  # fmt: skip


def _mark(context: Context, line: Numbered) -> str:
    return context.text[line.start : line.end].strip()
