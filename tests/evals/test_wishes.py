"""The scripted models by which --drafts, --example and --unify are measured."""

from __future__ import annotations

import json

from evals.wishes import copier, imitator, mixed, two_names
from tests.scripted_server.behaviours import Prompt

ASKED = (
    "章节：一、支出情况\n"
    "F1 | 支出 · 金额 · 决算 · 2023 | 3.00万元\nF2 | 支出 · 金额 · 年初预算 · 2023 | 2.00万元\n"
    "F3 | 收入 · 金额 · 决算 · 2023 | 4.00万元\nF4 | 编制 · 人数 ·  · 2023 | 5人\n"
    "F5 | 科室 · 个数 ·  · 2023 | 3个\n"
    "必须写到的编号：F1\n"
    '【文风示例】数已略去\n"支出□，增长□。坚持厉行节约。"'
)


def told(seed: int = 0, asked: str = ASKED, behaviour: object = mixed) -> list[str]:
    prompt = Prompt([{"role": "user", "content": asked}], seed)
    paragraphs: list[str] = json.loads(behaviour(prompt).text)["paragraphs"]  # type: ignore[operator]
    return paragraphs


def test_a_careless_model_is_careless_in_another_way_each_time() -> None:
    drafts = {seed: "\n".join(told(seed)) for seed in range(40)}
    assert drafts[3] == "\n".join(told(3)), "and in the same way for the same seed"
    assert any("大概" in text or "似乎" in text for text in drafts.values())
    assert any("全年共开展" in text for text in drafts.values())
    assert any("{F4}" not in text for text in drafts.values())
    assert any("支出决算为{F1}" in text and "全年共" not in text for text in drafts.values())


def test_an_example_is_copied_with_its_gaps_or_without() -> None:
    assert told(behaviour=copier)[-2:] == ["支出□，增长□。", "坚持厉行节约。"]
    assert told(behaviour=imitator)[0] == "坚持厉行节约。"


def test_a_second_name_is_unified_only_where_it_stands() -> None:
    whole = "报告全文：\n第1段｜甲｜该单位支出{1}。\n第2段（固定）｜乙｜支出{1}。"
    assert told(asked=whole, behaviour=two_names("我局")) == ["第1段：我局支出{1}。"]
