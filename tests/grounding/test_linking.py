"""One sentence, one number, one verdict: the cases are YAML, so that anyone can add one. Under
`clean` stand texts whose every number is right."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from writer.facts import parse_facts
from writer.findings import Verdict
from writer.grounding.check import check_text
from writer.grounding.judgement import Judged
from writer.ledger import Ledger, build_ledger

CASES = Path(__file__).parent / "cases" / "linking"


def _load(name: str) -> dict[str, Any]:
    return YAML(typ="safe", pure=True).load((CASES / name).read_text("utf-8"))


NAMES = sorted(path.name for path in CASES.glob("*.yaml"))
EVERY = [(name, case) for name in NAMES for case in _load(name).get("cases", [])]
CLEAN = [(name, text) for name in NAMES for text in _load(name).get("clean", [])]


@cache
def ledger(name: str = "department.yaml") -> Ledger:
    return build_ledger(parse_facts(_load(name)["facts"], name))


def judged(text: str, number: str, name: str = "department.yaml") -> Judged:
    found = [j for j in check_text(text, ledger(name)).mentions if j.mention.text == number]
    assert len(found) == 1, f"{number} is not read exactly once in {text}"
    return found[0]


@pytest.mark.parametrize(("name", "case"), EVERY, ids=[case["text"] for _, case in EVERY])
def test_verdict(name: str, case: dict[str, str]) -> None:
    verdict = judged(case["text"], case["number"], name).verdict
    assert verdict == Verdict(case["verdict"])


@pytest.mark.parametrize(("name", "text"), CLEAN, ids=[text for _, text in CLEAN])
def test_every_number_is_right(name: str, text: str) -> None:
    found = check_text(text, ledger(name)).mentions
    doubted = {
        j.mention.text: str(j.verdict)
        for j in found
        if j.verdict not in (Verdict.STRUCTURAL, Verdict.UNBOUND)
        and not (j.verdict and j.verdict.good)
    }
    assert doubted == {}
    assert any(j.verdict and j.verdict.good for j in found)


def test_every_verdict_but_doubt_has_a_case() -> None:
    shown = {case["verdict"] for _, case in EVERY}
    assert shown == {str(v) for v in Verdict} - {"unbound"}


def test_a_derived_number_names_its_formula() -> None:
    made = judged("部门整体支出决算548.80万元，比上年增加58.80万元。", "58.80万元")
    assert made.formula == "548.80万元 － 490.00万元"


def test_a_mistyped_figure_is_suggested_before_another_of_its_subject() -> None:
    text = (
        "部门整体支出548.80万元，较年初预算增加28.80万元；按支出类别分，项目支出166.80万元，"
        "基本支出392.00万元。"
    )
    (finding,) = [f for f in check_text(text, ledger()).findings if f.code == "GR101"]
    assert finding.suggestion == "156.80万元"


def test_a_heading_says_what_its_paragraph_speaks_of() -> None:
    text = "三、项目支出\n（一）古籍修复\n全年预算90.00万元，实际支出88.20万元。\n（二）流动书屋\n实际支出88.20万元。"
    verdicts = [j.verdict for j in check_text(text, ledger()).mentions if "万元" in j.mention.text]
    assert verdicts == [Verdict.VERIFIED, Verdict.VERIFIED, Verdict.WRONG_SUBJECT]


def test_a_table_links_by_row_and_column() -> None:
    text = "单位：万元\n项目\t全年预算\t决算\n古籍修复\t90.00\t88.20\n流动书屋\t70.00\t88.20\n合计\t160.00\t156.80"
    found = {
        (j.mention.start, j.mention.text): j.verdict for j in check_text(text, ledger()).mentions
    }
    values = [v for (_, t), v in sorted(found.items()) if "." in t]
    assert values[:3] == [Verdict.VERIFIED] * 3
    assert values[3] is Verdict.WRONG_SUBJECT
    assert values[4].good
    assert values[5].good


def test_without_a_ledger_nothing_is_judged() -> None:
    result = check_text("一、支出392.00万元。")
    assert {j.verdict for j in result.mentions} == {None, Verdict.STRUCTURAL}
    assert result.as_json()["mentions"][1]["verdict"] is None
