"""Every rule fires on its bad cases, keeps silent on its good ones, and explains itself.

`cases/rules/<CODE>.yaml`: `fire` and `silent` lists. A case has `name` and `text`; `facts` (a
facts file; at the top of a file for all its cases) where the rule needs a ledger, `required` ids
for DC308. A firing case gives `spans`,
the words of every finding in order, and may give `says`, `severity` and `suggestion` of the first.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from writer.facts import parse_facts
from writer.findings import Finding, Severity
from writer.grounding.catalogue import entries, entry_of, explain, overview, rules_page
from writer.grounding.check import check_text
from writer.grounding.rules import all_rules
from writer.ledger import build_ledger

ROOT = Path(__file__).parents[2]
CASES = Path(__file__).parent / "cases" / "rules"
CODES = [rule.code for rule in all_rules()]
LEFT_OUT = ("DC301", "DC313")  # strangers do leave out a section or the grade, and are told so
LEAST = 2  # cases of each sort
BLIND = [
    name
    for listed in ("measure2.txt", "measure3.txt")
    for name in (ROOT / "evals/sets/planted" / listed).read_text("utf-8").split()
]


@cache
def load(code: str) -> dict[str, Any]:
    cases: dict[str, Any] = YAML(typ="safe").load(CASES / f"{code}.yaml")
    return cases


def cases(kind: str) -> list[Any]:
    return [
        pytest.param(code, case, id=f"{code}: {case['name']}")
        for code in CODES
        for case in load(code)[kind]
    ]


def check(code: str, case: dict[str, Any]) -> tuple[str, list[Finding]]:
    facts = case.get("facts", load(code).get("facts"))
    ledger = build_ledger(parse_facts(facts)) if facts else None
    required = frozenset(case.get("required", ()))
    result = check_text(case["text"], ledger, required=required)
    return result.text, [f for f in result.findings if f.code == code]


@pytest.mark.parametrize(("code", "case"), cases("fire"))
def test_fires(code: str, case: dict[str, Any]) -> None:
    text, found = check(code, case)
    assert [text[f.start : f.end] for f in found] == [str(s) for s in case["spans"]], found
    for words in case.get("says", ()):
        assert str(words) in found[0].message
    if "severity" in case:
        assert str(found[0].severity) == case["severity"]
    if "suggestion" in case:
        assert found[0].suggestion == case["suggestion"]


@pytest.mark.parametrize(("code", "case"), cases("silent"))
def test_keeps_silent(code: str, case: dict[str, Any]) -> None:
    assert check(code, case)[1] == []


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_a_rule_explains_itself_and_has_cases(rule: Any) -> None:
    entry = entry_of(rule)  # refuses a docstring without its parts
    assert entry.title
    assert entry.about
    own = load(rule.code)
    assert len(own["fire"]) >= LEAST
    assert len(own["silent"]) >= LEAST
    names = [case["name"] for case in own["fire"] + own["silent"]]
    assert len(names) == len(set(names))


def test_every_file_is_a_rule_and_every_case_file_has_one() -> None:
    files = {p.stem for p in (ROOT / "writer/grounding/rules").glob("[A-Z][A-Z]*.py")}
    assert files == set(CODES) == {p.stem for p in CASES.glob("*.yaml")}


def test_the_page_of_rules_is_true() -> None:
    """Write it again with `python -m writer.grounding.catalogue`."""
    assert (ROOT / "RULES.md").read_text("utf-8") == rules_page()


def test_the_catalogue_speaks_to_users() -> None:
    text = explain("cs202")
    assert text is not None
    assert "分项之和与合计不符" in text
    assert explain("XX999") is None
    assert all(entry.code in overview() for entry in entries())


def test_a_docstring_without_its_parts_is_refused() -> None:
    class CS999:
        """Says nothing more."""

        code = "CS999"

    with pytest.raises(ValueError, match="CS999"):
        entry_of(CS999())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "收入0.00万元，其中甲0.00万元、占5%，乙0.00万元、占6%。",
        "收入99999999999999999999999999.99万元，其中甲99999999999999999999999998.00万元、乙5.00万元。",
        "事故9起，由0起增至5起，比上年增加3起，增长5.123456789012345678901234567890%。",
        "2023年2月30日25时开工，13月40日完工，历时99999999999999999999天。",
        "项目\t支出\n甲\t99999999999999999999999999999999\n合计\t1\n",
        "自评得分99999999999999999999999999分，等级为优。",
    ],
)
def test_numbers_that_nothing_can_have_do_no_harm(text: str) -> None:
    codes = {finding.code for finding in check_text(text).findings}
    assert codes <= {"CS203", "CS204", "CS209"}


@pytest.mark.parametrize(
    "path",
    [
        path
        for path in sorted(ROOT.glob("evals/sets/planted/*/report.txt"))
        if path.parent.name not in BLIND  # only measured, in evals: nobody mends a rule by them
    ],
    ids=lambda p: p.parent.name,
)
def test_a_clean_report_is_called_clean(path: Path) -> None:
    found = check_text(path.read_text("utf-8")).findings
    told = [f for f in found if f.severity is not Severity.NOTICE and f.code not in LEFT_OUT]
    assert told == []


@pytest.mark.samples
@pytest.mark.skipif("JIXIAO_SAMPLES" not in os.environ, reason="JIXIAO_SAMPLES is not set")
def test_the_samples_errors_are_found_without_facts() -> None:
    from evals.sample_errors import Sort, load_samples, score

    scores = [
        score(s, check_text(s.text).findings)
        for s in load_samples(Path(os.environ["JIXIAO_SAMPLES"]))
    ]
    hard = [s.of(sort=Sort.NUMERIC, hard=True) for s in scores]
    assert sum(found for found, _ in hard) >= 0.8 * sum(total for _, total in hard)
    assert max(len(s.false) for s in scores) <= 2


def test_nobody_is_told_to_make_a_proven_number_wrong() -> None:
    """The rate is right by the ledger; it only does not follow from the wrong total before it."""
    facts = "年度: 2023\n收支: {支出: {名称: 部门整体支出, 年初预算: 318.09, 决算: 339.52}}\n"
    text = "2023年部门整体支出决算439.52万元，比年初预算增加21.43万元，增长6.74%。"
    result = check_text(text, build_ledger(parse_facts(facts)))
    told = {(f.code, text[f.start : f.end]): f.suggestion for f in result.findings}
    assert told["GR101", "439.52万元"] == "339.52万元"
    assert told["CS203", "6.74%"] is None
    alone = check_text(text)
    assert [f.suggestion for f in alone.findings if f.code == "CS203"] == ["5.13%"]
