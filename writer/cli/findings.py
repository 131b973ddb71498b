"""Findings in a text as a good compiler shows them: the sentence, a caret, what was expected."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from writer.cli.progress import LABELS, STYLES
from writer.findings import Finding, Severity, Verdict

if TYPE_CHECKING:
    from writer.grounding.check import CheckResult
    from writer.ledger import Ledger

BEFORE, AFTER = 30, 24  # characters of the sentence kept around the span
_ENDS = "。！？；"


def print_result(path: Path, result: CheckResult, ledger: Ledger | None) -> None:
    """Every finding of one report, then a line of sums."""
    console = Console(highlight=False)
    for finding in result.findings:
        for line in finding_lines(path, result, finding, ledger):
            console.print(line, soft_wrap=True)
    console.print(summary_line(path, result), soft_wrap=True)


def finding_lines(
    path: Path, result: CheckResult, finding: Finding, ledger: Ledger | None
) -> Iterator[Text]:
    style = STYLES[finding.severity]
    head = Text(f"{LABELS[finding.severity]} {finding.code}", style)
    head.append(f"  {finding.message}", "default")
    yield head
    line, column = place_of(result.text, finding.start)
    section = f"  {finding.section}" if finding.section else ""
    yield Text(f"  --> {path}:{line}:{column}{section}")
    before, marked, after = excerpt(result.text, finding.start, finding.end)
    yield Text.assemble("   | ", before, (marked, style), after)
    if marked:
        carets = "^" * max(1, width(marked))
        yield Text("   | " + " " * width(before)).append(carets, style)
    if finding.suggestion is not None:
        yield Text.assemble("   = 建议改为：", (finding.suggestion, "green"))
    yield from (Text(f"   = 依据：{source}") for source in _sources(finding, ledger))


def _sources(finding: Finding, ledger: Ledger | None) -> Iterator[str]:
    """The figures that a finding rests on: value, key, formula or line of the facts file."""
    for ident in finding.figures[:3] if ledger else ():
        figure = ledger.figures.get(ident) if ledger else None
        if figure is None:
            continue
        origin = (
            f"算式 {figure.formula}" if figure.formula
            else f"{Path(figure.source.file).name}:{figure.source.line}"
        )  # fmt: skip
        yield f"{figure.shown}（{figure.key}；{origin}）"


def place_of(text: str, offset: int) -> tuple[int, int]:
    """Line and column, both from 1."""
    line = text.count("\n", 0, offset) + 1
    return line, offset - (text.rfind("\n", 0, offset) + 1) + 1


def excerpt(text: str, start: int, end: int) -> tuple[str, str, str]:
    """The sentence, or the table row, around a span in one line: before, the span, after."""
    line = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", end)
    stop = len(text) if stop < 0 else stop
    ends = "" if "\t" in text[line:stop] else _ENDS
    left = max([line, *(text.rfind(mark, line, start) + 1 for mark in ends)])
    stops = [at + 1 for mark in ends if (at := text.find(mark, max(end - 1, start), stop)) >= 0]
    right = max(min(stops, default=stop), end)
    before, after = text[left:start].lstrip(), text[end:right]
    if len(before) > BEFORE:
        before = "…" + before[-BEFORE:]
    if len(after) > AFTER:
        after = after[:AFTER] + "…"
    one_line = str.maketrans({"\n": "⏎", "\t": " ", "\r": " "})
    marked = text[start:end]
    if len(marked) > 60:
        marked = marked[:58] + "…"
    return before.translate(one_line), marked.translate(one_line), after.translate(one_line)


def width(text: str) -> int:
    """Columns on a terminal: Chinese characters and full-width signs take two."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def summary_line(path: Path, result: CheckResult) -> Text:
    notices = len(result.findings) - result.errors - result.warnings
    text = Text(f"{path}：")
    text.append(f"错误 {result.errors}", STYLES[Severity.ERROR] if result.errors else "")
    text.append(f"，警告 {result.warnings}，提醒 {notices}；读出 {len(result.mentions)} 个数")
    verdicts = result.verdicts()
    if result.coincidence is not None:
        flagged = sum(n for v, n in verdicts.items() if not v.good)
        text.append(
            f"，核实 {verdicts[Verdict.VERIFIED]}，推算 {verdicts[Verdict.DERIVED]}，"
            f"引自材料 {verdicts[Verdict.QUOTED]}，存疑 {flagged}；"
            f"任意写错的数蒙混过关的可能性不超过 {result.coincidence:.1%}"
        )
    silenced = sum(result.silenced.values())
    if silenced:
        text.append(f"；按设置未提示 {silenced} 条")
    return text
