"""The waterfall on a terminal: a line a call, its bar where it was under way."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from writer.costs import PriceTable
from writer.traces.model import Call, Session, Trace
from writer.traces.wording import duration, outcome_of, state_of, summary_of, tokens_of

STYLES = {"answered": "cyan", "stored": "bright_black", "failed": "red"}
_WIDE = 100  # columns from which on tokens are shown too


def print_trace(trace: Trace, prices: PriceTable, console: Console) -> None:
    """All sessions, then the closing line and what became of sections not used."""
    if not trace.sessions:
        console.print("这次没有调用模型。")
        return
    for session in trace.sessions:
        _print_session(trace, session, console)
    console.print(summary_of(trace, prices), soft_wrap=True)
    for fate in trace.fates.values():
        if fate.code:
            line = f"“{fate.title}”没有采用模型所写：{fate.code} {fate.reason}"
            console.print(line, style="yellow", markup=False, soft_wrap=True)


def _print_session(trace: Trace, session: Session, console: Console) -> None:
    when = session.started.strftime("%Y-%m-%d %H:%M:%S") if session.started else "（未记时间）"
    console.print(f"{when} 起，{duration(session.seconds)}", style="bold")
    wide = console.width >= _WIDE
    name, outcome, tokens = (26, 22, 11) if wide else (20, 14, 0)
    width = max(10, console.width - name - outcome - tokens - 17)
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="dim")
    table.add_column("章节", no_wrap=True, width=name)
    table.add_column("问", no_wrap=True, justify="right", width=2)
    table.add_column("试", no_wrap=True, justify="right", width=2)
    table.add_column("", no_wrap=True, width=width)
    table.add_column("秒", no_wrap=True, justify="right", width=6)
    if wide:
        table.add_column("token", no_wrap=True, justify="right", width=tokens)
    table.add_column("结果", no_wrap=True, width=outcome)
    for call in session.calls:
        style = STYLES[state_of(call.record)]
        table.add_row(
            Text(trace.title(call.record)),
            str(call.asked) if call.asked > 1 else "",
            str(call.record.attempt) if call.record.attempt > 1 else "",
            Text(bar(call, session.seconds, width), style),
            f"{call.record.seconds:.1f}",
            *([tokens_of(call.record)] if wide else []),
            Text(outcome_of(call.record), style if style == "red" else ""),
        )
    console.print(table)


def bar(call: Call, seconds: float, width: int) -> str:
    """Blanks up to the call's start, then one █ at least; never wider than `width`."""
    scale = width / seconds if seconds else 0.0
    start = min(int(call.start * scale), width - 1)
    return " " * start + "█" * max(1, min(round(call.end * scale), width) - start)
