"""draft rules: what the check looks for."""

from __future__ import annotations

import click

from writer.cli.group import ChineseHelp

HELP = """列出核对规则；给出代码则说明这一条：查什么、反例和正例。

\b
  draft rules
  draft rules GR102
  draft rules CS        这一类的每一条

不需要的规则可用 draft check --ignore 关掉，或写进 jixiao.toml 并注明理由：
\b
  [check.silence]
  DC306 = "本省文件用方括号"
"""


@click.command(cls=ChineseHelp, help=HELP, short_help="列出和说明核对规则")
@click.argument("code", metavar="[代码]", required=False)
def rules(code: str | None) -> int:
    from writer.conformance import layout_rules
    from writer.grounding.catalogue import entries, explain, overview

    more = layout_rules()
    if code is None:
        click.echo(overview(more), nl=False)
        return 0
    named = [entry.code for entry in entries(more) if code and entry.code.startswith(code.upper())]
    if not named:
        raise click.UsageError(f"没有“{code}”这条规则或这一类规则，用 draft rules 查看全部。")
    click.echo("\n".join(filter(None, (explain(one, more) for one in named))), nl=False)
    return 0
