"""The command `draft`: arguments, exit codes, printing; no logic.

Exit status: 0 clean, 1 findings of severity error, 2 input that cannot be read or a wrong call,
130 stopped with Ctrl-C. One file a command; each imports what it needs when it runs, so that
`draft --help` and `draft check` never load what only drafting needs.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

import click

from writer.cli.group import DefaultGroup, explained
from writer.errors import JixiaoError

CLEAN, FOUND, WRONG, STOPPED = 0, 1, 2, 130

HELP = """从事实文件写出部门整体支出绩效自评报告，并核对每一个数。

\b
写一份报告（不需要模型，不需要联网）：
  draft --facts 2023.yaml
让模型来写，数仍由程序填入并逐个核对：
  draft --facts 2023.yaml --model deepseek-chat --base-url https://api.deepseek.com/v1
中断了，接着写：
  draft resume runs/2023
核对一份已有的报告（.docx .md .txt）：
  draft check 报告.docx --facts 2023.yaml
先看看事实之间对不对得上：
  draft facts check 2023.yaml

不写命令名时即为 write。各命令的用法：draft 命令 --help。
"""

EPILOG = """\b
退出状态：0 没有错误；1 有“错误”级提示；2 输入读不了或用法不对。
"""


@click.group(cls=DefaultGroup, default="write", help=HELP, epilog=EPILOG)
@click.version_option(package_name="jixiao", prog_name="draft", message="%(prog)s %(version)s",
                      help="显示版本。")  # fmt: skip
def draft() -> None:
    """The group; its help is HELP."""


def run(arguments: Sequence[str] | None = None) -> int:
    """Runs one call and gives its exit status; never a traceback for what a user can mend."""
    try:
        status = draft.main(
            None if arguments is None else list(arguments), "draft", standalone_mode=False
        )
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else error.format_message())
        return WRONG
    except click.ClickException as error:
        click.echo(explained(error), err=True)
        return WRONG
    except JixiaoError as error:
        click.echo(f"错误：{error}", err=True)
        return WRONG
    except (click.Abort, KeyboardInterrupt):
        click.echo("已中断。", err=True)
        return STOPPED
    except BrokenPipeError:
        # the reader of our output has gone (| head): nothing to tell anyone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLEAN
    return status if isinstance(status, int) else CLEAN


def main() -> None:
    """Entry point of the console script."""
    for stream in (sys.stdout, sys.stderr):
        # a console of another code page shows ? for what it lacks instead of failing
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    status = run()
    sys.stdout.flush()
    sys.stderr.flush()
    if status in (WRONG, STOPPED):
        os._exit(status)  # threads that wait for a model server would keep the process alive
    sys.exit(status)


def _register() -> None:
    from writer.cli.assemble import assemble
    from writer.cli.check import check
    from writer.cli.cost import cost
    from writer.cli.facts import facts
    from writer.cli.formats import formats
    from writer.cli.models import models
    from writer.cli.resume import resume
    from writer.cli.review import review
    from writer.cli.rules import rules
    from writer.cli.trace import trace
    from writer.cli.write import write

    commands = (write, resume, check, review, assemble, rules, facts, formats, models, cost, trace)
    for command in commands:
        draft.add_command(command)


_register()
