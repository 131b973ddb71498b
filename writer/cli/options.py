"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

FilePath = click.Path(path_type=Path)
Decorated = Callable[..., Any]


def output(*choices: str) -> Callable[[Decorated], Decorated]:
    return click.option(
        "--output", type=click.Choice(choices), default=choices[0], show_default=True,
        help="输出方式。",
    )  # fmt: skip


def settings_file(command: Decorated) -> Decorated:
    return click.option(
        "--settings", "settings_path", type=FilePath, metavar="文件",
        help="设置文件；不填则用当前文件夹或事实文件旁的 jixiao.toml。",
    )(command)  # fmt: skip


def facts_option(required: bool, text: str) -> Callable[[Decorated], Decorated]:
    return click.option(
        "--facts", "facts_path", type=FilePath, metavar="文件", required=required, help=text
    )


def _known_money(ctx: click.Context, parameter: click.Parameter, value: str) -> str:
    from writer.costs import parse_money
    from writer.drafts import UNLIMITED

    if value not in ("", UNLIMITED):
        parse_money(value)
    return value


def budget_option(command: Decorated) -> Decorated:
    return click.option(
        "--budget", default="", metavar="金额", callback=_known_money,
        help="这份报告总共最多花多少模型费用，如 5元、1美元、不限；不够再问时其余按事实成文。",
    )(command)  # fmt: skip
