"""Every reconciliation check fires on its bad cases, keeps silent on its good ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from writer.facts import parse_facts
from writer.findings import Severity
from writer.ledger import build_ledger
from writer.reconcile import RULES, FactProblem, code_of, reconcile

CASES = Path(__file__).parent / "cases"
CODES = [code_of(rule) for rule in RULES]


def load(code: str) -> dict[str, list[dict[str, Any]]]:
    cases: dict[str, list[dict[str, Any]]] = YAML(typ="safe").load(CASES / f"{code}.yaml")
    return cases


def cases(kind: str) -> list[Any]:
    return [
        pytest.param(code, case, id=f"{code}: {case['name']}")
        for code in CODES
        for case in load(code)[kind]
    ]


def problems(facts: str) -> tuple[FactProblem, ...]:
    return reconcile(build_ledger(parse_facts(facts)))


@pytest.mark.parametrize(("code", "case"), cases("fire"))
def test_fires(code: str, case: dict[str, Any]) -> None:
    found = [p for p in problems(case["facts"]) if p.code == code]
    assert [p.severity.value for p in found] == [case["severity"]], found
    assert found[0].line == case["line"]
    for words in case["says"]:
        assert str(words) in found[0].message


@pytest.mark.parametrize(("code", "case"), cases("silent"))
def test_keeps_silent(code: str, case: dict[str, Any]) -> None:
    assert [p for p in problems(case["facts"]) if p.code == code] == []


@pytest.mark.parametrize("rule", RULES, ids=code_of)
def test_a_rule_explains_itself_and_has_cases(rule: Any) -> None:
    text = rule.__doc__
    assert "\nBad:" in text
    assert "\nGood:" in text
    assert rule.TITLE
    own = load(code_of(rule))
    assert len(own["fire"]) >= 2
    assert len(own["silent"]) >= 2


def test_every_file_of_a_rule_is_registered() -> None:
    files = {p.stem for p in (Path(__file__).parents[2] / "writer/reconcile").glob("FA*.py")}
    assert files == set(CODES) == {p.stem for p in CASES.glob("*.yaml")}


def test_the_heaviest_come_first_with_their_place() -> None:
    found = problems(
        "年度: 2023\n"
        "专项与项目: [{名称: 甲, 下达金额: 10.00, 支出金额: 8.00}]\n"
        "自评得分与扣分: {得分: 80, 等级: 优}\n"
    )
    assert [p.severity for p in found] == [Severity.ERROR, Severity.NOTICE]
    assert str(found[0].problem).startswith("facts.yaml:3:")
    assert found[0].to_dict()["severity"] == "error"


@pytest.mark.parametrize(
    "path",
    sorted(Path(__file__).parents[2].glob("evals/samples/*/facts.yaml")),
    ids=lambda path: path.parent.name,
)
def test_the_samples_facts_hold_no_errors(path: Path) -> None:
    from writer.ledger import load_ledger

    found = reconcile(load_ledger(path))
    assert [p for p in found if p.severity is Severity.ERROR] == []


def test_a_gap_is_stated_exactly() -> None:
    """No float enters: the difference printed is the difference of the figures."""
    found = problems(
        "年度: 2023\n收支: {支出: {名称: 支出, 决算: 1000000000.10, "
        "构成: [{名称: 甲, 决算: 1000000000.30}]}}\n"
    )
    assert "多 0.20万元" in found[0].message
