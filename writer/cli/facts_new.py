"""draft facts new: a facts file to fill in."""

from __future__ import annotations

from pathlib import Path

import click

from writer.cli.group import ChineseHelp
from writer.cli.options import FilePath
from writer.unwritable import why_unwritable

HELP = """生成一份待填的事实文件：每一项都有说明和例子，必填的在前。

\b
  draft facts new --format hunan --out 2024.yaml
  draft facts new --format 云南/ --year 2024 --out 2024.yaml

不写 --out 就显示在屏幕上。已有的文件不会被覆盖。
"""


@click.command("new", cls=ChineseHelp, help=HELP, short_help="生成待填的事实文件")
@click.option("--format", "name", default="hunan", metavar="格式", show_default=True,
              help="报告格式的名称或文件夹。")  # fmt: skip
@click.option("--year", type=click.IntRange(1949, 2100), metavar="年度", help="报告的年度。")
@click.option("--out", type=FilePath, metavar="文件", help="写到这个新文件（UTF-8 编码）。")
def new(name: str, year: int | None, out: Path | None) -> int:
    from writer.formats import load_format
    from writer.prompting import starter

    text = starter(load_format(name), name=name, year=year)
    if out is None:
        click.echo(text, nl=False)
        return 0
    _write_new(out, text)
    click.echo(f"已生成  {out}")
    click.echo(f"填好后  draft facts check {out}")
    return 0


def _write_new(path: Path, text: str) -> None:
    """Writes a file that was not there: what someone has filled in is never lost."""
    from writer.errors import FactsError

    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise FactsError(f"{path} 已经存在，没有改动它；请换一个文件名。") from None
    except OSError as error:
        raise FactsError(f"无法写入 {path}：{why_unwritable(error)}。") from None
