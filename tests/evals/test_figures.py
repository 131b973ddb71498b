"""A figure is recalled with kind, value, unit and basis, each number once."""

from __future__ import annotations

import pytest

from evals.cases import Stated
from evals.reports.alignment import Span
from evals.reports.figures import Numbers, is_wrong, proven, recalled
from writer.facts import parse_facts
from writer.grounding.check import CheckResult, check_text
from writer.grounding.mentions import Kind
from writer.ledger import Ledger, build_ledger

FACTS = """
年度: 2024
收支:
  支出: {名称: 基本支出, 年初预算: 301.09, 决算: 277.30}
专项与项目:
  - {名称: 电费资金, 下达金额: 14.00, 支出金额: 14.00, 文号: 云财建〔2024〕18号}
数据:
  - {事项: 心肺复苏, 计量: 次数, 数值: 60, 单位: 次}
  - {事项: 医疗急救, 计量: 次数, 数值: 60, 单位: 次}
文字材料:
  - {内容: 2024年1月22日，召开专题会议。}
"""


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return build_ledger(parse_facts(FACTS))


def check(text: str, ledger: Ledger) -> tuple[CheckResult, Numbers]:
    result = check_text(text, ledger)
    return result, Numbers(result.mentions, ledger)


def found(text: str, ledger: Ledger, *stated: Stated) -> list[bool]:
    _, numbers = check(text, ledger)
    return [hit for _, hit in recalled(stated, numbers, Span(0, len(text)), text)]


def money(value: str, basis: str = "") -> Stated:
    return Stated(kind=Kind.MONEY, value=value, unit="元", basis=basis)


def test_the_right_value_on_another_basis_is_not_the_figure(ledger: Ledger) -> None:
    text = "2024年基本支出年初预算301.09万元。"
    assert found(text, ledger, money("3010900", "年初预算")) == [True]
    assert found(text, ledger, money("3010900", "决算")) == [False]
    assert found(text, ledger, money("2773000", "决算")) == [False]


def test_what_was_spent_in_full_is_right_on_both_bases(ledger: Ledger) -> None:
    text = "2024年下达电费资金指标14.00万元。"
    assert found(text, ledger, money("140000", "全年预算")) == [True]
    assert found(text, ledger, money("140000", "决算")) == [True]


def test_two_figures_of_one_value_need_two_numbers(ledger: Ledger) -> None:
    both = [
        Stated(kind=Kind.COUNT, value="60", unit="次", of=of) for of in ("心肺复苏", "医疗急救")
    ]
    assert found("全年开展心肺复苏60次、医疗急救60次。", ledger, *both) == [True, True]
    assert found("全年开展心肺复苏60次。", ledger, *both) == [True, False]


@pytest.mark.parametrize(
    ("value", "text", "hit"),
    [
        ("XXXX-01-22", "2024年1月22日，召开专题会议。", True),
        ("2024-01", "2024年1月22日，召开专题会议。", True),
        ("2024-02-22", "2024年1月22日，召开专题会议。", False),
        ("2024-01-2", "2024年1月22日，召开专题会议。", False),
    ],
)
def test_a_date_may_be_more_exact_or_without_its_year(
    value: str, text: str, hit: bool, ledger: Ledger
) -> None:
    assert found(text, ledger, Stated(kind=Kind.DATE, value=value)) == [hit]


def test_a_document_number_is_the_same_in_any_brackets(ledger: Ledger) -> None:
    stated = Stated(kind=Kind.DOCNO, value="云财建【2024】18号")
    assert found("以云财建〔2024〕18号文件下达。", ledger, stated) == [True]


def test_measure_words_that_officials_interchange_are_one_unit(ledger: Ledger) -> None:
    stated = Stated(kind=Kind.COUNT, value="60", unit="场")
    assert found("全年开展心肺复苏60次。", ledger, stated) == [True]
    other = Stated(kind=Kind.COUNT, value="60", unit="万元")
    assert found("全年开展心肺复苏60次。", ledger, other) == [False]


def test_a_figure_of_zero_may_be_said_in_words(ledger: Ledger) -> None:
    zero = Stated(kind=Kind.MONEY, value="0", unit="元", said="出国 未|没有")
    assert found("因公出国（境）费没有发生。", ledger, zero) == [True]
    assert found("没有接待。因公出国费已公开。", ledger, zero) == [False]


def test_wrong_numbers_are_told_from_unproven_ones(ledger: Ledger) -> None:
    result, _ = check("2024年基本支出决算277.80万元，心肺复苏60次。", ledger)
    assert [j.mention.text for j in result.mentions if is_wrong(j)] == ["277.80万元"]
    good, whole = proven(result.mentions)
    assert (good, whole) == (whole - 1, whole)
