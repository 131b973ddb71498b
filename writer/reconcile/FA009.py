"""An indicator's score does not fit its result.

A score is never above the weight. A target that was missed does not get full marks: an error
where 指标性质 (or the target itself) says ≥, ≤ or =, a warning where it does not say. A missed
target scored above weight × actual ÷ target (FORMATS, Scoring; inverted for ≤) is a notice.
Why it matters: full marks on a missed target are the first thing a review looks for.

Bad:  {目标值: ≥60次, 完成值: 50次, 分值: 10, 得分: 10}
Good: {目标值: ≥60次, 完成值: 60次, 分值: 10, 得分: 10}
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from writer.facts import Indicator
from writer.ledger import Ledger
from writer.reconcile.base import ERROR, NOTICE, WARNING, Fault, Path, number
from writer.reconcile.targets import AT_MOST, Target, indicators, target_of

TITLE = "指标得分与完成情况不符"


def check(ledger: Ledger) -> Iterator[Fault]:
    for item, path in indicators(ledger):
        if item.weight is None or item.score is None:
            continue
        if item.score > item.weight:
            yield Fault(ERROR, (*path, "得分"), (
                f"指标“{item.name}”得分 {number(item.score)}分，超过分值 {number(item.weight)}分"
            ))  # fmt: skip
        target = target_of(item)
        if target is not None and target.missed:
            yield from _missed(item, target, item.weight, item.score, path)


def _missed(
    item: Indicator, target: Target, weight: Decimal, score: Decimal, path: Path
) -> Iterator[Fault]:
    what = f"指标“{item.name}”目标 {item.target}{_unit(item)}，完成 {item.done}{_unit(item)}"
    if score == weight and weight:
        yield Fault(ERROR if target.explicit else WARNING, (*path, "得分"), (
            f"{what}，没有达到目标，却得满分 {number(weight)}分"
        ))  # fmt: skip
        return
    done, wanted = target.done, target.wanted
    over, under = (wanted, done) if target.relation == AT_MOST else (done, wanted)
    if under and score > weight * over / under + Decimal("0.5"):
        due = (weight * over / under).quantize(Decimal("0.01"))
        yield Fault(NOTICE, (*path, "得分"), (
            f"{what}，按完成比例应得 {number(due)}分，填的是 {number(score)}分"
        ))  # fmt: skip


def _unit(item: Indicator) -> str:
    bare = item.target.strip()[-1:].isdecimal()
    return item.unit if bare else ""
