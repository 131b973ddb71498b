"""draft facts new: a facts file to fill in."""

from __future__ import annotations

import click

from writer.cli.group import ChineseHelp

HELP = """生成一份待填的事实文件：每一项都有说明和例子，必填的在前。

\b
  draft facts new --format hunan > 2024.yaml
  draft facts new --format 云南/ --year 2024 > 2024.yaml
"""


@click.command("new", cls=ChineseHelp, help=HELP, short_help="生成待填的事实文件")
@click.option("--format", "name", default="hunan", metavar="格式", show_default=True,
              help="报告格式的名称或文件夹。")  # fmt: skip
@click.option("--year", type=click.IntRange(1949, 2100), metavar="年度", help="报告的年度。")
def new(name: str, year: int | None) -> int:
    from writer.formats import load_format
    from writer.prompting import starter

    click.echo(starter(load_format(name), name=name, year=year), nl=False)
    return 0
