"""How verdicts, severities and kinds are called where a user sees them, and their colours."""

from __future__ import annotations

from writer.findings import VERDICT_NAMES, Severity, Verdict
from writer.grounding.mentions import Kind

SEVERITIES = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.NOTICE: "提醒"}
STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTICE: "cyan"}  # rich

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
    return VERDICT_NAMES[verdict] if verdict is not None else UNJUDGED
