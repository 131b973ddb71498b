"""draft check: a report against the facts, or against itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from writer.cli.group import ChineseHelp
from writer.cli.options import FilePath, facts_option, output, settings_file
from writer.errors import JixiaoError

if TYPE_CHECKING:
    from writer.grounding.check import CheckResult
    from writer.ledger import Ledger

HELP = """核对报告：读出每一个数，与事实比对；没有事实文件时核对报告自身是否一致。

报告可以是 .docx、.md 或 .txt，是谁写的都行；可以一次给多份。

\b
  draft check 报告.docx --facts 2023.yaml
  draft check 报告.docx
  draft check *.docx --output json
"""


@click.command(cls=ChineseHelp, help=HELP, short_help="核对一份已有的报告")
@click.argument("reports", metavar="报告…", nargs=-1, required=True, type=FilePath)
@facts_option(False, "事实文件（YAML）；不给则只核对报告自身。")
@click.option("--silence", multiple=True, metavar="规则",
              help="不提示这条规则（如 CS203）或这一类（如 CS），可重复。")  # fmt: skip
@settings_file
@output("text", "json")
def check(
    reports: tuple[Path, ...],
    facts_path: Path | None,
    silence: tuple[str, ...],
    settings_path: Path | None,
    output: str,
) -> int:
    ledger = _ledger(facts_path)
    ignored = (*silence, *_silenced(settings_path, facts_path))
    results: list[tuple[Path, CheckResult]] = []
    failed = False
    for path in reports:
        try:
            results.append((path, _checked(path, ledger, ignored)))
        except JixiaoError as error:
            failed = True
            click.echo(f"错误：{error}", err=True)
    if output == "json":
        _print_json(results, len(reports) > 1)
    else:
        from writer.cli.findings import print_result

        for path, result in results:
            print_result(path, result, ledger)
    if failed:
        return 2
    return 1 if any(result.errors for _, result in results) else 0


def _ledger(path: Path | None) -> Ledger | None:
    if path is None:
        return None
    from writer.ledger import load_ledger

    return load_ledger(path)


def _silenced(settings_path: Path | None, facts: Path | None) -> tuple[str, ...]:
    from writer.settings import find_settings, load_settings

    return tuple(load_settings(find_settings(settings_path, facts)).check.silence)


def _checked(path: Path, ledger: Ledger | None, ignored: tuple[str, ...]) -> CheckResult:
    from writer.documents import read_document
    from writer.grounding.check import check_document

    return check_document(read_document(path), ledger, ignore=ignored)


def _print_json(results: list[tuple[Path, CheckResult]], many: bool) -> None:
    """One report: the fixed contract. Several: a list of it, each with its file."""
    data: Any = [{"file": str(path), **result.as_json()} for path, result in results]
    if not many and results:
        data = results[0][1].as_json()
    if data:
        click.echo(json.dumps(data, ensure_ascii=False, indent=1))
