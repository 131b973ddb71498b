"""draft trace: the calls of a run as a waterfall, a page, or OpenTelemetry spans."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from writer.cli.group import ChineseHelp
from writer.cli.options import FilePath, output, settings_file

if TYPE_CHECKING:
    from writer.traces import Trace

HELP = """一次运行中模型的每一次调用：何时开始、用了多久、结果如何。

\b
  draft trace runs/2023                 在命令窗口里看
  draft trace runs/2023 --html          写成网页 runs/2023/trace.html，可以点开看往来原文
  draft trace runs/2023 --otlp http://127.0.0.1:4318/v1/traces

网页里有发给模型的事实原文，转给别人前请留意。--otlp 按 OpenTelemetry 的 GenAI 约定
导出时间、用量和结果，不含原文；需要另装 jixiao[otel]。
"""


@click.command(cls=ChineseHelp, help=HELP, short_help="模型调用的过程")
@click.argument("run", type=FilePath, metavar="运行文件夹")
@click.option("--html", "page", type=FilePath, is_flag=False, flag_value="", metavar="[文件]",
              help="写成网页；不写文件名则为运行文件夹里的 trace.html。")  # fmt: skip
@click.option("--otlp", default="", metavar="网址", help="导出到 OpenTelemetry 收集器。")
@settings_file
@output("text", "json")
def trace(run: Path, page: Path | None, otlp: str, settings_path: Path | None, output: str) -> int:
    from writer.costs import load_prices
    from writer.settings import find_settings, load_settings
    from writer.traces import read_trace

    prices = load_prices(load_settings(find_settings(settings_path)).prices)
    found = read_trace(run)
    if page is not None:
        from writer.runs import write_atomically
        from writer.traces.page import trace_page

        path = run / "trace.html" if str(page) in ("", ".") else page
        write_atomically(path, trace_page(found, prices))
        click.echo(f"已写出 {path}")
    if otlp:
        from writer.traces.otel import send

        click.echo(f"已导出 {send(found, otlp)} 个跨度（span）到 {otlp}")
    if output == "json":
        click.echo(json.dumps(_data(found), ensure_ascii=False, indent=1, default=str))
    elif page is None and not otlp:
        from rich.console import Console

        from writer.traces.terminal import print_trace

        print_trace(found, prices, Console(highlight=False))
    return 0


def _data(trace: Trace) -> list[dict[str, Any]]:
    """Every call without what was said; calls.jsonl has that."""
    left_out = ("messages", "reply", "refusal")
    rows = []
    for number, session in enumerate(trace.sessions, 1):
        for call in session.calls:
            data = call.record.to_json()
            kept = {name: value for name, value in data.items() if name not in left_out}
            rows.append({"session": number, "start": round(call.start, 3), **kept})
    return rows
