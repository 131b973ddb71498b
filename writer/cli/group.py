"""click in Chinese: a group with a default command, help headings, explained mistakes."""

from __future__ import annotations

import difflib
from typing import Any

import click

from writer.cli.help_text import ChineseFormatter

_PIECES = {
    "[OPTIONS]": "[选项]",
    "COMMAND [ARGS]...": "[命令] …",
    "[COMMAND] [ARGS]...": "[命令] …",
}


class ChineseContext(click.Context):
    """A context whose help is laid out for Chinese."""

    formatter_class = ChineseFormatter


def _in_chinese(text: str) -> str:
    return text.replace("[default: ", "[默认：").replace("[required]", "[必填]")


class ChineseHelp(click.Command):
    """Help with Chinese headings."""

    context_class = ChineseContext

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix="用法：")

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [_PIECES.get(piece, piece) for piece in super().collect_usage_pieces(ctx)]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        records = (parameter.get_help_record(ctx) for parameter in self.get_params(ctx))
        # an argument without help of its own is in the usage line already
        rows = [(name, _in_chinese(text)) for name, text in filter(None, records) if text]
        if rows:
            with formatter.section("选项"):
                formatter.write_dl(rows)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示这份说明。"
        return option


class DefaultGroup(ChineseHelp, click.Group):
    """A group that inserts its default command when the first argument is an option."""

    def __init__(self, *args: Any, default: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.default = default

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        own = {name for option in self.get_params(ctx) for name in option.opts}
        if self.default and args and args[0].startswith("-") and args[0] not in own:
            args = [self.default, *args]
        return super().parse_args(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        rows = []
        for name in self.list_commands(ctx):
            command = self.get_command(ctx, name)
            if command is not None and not command.hidden:
                rows.append((name, command.get_short_help_str(60)))
        if rows:
            with formatter.section("命令"):
                formatter.write_dl(rows)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """An unknown command names its nearest neighbour, a file gets told what to do with it."""
        if self.get_command(ctx, args[0]) is None:
            close = difflib.get_close_matches(args[0], self.list_commands(ctx), n=1, cutoff=0.5)
            hint = f"是不是“{close[0]}”？" if close else ""
            if args[0].endswith((".yaml", ".yml")):
                hint = f"写报告请用：{ctx.command_path} --facts {args[0]}"
            elif args[0].endswith((".docx", ".md", ".txt")):
                hint = f"核对报告请用：{ctx.command_path} check {args[0]}"
            raise click.UsageError(f"没有“{args[0]}”这个命令。{hint}", ctx)
        return super().resolve_command(ctx, args)


def explained(error: click.ClickException) -> str:
    """A wrong call in plain Chinese, with where to read on."""
    message = _message(error)
    ctx = getattr(error, "ctx", None)
    if ctx is None:
        return f"错误：{message}"
    return f"错误：{message}\n用法说明：{ctx.command_path} --help"


def _message(error: click.ClickException) -> str:
    if isinstance(error, click.NoSuchOption):
        close = f"，是不是 {'、'.join(error.possibilities)}？" if error.possibilities else "。"
        return f"没有选项 {error.option_name}{close}"
    if isinstance(error, click.MissingParameter):
        name = error.param.human_readable_name if error.param else ""
        if error.param is not None and error.param.param_type_name == "option":
            return f"缺少选项 {error.param.opts[0]}。"
        return f"缺少参数 {name}。"
    if isinstance(error, click.BadParameter):
        given = error.param.opts[0] if error.param is not None and error.param.opts else ""
        if isinstance(error.param and error.param.type, click.Choice):
            choices = "、".join(map(str, error.param.type.choices))  # type: ignore[union-attr]
            return f"{given} 只能是：{choices}。"
        return f"{given} 的值不对：{error.message}"
    if isinstance(error, click.BadOptionUsage):
        return f"选项 {error.option_name} 后面缺少值。"
    if isinstance(error, click.UsageError) and "unexpected extra argument" in error.message:
        return f"多出了参数：{error.message.rpartition('(')[2].rstrip(')')}"
    return error.message
