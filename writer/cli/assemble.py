"""draft assemble: the reviewed report as a file, final only when no error is open."""

from __future__ import annotations

from pathlib import Path

import click

from writer.cli.group import ChineseHelp
from writer.cli.options import FilePath

HELP = """生成审阅后的报告。

没有待处理的“错误”时写出正式稿；否则写出草稿（页眉标“草稿”，批注注明问题），并列出还没有
处理的错误，退出状态为 1。已接受的提示记在审阅记录里，不写进报告。

\b
  draft assemble runs/2023
  draft assemble runs/2023 --out 自评报告.docx
"""


@click.command(cls=ChineseHelp, help=HELP, short_help="生成正式稿或草稿")
@click.argument("run", type=FilePath, metavar="运行文件夹")
@click.option("--out", type=FilePath, metavar="文件",
              help="写到哪里；不填则为运行文件夹里的 正式稿.docx 或 草稿.docx。")  # fmt: skip
def assemble(run: Path, out: Path | None) -> int:
    from writer.review import assemble as write

    made = write(run, out)
    click.echo(f"{'正式稿' if made.final else '草稿'}：{made.path}")
    if made.final:
        return 0
    click.echo(f"还有 {len(made.open)} 处错误没有处理，不能作为正式稿：", err=True)
    for item in made.open:
        place = f"（{item.finding.section}）" if item.finding.section else ""
        click.echo(f"  {item.finding.code} {item.finding.message}{place}", err=True)
    click.echo(f"逐处处理：draft review {run}", err=True)
    if made.stale is not None:
        click.echo(f"注意：{made.stale} 是先前生成的，与现在的内容已不一致。", err=True)
    return 1
