"""A facts file on disk -> Facts, with every fault named by line, key path and remedy."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from writer.errors import FactsError, Problem
from writer.facts.model import UNFILLED, Facts
from writer.facts.yaml_nodes import Positions, miswritten_key, parse_yaml, read_source
from writer.quantities import MONEY_UNITS

MAX_PROBLEMS = 50


@dataclass(frozen=True, slots=True)
class FactsFile:
    """The facts with where each of them stands in which file."""

    facts: Facts
    positions: Positions
    text: str

    def place(self, *path: str | int) -> tuple[int, int]:
        """(line, column) of a value; English names and Chinese keys are both understood."""
        return self.positions.nearest(spelled(path, self.positions))

    def holds(self, *path: str | int) -> bool:
        """Whether the file has something at this path, be it a key with nothing behind it."""
        return spelled(path, self.positions) in self.positions.at


def load_facts(path: Path | str) -> FactsFile:
    """Reads and validates; raises FactsError that lists every fault with its place."""
    path = Path(path)
    return parse_facts(read_source(path), str(path))


def parse_facts(text: str, name: str = "facts.yaml") -> FactsFile:
    data, positions = parse_yaml(text, name)
    if not isinstance(data, dict):
        fault = miswritten_key(text, name, 1, text.count("\n") + 1)
        raise FactsError(
            f"{name} 的最外层应为“键: 值”，例如“年度: 2024”。", (fault,) if fault else ()
        )
    unit = data.get("金额单位", data.get("money_unit")) or "万元"
    if unit not in MONEY_UNITS:
        line, column = positions.nearest(("金额单位",))
        known = "、".join(MONEY_UNITS)
        fault = Problem(f"应为 {known} 之一，而这里是“{unit}”", name, line, column, "金额单位")
        raise FactsError("事实文件有误：", (fault,))
    try:
        facts = Facts.model_validate(without_blanks(data), context={"money_unit": unit})
    except ValidationError as error:
        raise FactsError("事实文件有误：", _problems(error, positions)) from None
    return FactsFile(facts, positions, text)


def without_blanks(value: Any) -> Any:
    """The same without keys that have nothing behind them: left empty means not given."""
    if isinstance(value, dict):
        return {key: without_blanks(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [without_blanks(inner) for inner in value]
    return value


def _problems(error: ValidationError, positions: Positions) -> tuple[Problem, ...]:
    found = []
    for item in error.errors(include_url=False)[:MAX_PROBLEMS]:
        path = tuple(p for p in item["loc"] if not _is_branch(p))
        line, column = positions.nearest(path)
        blank = item["type"] == "missing" and path in positions.at
        message = UNFILLED if blank else _message(item, path)
        found.append(Problem(message, positions.file, line, column, ".".join(map(str, path))))
    unique = {(p.line, p.column, p.path): p for p in found}
    return tuple(sorted(unique.values(), key=lambda p: (p.line, p.column)))


def _is_branch(part: str | int) -> bool:
    """Names that pydantic puts into a path for the branch of a union it tried."""
    return isinstance(part, str) and (part in ("decimal", "str") or "[" in part or "-" in part)


def _message(item: Any, path: tuple[str | int, ...]) -> str:
    kind, value = item["type"], item["input"]
    if kind == "extra_forbidden":
        return _unknown_key(path)
    if kind == "missing":
        return "缺少这一项，必填"
    if kind == "value_error":
        return str(item["ctx"]["error"])
    expected = _EXPECTED.get(kind)
    if expected is None:
        limits = item.get("ctx") or {}
        bound = next((str(limits[k]) for k in ("ge", "gt", "le", "lt") if k in limits), "")
        word = {"greater_than_equal": "不小于", "greater_than": "大于",
                "less_than_equal": "不大于", "less_than": "小于"}.get(kind)  # fmt: skip
        expected = f"应{word} {bound}" if word else "格式不符"
    colon = isinstance(value, str) and kind in _KEYED and re.match(r"[^\s：:]{1,20}[：:]\S", value)
    hint = "；冒号要用半角的，后面留一个空格" if colon else ""
    return f"{expected}，而这里是“{_brief(value)}”{hint}"


_KEYED = ("dict_type", "model_type", "model_attributes_type")
_EXPECTED = {
    "string_type": "应为文字",
    "string_too_short": "不能为空",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "decimal_type": "应为数字",
    "decimal_parsing": "应为数字",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "tuple_type": "应为列表（每行以“- ”开头）",
    "dict_type": "应为“键: 值”",
    "model_type": "应为“键: 值”",
    "model_attributes_type": "应为“键: 值”",
}


def _brief(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + "、".join(map(str, list(value)[:3])) + "…}"
    text = "空" if value is None else str(value)
    return text if len(text) <= 30 else text[:30] + "…"


def _unknown_key(path: tuple[str | int, ...]) -> str:
    key = str(path[-1])
    known = known_keys(path[:-1])
    close = difflib.get_close_matches(key, known, n=1, cutoff=0.4)
    if not close:
        close = [k for k in known if set(k) & set(key) and k.isascii() == key.isascii()][:1]
    hint = f"，是不是“{close[0]}”？" if close else f"；可用的键：{'、'.join(known[:20])}"
    return f"没有“{key}”这个键{hint}"


def known_keys(path: tuple[str | int, ...]) -> list[str]:
    """The keys that a facts file may have at this path, Chinese first."""
    model: type[BaseModel] | None = Facts
    for part in path:
        if isinstance(part, int) or model is None:
            continue
        field = next((f for n, f in model.model_fields.items() if part in (n, f.alias)), None)
        model = _model_in(field.annotation) if field else None
    if model is None:
        return []
    fields = model.model_fields
    return [f.alias or n for n, f in fields.items()] + [n for n, f in fields.items() if f.alias]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in get_args(annotation):
        found = _model_in(argument)
        if found is not None:
            return found
    return None


def spelled(path: tuple[str | int, ...], positions: Positions) -> tuple[str | int, ...]:
    """The path as this file spells it: the Chinese key or the English name of each step."""
    model: type[BaseModel] | None = Facts
    result: tuple[str | int, ...] = ()
    for part in path:
        names: tuple[str | int, ...] = (part,)
        if isinstance(part, str) and model is not None:
            entry = next(
                ((n, f) for n, f in model.model_fields.items() if part in (n, f.alias)), None
            )
            if entry is not None:
                names = (entry[1].alias or entry[0], entry[0])
                model = _model_in(entry[1].annotation)
        spelled = next((n for n in names if (*result, n) in positions.at), names[0])
        result = (*result, spelled)
    return result
