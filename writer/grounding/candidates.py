"""Figures that a subject offers for a mention, narrowed by basis, period and parents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from writer.grounding.bases import BROUGHT, CARRIED_IN, FUNDS, bases_agree, default_bases
from writer.grounding.ledger_index import LedgerIndex
from writer.grounding.match import kind_fits, periods_agree, plain_period
from writer.grounding.mentions import Mention
from writer.grounding.scope import Scope
from writer.ledger import Figure
from writer.ledger.figure import ACTUAL, ADJUSTED, DONE, INITIAL, TARGET

_AMOUNTS = (INITIAL, ADJUSTED, "budget", ACTUAL, FUNDS)  # bases of money
_KNOWN = ("", INITIAL, ADJUSTED, ACTUAL, TARGET, DONE, "预算")
_PLANNED = (TARGET, INITIAL, ADJUSTED, "budget")
_FULL = re.compile(r"(?:满分|权重|标准分)[为是共计]*$")
_GOT = re.compile(r"(?:得|获|获得|得到|评)$")


def offered(index: LedgerIndex, subject: int, mention: Mention) -> list[Figure]:
    """The subject's figures of the mention's kind; changes and shares need their own words."""
    return [
        f
        for f in index.of_subject[subject]
        if kind_fits(mention, f) and not (f.formula and f.measure.startswith(("比", "占", "增")))
    ]


def by_parents(
    index: LedgerIndex, figures: Sequence[Figure], around: Sequence[int]
) -> list[Figure]:
    """Of figures with one name under several parents, those whose parent was named last."""
    if len({f.parents for f in figures}) < 2:
        return list(figures)
    best, chosen = -1, list(figures)
    free = [f for f in figures if not f.parents]  # whose whole the facts leave out: last year's
    places = {name: i for i, name in enumerate(index.names[s] for s in around)}
    for parents in {f.parents for f in figures if f.parents}:
        place = max((places.get(p, -1) for p in parents), default=-1)
        if place > best:
            best, chosen = place, [f for f in figures if f.parents == parents]
        elif place == best and place >= 0:
            chosen += [f for f in figures if f.parents == parents]
    return chosen + free if best >= 0 else list(figures)


def leads_to(index: LedgerIndex, mention: Mention, figure: Figure, scope: Scope) -> bool:
    """Whether the wording leads to this figure rather than to another one of its subject."""
    subject = index.subject_of.get(figure.id)
    siblings = offered(index, subject, mention) if subject is not None else [figure]
    same = [
        f for f in siblings if f.parents == figure.parents or not (f.parents and figure.parents)
    ]
    return figure in expected(same, scope)


def in_period(figures: Iterable[Figure], scope: Scope) -> list[Figure]:
    """Those of the period in force; with none named, of the report's year."""
    figures = list(figures)
    said = scope.period or scope.year
    plain = plain_period(said)
    exact = [f for f in figures if plain_period(f.period) == plain]
    agreed = exact or [f for f in figures if periods_agree(said, f.period)]
    if agreed:
        return agreed
    # 2023年度救灾物资采购资金 spends 2023's money in this report's year; and a year that an
    # earlier number's words have said is only that number's where this thing has none of it
    named = [f for f in figures if any(said[:4] in n for n in (f.subject, *f.parents))]
    if named or (scope.period and scope.local_period and not scope.weak_period):
        return named
    return [f for f in figures if periods_agree(scope.year, f.period)] or figures


def expected(figures: Sequence[Figure], scope: Scope) -> list[Figure]:
    """What the wording leads a reader to expect: the period's figures of the basis in force."""
    # 得分 and 分值, 起数 and 人数: where the words name a measure, it is that one
    measured = [f for f in figures if len(f.measure) > 1 and f.measure in scope.words]
    if not measured and _FULL.search(scope.words):
        measured = [f for f in figures if f.measure == "分值"]  # 产出指标满分40分
    if not measured and _GOT.search(scope.words):
        measured = [
            f for f in figures if f.measure == "得分"
        ]  # 得9.5分 is not what it could have got
    if not _of_period(measured, scope) and _of_period(figures, scope):
        measured = []  # 粮食总产量 of this year, where only last year's is measured as a 产量
    # 合同价 over a column: a basis of the office's own, spelt as the facts spell it
    brought = BROUGHT.search(scope.words) is not None  # 年初财政拨款结转和结余
    spelt = [
        f
        for f in figures
        if f.basis not in _KNOWN and (f.basis in scope.words or (brought and f.basis == CARRIED_IN))
    ]
    timely = in_period(spelt or measured or figures, scope)
    if spelt:
        return timely
    agreed = [f for f in timely if bases_agree(scope.basis, f.basis)]
    if scope.basis in _PLANNED and any(f.basis for f in agreed):
        # beside a target a figure without basis is what was done
        agreed = [f for f in agreed if f.basis]
    if scope.basis in _PLANNED and not scope.local_basis:
        told = {r.figure.id for r in scope.resolved}
        if any(f.id in told for f in agreed):
            return default_bases(timely)  # 计划改建30座，建成27座; 全年预算数X，年度总支出Y
    if scope.stale_basis and not scope.local_basis:
        return agreed + [f for f in default_bases(timely) if f not in agreed]
    if (
        not scope.basis
        or not (agreed or scope.local_basis)
        or (not agreed and _beside(scope, timely))
    ):
        return default_bases(timely)
    return agreed


def _of_period(figures: Iterable[Figure], scope: Scope) -> bool:
    return any(periods_agree(scope.period or scope.year, f.period) for f in figures)


def _beside(scope: Scope, figures: Sequence[Figure]) -> bool:
    """Whether the basis in force is of another sort of thing than the figures: 核定 by a count
    of posts, 执行预算 by a rate, 到位 by how often somebody came, 目标 by an amount."""
    if all(f.kind == "score" for f in figures):
        return True
    if scope.basis in _AMOUNTS:
        return all(f.kind != "money" and f.basis not in _AMOUNTS for f in figures)
    return scope.basis in (TARGET, DONE) and all(f.kind == "money" for f in figures)
