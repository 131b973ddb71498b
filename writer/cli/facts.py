"""draft facts …: what concerns the facts file alone."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from writer.cli.facts_new import new
from writer.cli.group import ChineseHelp, DefaultGroup
from writer.cli.options import FilePath, output


@click.group(cls=DefaultGroup, short_help="事实文件：生成、核对、编辑器补全",
             help="事实文件：draft facts new 生成一份来填，draft facts check 核对。")  # fmt: skip
def facts() -> None:
    """The group; its help is given above."""


CHECK_HELP = """核对事实之间对不对得上（勾稽），不写报告。

分项与合计、支出与预算、“三公”、项目、人员与编制、得分与等级、指标、日期等，
逐条给出两边的数、差额和所在的行。0.01 万元的尾差只作提醒。
文件写明了“格式”的，还列出这个格式必填而没有填的项，因为没有填而将写作“无”
的节，和没有写进报告的文字材料。

\b
  draft facts check 2023.yaml
"""


@click.command("check", cls=ChineseHelp, help=CHECK_HELP, short_help="核对事实之间对不对得上")
@click.argument("path", metavar="事实文件", type=FilePath)
@output("text", "json")
def check(path: Path, output: str) -> int:
    from writer.findings import Severity
    from writer.ledger import build_ledger
    from writer.prompting import lacking, left_out, load_filled, said_to_be_none
    from writer.reconcile import reconcile

    ledger = build_ledger(load_filled(path))
    missing = lacking(ledger)
    silent = said_to_be_none(ledger)
    unplaced = left_out(ledger)
    problems = reconcile(ledger)
    counts = {s: sum(p.severity is s for p in problems) for s in Severity}
    if output == "json":
        data = {
            "file": str(path),
            "figures": len(ledger.figures),
            "missing": [asdict(problem) for problem in missing],
            "said_to_be_none": [{"section": title, "key": key} for title, key in silent],
            "left_out": [asdict(problem) for problem in unplaced],
            "problems": [problem.to_dict() for problem in problems],
        }
        click.echo(json.dumps(data, ensure_ascii=False, indent=1))
    else:
        from writer.cli.problems import print_left_out, print_missing, print_problems, print_silent

        print_missing(missing, ledger.facts.format)
        print_problems(problems)
        print_left_out(unplaced)
        print_silent(silent)
        click.echo(
            f"{path}：{len(ledger.figures)} 个数，错误 {counts[Severity.ERROR]}，"
            f"警告 {counts[Severity.WARNING]}，提醒 {counts[Severity.NOTICE]}"
            + (f"，必填未填 {len(missing)}" if missing else "")
        )
    return 1 if missing or counts[Severity.ERROR] else 0


SCHEMA_HELP = """显示事实文件的 JSON Schema 的位置，和让编辑器补全中文键的一行。

把这一行放在事实文件的第一行，VS Code（YAML 插件）等编辑器就会提示可用的键。
"""


@click.command("schema", cls=ChineseHelp, help=SCHEMA_HELP, short_help="让编辑器补全事实文件的键")
def schema() -> int:
    from writer.resources import resource_dir

    path = resource_dir("schemas") / "facts.schema.json"
    click.echo(f"# yaml-language-server: $schema={path.as_posix()}")
    return 0


facts.add_command(check)
facts.add_command(schema)
facts.add_command(new)
