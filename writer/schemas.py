"""JSON Schemas of the files a user writes, for completion and checks in their editor.

`python -m writer.schemas [FOLDER]` writes them; a test fails when the committed ones drift from
the models. Chinese keys stand under `properties`, so that an editor offers them; the English
names are accepted through `patternProperties`, which editors do not offer.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args
from urllib.parse import quote

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

Schema = dict[str, Any]
DRAFT = "http://json-schema.org/draft-07/schema#"
_DOCUMENTS = {
    "facts": "部门整体支出绩效自评报告的事实文件",
    "settings": "jixiao.toml 设置文件",
}

_NUMBER: Schema = {"type": "number"}
_STRING: Schema = {"type": "string"}
_NULL: Schema = {"type": "null"}
_NONE: Schema = {"enum": ["无", "没有", ""]}
_COUNTED: Schema = {"type": "string", "pattern": "^\\s*\\d{1,9}\\s*(人|名|年|年度)\\s*$"}


def _texts(inner: Schema) -> Schema:
    return {"anyOf": [_STRING, _NUMBER, inner, _NULL]}


def _topics(inner: Schema) -> Schema:
    return {"anyOf": [_STRING, {**inner, "items": {"anyOf": [_STRING, inner["items"]]}}]}


# What the validators of writer.facts accept beside the type they end in, by their names.
_ACCEPTED: dict[str, Callable[[Schema], Schema]] = {
    "_text": lambda inner: {"type": [inner.pop("type"), "number"], **inner},
    "_texts": _texts,
    "_day": lambda inner: {"type": [inner.pop("type"), "number"], **inner},
    "_count": lambda inner: {"anyOf": [inner, _COUNTED]},
    "_named": lambda inner: {"anyOf": [_STRING, inner]},
    "_headcount": lambda inner: {"anyOf": [{"type": "integer", "minimum": 0}, _COUNTED, inner]},
    "_topics": _topics,
    "_absent": lambda inner: {"anyOf": [_NONE, inner]},
    "_absent_list": lambda inner: {"anyOf": [_NONE, inner]},
}


class _Generator(GenerateJsonSchema):
    """Widens a type by what its validator accepts before it."""

    def function_before_schema(
        self, schema: core_schema.BeforeValidatorFunctionSchema
    ) -> JsonSchemaValue:
        inner = super().function_before_schema(schema)
        name = schema["function"]["function"].__name__
        accepted = _ACCEPTED.get(name)
        return accepted(dict(inner)) if accepted else inner


def schemas() -> dict[str, Schema]:
    """Every schema by the name of its file: {"facts": {…}, "settings": {…}}."""
    from writer.facts import Facts
    from writer.settings import Settings

    models: dict[str, type[BaseModel]] = {"facts": Facts, "settings": Settings}
    return {name: document_schema(model, _DOCUMENTS[name]) for name, model in models.items()}


def document_schema(model: type[BaseModel], title: str) -> Schema:
    """The schema of a file whose outermost part is `model`."""
    raw = model.model_json_schema(by_alias=True, schema_generator=_Generator)
    parts = {part.__name__: part for part in _parts(model, set())}
    defs = {
        name: _object(part, parts[name], f"#/$defs/{name}")
        for name, part in sorted(raw.pop("$defs", {}).items())
    }
    body = _object(raw, model, "#")
    return {"$schema": DRAFT, "title": title, **body, "$defs": defs}


def _parts(model: type[BaseModel], seen: set[type]) -> Iterator[type[BaseModel]]:
    """The model and every model that a file of its kind can hold."""
    if model in seen:
        return
    seen.add(model)
    yield model
    for field in model.model_fields.values():
        for part in _models_in(field.annotation):
            yield from _parts(part, seen)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)


def _object(schema: Schema, model: type[BaseModel], place: str) -> Schema:
    """An object's schema for people: no class names, no empty defaults, English names too.

    `place` is the JSON pointer of this object in the document.
    """
    properties = {key: _plain(value) for key, value in schema.get("properties", {}).items()}
    result: Schema = {"type": "object", "properties": properties}
    english = {
        f"^{name}$": {"$ref": f"{place}/properties/{quote(field.alias)}"}
        for name, field in model.model_fields.items()
        if field.alias and field.alias != name
    }
    if english:
        result["patternProperties"] = english
    result["additionalProperties"] = schema.get("additionalProperties", True)
    names = {field.alias: name for name, field in model.model_fields.items()}
    required = schema.get("required", [])
    if required:
        result["allOf"] = [
            {"anyOf": [{"required": [key]}, {"required": [names.get(key, key)]}]}
            for key in required
        ]
    return result


def _plain(schema: Any) -> Any:
    """Without titles that only repeat the key and defaults that only say “nothing”."""
    if isinstance(schema, list):
        return [_plain(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {k: _plain(v) for k, v in schema.items() if k != "title"}
    if kept.get("default", 0) in (None, "", [], {}):
        del kept["default"]
    return kept


def rendered(schema: Schema) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def write(folder: Path) -> list[Path]:
    """Writes every schema into the folder; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, schema in schemas().items():
        path = folder / f"{name}.schema.json"
        path.write_text(rendered(schema), encoding="utf-8")
        written.append(path)
    return written


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent / "schemas"
    for file in write(target):
        print(file)
