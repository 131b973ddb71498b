"""draft formats show, new, template, check: a format seen, begun and tried."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from writer.cli.group import ChineseHelp
from writer.cli.options import FilePath

if TYPE_CHECKING:
    from writer.errors import Problem

SHOW_HELP = """显示一个格式的提纲，以及各节要用到事实文件里的哪些内容。

\b
  draft formats show hunan
  draft formats show 我的格式/

“必需”的节缺少事实时不能成文；其余的节缺少“需要”的事实时，写“空缺时”的文字或不出现。
"""

NEW_HELP = """新建一个格式：沿用一个已有的格式，只写不同的地方。

\b
  draft formats new 云南/ --from hunan

文件夹里只有 format.yaml，列出了全部提纲供修改；模板都沿用原格式，要改哪个再复制哪个
（draft formats template）。改好后：draft --facts F --format 云南/。
"""

TEMPLATE_HELP = """在自己的格式里放一个章节模板：有同名的就复制来改，没有就生成一份初稿。

\b
  draft formats template 云南/                      提纲里写了、还没有的模板
  draft formats template 云南/ 评价结论.j2          把沿用的模板复制来改
  draft formats template 云南/ 绩效.j2 --like sichuan/履职绩效.j2
"""

CHECK_HELP = """检查一个格式：提纲、模板、名称、表格有没有错，并用样例事实试写一份。

\b
  draft formats check 云南/

试写两次：各项事实都填写时，和只填必填项时。没有问题时退出状态为 0，有问题时为 1。
"""


@click.command("show", cls=ChineseHelp, help=SHOW_HELP, short_help="显示提纲和各节要用的事实")
@click.argument("name", metavar="格式")
def show(name: str) -> int:
    from writer.cli.format_tree import print_format
    from writer.formats import load_format

    print_format(load_format(name))
    return 0


@click.command("new", cls=ChineseHelp, help=NEW_HELP, short_help="新建一个格式")
@click.argument("folder", metavar="文件夹", type=FilePath)
@click.option("--from", "parent", default="hunan", metavar="格式", show_default=True,
              help="沿用哪个格式。")  # fmt: skip
def new(folder: Path, parent: str) -> int:
    from writer.formats import new_format

    file = new_format(folder, parent)
    click.echo(f"新格式  {file}")
    click.echo(f"看提纲  draft formats show {folder}")
    click.echo(f"检查    draft formats check {folder}")
    return 0


@click.command("template", cls=ChineseHelp, help=TEMPLATE_HELP, short_help="复制或新写章节模板")
@click.argument("folder", metavar="文件夹", type=FilePath)
@click.argument("names", metavar="[模板.j2…]", nargs=-1)
@click.option(
    "--like", default="", metavar="模板.j2", help="照着这个模板来写；别的格式的写成 格式/模板.j2。"
)
def template(folder: Path, names: tuple[str, ...], like: str) -> int:
    from writer.formats import missing_templates, new_template

    chosen = names or tuple(missing_templates(folder))
    for name in chosen:
        click.echo(str(new_template(folder, name, like)))
    if not chosen:
        click.echo("提纲里的模板都已经有了；要改沿用的模板，请写明它的名称。")
    return 0


@click.command("check", cls=ChineseHelp, help=CHECK_HELP, short_help="检查格式，并试写一份")
@click.argument("name", metavar="格式")
def check(name: str) -> int:
    from writer.drafting.trial import try_format
    from writer.errors import FormatError
    from writer.formats import load_format
    from writer.prompting import check_format

    try:
        fmt = load_format(name)
    except FormatError as error:
        if not error.problems:
            raise
        _print(error.problems, name)
        return 1
    problems = tuple(check_format(fmt))
    if problems:  # a trial would only run into the same faults
        _print(problems, name)
        return 1
    trial = try_format(fmt)
    _print(trial.problems, name)
    if trial.problems:
        return 1
    click.echo(f"格式“{fmt.name}”没有问题：试写 {trial.sections} 节、{trial.characters} 字。")
    return 0


def _print(problems: tuple[Problem, ...], name: str) -> None:
    for problem in problems:
        click.echo(str(problem))
    if problems:
        click.echo(f"共 {len(problems)} 处问题。")
    if any("模板文件" in p.message and "不存在" in p.message for p in problems):
        click.echo(f"缺少的模板可以生成：draft formats template {name}")
