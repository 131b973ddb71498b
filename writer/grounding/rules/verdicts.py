"""What the rules on verdicts (GR1xx) share: they only differ in the verdict and the message."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from writer.findings import Finding, Verdict
from writer.grounding.judgement import Judged
from writer.grounding.mentions import Kind
from writer.grounding.rules.base import Context, Rule
from writer.ledger import Figure
from writer.quantities import show


class VerdictRule(Rule):
    """A rule that turns one verdict into findings."""

    verdict: ClassVar[Verdict]

    def check(self, context: Context) -> Iterator[Finding]:
        for judged in context.judged:
            if judged.verdict is self.verdict:
                yield self.of(context, judged)

    def of(self, context: Context, judged: Judged) -> Finding:
        mention = judged.mention
        figures = [f.id for f in (*judged.expected[:3], judged.stated) if f is not None]
        if judged.figure:
            figures.insert(0, judged.figure)
        return self.finding(
            context,
            mention.start,
            mention.end,
            self.message(judged),
            suggestion=self.suggestion(judged),
            figures=tuple(dict.fromkeys(figures)),
        )

    def message(self, judged: Judged) -> str:
        raise NotImplementedError

    def suggestion(self, judged: Judged) -> str | None:
        """The figure expected, printed in the unit that the text uses."""
        if not judged.expected:
            return None
        return printed_like(judged, judged.expected[0])


def printed_like(judged: Judged, figure: Figure) -> str | None:
    """A figure in the mention's own unit and decimals where that loses nothing, else its own."""
    mention, number = judged.mention, figure.number
    if number is None:
        return figure.shown
    if mention.kind is Kind.MONEY and figure.kind == "money" and figure.unit == "元":
        unit = next((u for u in ("亿元", "万元", "元") if mention.text.rstrip().endswith(u)), None)
        if unit == figure.written_unit or unit is None:
            return figure.shown
        places = {"亿元": 8, "万元": 4, "元": 0}[unit] + figure.decimals
        places -= {"亿元": 8, "万元": 4, "元": 0}.get(figure.written_unit or "元", 0)
        return show(number, "元", max(0, places), unit)
    if figure.formula:
        return show(abs(number), figure.unit, figure.decimals, figure.written_unit)
    if figure.kind == "count" and mention.unit and figure.unit is None:
        return show(number, mention.unit, figure.decimals)
    return figure.shown


def named(figure: Figure) -> str:
    """“公务接待费”2023年决算数: a figure's key in words."""
    period = figure.period
    when = f"{period}年" if len(period) == 4 else period
    basis = figure.basis
    measure = "" if figure.measure in ("金额", "") else figure.measure
    inner = "".join(p for p in (when, basis, measure) if p)
    return f"“{figure.subject}”{inner}"


def origin(figure: Figure) -> str:
    """Where a figure comes from: the facts file's line, or the formula."""
    if figure.formula:
        return f"（{figure.formula}）"
    if figure.source.line:
        return f"（事实文件第{figure.source.line}行）"
    return ""


def expectation(judged: Judged) -> str:
    """应为…: the figure expected with its value and origin; "" when none is known."""
    if judged.expected:
        figure = judged.expected[0]
        value = figure.shown
        if figure.formula and figure.number is not None:
            value = show(abs(figure.number), figure.unit, figure.decimals, figure.written_unit)
        return f"{named(figure)}应为{value}{origin(figure)}"
    if judged.near:
        return f"文字材料中为“{judged.near.strip()}”"
    if judged.formula:
        return f"按所列数据计算：{judged.formula}"
    return ""
