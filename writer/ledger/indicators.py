"""The self-evaluation's score and the indicators' targets, results, weights and scores."""

from __future__ import annotations

import re

from writer.facts import Indicator
from writer.ledger.figure import DONE, TARGET
from writer.ledger.recorder import Path, Recorder
from writer.ledger.scores import rule_score
from writer.quantities import parse_quantity, quantity

_RELATION = re.compile(r"^[≥≤><=＝≧≦]+|^(不少于|不低于|不超过|达到|小于|大于)")


def score_figures(record: Recorder) -> None:
    """自评得分与扣分."""
    own = record.facts.self_score
    if own is None:
        return
    path: Path = ("自评得分与扣分",)
    if own.score is not None:
        aliases = ("得分", "自评分数", "自评分", "评价得分", "综合得分", "总分")
        record.add(
            "自评.得分",
            ("自评得分", "得分", DONE, record.year),
            quantity(own.score, "分"),
            (*path, "得分"),
            aliases,
        )
    record.add("自评.满分", ("满分", "分值", "", record.year), quantity(own.full, "分"), path)
    for i, item in enumerate(own.deductions):
        record.add(
            f"自评.扣分.{item.item}",
            (item.item, "扣分", "", record.year),
            quantity(item.points, "分"),
            (*path, "扣分明细", i),
        )
        record.tell(item.reason, (*path, "扣分明细", i, "原因"), item.item)
    record.tell(own.conclusion, (*path, "评价结论"))


def indicator_figures(
    record: Recorder, item: Indicator, path: Path, parents: tuple[str, ...]
) -> None:
    """One indicator, of the unit as a whole or of the project that `parents` names."""
    ident = ".".join(("指标", *parents, item.name))
    values = []
    for key, text, basis in (
        ("目标值", item.target, TARGET),
        ("完成值", item.done, DONE),
    ):
        parsed = parse_quantity(_RELATION.sub("", text.strip()))
        if parsed is not None:
            unit = parsed[1] or item.unit or None
            value = record.add(
                f"{ident}.{basis}",
                (item.name, "指标值", basis, record.year),
                quantity(parsed[0], unit),
                (*path, key),
                (),
                parents,
            )
            values.append(value)
        elif text:
            record.tell((text,), (*path, key), item.name)
    for key, points in (("分值", item.weight), ("得分", item.score)):
        if points is not None:
            record.add(
                f"{ident}.{key}",
                (item.name, key, "", record.year),
                quantity(points, "分"),
                (*path, key),
                (),
                parents,
            )
    rule_score(record, item, path, parents, values)
    record.tell(item.reason, (*path, "偏差原因及措施"), item.name)
