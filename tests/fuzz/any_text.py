"""Texts and ledgers for property tests: report-like pieces, broken ones, anything at all."""

from __future__ import annotations

from hypothesis import strategies as st

from writer.facts import parse_facts
from writer.ledger import Ledger, build_ledger

PIECES = (
    "一、", "（一）", "1.", "（1）", "①", "一是", "第一，", "\n", "\n\n", "\t", " ", "　", "。", "，", "；", "：", "、",
    "2023年", "2022年", "1月", "22日", "17时40分", "第四季度", "年末", "今年", "上年", "同比", "较上年", "截至",
    "年初预算", "全年预算", "调整预算", "决算", "实际支出", "执行数", "目标", "完成", "执行率", "完成率", "占", "比重",
    "公务接待费", "接待费", "基本支出", "项目支出", "部门整体支出", "应急演练", "编制", "在职人员", "自评得分", "“三公”经费",
    "3.75", "０．５", "301.10", "1,099.97", "7,00.0,77", "-12.5", "十七", "壹佰贰拾叁", "百分之五", "三分之一", "两成", "0",
    "万元", "亿元", "元", "%", "‰", "个百分点", "人", "次", "分", "倍", "名", "万", "余", "多", "元/人", "㎡",
    "增长", "下降", "减少", "增加", "由", "增至", "至", "—", "-", "～", "约", "近", "不少于", "以上", "≥", "其中", "包括",
    "分别为", "合计", "共", "等", "3个股室", "甲、乙、丙", "分别", "人均", "剩余", "财预〔2023〕10号", "【2021】5号", "[2020]",
    "“7+N”", "5+2", "12·8", "110", "GB/T 9704-2012", "5A级", "2:1", "10kV", "24小时", "二十大", "零", "统一", "进一步",
    "单位：万元", "|", "|---|---|", "#", "**", "{F3}", "××", "（单位名称）", "“", "”", "（", "）", "【", "】", "〔", "《", "》",
    "\x00", "\u200b", "\ufeff", "\u202e", "\ud800", "𠀀", "\r", "\x85", "\u2028", "é", "AB12", "www.a.cn",
)  # fmt: skip

_ROWS = (
    "subject: 公务接待费, measure: 金额, basis: 决算, value: 3.75, unit: 万元, aliases: [接待费]",
    "subject: 公务接待费, measure: 金额, basis: 决算, period: 2022, value: 4.02, unit: 万元",
    "subject: 公务接待费, measure: 金额, basis: 年初预算, value: 4.50, unit: 万元",
    "subject: 基本支出, measure: 金额, basis: 决算, value: 301.10, unit: 万元, of: 部门整体支出",
    "subject: 项目支出, measure: 金额, basis: 决算, value: 0, unit: 万元, of: 部门整体支出",
    "subject: 部门整体支出, measure: 金额, basis: 全年预算, value: 0.00, unit: 万元",
    "subject: 应急演练, measure: 次数, basis: 实际, value: 17, unit: 次",
    "subject: 应急演练, measure: 次数, basis: 目标, value: 12, unit: 次",
    "subject: 编制, measure: 人数, value: 22, unit: 人",
    "subject: 满意度, measure: 比率, basis: 实际, value: 96.4, unit: '%'",
    "subject: 自评得分, measure: 得分, value: 95.6, unit: 分",
    "subject: 抵达时间, measure: 时间, value: '2023-01-22T17:40'",
    "subject: 里程, measure: 里程, value: -5, unit: 公里",
    "subject: 一, value: 1",
    "subject: 大额, measure: 金额, value: 123456789012345678901234567890.12, unit: 元",
)
_TEXT = "2023年1月22日17时40分，县财政局下达资金3.75万元（财预〔2023〕10号），转移群众126人。"


def rows() -> tuple[str, ...]:
    """The figures that ledgers are made of."""
    return _ROWS


report_like = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)
anything = st.text(max_size=200)
texts = st.one_of(report_like, anything, st.lists(st.one_of(report_like, anything)).map("".join))
ledgers = st.sets(st.sampled_from(_ROWS), max_size=8).map(lambda rows: ledger_of(*sorted(rows)))


def ledger_of(*rows: str) -> Ledger:
    """A ledger of open figures and one narrative text."""
    figures = "figures:\n" + "".join(f"  - {{{row}}}\n" for row in rows) if rows else ""
    return build_ledger(parse_facts(f"year: 2023\n{figures}texts:\n  - {{id: t, text: {_TEXT}}}\n"))
