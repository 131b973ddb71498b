"""Indicator weights or scores do not add up to the total.

Weights add up to the full score, scores to the score, for the unit and for every project. Where
the points for budget execution (10 or 20, FORMATS) stand outside the indicator table, the table
holds the rest and the score may be higher by no more than those points. Fewer points than that
are a warning: the file may list its main indicators only.

Bad:  得分 98.50 beside indicators that add up to 97.50
Good: 得分 98.50 beside indicators that add up to 98.50
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from writer.facts import Indicator
from writer.ledger import Ledger
from writer.reconcile.base import ERROR, WARNING, Fault, Path, number

TITLE = "指标分值、得分与总分不符"
_EXECUTION_POINTS = (Decimal(10), Decimal(20))
_FULL = Decimal(100)


def check(ledger: Ledger) -> Iterator[Fault]:
    facts = ledger.facts
    own = facts.self_score
    full = own.full if own else _FULL
    yield from _table("", facts.indicators, full, own.score if own else None, ())
    for i, project in enumerate(facts.projects):
        path: Path = ("专项与项目", i)
        label = f"项目“{project.name}”"
        yield from _table(label, project.indicators, _FULL, project.score, path)


def _table(
    label: str, items: Sequence[Indicator], full: Decimal, score: Decimal | None, path: Path
) -> Iterator[Fault]:
    weights = [item.weight for item in items if item.weight is not None]
    if not items or len(weights) != len(items):
        return
    place = (*path, "绩效指标")
    weight = sum(weights, Decimal(0))
    outside = full - weight
    named = any("执行" in item.name for item in items)
    if outside and (named or outside not in _EXECUTION_POINTS):
        less = outside > 0
        yield Fault(WARNING if less else ERROR, place, (
            f"{label}{len(items)} 个指标的分值合计 {number(weight)}分，满分 {number(full)}分，"
            f"{'少' if less else '多'} {number(abs(outside))}分"
            + ("；如果只列了部分指标，可不处理" if less else "")
        ))  # fmt: skip
        return
    scores = [item.score for item in items if item.score is not None]
    if score is None or len(scores) != len(items):
        return
    reached = sum(scores, Decimal(0))
    if not reached <= score <= reached + outside:
        besides = f"（另有预算执行 {number(outside)}分）" if outside else ""
        yield Fault(ERROR, place, (
            f"{label}指标得分合计 {number(reached)}分{besides}，自评得分 {number(score)}分，"
            f"相差 {number(abs(score - reached))}分"
        ))  # fmt: skip
