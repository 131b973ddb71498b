"""draft cost: tokens and money of the model's calls, by section, run, month or model."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from writer.cli.group import ChineseHelp
from writer.cli.options import FilePath, output, settings_file

if TYPE_CHECKING:
    from writer.calls import CallRecord
    from writer.costs import PriceTable, Spent

HELP = """用模型写报告花了多少 token、多少钱。

不写运行文件夹时，统计 runs/ 下的全部。费用按调用时的单价；当时没有单价的，按现在的单价表；
都没有的只计 token。自带的单价记有日期，仅供参考，请核对（draft cost --prices）；自己的
单价写进 jixiao.toml 的 [[prices]]。币种不同的分别合计；给出汇率才折算。

\b
  draft cost runs/2023                 按章节
  draft cost                           按运行
  draft cost --by month                按月
  draft cost --rate 美元=7.1           折合成元
  draft cost --output csv > 费用.csv   用 Excel、WPS 表格打开
"""
KINDS = {"section": "章节", "run": "运行", "month": "月份", "model": "模型"}


@click.command(cls=ChineseHelp, help=HELP, short_help="模型的用量和费用")
@click.argument("runs", type=FilePath, metavar="[运行文件夹]…", nargs=-1)
@click.option("--by", type=click.Choice(list(KINDS)),
              help="按什么合计：章节 section、运行 run、月份 month、模型 model。")  # fmt: skip
@click.option("--rate", "rates", multiple=True, metavar="币种=元",
              help="汇率，如 美元=7.1；可以写几个。")  # fmt: skip
@click.option("--prices", "show_prices", is_flag=True, help="列出单价表。")
@settings_file
@output("text", "json", "csv")
def cost(
    runs: Sequence[Path],
    by: str | None,
    rates: Sequence[str],
    show_prices: bool,
    settings_path: Path | None,
    output: str,
) -> int:
    from writer.costs import load_prices, parse_rates
    from writer.settings import find_settings, load_settings

    settings = load_settings(find_settings(settings_path))
    prices = load_prices(settings.prices)
    if show_prices:
        print_prices(prices, output)
        return 0
    folders = list(runs) or _all_runs()
    known = parse_rates({**settings.costs.rates, **dict(map(_rate, rates))})
    sums = _sums(folders, by or ("section" if len(folders) == 1 else "run"), prices)
    kind = KINDS[by or ("section" if len(folders) == 1 else "run")]
    show = {"text": _as_text, "json": _as_json, "csv": _as_csv}[output]
    show(sums, kind, known)
    return 0


def _all_runs() -> list[Path]:
    from writer.errors import RunError
    from writer.runs import MARK

    folders = sorted(path.parent for path in Path("runs").glob(f"*/{MARK}"))
    if not folders:
        raise RunError("runs/ 下没有运行文件夹；请写明，如 draft cost 报告2023。")
    return folders


def _rate(text: str) -> tuple[str, Decimal]:
    name, _, number = text.partition("=")
    try:
        return name, Decimal(number)
    except InvalidOperation:
        raise click.BadParameter(f"“{text}”应写成 美元=7.1。", param_hint="--rate") from None


def _sums(folders: Sequence[Path], by: str, prices: PriceTable) -> dict[str, Spent]:
    from writer.costs import grouped
    from writer.costs.spending import model_of, month_of
    from writer.traces import read_trace

    sums: dict[str, Spent] = {}
    for trace in map(read_trace, folders):
        folder = str(trace.folder)
        names: dict[str, Callable[[CallRecord], str]] = {
            "section": trace.title, "run": partial(_same, folder), "month": month_of,
            "model": model_of,
        }  # fmt: skip
        for name, part in grouped(trace.records, prices, names[by]).items():
            whole = f"{folder}：{name}" if by == "section" and len(folders) > 1 else name
            sums.setdefault(whole, type(part)()).join(part)
    return sums if by == "section" else dict(sorted(sums.items()))


def _same(name: str, record: CallRecord) -> str:
    return name


def _as_text(sums: Mapping[str, Spent], kind: str, rates: Mapping[str, Decimal]) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    if not sums:
        console.print("没有调用过模型，没有费用。")
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column(kind, overflow="fold")
    for name in ("调用", "输入", "其中缓存", "输出", "费用"):
        table.add_column(name, justify="right", no_wrap=True)
    whole = _whole(sums)
    for name, part in (*sums.items(), ("合计", whole)):
        about = "约" if part.estimated else ""
        table.add_row(
            name, str(part.calls), f"{about}{part.tokens_in}", str(part.tokens_cached),
            f"{about}{part.tokens_out}", _money(part), style="bold" if part is whole else "",
        )  # fmt: skip
    console.print(table)
    if len(whole.money) > 1:
        total = whole.total("CNY", rates)
        console.print(
            f"折合 {total}" if total else "币种不同，没有合计；加 --rate 美元=7.1 可以折算。"
        )
    for line in _notes(whole):
        console.print(line, soft_wrap=True, markup=False)


def _money(part: Spent) -> str:
    from writer.costs import Money

    parts = [str(Money(amount, currency)) for currency, amount in part.money.items()]
    if part.unpriced:
        parts.append(f"{part.unpriced} 次没有单价")
    return "，".join(parts) or "–"


def _notes(whole: Spent) -> list[str]:
    notes = []
    if whole.stored:
        notes.append(f"另有 {whole.stored} 次取自共用的答案记录，没有费用。")
    if whole.failed:
        notes.append(f"另有 {whole.failed} 次没有答复；服务商对超时、中断的请求可能照样计费。")
    if whole.unpriced:
        notes.append("没有单价的只计 token；把单价写进 jixiao.toml 的 [[prices]] 后再看。")
    if whole.money:
        notes.append("费用按记下的单价估算，以服务商的账单为准。")
    return notes


def _whole(sums: Mapping[str, Spent]) -> Spent:
    from writer.costs import Spent

    whole = Spent()
    for part in sums.values():
        whole.join(part)
    return whole


def _row(part: Spent) -> dict[str, Any]:
    from writer.costs import exact

    return {
        "calls": part.calls,
        "failed": part.failed,
        "stored": part.stored,
        "tokens_in": part.tokens_in,
        "tokens_cached": part.tokens_cached,
        "tokens_out": part.tokens_out,
        "estimated": part.estimated,
        "unpriced": part.unpriced,
        "cost": {currency: exact(amount) for currency, amount in part.money.items()},
    }


def _as_json(sums: Mapping[str, Spent], kind: str, rates: Mapping[str, Decimal]) -> None:
    from writer.costs import exact

    whole = _whole(sums)
    total = whole.total("CNY", rates) if whole.money else None
    data = {
        "by": next(name for name, shown in KINDS.items() if shown == kind),
        "rows": [{"name": name} | _row(part) for name, part in sums.items()],
        "total": _row(whole) | {"cost_cny": exact(total.amount) if total else None},
    }
    click.echo(json.dumps(data, ensure_ascii=False, indent=1))


def _as_csv(sums: Mapping[str, Spent], kind: str, rates: Mapping[str, Decimal]) -> None:
    """A line a name and currency: amounts of different currencies never share a column's sum."""
    from writer.costs.money import NAMES, exact

    file = io.StringIO()
    lines = csv.writer(file)
    lines.writerow([kind, "调用", "没有答复", "输入token", "其中缓存", "输出token", "费用", "币种"])
    for name, part in sums.items():
        counts = [part.calls, part.failed, part.tokens_in, part.tokens_cached, part.tokens_out]
        for number, (currency, amount) in enumerate(part.money.items() or [("", None)]):
            first = counts if number == 0 else [""] * len(counts)
            shown = "" if amount is None else exact(amount)
            lines.writerow([name, *first, shown, NAMES[currency][0] if currency else ""])
    # the mark by which Excel knows UTF-8
    click.echo("\ufeff" + file.getvalue(), nl=False)


def print_prices(prices: PriceTable, output: str) -> None:
    """The table with where and when each price was noted."""
    from rich.console import Console
    from rich.table import Table

    from writer.costs.money import NAMES

    if output == "json":
        rows = [row.model_dump(mode="json") for row in prices.rows]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for name in ("服务商", "模型", "输入", "缓存", "输出", "币种", "记于"):
        right = name in ("输入", "缓存", "输出")
        table.add_column(name, justify="right" if right else "left", overflow="fold")
    for row in prices.rows:
        table.add_row(
            row.provider or "\n".join(row.hosts) or "不限", "\n".join(row.models), str(row.input),
            "–" if row.cached is None else str(row.cached), str(row.output),
            NAMES[row.currency][0], row.noted or "–",
        )  # fmt: skip
    console = Console(highlight=False)
    console.print(table)
    for row in prices.rows:
        if row.note:
            console.print(f"{row.models[0]}：{row.note}", soft_wrap=True, markup=False)
    console.print(
        "每百万 token 的价，服务商随时调价，请核对；自己的单价写进 jixiao.toml 的 [[prices]]。",
        soft_wrap=True, markup=False,
    )  # fmt: skip
