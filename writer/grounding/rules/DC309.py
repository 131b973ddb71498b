"""DC309: see the class."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import ClassVar

from writer.findings import Finding, Severity
from writer.grounding.consistency.words import pattern, words
from writer.grounding.rules.base import Context, Rule

_SPACE = r"[ \u3000]?"
_UNTIL = re.compile(
    rf"截[至止]到?{_SPACE}(20\d\d){_SPACE}年{_SPACE}(?:年?[末底]|12{_SPACE}月(?:{_SPACE}(?:31{_SPACE}日|底))?)"
)
_ACTION = re.compile(rf"(20\d\d){_SPACE}(?:专项)?行动")
_THIS_YEAR = re.compile(rf"(?:今年|本年度?)[^，。；\n]{{0,4}}[（(，]?{_SPACE}(20\d\d){_SPACE}年")
_COMPARED = re.compile(r"比|较|上年|同期|年初|增|减")


class DC309(Rule):
    """A year contradicts the year that the report is about.

    Why: reports are written over last year's; its year, check date and tasks stay behind.
    Bad: (a report for 2024) 截至2023年12月31日，在职人员66人。
    Good: 截至2024年12月31日，在职人员66人。
    """

    code: ClassVar[str] = "DC309"
    title: ClassVar[str] = "年份疑似未更新"
    severity: ClassVar[Severity] = Severity.WARNING

    def check(self, context: Context) -> Iterator[Finding]:
        year = context.year
        if not year:
            return
        before = str(int(year) - 1)
        yield from self._reviewed(context, year)
        for found in _UNTIL.finditer(context.text):
            # “较截至2022年末增加” looks back on purpose
            around = context.text[max(0, found.start() - 6) : found.end() + 20].split("。")[0]
            if found[1] == before and not _COMPARED.search(around):
                yield self._of(context, found, year, "截止日期")
        for found in _THIS_YEAR.finditer(context.text):
            if found[1] != year:
                yield self._of(context, found, year, "“今年”所指")
        yield from self._tasks(context, year)

    def _reviewed(self, context: Context, year: str) -> Iterator[Finding]:
        """2022年度部门整体支出绩效 in a report for 2023; not inside 《》, where it is a title."""
        for found in _review().finditer(context.text):
            quoted = context.text.rfind("《", max(0, found.start() - 60), found.start())
            closed = context.text.rfind("》", max(0, found.start() - 60), found.start())
            if found[1] != year and quoted <= closed:
                yield self._of(context, found, year, "评价年度")

    def _tasks(self, context: Context, year: str) -> Iterator[Finding]:
        """A campaign named by an earlier year among the tasks of this one."""
        heads = words("document", "this_year_heads")
        for found in _ACTION.finditer(context.text):
            if found[1] >= year:
                continue
            section = " ".join(context.document.section_at(found.start()))
            if any(h in section for h in heads):
                yield self.finding(
                    context, found.start(), found.end(),
                    f"本年度的任务中有“{found[0]}”，而报告年度是{year}年，请核对是否沿用了往年内容。",
                )  # fmt: skip

    def _of(self, context: Context, found: re.Match[str], year: str, what: str) -> Finding:
        start, end = found.span(1)
        return self.finding(
            context, start, end, f"{what}写作{found[1]}年，而报告年度是{year}年。", suggestion=year
        )


@cache
def _review() -> re.Pattern[str]:
    return pattern(
        r"(20\d\d)[ \u3000]?年度?[ \u3000]?(?:部门|本部门|单位|本单位|县级|市级|省级|区级)?%s",
        "document", "review_objects",
    )  # fmt: skip
