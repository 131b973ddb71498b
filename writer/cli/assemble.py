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
  draft assemble runs/2023 --to docx,pdf,html
  draft assemble runs/2023 --out 自评报告.docx
"""


@click.command(cls=ChineseHelp, help=HELP, short_help="生成正式稿或草稿")
@click.argument("run", type=FilePath, metavar="运行文件夹")
@click.option("--to", "outputs", default="docx", metavar="类型", show_default=True,
              help="要哪些文件：docx,pdf,html,md,json，用逗号隔开。")  # fmt: skip
@click.option("--out", type=FilePath, metavar="文件",
              help="写到哪里；不填则为运行文件夹里的“正式稿”或“草稿”。")  # fmt: skip
def assemble(run: Path, outputs: str, out: Path | None) -> int:
    from writer.outputs import known_outputs, possible_outputs
    from writer.review import assemble as write

    wanted, impossible = possible_outputs(known_outputs(outputs))
    for reason in impossible:
        click.echo(reason, err=True)
    if not wanted:
        return 2
    made = write(run, out, wanted)
    for path in made.files:
        click.echo(f"{'正式稿' if made.final else '草稿'}：{path}")
    for line in (*made.notes, *made.failed):
        click.echo(line, err=True)
    if made.final:
        return 0
    click.echo(f"还有 {len(made.open)} 处错误没有处理，不能作为正式稿：", err=True)
    for item in made.open:
        place = f"（{item.finding.section}）" if item.finding.section else ""
        click.echo(f"  {item.finding.code} {item.finding.message}{place}", err=True)
    click.echo(f"逐处处理：draft review {run}", err=True)
    for path in made.stale:
        click.echo(f"注意：{path} 是先前生成的，与现在的内容已不一致。", err=True)
    return 1
