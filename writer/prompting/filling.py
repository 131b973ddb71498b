"""What a facts file still misses for its format, told in one go with its other faults."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from writer.errors import FactsError, FormatError, Problem
from writer.facts import FactsFile, load_facts
from writer.facts.loading import spelled
from writer.facts.model import UNFILLED
from writer.facts.yaml_nodes import parse_yaml, read_source
from writer.formats import Format, load_format, outline, texts_for
from writer.ledger import Ledger
from writer.prompting.usage import expression_paths, required_paths


def load_filled(path: Path, format_name: str = "") -> FactsFile:
    """load_facts, for a report in this format (the file's own unless named).

    Raises FactsError. A file that cannot be read as facts has no outline that could say what is
    missing; the keys that its format requires and that stand there empty are named all the same.
    """
    try:
        return load_facts(path)
    except FactsError as error:
        if not error.problems:
            raise
        problems = {problem.path or problem: problem for problem in error.problems}
        for problem in _unfilled(path, format_name):
            problems.setdefault(problem.path, problem)
        ordered = sorted(problems.values(), key=lambda p: (p.line, p.column))
        raise FactsError(error.message, tuple(ordered)) from None


def lacking(ledger: Ledger, format_name: str = "") -> tuple[Problem, ...]:
    """What the format (the facts' own unless named) cannot do without; none without a format.

    Raises FormatError for a format that cannot be used.
    """
    name = format_name or ledger.facts.format
    if not name:
        return ()
    fmt = load_format(name)
    try:
        outline(fmt, ledger)
    except FormatError as error:
        if any(not problem.path for problem in error.problems) or not error.problems:
            raise  # a fault of the format itself
        return error.problems
    return ()


def said_to_be_none(ledger: Ledger) -> tuple[tuple[str, str], ...]:
    """(title, key) of each section that will say 无 only because its facts stand nowhere in the
    file; one that the file answers (政府性基金: 无, or a text meant for it) is not among them.
    Empty without a format, and for facts that the format cannot be written from.
    """
    if not ledger.facts.format or lacking(ledger):
        return ()
    fmt = load_format(ledger.facts.format)
    found = []
    for section in outline(fmt, ledger):
        if texts_for(section, ledger):
            continue
        paths = [p for need in section.missing for p in expression_paths(fmt, need)]
        if section.empty and paths and not any(ledger.file.holds(*path) for path in paths):
            keys = dict.fromkeys(".".join(path) for path in paths)
            found.append((section.title, "或".join(keys)))
    return tuple(found)


def left_out(ledger: Ledger) -> tuple[Problem, ...]:
    """The 文字材料 that name a section which the report does not have, each at its 章节.

    Empty without a format, and for facts that the format cannot be written from.
    """
    if not ledger.facts.format or lacking(ledger):
        return ()
    written = [s for s in outline(load_format(ledger.facts.format), ledger) if s.leaf]
    names = {name for section in written for name in (section.key, section.title)}
    found = []
    for i, text in enumerate(ledger.facts.texts):
        if text.section and text.section not in names:
            line, column = ledger.file.place("文字材料", i, "章节")
            message = f"报告里没有“{text.section}”一节，这段文字材料不会写进报告"
            found.append(Problem(message, ledger.file.positions.file, line, column))
    return tuple(found)


def _unfilled(path: Path, format_name: str) -> tuple[Problem, ...]:
    try:
        data, positions = parse_yaml(read_source(path), str(path))
        fmt = load_format(format_name or str(data["格式"]))
    except (FactsError, FormatError, KeyError, TypeError):
        return ()  # the fault that led here says what there is to say
    found = []
    for place in _empty_places(fmt, data):
        line, column = positions.at[spelled(place, positions)]
        found.append(Problem(UNFILLED, positions.file, line, column, ".".join(place)))
    return tuple(found)


def _empty_places(fmt: Format, data: Any) -> Iterator[tuple[str, ...]]:
    """Required keys that stand in the file with nothing behind them."""
    for place in required_paths(fmt):
        value = data
        for end, key in enumerate(place, 1):
            if not isinstance(value, dict) or key not in value:
                break
            value = value[key]
            if value is None:
                yield place[:end]
                break
