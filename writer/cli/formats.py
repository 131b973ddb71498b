"""draft formats: the standard formats that come with the program."""

from __future__ import annotations

import click

from writer.cli.format_commands import check, new, show, template
from writer.cli.group import DefaultGroup

HELP = """列出可用的报告格式；查看、新建和检查格式。

\b
  draft formats                          列出自带的格式
  draft formats show hunan               提纲和各节要用的事实
  draft formats new 云南/ --from hunan   做一个自己的格式
  draft formats check 云南/              检查它，并试写一份

格式是文件夹：format.yaml（提纲）和各章节的模板。用 draft --facts F --format 文件夹
来使用，做法见 prompts/README.zh-CN.md。
"""


@click.group(cls=DefaultGroup, help=HELP, short_help="列出报告格式", invoke_without_command=True,
             no_args_is_help=False)  # fmt: skip
@click.pass_context
def formats(ctx: click.Context) -> int:
    if ctx.invoked_subcommand is not None:
        return 0
    from rich.console import Console
    from rich.table import Table

    from writer.formats import list_formats

    table = Table(show_header=False, box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for name, label in list_formats():
        table.add_row(name, label)
    Console(highlight=False).print(table)
    return 0


for command in (show, new, template, check):
    formats.add_command(command)
