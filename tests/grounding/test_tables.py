"""Standard forms: a row says what a number is about, its column which of its figures it is."""

from __future__ import annotations

from functools import cache

import pytest

from writer.facts import parse_facts
from writer.findings import Verdict
from writer.grounding.check import check_text
from writer.ledger import Ledger, build_ledger

FACTS = """
年度: 2024
金额单位: 万元
收支:
  支出: {名称: 部门整体支出, 年初预算: 200.00, 全年预算: 250.00, 决算: 240.00, 构成: [
    {名称: 基本支出, 年初预算: 150.00, 全年预算: 160.00, 决算: 158.00},
    {名称: 项目支出, 年初预算: 50.00, 全年预算: 90.00, 决算: 82.00}]}
专项与项目:
  - 名称: 堤防养护
    年初预算: 20.00
    下达金额: 40.00
    支出金额: 36.00
    年初结转: 1.50
    自评得分: 93
    绩效指标:
      - {三级指标: 养护里程, 目标值: ≥30公里, 完成值: 33公里, 分值: 60, 得分: 58}
      - {三级指标: 沿线群众满意度, 目标值: ≥90%, 完成值: 91%, 分值: 30, 得分: 26}
绩效指标:
  - {三级指标: 养护里程, 目标值: ≥30公里, 完成值: 33公里, 分值: 50, 得分: 50}
  - {三级指标: 巡查次数, 目标值: "200", 完成值: "180", 度量单位: 次, 分值: 40, 得分: 36}
自评得分与扣分: {得分: 95.6}
"""

UNIT = """单位：万元
单位名称\t青石县河道所\t\t\t\t\t\t
年度预算申请\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
\t年度资金总额\t200.00\t250.00\t240.00\t10\t96.00%\t9.6
按收入性质分\t\t\t\t按支出性质分\t\t\t\t
\t其中：一般公共预算\t\t250.00\t其中：基本支出\t\t\t158.00
绩效指标\t一级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因
\t产出指标\t养护里程\t≥30公里\t33公里\t50\t50\t—
\t\t巡查次数\t200\t180\t40\t36\t汛期人手不足，少巡查20次。
总分\t\t\t\t\t100\t95.6\t
"""

PROJECT = """单位：元
项目名称\t\t堤防养护\t\t\t\t\t
主管部门\t\t青石县水利局\t实施单位\t青石县河道所\t\t\t
预算执行情况\t\t年初预算\t调整后预算数\t预算执行数\t预算执行率\t权重\t得分
\t总额\t200000\t400000\t360000\t90%\t10\t9
\t其中：财政资金\t200000\t400000\t360000\t90%\t/\t/
\t上年结转资金\t\t15000\t\t\t/\t/
绩效指标\t三级指标\t指标性质\t指标值\t度量单位\t完成值\t权重\t得分
\t养护里程\t≥\t30\t公里\t33\t60\t58
\t沿线群众满意度\t≥\t90\t%\t91\t30\t26
合计\t\t\t\t\t\t100\t93
"""


@cache
def ledger() -> Ledger:
    return build_ledger(parse_facts(FACTS, "facts.yaml"))


def doubted(text: str) -> list[tuple[str, Verdict]]:
    mentions = check_text(text, ledger()).mentions
    return [(j.mention.text, j.verdict) for j in mentions if j.verdict and not j.verdict.good]


@pytest.mark.parametrize("form", [UNIT, PROJECT], ids=["unit", "project"])
def test_no_number_of_a_right_form_is_doubted(form: str) -> None:
    mentions = check_text(form, ledger()).mentions
    assert sum(j.verdict in (Verdict.VERIFIED, Verdict.DERIVED) for j in mentions) > 15
    assert doubted(form) == []


@pytest.mark.parametrize(
    ("form", "right", "wrong", "number", "verdict"),
    [
        (UNIT, "\t10\t96.00%", "\t12\t96.00%", "12", Verdict.WRONG_VALUE),
        (UNIT, "\t50\t50\t—", "\t50\t45\t—", "45", Verdict.WRONG_VALUE),
        (UNIT, "200\t180\t40", "200\t190\t40", "190", Verdict.WRONG_VALUE),
        (UNIT, "\t\t\t158.00", "\t\t\t150.00", "150.00", Verdict.WRONG_BASIS),
        (UNIT, "100\t95.6", "100\t93", "93", Verdict.WRONG_VALUE),
        (PROJECT, "400000\t360000\t90%\t10", "400000\t400000\t90%\t10", "400000", None),
        (PROJECT, "\t60\t58", "\t58\t58", "58", None),
        (PROJECT, "100\t93", "100\t95.6", "95.6", Verdict.WRONG_SUBJECT),
    ],
)
def test_another_cells_value_is_found(
    form: str, right: str, wrong: str, number: str, verdict: Verdict | None
) -> None:
    assert form.count(right) == 1
    found = doubted(form.replace(right, wrong))
    assert len(found) == 1
    assert found[0][0] == number
    assert verdict is None or found[0][1] is verdict


def test_a_total_row_that_does_not_add_up_is_told_with_its_sum() -> None:
    text = "单位：万元\n去向\t金额\n甲村\t10.00\n乙村\t12.50\n合计\t23.60"
    result = check_text(text, ledger())
    wrong = [j for j in result.mentions if j.verdict is Verdict.WRONG_DERIVATION]
    assert [j.mention.text for j in wrong] == ["23.60"]
    assert "22.50万元（本列各行之和）" in next(
        f.message for f in result.findings if f.code == "GR107"
    )
