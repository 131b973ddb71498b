"""How codes, verdicts and decisions are called on the page and in the record."""

from __future__ import annotations

from functools import cache

from writer.review.store import Decision, Kind, Source
from writer.views.wording import SEVERITIES

__all__ = ["SEVERITIES", "decision_name", "moment", "rule_title"]

_KINDS = {
    Kind.EDIT: "修改句子",
    Kind.ACCEPT: "保留原文",
    Kind.FACT: "更正事实",
    Kind.NOTE: "批注",
    Kind.INSERT: "新增文字",
    Kind.MOVE: "移动位置",
    Kind.SPLIT: "分段",
    Kind.JOIN: "并段",
    Kind.UNDO: "撤销",
}
_SOURCES = {Source.SUGGESTION: "采用建议", Source.MODEL: "采用模型改写"}


def decision_name(decision: Decision) -> str:
    """修改句子, 采用建议, 删去句子, 撤销第3项 …"""
    if decision.undoes is not None:
        return f"撤销第{decision.undoes}项"  # the log only grows: an id is its place in it
    if decision.kind is Kind.EDIT and not decision.after:
        return "删去句子"
    if decision.kind is Kind.EDIT and decision.source in _SOURCES:
        return _SOURCES[decision.source]
    return _KINDS[decision.kind]


def rule_title(code: str) -> str:
    """The fault's name; codes of the model's drafts share one."""
    return _titles().get(code, "模型文字未采用" if code.startswith("MD") else "")


@cache
def _titles() -> dict[str, str]:
    from writer.grounding.rules import all_rules
    from writer.reconcile import RULES, code_of

    return {rule.code: rule.title for rule in all_rules()} | {
        code_of(rule): rule.TITLE for rule in RULES
    }


def moment(at: str) -> str:
    """ISO 8601 → 2026-11-22 14:03, in the machine's own time zone."""
    from datetime import datetime

    return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M")
