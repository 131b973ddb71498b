"""The committed JSON Schemas follow the models and accept what the program accepts."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from writer.facts import Facts
from writer.facts.yaml_nodes import parse_yaml, read_source
from writer.schemas import rendered, schemas

ROOT = Path(__file__).parent.parent
COMMITTED = {p.name.removesuffix(".schema.json"): p for p in ROOT.glob("schemas/*.schema.json")}
FACTS_FILES = sorted(ROOT.glob("evals/samples/*/facts.yaml"))


def plain(value: Any) -> Any:
    """Decimals as JSON would carry them."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list) else value


def faults(text: str) -> list[str]:
    data, _ = parse_yaml(text, "facts.yaml")
    validator = jsonschema.Draft7Validator(schemas()["facts"])
    return [error.message for error in validator.iter_errors(plain(data))]


def test_the_committed_schemas_are_those_of_the_models() -> None:
    assert set(COMMITTED) == set(schemas())
    for name, schema in schemas().items():
        assert COMMITTED[name].read_text(encoding="utf-8") == rendered(schema), (
            f"{name}: run `make schemas`"
        )


def test_schemas_are_valid_schemas() -> None:
    for schema in schemas().values():
        jsonschema.Draft7Validator.check_schema(schema)


def test_editors_offer_chinese_keys_with_explanations() -> None:
    offered = schemas()["facts"]["properties"]
    assert {field.alias for field in Facts.model_fields.values()} == set(offered)
    assert "专项与项目" in offered
    assert "projects" not in offered
    line = schemas()["facts"]["$defs"]["Line"]["properties"]
    assert line["全年预算"]["description"] == "调整后的预算数"


@pytest.mark.parametrize(
    "text",
    [
        "年度: 2023",
        "year: 2023",
        "{年度: 2023, 单位: 某某局}",
        "{年度: 2023, 单位: {name: 某某局, 内设机构: [办公室, 财务科]}}",
        "{年度: 2023, 机构与人员: {编制: 22, 在职: {合计: 17, 构成: {行政人员: 5}}}}",
        "{年度: 2023, 收支: {支出: {名称: 支出, 决算: 339.52, 年初预算: 3180900.00元}}}",
        "{年度: 2023, 政府性基金: 无, 问题: 没有发现问题, 措施: [一条, {标题: 二, 内容: 三}]}",
        "{年度: 2023, 数据: [{subject: 心肺复苏训练, value: 60}]}",
        "{年度: 2023, 职责: }",
    ],
)
def test_what_the_program_reads_the_schema_accepts(text: str) -> None:
    data, _ = parse_yaml(text, "facts.yaml")
    Facts.model_validate(data)
    assert faults(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "单位: 某某局",  # no year
        "{年度: 2023, 单 位: 某某局}",
        "{年度: 二〇二三}",
        "{年度: 2023, 数据: [{subject: 心肺复苏训练}]}",
        "{年度: 2023, 收支: {支出: 339.52}}",
        "{年度: 2023, 专项与项目: [{名称: 甲, 下达金额: 14.00, 下达: 1}]}",
    ],
)
def test_what_the_program_refuses_the_schema_refuses(text: str) -> None:
    assert faults(text)


@pytest.mark.parametrize("path", FACTS_FILES, ids=lambda path: path.parent.name)
def test_the_samples_facts_are_accepted(path: Path) -> None:
    assert faults(read_source(path)) == []
