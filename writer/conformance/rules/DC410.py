"""DC410: see the class."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from writer.conformance.layout import Layout, PageNumber
from writer.conformance.roles import Form
from writer.conformance.rules.base import LayoutRule
from writer.conformance.standard import standard
from writer.findings import Finding, Severity
from writer.grounding.rules import Context

_DASHED = re.compile(r"[—－–-]\s*#\s*[—－–-]")


class DC410(LayoutRule):
    """The page numbers do not look as they should (GB/T 9704-2012, 7.5).

    Why: 四号 半角宋体 with a dash on each side, odd pages right and even pages left, is how the
    page number of a document is told from the numbers in it.
    Bad: 第 1 页 共 12 页，居中
    Good: — 1 —，单页居右、双页居左
    """

    code: ClassVar[str] = "DC410"
    title: ClassVar[str] = "页码样式不符"
    severity: ClassVar[Severity] = Severity.NOTICE
    about: ClassVar[str] = "页码用四号半角宋体，左右各一条一字线，单页居右、双页居左。"

    def judge(self, context: Context, form: Form) -> Iterator[Finding]:
        numbers = {n: None for page in form.pages for n in page.numbers if n.pages != "first"}
        wrong = dict.fromkeys(w for n in numbers for w in _style(n))
        if numbers and not _placed(list(numbers), form.layout):
            wrong["应单页居右、双页居左"] = None
        if wrong:
            yield self.at_top(context, f"页码样式不符：{'；'.join(wrong)}。")


def _style(number: PageNumber) -> Iterator[str]:
    want = standard()
    if not _DASHED.search(number.text):
        shown = number.text.strip().replace("#", "1")
        yield f"写作“{shown}”，应为“— 1 —”"
    if want.family(number.type.font) != "宋体":
        yield f"字体应为{want.official['宋体']}" + (
            f"，现为{number.type.font}" if number.type.font else ""
        )
    size = number.type.size / 2
    if size != want.page_number_size:
        yield f"字号为{want.size_name(size)}，应为{want.size_name(want.page_number_size)}"


def _placed(numbers: list[PageNumber], layout: Layout) -> bool:
    """Odd pages right, even pages left, with footers of their own."""
    sides = {(n.pages, n.align) for n in numbers}
    return layout.facing and sides <= {("default", "right"), ("even", "left")} and len(sides) > 1
