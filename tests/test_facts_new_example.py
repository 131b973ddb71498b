"""The example that draft facts new prints: filled in and uncommented it drafts without a doubt."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from writer.cli.progress import Silent
from writer.facts.yaml_nodes import parse_yaml
from writer.findings import Severity
from writer.formats import list_formats, load_format
from writer.pipeline import Outcome, Request, draft
from writer.prompting import sample_facts, starter

FORMATS = [name for name, _ in list_formats()]


def filled(name: str) -> str:
    """What facts new prints, with every “# ” taken away and the empty required keys filled in."""
    text = starter(load_format(name), name=name, year=2024)
    text = re.sub(r"^##.*\n", "", text, flags=re.MULTILINE)
    lines = re.sub(r"^( *)# ", r"\1", text, flags=re.MULTILINE).splitlines()
    data, positions = parse_yaml("\n".join(lines), "f.yaml")
    sample, _ = parse_yaml(sample_facts(), "sample.yaml")
    for path, value in leaves(data):
        if value is None:
            line = positions.at[path][0] - 1
            assert "# 必填" in lines[line], "only what is required is left empty"
            key, _, note = lines[line].partition(":  # ")
            lines[line] = f"{key}: {at(sample, path)}  # {note}"
    return "\n".join(lines) + "\n"


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Any:
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in items:
            yield from leaves(inner, (*path, key))
    else:
        yield path, value


def at(value: Any, path: tuple[str | int, ...]) -> Any:
    for key in path:
        value = value[key]
    return value


def _line(text: str, place: int) -> str:
    return text[text.rfind("\n", 0, place) + 1 : text.find("\n", place)]


@cache
def drafted(name: str, folder: Path) -> Outcome:
    facts = folder / f"{name}.yaml"
    facts.write_text(filled(name), encoding="utf-8")
    return draft(Request(facts, folder / name), Silent())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("example")


@pytest.mark.parametrize("name", FORMATS)
def test_the_whole_example_stands_in_the_file(name: str) -> None:
    given, _ = parse_yaml(filled(name), "f.yaml")
    sample, _ = parse_yaml(sample_facts(), "sample.yaml")
    assert given == sample | {"格式": name}


@pytest.mark.parametrize("name", FORMATS)
def test_no_number_of_the_example_is_doubted(folder: Path, name: str) -> None:
    outcome = drafted(name, folder)
    text = outcome.report.text
    doubted = [
        (_line(text, judged.mention.start), judged.mention.text, judged.verdict)
        for judged in outcome.check.mentions
        if judged.verdict is not None and not judged.verdict.good
    ]
    assert doubted == []
    assert len(outcome.check.mentions) > 30, "the report and its tables have been read"


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_else_is_found_in_the_example(folder: Path, name: str) -> None:
    outcome = drafted(name, folder)
    assert [p.message for p in outcome.problems if p.severity is not Severity.NOTICE] == []
    assert [
        (f.code, f.message)
        for f in outcome.findings
        if f.severity is not Severity.NOTICE and not f.code.startswith("GR")
    ] == []
