"""A run from the command line: what is shown while it goes on, and how it ends."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import click

from writer.runs import MARK

if TYPE_CHECKING:
    from writer.cli.progress import Silent
    from writer.pipeline import Outcome, Request

CLEAN, FOUND, WRONG, STOPPED = 0, 1, 2, 130


def run(request: Request, *, quiet: bool, output: str, watch: bool = False) -> int:
    """Drafts, shows what came of it, and gives the exit status; raises JixiaoError.

    To `watch` it is to have its page opened, which goes over into the desk; it is waited for.
    """
    from writer.cli.progress import Silent, Terminal
    from writer.cli.watching import Watched

    if watch:
        watched = Watched(request.folder)
        try:
            return _run(request, watched, quiet=quiet, output=output)
        finally:
            watched.until_closed()
    progress = Silent() if quiet or output == "json" else Terminal()
    return _run(request, progress, quiet=quiet, output=output)


def _run(request: Request, progress: Silent, *, quiet: bool, output: str) -> int:
    from writer.cli.progress import where_facts_go
    from writer.errors import ModelUnavailable, RunError
    from writer.pipeline import draft

    if request.model.name:  # said before anything leaves, however little is wanted to be said
        click.echo(where_facts_go(request.model), err=True)
    try:
        with progress:
            outcome = draft(request, progress)
    except KeyboardInterrupt:
        click.echo(f"\n已中断。{how_to_go_on(request)}", err=True)
        return STOPPED
    except (ModelUnavailable, RunError) as error:
        click.echo(f"错误：{error}", err=True)
        if (request.folder / MARK).is_file():
            click.echo(how_to_go_on(request), err=True)
        return WRONG
    _show(outcome, request, quiet=quiet, output=output)
    if outcome.failed:
        return WRONG
    return CLEAN if outcome.final else FOUND


def how_to_go_on(request: Request) -> str:
    """Where the finished sections are, if there are any, and the command that writes the others."""
    if not (request.folder / MARK).is_file():
        return "还没有开始写，改好后再运行同一条命令。"
    command = shlex.join(["draft", "resume", str(request.folder)])
    written = len(list((request.folder / "sections").glob("*.json")))
    if not written:
        return f"还没有写好的章节，接着写：{command}"
    return f"写好的 {written} 节保存在 {request.folder}，接着写：{command}"


def _show(outcome: Outcome, request: Request, *, quiet: bool, output: str) -> None:
    from writer.cli.summary import as_json, as_text

    if output == "json":
        click.echo(as_json(outcome, request.model))
    elif quiet:
        click.echo(str(outcome.files[0]))
    else:
        as_text(outcome, request.model)
    for reason in outcome.failed:
        click.echo(f"错误：{reason}", err=True)
