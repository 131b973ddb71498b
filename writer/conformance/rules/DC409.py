"""DC409: see the class."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from writer.conformance.roles import Form
from writer.conformance.rules.base import LayoutRule
from writer.findings import Finding, Severity
from writer.grounding.rules import Context


class DC409(LayoutRule):
    """The pages carry no numbers (GB/T 9704-2012, 7.5).

    Why: without numbers a missing or misplaced page of a printed report is not noticed.
    Bad: 页脚没有页码
    Good: 页脚有页码“— 1 —”
    """

    code: ClassVar[str] = "DC409"
    title: ClassVar[str] = "没有页码"
    severity: ClassVar[Severity] = Severity.WARNING
    about: ClassVar[str] = "全文应有页码；封面可以没有。"

    def judge(self, context: Context, form: Form) -> Iterator[Finding]:
        if not any(page.numbers for page in form.pages):
            yield self.at_top(context, "全文没有页码，应在版心下边缘之下编排，如“— 1 —”。")
