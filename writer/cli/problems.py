"""Facts that do not reconcile, as a terminal shows them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from writer.errors import Problem
from writer.findings import Severity
from writer.reconcile import FactProblem
from writer.views.terminal import WIDEST, excerpt_of
from writer.views.wording import SEVERITIES, STYLES

_QUOTED = re.compile("“([^”]+)”")


def print_missing(problems: Sequence[Problem], format_name: str) -> None:
    """What the format cannot do without, and where it belongs."""
    console = Console(highlight=False)
    for problem in problems:
        head = Text.assemble(("未填", STYLES[Severity.ERROR]))
        head.append(f"  {problem.path}：{problem.message}（格式 {format_name}）")
        console.print(head, soft_wrap=True)
        if problem.line:
            console.print(f"  --> {problem.file}:{problem.line}:{problem.column}", soft_wrap=True)


def print_left_out(problems: Sequence[Problem]) -> None:
    """The texts that name a section which the report does not have."""
    console = Console(highlight=False)
    for problem in problems:
        head = Text.assemble(("没有写进", STYLES[Severity.NOTICE]), f"  {problem.message}")
        console.print(head, soft_wrap=True)
        console.print(f"  --> {problem.file}:{problem.line}:{problem.column}", soft_wrap=True)


def print_silent(sections: Sequence[tuple[str, str]]) -> None:
    """What the report will deny because the file does not speak of it."""
    if sections:
        named = "；".join(f"{title}（{key}）" for title, key in sections)
        head = Text.assemble(("没有填，将写作“无”", STYLES[Severity.NOTICE]), f"  {named}")
        head.append("\n  确有其事的请补填；确实没有的不用管，也可以写明，如 政府性基金: 无")
        Console(highlight=False).print(head, soft_wrap=True)


def print_problems(problems: Sequence[FactProblem]) -> None:
    """Severity and code, what is wrong, where, and the line of the file."""
    console = Console(highlight=False)
    sources: dict[str, list[str]] = {}
    for problem in problems:
        head = Text()
        head.append(f"{SEVERITIES[problem.severity]} {problem.code}", STYLES[problem.severity])
        head.append(f"  {problem.message}")
        console.print(head, soft_wrap=True)
        console.print(f"  --> {problem.file}:{problem.line}:{problem.column}", soft_wrap=True)
        lines = sources.setdefault(problem.file, _lines(problem.file))
        if 0 < problem.line <= len(lines):
            shown = Text(f"{problem.line:>5} | {_part(lines[problem.line - 1], problem)}", "dim")
            console.print(shown, soft_wrap=True)


def _part(line: str, problem: FactProblem) -> str:
    """The line as it stands; of a paragraph, the part with the words that the message quotes."""
    line = line.rstrip()
    if cell_len(line) <= WIDEST:
        return line
    quoted = (words for words in _QUOTED.findall(problem.message) if words in line)
    words = max(quoted, key=len, default="")
    start = line.index(words) if words else problem.column - 1
    return "".join(excerpt_of(line, start, start + len(words), WIDEST))


def _lines(file: str) -> list[str]:
    from writer.facts.yaml_nodes import read_source

    return read_source(Path(file)).splitlines()
