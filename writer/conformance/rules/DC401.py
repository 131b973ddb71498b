"""DC401: see the class."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from writer.conformance.roles import Form
from writer.conformance.rules.base import LayoutRule
from writer.conformance.standard import standard
from writer.findings import Finding, Severity
from writer.grounding.rules import Context


class DC401(LayoutRule):
    """The paper is not A4 (GB/T 9704-2012, 5.2.1).

    Why: official documents are filed in A4; another size is cut or shrunk when it is printed.
    Bad: 纸张 215.9×279.4 毫米（Letter）
    Good: 纸张 210×297 毫米（A4）
    """

    code: ClassVar[str] = "DC401"
    title: ClassVar[str] = "用纸不是 A4"
    severity: ClassVar[Severity] = Severity.WARNING
    about: ClassVar[str] = "纸张应为 A4（210×297 毫米），各节都要一致；横排的表格页同样是 A4。"

    def judge(self, context: Context, form: Form) -> Iterator[Finding]:
        want = standard()
        for page in form.pages:
            sides = sorted((page.width, page.height))
            if any(abs(a - b) > want.tolerance for a, b in zip(sides, want.paper, strict=True)):
                size = f"{page.width:.1f}×{page.height:.1f}"
                yield self.at_top(context, f"用纸为 {size} 毫米，应为 A4（210×297 毫米）。")
                return
