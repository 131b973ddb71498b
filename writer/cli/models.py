"""draft models: the models that are set up, what one can do, and the answers that are kept."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from writer.cli.group import ChineseHelp, DefaultGroup
from writer.cli.options import settings_file

if TYPE_CHECKING:
    from writer.models.probing import Probe
    from writer.settings import ModelSettings

HELP = """列出设置好的模型；试一个模型能不能用；查看各次运行共用的回答。

\b
  draft models list               设置好的模型，密钥是否找得到
  draft models test deepseek      试用哪种结构化输出方式，快慢，守不守编号
  draft models cache              各次运行共用的回答
"""
TEST_HELP = """用一小段虚构的内容试模型（约 4 次调用）：支持哪种结构化输出方式，多久开始回答，
每秒多少 token，是否照规定写编号，中文能不能用；最后给出应写进 jixiao.toml 的设置。

退出状态：0 可用；1 连得上但不可用；2 连不上或密钥不对。
"""


@click.group(cls=DefaultGroup, help=HELP, short_help="列出、试用模型")
def models() -> None:
    """The group; its help is HELP."""


@models.command("list", cls=ChineseHelp, help="列出设置文件中的模型。", short_help="列出模型")
@settings_file
def listing(settings_path: Path | None) -> int:
    from writer.settings import find_settings, load_settings, user_settings_path

    project = find_settings(settings_path)
    settings = load_settings(project)
    known = dict(settings.models)
    if settings.model.name:
        known["[model]"] = settings.model
    for name, model in known.items():
        mark = "（默认）" if name in (settings.default_model, "[model]") else ""
        click.echo(f"{name}{mark}\n  {_described(model)}")
    if not known:
        click.echo("没有设置模型。在 jixiao.toml 中写：\n" + _EXAMPLE)
    click.echo(f"\n本用户的设置：{_there(user_settings_path())}")
    click.echo(f"本项目的设置：{project or '（没有 jixiao.toml）'}")
    return 0


_EXAMPLE = """  [models.deepseek]
  base_url = "https://api.deepseek.com/v1"
  name = "deepseek-chat"
  api_key_env = "DEEPSEEK_API_KEY"
"""


def _there(path: Path) -> str:
    return str(path) if path.is_file() else f"（没有 {path}）"


def _described(model: ModelSettings) -> str:
    key = "已找到" if model.api_key else ("不需要" if model.local else "没有找到")
    where = "本机" if model.local else "事实发往"
    masked = "，数值不外发" if model.mask_values else ""
    return (
        f"{model.name}，{where} {model.host}{masked}；mode {model.mode}；"
        f"密钥：{model.key_place}（{key}）"
    )


@models.command(cls=ChineseHelp, help=TEST_HELP, short_help="试一个模型能不能用")
@click.argument("name", required=False, metavar="[名称]")
@click.option("--base-url", default=None, metavar="网址", help="模型服务的地址。")
@settings_file
def test(name: str | None, base_url: str | None, settings_path: Path | None) -> int:
    from writer.errors import SettingsError
    from writer.settings import choose_model, find_settings, load_settings

    settings = load_settings(find_settings(settings_path))
    model = choose_model(settings, name, base_url)
    if not model.name:
        raise SettingsError("没有指明模型：draft models test 名称，或再加 --base-url 网址。")
    from writer.models.probing import best, probes

    click.echo(f"试 {model.name}（{model.address}），内容是虚构的，不含您的事实。\n")
    found = []
    for probe in probes(model):
        click.echo(_told(probe))
        found.append(probe)
    chosen = best(found)
    if chosen is None:
        click.echo("\n没有一种方式可用：这个模型写成的章节都会改为按事实成文。", err=True)
        return 1
    click.echo("\n可用。写进 jixiao.toml：\n" + _suggested(name or model.name, chosen.settings))
    return 0


def _told(probe: Probe) -> str:
    """One line for a mode, and what was wrong."""
    head = f"{probe.settings.mode:<12}"
    if probe.structured is None:
        return f"{head}不支持：{probe.problem}"
    marks = [("JSON", probe.structured), ("编号", probe.references), ("中文", probe.chinese)]
    signs = "  ".join(f"{what} {_SIGNS[ok]}" for what, ok in marks)
    speed = f"首字 {probe.first:.1f} 秒，共 {probe.seconds:.1f} 秒，每秒 {probe.speed:.0f} token"
    line = f"{head}{signs}  {speed}" + ("" if probe.settings.stream else "（不能边写边收）")
    return f"{line}\n{' ' * 12}{probe.problem}" if probe.problem else line


_SIGNS = {True: "✓", False: "✗", None: "–"}


def _suggested(name: str, model: ModelSettings) -> str:
    from writer.settings import ModelSettings

    bare = name.isascii() and name.replace("-", "").replace("_", "").isalnum()
    given, defaults = model.to_record(), ModelSettings()
    kept = ("base_url", "name", "api_key_env", "keyring", "mode", "stream", "tokens_field",
            "send_temperature", "ca_file")  # fmt: skip
    rows = [f"[models.{name}]" if bare else f'[models."{name}"]']
    for key in kept:
        value = given.get(key, getattr(defaults, key))
        if key == "mode" or value != getattr(defaults, key):
            shown = str(value).lower() if isinstance(value, bool) else f'"{value}"'
            rows.append(f"{key} = {shown}")
    return "\n".join(f"  {row}" for row in rows)


@models.command(cls=ChineseHelp, help="查看或清空各次运行共用的回答。", short_help="共用的回答")
@click.option("--clear", is_flag=True, help="全部删除。")
@settings_file
def cache(clear: bool, settings_path: Path | None) -> int:
    from writer.answer_store import AnswerStore
    from writer.settings import find_settings, load_settings

    used = load_settings(find_settings(settings_path)).cache
    store = AnswerStore(used.path)
    if clear:
        click.echo(f"已删除 {store.clear()} 个回答。")
        return 0
    entries = list(store.entries())
    size = sum(entry.size for entry in entries)
    click.echo(f"{store.folder}：{len(entries)} 个回答，{size / 1000:.0f} KB")
    by_model: dict[str, list[str]] = {}
    for entry in entries:
        place = f"{entry.data.get('model', '')}（{entry.data.get('host', '')}）"
        by_model.setdefault(place, []).append(str(entry.data.get("started", ""))[:10])
    for place, days in sorted(by_model.items()):
        click.echo(f"  {place}：{len(days)} 个，{min(days)} 至 {max(days)}")
    if not used.share:
        click.echo("设置中 [cache] share = false：各次运行不共用回答。")
    elif entries:
        click.echo(f"清空：{shlex.join(['draft', 'models', 'cache', '--clear'])}")
    return 0
