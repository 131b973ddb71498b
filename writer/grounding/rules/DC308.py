"""DC308: see the class."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from writer.findings import Finding, Severity, Verdict
from writer.grounding.rules.base import Context, Rule
from writer.grounding.rules.verdicts import named, origin


class DC308(Rule):
    """A figure that the format requires is not stated in the report.

    Why: the standard asks for it; the evaluators look for it and take off points.
    Bad: a section on the three public expenses that never gives the amount spent
    Good: “三公”经费实际支出0.94万元。
    """

    code: ClassVar[str] = "DC308"
    title: ClassVar[str] = "必写数据未写"
    severity: ClassVar[Severity] = Severity.WARNING

    def check(self, context: Context) -> Iterator[Finding]:
        if context.ledger is None or not context.document.blocks:
            return
        stated = {j.figure for j in context.judged if j.verdict is not None and j.verdict.good}
        # taken over with a narrative text it is stated as well
        quoted = {
            (str(j.mention.kind), j.mention.value)
            for j in context.judged
            if j.verdict is Verdict.QUOTED
        }
        first = context.document.blocks[0]
        for ident in sorted(context.required - stated):
            figure = context.ledger.figures.get(ident)
            if figure is None or (figure.kind, figure.value) in quoted:
                continue
            yield self.finding(
                context, first.start, first.end,
                f"报告没有写出{named(figure)}：{figure.shown}{origin(figure)}。",
                figures=(ident,),
            )  # fmt: skip
