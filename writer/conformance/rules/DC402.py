"""DC402: see the class."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from writer.conformance.layout import Page
from writer.conformance.roles import Form
from writer.conformance.rules.base import LayoutRule
from writer.conformance.standard import standard
from writer.findings import Finding, Severity
from writer.grounding.rules import Context

_NAMES = {"top": "上", "left": "左", "bottom": "下", "right": "右"}


class DC402(LayoutRule):
    """The margins are not those of an official document (GB/T 9704-2012, 5.2.1, 5.2.2).

    Why: with other margins a page does not hold 22 lines of 28 characters, and the binding edge
    is too narrow to be filed.
    Bad: 上 25.4、下 25.4、左 31.8、右 31.8 毫米（Word 的默认值）
    Good: 上 37、下 35、左 28、右 26 毫米
    """

    code: ClassVar[str] = "DC402"
    title: ClassVar[str] = "页边距不符"
    severity: ClassVar[Severity] = Severity.WARNING
    about: ClassVar[str] = (
        "页边距应为上 37、下 35、左 28、右 26 毫米，容许 1 毫米的出入；横排的页不核对。"
    )

    def judge(self, context: Context, form: Form) -> Iterator[Finding]:
        # a turned page has its binding edge at the top; reports turn pages for tables only
        pages = (page for page in form.pages if page.upright)
        for message in dict.fromkeys(filter(None, map(_fault, pages))):
            yield self.at_top(context, message)


def _fault(page: Page) -> str:
    want = standard()
    wrong = [
        f"{_NAMES[side]} {page.margins[side]:.1f}（应为 {mm:g}）"
        for side, mm in want.margins.items()
        if abs(page.margins[side] - mm) > want.tolerance
    ]
    return f"页边距不符，单位毫米：{'、'.join(wrong)}。" if wrong else ""
