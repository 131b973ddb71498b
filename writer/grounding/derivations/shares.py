"""Shares: a part of a whole, 占…的…%."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import takewhile

from writer.grounding.bases import bases_agree
from writer.grounding.bigrams import bigrams
from writer.grounding.candidates import by_parents
from writer.grounding.derivations.operands import (
    NEIGHBOURS,
    PLANNED,
    in_force,
    own_figures,
    same_key,
    siblings,
    wholes_of,
)
from writer.grounding.derivations.wholes import unnamed_wholes
from writer.grounding.ledger_index import LedgerIndex
from writer.grounding.lexicon import lexicon
from writer.grounding.match import periods_agree
from writer.grounding.mentions import Mention
from writer.grounding.relations import OF_CHANGE, Link
from writer.grounding.scope import Scope
from writer.ledger import Figure, derive

LISTED = 3  # members of a list that is a whole: two of them make any fraction
PRECISE = Decimal("0.05")  # half a percent point and less


def share(
    index: LedgerIndex, scope: Scope, link: Link, mention: Mention, subjects: Sequence[int]
) -> Iterator[Figure | None]:
    """Each subject's figures in force as shares of the whole that the wording names."""
    if OF_CHANGE.search(scope.words):
        return  # `shares_of_change` has seen to it
    if len(subjects) > 1:  # 造林、抚育两块占总支出的七成
        first = [in_force(own_figures(index, s, ("money",)), scope)[:1] for s in subjects]
        joint = derive.total("合计", "合计", [f for found in first for f in found])
        if joint is not None and all(first):
            yield from _shares_of(index, scope, link, joint, ())
    for subject in subjects:
        spoken = [*reversed(scope.topic), *scope.named]
        figures = by_parents(index, own_figures(index, subject), spoken)
        parts = in_force(figures, scope)[:4]
        if not scope.basis:  # shares of what was planned are told as well
            parts += [f for f in figures if f.basis in PLANNED and f.period == scope.year]
        for part in parts:
            yield from _shares_of(index, scope, link, part, subjects)
            if not link.whole:  # 节能改造占全部支出的56.6%
                precise = mention.step < PRECISE
                for whole in unnamed_wholes(index, scope, part, precise=precise):
                    yield derive.share(part, whole)


def recent_share(
    index: LedgerIndex, scope: Scope, link: Link, mention: Mention
) -> Iterator[Figure | None]:
    """What was just stated, alone or several of it together, as a share of a whole."""
    if OF_CHANGE.search(scope.words):
        return
    precise = mention.step < PRECISE  # 占三成 would fit too many
    if not link.whole and scope.stated and (last := scope.stated[-1]).unit != "%":
        for whole in unnamed_wholes(index, scope, last, precise=precise):
            yield derive.share(last, whole)
    if scope.told:  # 刑事412件，行政88件，两类合计占4.1%
        told = derive.total("合计", "合计", scope.stated[-scope.told :])
        if told is not None:
            yield from _shares_of(index, scope, link, told, ())
            if not scope.totalled:
                return  # of both together, not of the last alone
    yield from _named_in_part(index, scope)
    period = scope.period or scope.year
    amounts = [f for f in scope.stated[-3:] if f.measure != "人均" and f.unit != "%"]
    # 9581万元，比上年的8085万元增长18.51%，接近总支出的八成: this year's is the part
    amounts = [f for f in amounts if periods_agree(period, f.period)] or amounts
    # 甲项目质保金31.5万元未支付，占下达资金的15%: the whole is what that project was given
    named = [scope.subject, *reversed(scope.named)] if link.ref_basis else []
    spoken = [s for s in named if s is not None]
    for part in reversed(amounts[-2 if precise else -1 :]):  # 补贴82.08万元，件均1200元，占…
        yield from _shares_of(index, scope, link, part, spoken)


def _named_in_part(index: LedgerIndex, scope: Scope) -> Iterator[Figure | None]:
    """讲解3912场，志愿者承担了三分之一: the 志愿讲解 of what was just counted."""
    words = bigrams(scope.words) - lexicon().generic
    parts = [f for s in index.parts.sharing(words) for f in own_figures(index, s, ("count",))]
    for whole in [f for f in scope.stated[-2:] if f.kind == "count" and not f.formula]:
        for part in in_force(parts, scope):
            if same_key(part, whole) and (part.number or 0) < (whole.number or 0):
                yield derive.share(part, whole)


def _shares_of(
    index: LedgerIndex, scope: Scope, link: Link, part: Figure, subjects: Sequence[int]
) -> Iterator[Figure | None]:
    if not link.whole and len(part.period) > len("2023"):
        # 上半年完成38.9亿元，占全年的45%: the whole is the year's figure of the same thing
        kin = [f for f in siblings(index, part) if f.unit == part.unit]
        for whole in kin:
            if whole.period == scope.year:
                yield derive.share(part, whole)
        run = [f for f in kin if len(f.period) == len(part.period) and f.basis == part.basis]
        every = derive.total("全年合计", part.subject, run)
        if every is not None and len(run) in (4, 12):  # quarters, months
            yield derive.share(part, every)
    if link.whole or scope.whole:
        wholes = [f for w in link.whole or scope.whole for f in own_figures(index, w)]
    else:
        # 收入合计X，其中A……，占……: the whole is what was stated before
        recent = reversed(scope.stated[-NEIGHBOURS:])
        wholes = [f for f in recent if (f.number or 0) > (part.number or 0)]
        if part.parents:
            wholes = []
        if link.ref_basis:
            wholes += [f for s in subjects[:3] for f in own_figures(index, s)]
        wholes += [f for w in wholes_of(index, part) for f in own_figures(index, w)]
        wholes += [index.by_id[i] for i in scope.shared if i in index.by_id]  # 占60%、25%
        wholes += _listed(scope, part)
    for whole in wholes:
        if not lexicon().same_unit(part.unit, whole.unit) or part.period != whole.period:
            continue
        if part.kind == whole.kind == "count":
            whole = replace(whole, unit=part.unit)
        fits = bases_agree(link.ref_basis, whole.basis) if link.ref_basis else same_key(part, whole)
        if fits:
            yield derive.share(part, whole)


def _listed(scope: Scope, part: Figure) -> list[Figure]:
    """甲、乙、丙依次为1571万元、982.5万元、1374万元，分别占40%、25%、35%: the list as a whole."""
    told = [r.figure for r in scope.resolved if r.figure.unit == part.unit]
    like = list(takewhile(lambda f: (f.basis, f.period) == (part.basis, part.period), told[::-1]))
    if any(f.parents[-1:] == (g.subject,) for f in like for g in like):
        return []  # 床位1260张，其中护理型693张: a whole and its part
    if len(like) < LISTED or part not in like or len({f.subject for f in like}) < len(like):
        return []
    whole = derive.total("所列合计", "所列合计", like[::-1])
    return [whole] if whole is not None else []
