"""draft check: reports against the facts, or against themselves."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from writer.cli.group import ChineseHelp
from writer.cli.options import FilePath, facts_option, output, settings_file
from writer.errors import JixiaoError

if TYPE_CHECKING:
    from writer.grounding.many import FileResult
    from writer.grounding.rules import Rule
    from writer.ledger import Ledger
    from writer.views.delivery import Delivery

HELP = """核对报告：读出每一个数，与事实比对；没有事实文件时核对报告自身是否一致。

报告可以是 .docx、.md 或 .txt，是谁写的都行；可以一次给多份，也可以给文件夹。
Word 文件还按 GB/T 9704 核对版面：用纸、页边距、字体字号、行距、页码、落款等（DC4 各条）。

\b
  draft check 报告.docx --facts 2023.yaml
  draft check 报告.docx
  draft check 报告.docx --facts 2023.yaml --output docx   带批注的 报告.核对.docx
  draft check 报告.docx --facts 2023.yaml --output html   每个数按核对结果上色
  draft check 各单位报告 --output json --out 结果.json
  draft rules GR102                                       规则说明
"""
BY_OPTION = "命令行 --ignore"
OUTPUTS = ("text", "json", "sarif", "html", "docx")


@click.command(cls=ChineseHelp, help=HELP, short_help="核对已有的报告")
@click.argument("reports", metavar="报告…", nargs=-1, required=True, type=FilePath)
@facts_option(False, "事实文件（YAML）；不给则只核对报告自身。")
@output(*OUTPUTS)
@click.option("--out", type=FilePath, metavar="位置",
              help="写到这个文件；多份报告的 html、docx 则是文件夹，不填写在报告旁。")  # fmt: skip
@click.option("--ignore", "--silence", "ignored", multiple=True, metavar="规则",
              help="不提示这条规则（如 CS203）或这一类（如 CS），可重复。")  # fmt: skip
@click.option("--jobs", "-j", type=click.IntRange(1, 256), metavar="个数",
              help="多份报告时同时核对几份；不填则按处理器个数。")  # fmt: skip
@settings_file
def check(
    reports: tuple[Path, ...],
    facts_path: Path | None,
    output: str,
    out: Path | None,
    ignored: tuple[str, ...],
    jobs: int | None,
    settings_path: Path | None,
) -> int:
    from writer.documents.reading import WORD_SUFFIXES
    from writer.grounding.many import check_files, reports_in
    from writer.views.delivery import delivery_of

    reasons = _reasons(ignored, settings_path, facts_path)
    ledger = _ledger(facts_path)
    paths = reports_in(reports)
    listed = len(paths) > 1 or paths[0] not in reports
    delivery = delivery_of(output, out, paths, listed=listed, ledger=ledger, reasons=reasons)
    # what there is to judge of page and type stands in Word files only
    word = any(path.suffix.lower() in WORD_SUFFIXES for path in paths)
    layout = _layout_rules() if word else ()
    results = check_files(paths, ledger, ignore=tuple(reasons), more_rules=layout, jobs=jobs or 0)
    quiet = output == "text" and out is None  # the reports themselves show how far it is
    status = _deliver(results if quiet else _told(results, len(paths)), delivery)
    for path in delivery.finish():
        click.echo(f"已写出 {path}", err=True)
    return status


def _deliver(results: Iterable[FileResult], delivery: Delivery) -> int:
    """Hands every result on and gives the worst exit status of all."""
    status = 0
    for result in results:
        error = result.error
        try:
            delivery.add(result)
        except JixiaoError as fault:
            error = str(fault)
        if error:
            click.echo(f"错误：{error}", err=True)
        found = result.result is not None and result.result.errors > 0
        status = max(status, 2 if error else 1 if found else 0)
    return status


def _told(results: Iterable[FileResult], count: int) -> Iterator[FileResult]:
    """The same, with a line on the terminal that says how far it is."""
    if count < 2 or not sys.stderr.isatty():
        yield from results
        return
    for number, result in enumerate(results, 1):
        click.echo(f"\r\x1b[K核对 {number}/{count}  {result.path.name}", nl=False, err=True)
        if result.error:
            click.echo("\r\x1b[K", nl=False, err=True)
        yield result
    click.echo("\r\x1b[K", nl=False, err=True)


def _ledger(path: Path | None) -> Ledger | None:
    if path is None:
        return None
    from writer.ledger import load_ledger

    return load_ledger(path)


def _reasons(
    ignored: tuple[str, ...], settings_path: Path | None, facts: Path | None
) -> Mapping[str, str]:
    """Why each code or family is silenced: the settings' reasons, and those of this call."""
    from writer.settings_paths import find_settings, user_settings_path

    project = find_settings(settings_path, facts)
    reasons = _settled(project) if project or user_settings_path().is_file() else {}
    reasons |= dict.fromkeys(ignored, BY_OPTION)
    if not reasons:
        return reasons
    from writer.grounding.rules import all_rules

    known = [rule.code for rule in (*all_rules(), *_layout_rules())]
    for code in reasons:
        if not any(code and rule.startswith(code) for rule in known):
            raise click.UsageError(f"没有“{code}”这条规则或这一类规则，见 draft rules。")
    return reasons


def _settled(project: Path | None) -> dict[str, str]:
    """What the settings files silence."""
    from writer.settings import load_settings

    return dict(load_settings(project).check.silence)


def _layout_rules() -> Sequence[Rule]:
    from writer.conformance import layout_rules

    return layout_rules()
