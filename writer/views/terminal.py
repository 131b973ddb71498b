"""Findings on a terminal: by section, the sentence with a caret under the exact span, the figure
expected with its place in the facts file, and a line of sums at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from writer.findings import Finding, Verdict
from writer.views.characters import visible
from writer.views.checked import Checked
from writer.views.wording import KINDS, SEVERITIES, STYLES

WIDEST = 110  # columns of an excerpt, however wide the terminal is
SHOWN_GROUNDS = 3
_ENDS = "。！？；\n\t"
_GUTTER = "   │ "


class Excerpt(NamedTuple):
    """A sentence in one line around a span; … where it was cut."""

    before: str
    marked: str
    after: str


def print_checked(checked: Checked, console: Console) -> None:
    """Everything that was found in one report.

    Lines are never broken in a pipe, so that each can be searched for; colours and widths are
    the console's business (NO_COLOR, COLUMNS).
    """
    for line in lines_of(checked, min(console.width, WIDEST)):
        console.print(line, soft_wrap=True)


def lines_of(checked: Checked, width: int) -> Iterator[Text]:
    """The lines for one report, findings grouped by section, in `width` columns where cut."""
    section: str | None = None
    document = checked.result.document
    for finding in checked.result.findings:
        title = " › ".join(document.section_at(finding.start))
        if title != section:
            section = title
            yield Text(visible(title or "（标题之前）"), "bold")
        yield from _finding_lines(checked, finding, width)
        yield Text("")
    yield from summary_lines(checked)


def _finding_lines(checked: Checked, finding: Finding, width: int) -> Iterator[Text]:
    style = STYLES[finding.severity]
    yield Text.assemble(
        (f"{SEVERITIES[finding.severity]} {finding.code}", style), "  ", visible(finding.message)
    )
    line, column = checked.places.of(finding.start)
    yield Text(f"  --> {visible(checked.source)}:{line}:{column}", "dim")
    excerpt = excerpt_of(checked.result.text, finding.start, finding.end, width - len(_GUTTER))
    yield Text.assemble(_GUTTER, excerpt.before, (excerpt.marked, style), excerpt.after)
    carets = "^" * max(1, cell_len(excerpt.marked))
    yield Text.assemble(_GUTTER, " " * cell_len(excerpt.before), (carets, style))
    if finding.suggestion is not None:
        text = f"改为：{visible(finding.suggestion)}" if finding.suggestion else "删去"
        yield Text.assemble("   = 建议", (text, "green"))
    for ground in checked.grounds.of_finding(finding)[:SHOWN_GROUNDS]:
        yield Text(f"   = 依据：{visible(ground.line)}")


def summary_lines(checked: Checked) -> Iterator[Text]:
    """Findings by severity; numbers by verdict, coverage and strength; what was silenced."""
    result = checked.result
    by_severity = Counter(f.severity for f in result.findings)
    head = Text.assemble((visible(checked.source), "bold"), "：")
    for i, (severity, name) in enumerate(SEVERITIES.items()):
        count = by_severity[severity]
        head.append(f"{'，' if i else ''}{name} ")
        head.append(str(count), STYLES[severity] if count else "")
    yield head
    yield Text(f"  {numbers_line(checked)}")
    if result.strength is not None:
        yield Text(f"  {strength_line(checked)}")
    for code, count, reason in checked.silenced():
        yield Text(f"  未提示 {code} 共 {count} 条：{visible(reason) or '没有写明理由'}", "dim")


def numbers_line(checked: Checked) -> str:
    """How many numbers were read, judged right, doubted and left open."""
    result, coverage = checked.result, checked.result.coverage
    text = f"读出 {len(result.mentions)} 个数，其中序号和固定说法 {coverage.structural}"
    if checked.ledger is None:
        return f"{text}；没有给事实文件，只核对了报告自身"
    verdicts = result.verdicts()
    right = sum(n for v, n in verdicts.items() if v.good) - verdicts[Verdict.STRUCTURAL]
    return (
        f"{text}；核对了 {coverage.judged}：一致 {right}"
        f"（台账 {verdicts[Verdict.VERIFIED]}，推算 {verdicts[Verdict.DERIVED]}，"
        f"文字材料 {verdicts[Verdict.QUOTED]}），不符或没有依据 {coverage.judged - right}；"
        f"所指不明 {coverage.unbound}"
    )


def strength_line(checked: Checked) -> str:
    """The chance of a wrong number to pass, in all and by kind."""
    strength = checked.result.strength
    assert strength is not None
    kinds = "，".join(f"{KINDS[k]} {chance:.1%}" for k, chance in strength.by_kind.items())
    inner = f"（{kinds}）" if kinds else ""
    return f"任意写错的数恰好蒙混过关的可能性不超过 {strength.coincidence:.1%}{inner}"


def excerpt_of(text: str, start: int, end: int, columns: int) -> Excerpt:
    """The sentence around a span, cut to fit: the span itself may take two thirds."""
    left = max(text.rfind(mark, max(0, start - columns), start) for mark in _ENDS) + 1
    left = max(left, start - columns)
    stops = (text.find(mark, max(end - 1, start), end + columns) for mark in _ENDS)
    right = min((at for at in stops if at >= 0), default=min(len(text), end + columns))
    right = max(right + (text[right : right + 1] in ("。", "！", "？", "；")), end)
    marked = _cut(visible(text[start : min(end, start + columns)]), columns * 2 // 3)
    room = columns - cell_len(marked)
    before = _cut(visible(text[left:start].lstrip()), room * 3 // 5, keep_end=True)
    after = _cut(visible(text[end:right].rstrip()), room - cell_len(before))
    return Excerpt(before, marked, after)


def _cut(text: str, columns: int, *, keep_end: bool = False) -> str:
    """The text in at most so many columns, … where something was left out."""
    if cell_len(text) <= columns:
        return text
    if columns < 1:
        return ""
    if not keep_end:
        return set_cell_size(text, columns - 1).rstrip() + "…"
    return "…" + set_cell_size(text[::-1], columns - 1).rstrip()[::-1]
