"""draft review: the editor's desk, as a page or by Word."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from writer.cli.group import ChineseHelp
from writer.cli.options import FilePath, settings_file

if TYPE_CHECKING:
    from writer.review.word.import_report import ImportReport
    from writer.settings import Settings

HELP = """审阅一份报告：只看有疑问的地方，逐处决定，随做随存。

不加选项时在本机打开审阅页面（只有本机能访问，按 Ctrl-C 结束）。报告还在请模型写时，先看着
各节写出来，写完自动进入审阅。也可以在 Word 里审阅：
导出带批注的 Word，用修订方式修改、答复或解决批注，再取回来。

\b
  draft review runs/2023
  draft review runs/2023 --word
  draft review runs/2023 --from 改过的.docx
  draft review runs/2023 --record 审阅记录.docx

决定保存在运行文件夹的 decisions.sqlite 里；全部处理完后，用 draft assemble 生成正式稿。
"""


@click.command(cls=ChineseHelp, help=HELP, short_help="审阅：页面或 Word")
@click.argument("run", type=FilePath, metavar="运行文件夹")
@click.option("--word", is_flag=True, help="导出带批注的 Word，放在运行文件夹里。")
@click.option("--from", "edited", type=FilePath, metavar="文件", help="取回改过的 Word。")
@click.option("--record", type=FilePath, metavar="文件", help="导出审阅记录（.docx 或 .csv）。")
@click.option("--port", type=click.IntRange(0, 65535), default=0, metavar="端口",
              help="页面的端口；不填则由系统分配。")  # fmt: skip
@click.option("--no-browser", is_flag=True, help="不自动打开浏览器，只显示网址。")
@settings_file
def review(
    run: Path,
    word: bool,
    edited: Path | None,
    record: Path | None,
    port: int,
    no_browser: bool,
    settings_path: Path | None,
) -> int:
    if edited is not None:
        from writer.review import import_word

        _show(import_word(run, edited))
    if word:
        from writer.review import export_word

        target = run / "审阅稿.docx"
        count = export_word(run, target)
        click.echo(f"{target}：{count} 条批注。改完后：draft review {run} --from 改过的.docx")
    if record is not None:
        from writer.review import export_record

        click.echo(f"{record}：{export_record(run, record)} 项决定。")
    if edited is None and not word and record is None:
        from writer.review import serve

        settings = _settings(settings_path)
        serve(run, port=port, open_browser=not no_browser, settings=settings)
    return 0


def _settings(named: Path | None) -> Settings | None:
    """A settings file named here; otherwise the desk looks beside the facts file."""
    if named is None:
        return None
    from writer.settings import find_settings, load_settings

    return load_settings(find_settings(named))


def _show(report: ImportReport) -> None:
    """What an edited Word file brought, and what it could not."""
    rows = [f"{name} {count}" for name, count in report.counts]
    click.echo("已取回：" + ("，".join(rows) if rows else "没有改动") + "。")
    for conflict in report.conflicts:
        click.echo(f"两边都改过，没有套用：\n  页面上：{conflict.here}\n  Word 中：{conflict.word}")
    for item in report.unmapped:
        click.echo(f"没有放进报告：{item.why}\n  {item.text}")
