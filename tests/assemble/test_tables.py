"""The standard forms: right amounts in the right cells, a dash where nothing is stated."""

from __future__ import annotations

from decimal import Decimal

import pytest

from writer.assemble.forms.lines import amount, total
from writer.assemble.table_layout import columns, grid
from writer.assemble.tables import (
    TABLES,
    basics_table,
    overall_table,
    project_table,
    sichuan_projects,
    special_funds_table,
)
from writer.facts import Indicator, Line, parse_facts
from writer.ledger import build_ledger
from writer.ledger.scoring import execution_score, execution_weight, indicator_score
from writer.report import Table

FACTS = """
年度: 2023
单位: {名称: 云川市应急救援支队, 主管部门: 云川市应急管理局}
机构与人员: {编制: 22, 在职: 17}
绩效目标: [{标题: 训练, 内容: 按计划完成训练。}]
收支:
  收入:
    名称: 本年收入
    决算: 339.53
    构成:
      - {名称: 一般公共预算财政拨款收入, 决算: 326.50}
      - {名称: 政府性基金收入, 决算: 13.03}
  支出:
    名称: 部门整体支出
    年初预算: 318.09
    全年预算: 424.41
    决算: 339.528
    构成:
      - 名称: 基本支出
        决算: 277.30
        构成:
          - {名称: 人员经费, 决算: 243.74}
          - 名称: 公用经费
            决算: 33.56
            构成: [{名称: 水费, 决算: 0.13}, {名称: 电费, 决算: 3.63}, {名称: 差旅费, 决算: 5.80}, {名称: 邮电费, 决算: 0.72}, {名称: 其他, 决算: 23.28}]
      - 名称: 一般公共预算项目支出
        决算: 49.198
      - {名称: 政府性基金项目支出, 决算: 13.03}
三公经费:
  名称: “三公”经费
  年初预算: 1.00
  构成:
    - {名称: 公务用车购置及运行维护费, 年初预算: 0.60, 决算: 0.59, 构成: [{名称: 公务用车运行维护费, 年初预算: 0.60, 决算: 0.59}]}
    - {名称: 公务接待费, 年初预算: 0.40, 决算: 0.35, 上年决算: 0.36}
  说明: 从严控制。
专项与项目:
  - 名称: 训练专项
    年初预算: 15.00
    下达金额: 14.00
    支出金额: 14.00
    年度目标: 完成训练。
    实际完成: 训练60次。
    绩效指标:
      - {一级指标: 产出指标, 二级指标: 数量指标, 三级指标: 训练次数, 指标性质: ≥, 目标值: 60, 度量单位: 次, 完成值: 45, 分值: 40}
      - {一级指标: 产出指标, 二级指标: 质量指标, 三级指标: 合格率, 目标值: ≥95%, 完成值: 96%, 分值: 30}
      - {一级指标: 满意度指标, 二级指标: 满意度, 三级指标: 群众满意度, 目标值: 满意, 完成值: 满意, 分值: 20, 得分: 19.5}
  - {名称: 演练专项, 年初结转: 2.00, 下达金额: 10.00, 支出金额: 9.00, 年末结转: 1.00}
  - {名称: 没有金额的项目}
自评得分与扣分: {得分: 98.50}
绩效指标: [{一级指标: 产出指标, 二级指标: 数量指标, 三级指标: 训练, 目标值: 60次, 完成值: 60次, 分值: 90, 得分: 90}]
基础数据:
  - {名称: 政府采购金额, 决算: 11.55}
  - {名称: 会议室改造, 决算: 2.00}
"""


@pytest.fixture(scope="module")
def ledger():
    return build_ledger(parse_facts(FACTS))


def cells(table: Table) -> dict[str, list[str]]:
    """Rows by the text of their first cell that does not come from above."""
    found: dict[str, list[str]] = {}
    for row in grid(table):
        own = [s.cell.text for s in row if not s.continues]
        found.setdefault(own[0], own[1:])
    return found


def test_special_funds_add_up_and_tell_what_was_carried_over(ledger):
    (table,) = special_funds_table(ledger)
    rows = cells(table)
    assert rows["训练专项"] == ["—", "14.00", "14.00", "—"]
    # 10 = 9 spent + 1 left, so that the 2 carried in are part of the 10
    assert rows["演练专项"] == ["2.00", "8.00", "9.00", "1.00"]
    assert rows["合计"] == ["2.00", "22.00", "23.00", "1.00"]
    assert "没有金额的项目" not in rows
    assert all(c.number for row in table.rows[1:] for c in row[1:])


def test_amounts_may_be_printed_in_yuan(ledger):
    (table,) = special_funds_table(ledger, "元")
    assert table.unit == "元"
    assert cells(table)["训练专项"][1] == "140000.00"


def test_a_spending_not_stated_leaves_no_total():
    text = "年度: 2023\n专项与项目: [{名称: 甲, 下达金额: 1.00, 支出金额: 1.00}, {名称: 乙, 下达金额: 2.00}]"
    (table,) = special_funds_table(build_ledger(parse_facts(text)))
    assert cells(table)["合计"] == ["—", "3.00", "—", "—"]


def test_basics_take_each_line_from_its_part(ledger):
    (table,) = basics_table(ledger)
    rows = cells(table)
    assert rows["22"] == ["17", "77.27%"]
    assert rows["“三公”经费"] == ["—", "1.00", "0.94"]
    assert rows["1.公务用车购置和维护经费"] == ["—", "0.60", "0.59"]
    assert rows["其中：公车购置"] == ["—", "—", "—"]  # the joint line is no purchase
    assert rows["3.公务接待"] == ["0.36", "0.40", "0.35"]
    assert rows["项目支出"] == ["—", "—", "62.23"]  # 49.198 + 13.03
    assert rows["1.训练专项"] == ["—", "15.00", "14.00"]
    assert rows["水费、电费、差旅费"] == ["—", "—", "9.56"]
    assert rows["政府采购金额"] == ["—", "—", "11.55"]
    assert rows["会议室改造"] == ["—", "—", "2.00"]
    assert rows["部门整体支出预算调整"] == ["—", "318.09", "339.53"]
    assert rows["厉行节约保障措施"] == ["从严控制。"]


@pytest.mark.parametrize(
    ("whole", "budgets"),
    [
        ("年初预算: 5.00", ["5.00", "—", "3.00"]),
        ("全年预算: 9.00", ["9.00", "6.00", "—"]),
        ("决算: 8.00", ["—", "—", "3.00"]),
    ],
)
def test_budgets_of_projects_are_of_the_kind_of_their_total(whole, budgets):
    facts = parse_facts(
        "年度: 2024\n"
        f"收支: {{支出: {{名称: 支出, 构成: [{{名称: 项目支出, {whole}}}]}}}}\n"
        "专项与项目: [{名称: 甲, 下达金额: 6.00}, {名称: 乙, 年初预算: 3.00}]\n"
    )
    (table,) = basics_table(build_ledger(facts))
    rows = cells(table)
    assert [rows[name][1] for name in ("项目支出", "1.甲", "2.乙")] == budgets


def test_the_overall_form_gives_execution_and_score(ledger):
    (table,) = overall_table(ledger)
    rows = cells(table)
    assert rows["年度资金总额"] == ["318.09", "424.41", "339.53", "10", "80.00%", "8"]
    assert rows["其中：一般公共预算"] == ["326.50", "其中：基本支出", "277.30"]
    assert rows["政府性基金拨款"] == ["13.03", "项目支出", "62.23"]
    assert rows["总分"] == ["100", "98.5", "—"]
    assert "训练：按计划完成训练。" in table.text


def test_a_project_form_scores_its_indicators(ledger):
    table = project_table(ledger, 0)
    rows = cells(table)
    assert rows["项目支出名称"] == ["训练专项"]
    assert rows["主管部门"] == ["云川市应急管理局", "实施单位", "云川市应急救援支队"]
    assert rows["年度资金总额"] == ["15.00", "14.00", "14.00", "10", "100.00%", "10"]
    by_name = {row[-6].text: [c.text for c in row[-5:]] for row in table.rows if len(row) >= 6}
    assert by_name["训练次数"] == ["≥60次", "45次", "40", "30", "—"]
    assert by_name["合格率"] == ["≥95%", "96%", "30", "30", "—"]
    assert by_name["群众满意度"] == ["满意", "满意", "20", "19.5", "—"]
    assert rows["总分"][:2] == ["100", "89.5"]


def test_the_sichuan_form_splits_the_budget_by_source(ledger):
    (table, second) = sichuan_projects(ledger)
    rows = cells(table)
    assert rows["总额"] == ["15.00", "14.00", "14.00", "100.00%", "10", "10", "—"]
    assert rows["其中：财政资金"] == ["15.00", "14.00", "14.00", "100.00%", "/", "/"]
    assert rows["单位资金"] == ["—", "—", "—", "—", "/", "/"]
    assert any(c.text == "绩效指标（90分）" for row in table.rows for c in row)
    assert any([c.text for c in row][-7:-3] == ["≥", "60", "次", "45"] for row in table.rows)
    assert cells(second)["总额"][:4] == ["—", "10.00", "9.00", "90.00%"]


@pytest.mark.parametrize("name", TABLES)
def test_every_form_is_a_full_grid(ledger, name):
    for table in TABLES[name](ledger):
        rows = grid(table)
        assert table.name == name
        assert len(table.widths) in (0, columns(rows))
        for row in rows:
            assert not any(slot.filler for slot in row), [s.cell.text for s in row]
            assert sum(slot.cell.across for slot in row) == columns(rows)


@pytest.mark.parametrize("name", TABLES)
def test_facts_without_money_give_no_form(name):
    assert TABLES[name](build_ledger(parse_facts("年度: 2023"))) == ()


@pytest.mark.parametrize(
    ("target", "relation", "done", "score"),
    [
        ("60", "≥", "60", "10"),
        ("60", "≥", "90", "10"),
        ("≥60次", "", "45次", "7.50"),
        ("不超过2起", "", "4起", "5.00"),
        ("0", "≤", "0", "10"),
        ("0", "≤", "3", "0.00"),
        ("100", "=", "90", None),
        ("95%", "≥", "90次", None),
        ("持续提升", "定性", "提升", None),
    ],
)
def test_scores_follow_the_rules_and_none_is_made_up(target, relation, done, score):
    item = Indicator(name="x", target=target, relation=relation, done=done, weight=Decimal(10))
    assert indicator_score(item) == (None if score is None else Decimal(score))


def test_a_given_score_stands():
    item = Indicator(name="x", target="≥60", done="30", weight=Decimal(10), score=Decimal(9))
    assert indicator_score(item) == 9


def test_without_indicators_the_form_gives_no_score():
    text = FACTS.partition("自评得分与扣分")[0]
    (table,) = overall_table(build_ledger(parse_facts(text)))
    assert cells(table)["年度资金总额"] == ["318.09", "424.41", "339.53", "—", "80.00%", "—"]


def test_every_score_of_a_form_is_a_figure_with_its_formula(ledger):
    for place, value, formula in (
        (("预算执行率", "分值"), 10, "100分 － 各指标分值合计90分"),
        (("预算执行率", "得分"), 8, "10分 × 339.528万元 ÷ 424.41万元"),
        (("专项与项目", 0, "绩效指标", 0, "得分"), 30, "分值40分，目标值60次，完成值45次"),
        (("专项与项目", 0, "自评得分"), Decimal("89.5"), "10分 + 30分 + 30分 + 19.5分"),
    ):
        figure = ledger.at(*place)
        assert (figure.number, figure.formula) == (value, formula)
    stated = ledger.at("绩效指标", 0, "得分")
    assert (stated.number, stated.formula) == (90, None)


def test_execution_takes_what_the_indicators_leave():
    items = [Indicator(name="a", weight=Decimal(50)), Indicator(name="b", weight=Decimal(30))]
    assert execution_weight(items) == 20
    assert execution_weight([]) == 10
    assert execution_score(Decimal(10), Decimal(120), Decimal(100)) == 10
    assert execution_score(Decimal(10), Decimal(1), None) is None


def test_bases_are_not_mixed_in_a_sum():
    facts = parse_facts(FACTS).facts
    parts = [
        Line(name="a", actual=facts.projects[0].spent),
        Line(name="b", initial=facts.projects[0].initial),
    ]
    assert total(parts, "actual", "initial") is None
    assert amount(Line(name="c", parts=tuple(parts)), "actual") is None


def test_projects_are_counted_by_score_when_all_have_one():
    text = "年度: 2023\n专项与项目: [{名称: 甲, 自评得分: 90}, {名称: 乙, 自评得分: 89.9}%s]"
    counted = build_ledger(parse_facts(text % ""))
    bands = ("90分以上", "60至90分", "60分以下")
    numbers = [counted.at("专项与项目", f"自评得分{band}").number for band in bands]
    assert numbers == [1, 1, 0]
    lacking = build_ledger(parse_facts(text % ", {名称: 丙}"))
    assert lacking.at("专项与项目", "自评得分90分以上") is None
