"""draft resume: going on with a run that was stopped."""

from __future__ import annotations

from pathlib import Path

import click

from writer.cli.group import ChineseHelp
from writer.cli.options import FilePath, budget_option, output, settings_file

HELP = """接着写一份没有写完的报告：中断的、断电的、额度用完的、服务停了的。

写好的章节不重写，模型答过的不再问、不再付费；上次因服务出错而改为按事实成文的章节，
会再请模型来写。事实文件改过的，只重写用到了改动内容的章节。

\b
  draft resume runs/2023
  draft resume runs/2023 --budget 10元     预算用完后，提高预算接着写
"""


@click.command(cls=ChineseHelp, help=HELP, short_help="接着写没有写完的报告")
@click.argument("folder", type=FilePath, metavar="运行文件夹")
@budget_option
@settings_file
@click.option("--quiet", "-q", is_flag=True, help="只输出报告的路径。")
@output("text", "json")
def resume(folder: Path, budget: str, settings_path: Path | None, quiet: bool, output: str) -> int:
    from writer.cli.running import run
    from writer.resuming import request_of

    return run(request_of(folder, settings_path, budget), quiet=quiet, output=output)
