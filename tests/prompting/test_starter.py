"""The facts file to fill in: every key explained, what is required open, the rest a comment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from writer.errors import FactsError
from writer.facts import Facts, parse_facts
from writer.facts.yaml_nodes import parse_yaml
from writer.formats import list_formats, load_format, outline
from writer.ledger import build_ledger
from writer.prompting import least_facts, sample_facts, starter
from writer.reconcile import reconcile

FORMATS = [name for name, _ in list_formats()]
TEXT = sample_facts()
DATA, POSITIONS = parse_yaml(TEXT, "sample")


def parts_of(model: type[BaseModel], value: Any) -> Iterator[tuple[type[BaseModel], Any]]:
    """Every mapping of the sample with the model it is read by."""
    if isinstance(value, list):
        for item in value:
            yield from parts_of(model, item)
    if not isinstance(value, dict):
        return
    yield model, value
    for field in model.model_fields.values():
        for inner in models_in(field.annotation):
            yield from parts_of(inner, value.get(field.alias or ""))


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from models_in(argument)


def uncommented(text: str) -> str:
    """The file as it is once every “# ” before a fact has been taken away."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("##")]
    return "\n".join(re.sub(r"^(\s*)# ", r"\1", line) for line in lines)


def open_lines(text: str) -> list[str]:
    return [
        line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")
    ]


# ---- the sample --------------------------------------------------------------------------


def test_the_sample_shows_every_key_that_a_facts_file_may_have() -> None:
    shown: dict[str, set[str]] = {}
    for model, value in parts_of(Facts, DATA):
        shown.setdefault(model.__name__, set()).update(value)
    known = {model: model for model, _ in parts_of(Facts, DATA)}
    for model in known:
        keys = {field.alias or name for name, field in model.model_fields.items()}
        # a topic’s 原因, a line’s 上年决算 … need stand in one of them only
        assert keys - shown[model.__name__] == set(), model.__name__


def test_whatever_the_model_requires_is_marked_so() -> None:
    lines = TEXT.splitlines()
    for path, (line, _) in POSITIONS.at.items():
        if not path or not isinstance(path[-1], str):
            continue
        model: type[BaseModel] | None = Facts
        for key in path[:-1]:
            if isinstance(key, str) and model is not None:
                field = next((f for f in model.model_fields.values() if f.alias == key), None)
                model = next(models_in(field.annotation), None) if field else None
        field = (
            next((f for f in model.model_fields.values() if f.alias == path[-1]), None)
            if model
            else None
        )
        if field is not None and field.is_required():
            assert re.search(r"# (必填|默认)", lines[line - 1]), (path, lines[line - 1])


def test_the_sample_reconciles() -> None:
    assert reconcile(build_ledger(parse_facts(TEXT))) == ()


# ---- the file made from it ---------------------------------------------------------------


@pytest.mark.parametrize("name", FORMATS)
def test_with_every_mark_taken_away_the_file_is_the_sample(name: str) -> None:
    text = uncommented(starter(load_format(name), year=2024))
    made, _ = parse_yaml(text, "new")
    filled, _ = parse_yaml(TEXT, "sample")
    assert list(made) != [], name
    assert set(made) == set(filled)
    empty = {"格式", "单位", "专项与项目", "收支", "自评得分与扣分", "履职情况"}
    assert {k: v for k, v in made.items() if k not in empty} == {
        k: v for k, v in filled.items() if k not in empty
    }


@pytest.mark.parametrize("name", FORMATS)
def test_filled_in_where_required_it_loads_and_the_format_has_what_it_needs(name: str) -> None:
    text = starter(load_format(name))
    values = {"年度": "2024", "决算": "100.00", "得分": "95"}
    filled = re.sub(
        r"^(\s*(?:- )?(\S+?):)(  # 必填)",
        lambda m: f"{m[1]} {values.get(m[2], '甲')}{m[3]}",
        text,
        flags=re.MULTILINE,
    )
    ledger = build_ledger(parse_facts(filled))
    assert ledger.facts.format == name
    assert outline(load_format(name), ledger)


@pytest.mark.parametrize("name", FORMATS)
def test_left_empty_every_required_line_is_named(name: str) -> None:
    text = starter(load_format(name))
    empty = [
        i for i, line in enumerate(text.splitlines(), 1)
        if re.match(r"\s*(- )?\S+:  # 必填", line)
    ]  # fmt: skip
    assert empty
    with pytest.raises(FactsError) as caught:
        parse_facts(text)
    named = {p.line for p in caught.value.problems}
    # an amount or score may be left out as far as the model goes: the format asks for it
    lax = {i for i in empty if re.match(r"\s*(决算|得分|- 内容):", text.splitlines()[i - 1])}
    assert set(empty) - lax <= named <= set(empty)


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_required_comes_first(name: str) -> None:
    lines = starter(load_format(name)).splitlines()
    heads = [i for i, line in enumerate(lines) if "────" in line]
    opened = [i for i, line in enumerate(lines) if line in open_lines("\n".join(lines))]
    assert len(heads) == 3
    assert heads[0] < min(opened)
    assert max(opened) < heads[1]


def test_the_least_facts_hold_nothing_but_what_is_required() -> None:
    made = parse_facts(least_facts(load_format("hunan"))).facts
    assert made.unit is not None
    assert made.unit.name == "青禾县图书馆"
    assert made.staff is None
    assert made.projects == ()


def test_a_year_and_a_folder_are_written_into_the_file() -> None:
    text = starter(load_format("hebei"), name="./河北/", year=2025)
    assert "\n格式: ./河北/  # 必填" in text
    assert "\n年度: 2025  # 必填" in text
