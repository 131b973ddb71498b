"""DC407: see the class."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from writer.conformance.roles import Form
from writer.conformance.rules.base import Fault, LayoutRule
from writer.conformance.standard import standard
from writer.findings import Finding, Severity
from writer.grounding.rules import Context


class DC407(LayoutRule):
    """The lines stand too close or too far apart for 22 lines a page (GB/T 9704-2012, 5.2.3).

    Why: line pitch is what makes pages of different offices look alike; the standard allows
    another one only for a special reason. Room between paragraphs has the same effect.
    Bad: 正文 1.5 倍行距
    Good: 正文固定行距 28 至 29 磅
    """

    code: ClassVar[str] = "DC407"
    title: ClassVar[str] = "行距不符"
    severity: ClassVar[Severity] = Severity.NOTICE
    about: ClassVar[str] = (
        "正文行距应使每面为 22 行，即固定值 28 至 29 磅，段前段后不空；"
        "倍数行距按字号和文档网格折算。"
    )

    def judge(self, context: Context, form: Form) -> Iterator[Finding]:
        yield from self.gathered(context, _faults(form), "段")


def _faults(form: Form) -> Iterator[Fault]:
    want = standard()
    low, high = want.line_pitch
    for paragraph in form.body:
        if not low <= paragraph.pitch <= high:
            lines = want.page_height / 25.4 * 72 / paragraph.pitch if paragraph.pitch else 0
            yield (
                paragraph,
                (
                    f"正文行距约 {paragraph.pitch:.1f} 磅（每面约 {lines:.0f} 行），"
                    "应为固定值 28 至 29 磅（每面 22 行）"
                ),
            )
        # a whole line is a blank line, as below a title, and leaves 22 of them
        odd = paragraph.gap - round(paragraph.gap / (paragraph.pitch or low)) * paragraph.pitch
        if abs(odd) > want.paragraph_gap:
            message = f"正文段前段后共空 {paragraph.gap:.1f} 磅，应都为 0"
            yield paragraph, f"{message}，否则每面不足 22 行"
