"""How verdicts, severities and kinds are called where a user sees them, and their colours."""

from __future__ import annotations

from writer.findings import Severity, Verdict
from writer.grounding.mentions import Kind

SEVERITIES = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.NOTICE: "提醒"}
STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTICE: "cyan"}  # rich

VERDICTS = {
    Verdict.VERIFIED: "与台账一致",
    Verdict.DERIVED: "推算一致",
    Verdict.QUOTED: "引自文字材料",
    Verdict.STRUCTURAL: "序号、固定说法",
    Verdict.WRONG_VALUE: "数值不符",
    Verdict.WRONG_UNIT: "单位不符",
    Verdict.WRONG_PERIOD: "年度不符",
    Verdict.WRONG_SUBJECT: "事项不符",
    Verdict.WRONG_BASIS: "口径不符",
    Verdict.WRONG_DIRECTION: "增减方向不符",
    Verdict.WRONG_DERIVATION: "计算不符",
    Verdict.UNSUPPORTED: "没有依据",
    Verdict.UNBOUND: "所指不明",
}
UNJUDGED = "没有事实可比"

KINDS = {
    Kind.MONEY: "金额",
    Kind.COUNT: "数量",
    Kind.PERCENT: "比率",
    Kind.DATE: "日期",
    Kind.SCORE: "分数",
    Kind.ORDINAL: "序数",
    Kind.DOCNO: "文号",
    Kind.ENUM: "序号",
    Kind.IDIOM: "固定说法",
    Kind.BARE: "无单位的数",
}


def verdict_name(verdict: Verdict | None) -> str:
    return VERDICTS[verdict] if verdict is not None else UNJUDGED
