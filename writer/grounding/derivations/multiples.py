"""Multiples: how many times one figure is of another (…的4.5倍)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from writer.grounding.derivations.operands import (
    compared_with,
    in_force,
    own_figures,
    same_key,
    told_of,
)
from writer.grounding.ledger_index import LedgerIndex
from writer.grounding.mentions import Mention
from writer.grounding.relations import Link
from writer.grounding.scope import Scope
from writer.ledger import Figure, derive


def times(
    index: LedgerIndex, scope: Scope, link: Link, mention: Mention, subjects: Sequence[int]
) -> Iterator[Figure | None]:
    """How many times the one is of the other: of the whole named, of the subject named before, or
    of the same subject's other period or basis."""
    for compared in (f for whole in link.whole for f in own_figures(index, whole)):
        own = [f for s in subjects for f in in_force(own_figures(index, s), scope)]
        for later in told_of(scope, [*own, *scope.stated[-3:]]):
            if later.kind == compared.kind and same_key(later, compared):
                yield derive.times(later, compared)
    for base, subject in zip(subjects, subjects[1:], strict=False):
        # 项目支出约为基本支出的4.5倍: the one named last is the base
        for later in told_of(scope, in_force(own_figures(index, subject), scope))[:4]:
            for earlier in own_figures(index, base):
                if same_key(later, earlier):
                    yield derive.times(later, earlier)
    for subject in subjects[:4]:
        figures = own_figures(index, subject)
        for later in in_force(figures, scope)[:4]:
            for earlier in compared_with(figures, later, link):
                yield derive.times(later, earlier)


def recent_times(
    index: LedgerIndex, scope: Scope, link: Link, mention: Mention
) -> Iterator[Figure | None]:
    """项目支出（1780.55万元）与基本支出（868.38万元）之比: the first of the two just stated by the
    second; 上年93场，翻了一番: this year's by last year's."""
    if link.whole or len(scope.stated) < 2:
        return
    first, second = scope.stated[-2:]
    if first.kind != second.kind or first.unit != second.unit:
        return
    turned = first.subject == second.subject and first.period < second.period
    yield derive.times(second, first) if turned else derive.times(first, second)
