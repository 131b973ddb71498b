"""DC408: see the class."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from writer.conformance.roles import Form
from writer.conformance.rules.base import Fault, LayoutRule
from writer.conformance.standard import standard
from writer.findings import Finding, Severity
from writer.grounding.rules import Context

_LEEWAY = 0.3  # characters: 0.85 cm is 1.5 of 三号, 1 cm is 1.8


class DC408(LayoutRule):
    """A paragraph does not begin two characters in, or hangs (GB/T 9704-2012, 7.3.3).

    Why: without the indent a reader does not see where a paragraph begins.
    Bad: 段落顶格，或整段左缩进
    Good: 首行左空二字，回行顶格
    """

    code: ClassVar[str] = "DC408"
    title: ClassVar[str] = "段首没有空二字"
    severity: ClassVar[Severity] = Severity.NOTICE
    about: ClassVar[str] = "正文每段首行左空二字，回行顶格；空两个全角空格也算。"

    def judge(self, context: Context, form: Form) -> Iterator[Finding]:
        yield from self.gathered(context, _faults(form), "段")


def _faults(form: Form) -> Iterator[Fault]:
    want = standard().first_line
    # a number that Word makes has the distances of its list
    for paragraph in (p for p in form.body if not p.numbered):
        first = paragraph.left + paragraph.indent
        if abs(first - want) > _LEEWAY:
            yield paragraph, f"段首空 {first:.2g} 字，应空二字"
        elif paragraph.left > _LEEWAY:
            yield paragraph, f"回行左空 {paragraph.left:.2g} 字，应顶格"
