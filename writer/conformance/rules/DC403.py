"""DC403: see the class."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from writer.conformance.roles import Form
from writer.conformance.rules.base import Fault, LayoutRule
from writer.conformance.standard import standard
from writer.findings import Finding, Severity
from writer.grounding.rules import Context


class DC403(LayoutRule):
    """The text is not set in 仿宋 (GB/T 9704-2012, 5.2.2, 7.3.3).

    Why: the text of an official document has one typeface throughout; a passage in another one
    shows where it was pasted from.
    Bad: 正文用宋体
    Good: 正文用仿宋_GB2312
    """

    code: ClassVar[str] = "DC403"
    title: ClassVar[str] = "正文字体不符"
    severity: ClassVar[Severity] = Severity.WARNING
    about: ClassVar[str] = (
        "正文各段应为仿宋（仿宋_GB2312 等）。按每段多数汉字的字体判断，样式、主题里指定的也算。"
    )

    def judge(self, context: Context, form: Form) -> Iterator[Finding]:
        yield from self.gathered(context, _faults(form), "段")


def _faults(form: Form) -> Iterator[Fault]:
    want = standard()
    for paragraph in form.body:
        font = paragraph.type.font
        if want.family(font) != "仿宋":
            said = f"正文字体为{font}" if font else "正文没有指定中文字体"
            yield paragraph, f"{said}，应为仿宋（{want.official['仿宋']}）"
