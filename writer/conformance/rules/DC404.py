"""DC404: see the class."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from writer.conformance.roles import Form
from writer.conformance.rules.base import Fault, LayoutRule
from writer.conformance.standard import standard
from writer.findings import Finding, Severity
from writer.grounding.rules import Context


class DC404(LayoutRule):
    """The text is not set in 三号, 16 points (GB/T 9704-2012, 5.2.2, 7.3.3).

    Why: another size changes the 28 characters of a line, and mixed sizes look careless.
    Bad: 正文用四号（14 磅）
    Good: 正文用三号（16 磅）
    """

    code: ClassVar[str] = "DC404"
    title: ClassVar[str] = "正文字号不符"
    severity: ClassVar[Severity] = Severity.WARNING
    about: ClassVar[str] = "正文各段应为三号（16 磅）。"

    def judge(self, context: Context, form: Form) -> Iterator[Finding]:
        yield from self.gathered(context, _faults(form), "段")


def _faults(form: Form) -> Iterator[Fault]:
    want = standard()
    for paragraph in form.body:
        size = paragraph.type.size / 2
        if size != want.body_size:
            yield (
                paragraph,
                (f"正文字号为{want.size_name(size)}，应为{want.size_name(want.body_size)}"),
            )
