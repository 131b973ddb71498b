"""Wholes that a wording only hints at: 占全年支出的四成, 接近结余总数的九成, 为全年的28.0%."""

from __future__ import annotations

import re
from collections.abc import Iterator

from writer.grounding.derivations.operands import DONE_BASES, own_figures
from writer.grounding.ledger_index import LedgerIndex
from writer.grounding.lexicon import lexicon
from writer.grounding.match import periods_agree
from writer.grounding.scope import Scope
from writer.ledger import Figure, derive
from writer.ledger.figure import ADJUSTED, INITIAL

_ALL = re.compile(r"全年|全部|总|整个|年度|所有|全[县市区镇乡局校院馆站队]")
_LEFT = re.compile(r"结余|结转|剩余|沉淀")


def unnamed_wholes(
    index: LedgerIndex, scope: Scope, part: Figure, *, precise: bool
) -> Iterator[Figure]:
    """What the words may mean by 全年 or 总: larger figures of the part's sort and basis, of the
    whole year, that the report's totals or the paragraph speak of. A share in words (四成) fits
    so many that only the largest is tried."""
    if not _ALL.search(scope.words) or part.number is None:
        return
    if _LEFT.search(scope.words):
        yield from _all_left(index, scope)
        return
    spoken = [
        *index.totals,
        *scope.topic,
        *scope.named,
        *scope.paragraph_subjects(index.subject_of),
    ]
    every = [f for number in dict.fromkeys(spoken) for f in index.of_subject[number]]
    larger = [
        f
        for f in every or index.figures
        if f.kind == part.kind
        and lexicon().same_unit(f.unit, part.unit)
        and f.period == scope.year
        and (f.number or 0) > part.number
        and (f.basis in DONE_BASES) == (part.basis in DONE_BASES)
        and not f.formula
    ]
    larger.sort(key=lambda f: -(f.number or 0))
    yield from larger if precise else larger[:1]
    if not index.totals or not larger:
        yield from _all_together(index, scope, part)


def _all_together(index: LedgerIndex, scope: Scope, part: Figure) -> Iterator[Figure]:
    """The sum of what the ledger has of one sort, where it states no total: 占全部支出的56.6%."""
    parts = [
        f
        for f in index.figures
        if f.kind == part.kind
        and f.unit == part.unit
        and f.period == scope.year
        and f.basis == part.basis
        and f.measure == part.measure
        and not f.formula
        and not f.parents
    ]
    total = derive.total("合计", "合计", parts) if len(parts) > 1 else None
    if total is not None and (total.number or 0) > (part.number or 0):
        yield total


def _all_left(index: LedgerIndex, scope: Scope) -> Iterator[Figure]:
    """What is left of all projects together: 总结余."""
    rests: list[Figure] = []
    for number in range(len(index.names)):
        if number in index.totals:
            continue
        figures = [
            f for f in own_figures(index, number, ("money",)) if periods_agree(scope.year, f.period)
        ]
        plan = next((f for b in (ADJUSTED, INITIAL) for f in figures if f.basis == b), None)
        done = next((f for f in figures if f.basis in DONE_BASES and f.basis), None)
        rest = derive.difference(plan, done) if plan is not None and done is not None else None
        if rest is not None and (rest.number or 0) > 0:
            rests.append(rest)
    if len(rests) > 1 and (total := derive.total("结余合计", "结余合计", rests)) is not None:
        yield total
