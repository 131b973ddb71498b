"""DC406: see the class."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from writer.conformance.roles import Form
from writer.conformance.rules.base import Fault, LayoutRule
from writer.conformance.standard import standard
from writer.findings import Finding, Severity
from writer.grounding.rules import Context

_MARKS = ("一、", "（一）", "1.", "（1）")


class DC406(LayoutRule):
    """A heading is not set in the typeface of its level, 三号 (GB/T 9704-2012, 7.3.3).

    Why: typeface alone tells a first-level heading from a second; where all look alike, the
    reader has to go by the numbers.
    Bad: “一、基本情况”用仿宋加粗，“（一）机构设置”用宋体
    Good: “一、”用黑体，“（一）”用楷体，“1.”和“（1）”用仿宋
    """

    code: ClassVar[str] = "DC406"
    title: ClassVar[str] = "层次标题字体或字号不符"
    severity: ClassVar[Severity] = Severity.WARNING
    about: ClassVar[str] = (
        "一级标题用黑体，二级用楷体，三级、四级用仿宋，都是三号。与正文同段的标题不核对。"
    )

    def judge(self, context: Context, form: Form) -> Iterator[Finding]:
        yield from self.gathered(context, _faults(form), "处")


def _faults(form: Form) -> Iterator[Fault]:
    want = standard()
    for level, heading in form.headings:
        family = want.headings[level - 1]
        size, font = heading.type.size / 2, heading.type.font
        wrong = []
        if want.family(font) != family:
            said = f"字体为{font}" if font else "没有指定中文字体"
            wrong.append(f"{said}，应为{want.official[family]}")
        if size != want.body_size:
            wrong.append(f"字号为{want.size_name(size)}，应为{want.size_name(want.body_size)}")
        if wrong:
            yield heading, f"“{_MARKS[level - 1]}”一级的标题{'；'.join(wrong)}"
