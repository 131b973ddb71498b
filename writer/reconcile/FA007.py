"""The score does not follow from its deductions, or the grade not from the score.

Grades (FORMATS): 优 from 90 points of a hundred, 良 from 80, 中 from 60, 差 below; 优秀, 良好,
合格 and 不合格 are read as 优, 良, 中 and 差. Why it matters: score and grade are what the reader
looks at first.

Bad:  {得分: 89.50, 等级: 优}, or {得分: 98.50} with 扣分 of 1.00
Good: {得分: 98.50, 等级: 优} with 扣分 of 1.50
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from writer.facts import SelfScore
from writer.ledger import Ledger
from writer.reconcile.base import ERROR, Fault, number

TITLE = "得分与扣分、等级不符"
_BOUNDS = ((Decimal(90), "优"), (Decimal(80), "良"), (Decimal(60), "中"), (Decimal(0), "差"))
_SAME = {"优秀": "优", "良好": "良", "中等": "中", "合格": "中", "一般": "中", "不合格": "差"}


def check(ledger: Ledger) -> Iterator[Fault]:
    own = ledger.facts.self_score
    if own is None or own.score is None:
        return
    if own.score > own.full:
        yield Fault(ERROR, ("自评得分与扣分", "得分"), (
            f"得分 {number(own.score)}分，超过满分 {number(own.full)}分，"
            f"多 {number(own.score - own.full)}分"
        ))  # fmt: skip
    yield from _deductions(own, own.score)
    yield from _grade(own, own.score)


def _deductions(own: SelfScore, score: Decimal) -> Iterator[Fault]:
    if not own.deductions:
        return
    lost = sum((d.points for d in own.deductions), Decimal(0))
    gap = score - (own.full - lost)
    if gap:
        yield Fault(ERROR, ("自评得分与扣分", "得分"), (
            f"得分 {number(score)}分，满分 {number(own.full)}分减去扣分 {number(lost)}分应为 "
            f"{number(own.full - lost)}分，相差 {number(abs(gap))}分"
        ))  # fmt: skip


def _grade(own: SelfScore, score: Decimal) -> Iterator[Fault]:
    stated = _SAME.get(own.grade, own.grade)
    share = score * 100 / own.full
    due = next(grade for bound, grade in _BOUNDS if share >= bound)
    if stated in {grade for _, grade in _BOUNDS} and stated != due:
        yield Fault(ERROR, ("自评得分与扣分", "等级"), (
            f"得分 {number(score)}分（满分 {number(own.full)}分）应为“{due}”，"
            f"而等级填的是“{own.grade}”"
        ))  # fmt: skip
