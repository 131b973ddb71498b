"""draft [write]: facts → report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from writer.cli.group import ChineseHelp
from writer.cli.options import FilePath, budget_option, facts_option, output, settings_file

if TYPE_CHECKING:
    from writer.settings import CostSettings, ModelSettings, Settings

MOST_DRAFTS = 8
HELP = """从事实文件写出整份报告（Word），核对其中每一个数。

事实文件是 YAML，键为中文；数只从这里来。不指定模型时，报告由程序按所选格式直接成文，
不联网。指定模型时，事实会发送到模型所在的服务；模型只写文字，数由程序填入，
核对不过的章节自动改回按事实成文，并加以标注。

\b
  draft --facts 2023.yaml
  draft --facts 2023.yaml --out 报告2023 --format hunan-bureau
  draft --facts 2023.yaml --model qwen3 --base-url http://127.0.0.1:8000/v1
  draft --facts 2023.yaml --model deepseek      （jixiao.toml 中起了名字的模型）
  draft --facts 2023.yaml --model deepseek --budget 5元 --example 上年报告.docx

各阶段的结果都保存在运行文件夹里；中断后再运行同一命令，或用 draft resume，从断处接着写，
已完成的章节不重写，已付费的调用不重付。
"""


@click.command(cls=ChineseHelp, help=HELP, short_help="写报告（默认命令）")
@facts_option(True, "事实文件（YAML）。")
@click.option("--out", type=FilePath, metavar="文件夹", help="运行文件夹；不填则为 runs/名称。")
@click.option("--format", "format_name", default="", metavar="格式",
              help="报告格式的名称或文件夹，见 draft formats；不填则按事实文件。")  # fmt: skip
@click.option(
    "--model",
    default=None,
    metavar="名称",
    help="用这个模型写文字：设置中起的名字，或服务上的名称。",
)
@click.option("--base-url", default=None, metavar="网址",
              help="模型服务的地址；密钥放在环境变量 OPENAI_API_KEY 中。")  # fmt: skip
@click.option("--mask", is_flag=True, help="数值不外发：模型只看到事项和编号，不看到数。")
@click.option("--fresh", is_flag=True, help="全部重新请模型写，不用以前的回答（会再次付费）。")
@budget_option
@click.option("--example", type=FilePath, metavar="文件",
              help="上年的报告：请模型照它的文风写；其中的数先全部略去，不会带进来。")  # fmt: skip
@click.option("--drafts", type=click.IntRange(1, MOST_DRAFTS), default=1, metavar="份数",
              help="每节请模型写几份，取最好的一份（费用也是几份的）。")  # fmt: skip
@click.option("--unify", is_flag=True,
              help="写完后请模型通读一遍，统一名称和说法；不许动数，改后重新核对。")  # fmt: skip
@click.option("--no-model", is_flag=True, help="不用模型，即使设置文件中写了模型。")
@click.option("--force", is_flag=True, help="事实之间有对不上的错误也照样成文，文件标“草稿”。")
@click.option("--to", "outputs", default="docx", metavar="类型", show_default=True,
              help="要哪些文件：docx,pdf,html,md,json，用逗号隔开。")  # fmt: skip
@click.option("--charts", is_flag=True, help="加图：预算与决算对比、项目执行情况。")
@click.option("--watch", is_flag=True,
              help="打开审阅页面看着它写，写完接着在页面上审；按 Ctrl-C 结束。")  # fmt: skip
@settings_file
@click.option("--quiet", "-q", is_flag=True, help="只输出报告的路径。")
@output("text", "json")
@click.pass_context
def write(
    ctx: click.Context,
    facts_path: Path,
    out: Path | None,
    format_name: str,
    model: str | None,
    base_url: str | None,
    mask: bool,
    fresh: bool,
    budget: str,
    example: Path | None,
    drafts: int,
    unify: bool,
    no_model: bool,
    force: bool,
    outputs: str,
    charts: bool,
    watch: bool,
    settings_path: Path | None,
    quiet: bool,
    output: str,
) -> int:
    from writer.cli.running import WRONG, run
    from writer.outputs import known_outputs, possible_outputs
    from writer.pipeline import Request
    from writer.settings import ModelSettings, find_settings, load_settings

    settings = load_settings(find_settings(settings_path, facts_path))
    costs = settings.costs.limited(budget)
    chosen = ModelSettings() if no_model else _model(settings, model, base_url, costs)
    if mask:
        chosen = chosen.model_copy(update={"mask_values": True})
    possible, refused = possible_outputs(known_outputs(outputs))
    for reason in refused:
        click.echo(f"错误：{reason}", err=True)
    if not possible:
        return WRONG
    request = Request(
        facts=facts_path,
        folder=out or default_folder(facts_path),
        format=format_name or "",
        default_format=settings.format,
        model=chosen,
        silence=tuple(settings.check.silence),
        force=force,
        outputs=possible,
        charts=charts,
        fresh=fresh,
        shared=settings.cache.path if settings.cache.share else None,
        costs=costs,
        prices=settings.prices,
        drafts=drafts,
        example=example,
        unify=unify,
    )
    if not chosen.name and (budget or example or unify or drafts > 1):
        click.echo("没有用模型，--budget、--example、--drafts、--unify 不起作用。", err=True)
    status = run(request, quiet=quiet, output=output, watch=watch)
    return WRONG if refused else status


def default_folder(facts: Path) -> Path:
    """runs/NAME: the file's name, or its folder's where the file is just called facts."""
    name = facts.resolve().parent.name if facts.stem in ("facts", "事实") else facts.stem
    return Path("runs") / (name or "report")


def _model(
    known: Settings, name: str | None, url: str | None, costs: CostSettings
) -> ModelSettings:
    """The model to use; a server named without a model is asked what it serves."""
    from writer.drafts import UNLIMITED
    from writer.errors import SettingsError
    from writer.settings import choose_model

    settings = choose_model(known, name, url)
    if settings.name or not url:
        return settings
    if costs.budget not in ("", UNLIMITED) and settings.price_in is None:
        raise SettingsError(
            f"有预算 {costs.budget}，却不知道用哪个模型、单价多少，没有连接 {settings.address}："
            "请用 --model 指明模型（单价见 draft cost --prices），或用 --budget 不限。"
        )
    from writer.models import served_models

    served = served_models(settings)
    if len(served) != 1:
        raise SettingsError(
            f"{settings.address} 上有 {len(served)} 个模型，请用 --model 指定："
            f"{'、'.join(served[:20]) or '（没有列出）'}"
        )
    return settings.model_copy(update={"name": served[0]})
