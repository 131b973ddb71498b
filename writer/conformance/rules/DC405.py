"""DC405: see the class."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from writer.conformance.roles import Form
from writer.conformance.rules.base import Fault, LayoutRule
from writer.conformance.standard import standard
from writer.findings import Finding, Severity
from writer.grounding.rules import Context


class DC405(LayoutRule):
    """The title is not set in 二号 小标宋, centred (GB/T 9704-2012, 7.3.1).

    Why: the title is what a reader looks for first; bold 宋体 or 黑体 in its place marks a draft.
    Bad: 标题用三号宋体加粗，靠左
    Good: 标题用二号方正小标宋简体，居中
    """

    code: ClassVar[str] = "DC405"
    title: ClassVar[str] = "标题字体、字号或位置不符"
    severity: ClassVar[Severity] = Severity.WARNING
    about: ClassVar[str] = "报告标题应为二号小标宋体，居中；封面上的标题不核对。"

    def judge(self, context: Context, form: Form) -> Iterator[Finding]:
        yield from self.gathered(context, _faults(form), "行")


def _faults(form: Form) -> Iterator[Fault]:
    want = standard()
    for line in form.title:
        size, font = line.type.size / 2, line.type.font
        wrong = []
        if want.family(font) != "小标宋":
            said = f"字体为{font}" if font else "没有指定中文字体"
            wrong.append(f"{said}，应为{want.official['小标宋']}")
        if size != want.title_size:
            wrong.append(f"字号为{want.size_name(size)}，应为{want.size_name(want.title_size)}")
        if line.align != "center":
            wrong.append("没有居中")
        if wrong:
            yield line, f"标题{'；'.join(wrong)}"
