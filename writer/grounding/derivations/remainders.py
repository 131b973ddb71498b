"""What is left: of a budget, of income after expenditure, of a whole (结余, 盈余, 其余)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from writer.grounding.bases import BROUGHT
from writer.grounding.derivations.operands import NEIGHBOURS, PLANNED, in_force, own_figures
from writer.grounding.ledger_index import LedgerIndex
from writer.grounding.lexicon import lexicon
from writer.grounding.mentions import Mention
from writer.grounding.relations import Link
from writer.grounding.scope import Scope
from writer.ledger import Figure, derive
from writer.ledger.figure import ACTUAL, DONE

_OF_BOTH = re.compile(r"收支(?:总?结余|相抵|差额?)")


def remain(
    index: LedgerIndex, scope: Scope, link: Link, mention: Mention, subjects: Sequence[int]
) -> Iterator[Figure | None]:
    """What is left: of a budget, of income after expenditure, of a hundred percent, and of one
    figure just stated when another is taken from it."""
    if BROUGHT.search(scope.words):
        return  # 年初结转 is nothing that this year has left
    both = _income_left(index, scope) if mention.kind == "money" else []
    if both and _OF_BOTH.search(scope.words):
        yield from both  # 收支结余12.15万元 is nothing that a budget has left
        return
    for subject in subjects[:4]:
        figures = own_figures(index, subject)
        for base in [f for f in figures if f.basis in PLANNED]:
            for done in [f for f in figures if f.basis in (ACTUAL, DONE)]:
                if base.period == done.period and base.unit == done.unit:
                    rest = derive.difference(base, done)
                    yield (
                        derive.rate(rest, base, "结余率") if rest and mention.unit == "%" else rest
                    )
    yield from both
    recent = scope.stated[-NEIGHBOURS:]
    if mention.unit == "%":  # 人员占40%，药品占25%……余下20%
        shares = [f for f in recent if f.unit == "%"]
        yield from (derive.rest_of_whole(shares[-n:], "其余") for n in range(2, len(shares) + 1))
    names = {index.names[s] for s in subjects}
    for a in recent:
        for b in recent:
            if names and a.subject == b.subject and a.subject not in names:
                continue  # 甲结余37.10万元 is not what another thing has left
            more = a is not b and (a.number or 0) > (b.number or 0) and a.kind == mention.kind
            if more and lexicon().same_unit(a.unit, b.unit):  # 编制46名，在职43人，空编三名
                yield derive.difference(a, replace(b, unit=a.unit))
    for rate in [f for f in recent if f.unit == "%" and len(f.inputs) == SIDES]:
        # 调解成功率99%，仅46件未能成功: what the rate leaves of its base
        ends = [index.by_id.get(i) for i in rate.inputs]
        if ends[0] is None or ends[1] is None or ends[1].kind != mention.kind:
            continue
        if not names or ends[0].subject != ends[1].subject or ends[0].subject in names:
            yield derive.difference(ends[1], ends[0])
    yield from _without_parts(recent, mention)


def _income_left(index: LedgerIndex, scope: Scope) -> list[Figure | None]:
    """收支相抵，盈余675万元: what came in, less what was spent."""
    whole = [
        f for n in index.totals for f in in_force(own_figures(index, n, ("money",)), scope, ACTUAL)
    ]
    income = [f for f in whole if "收入" in f.subject]
    return [derive.difference(a, b) for a in income for b in whole if "支出" in b.subject]


def _without_parts(recent: Sequence[Figure], mention: Mention) -> Iterator[Figure | None]:
    """公路1386.4公里，其中国道96.8公里、省道172.5公里，其余…: a whole without the parts told."""
    for place, whole in enumerate(recent):
        parts = [f for f in recent[place + 1 :] if f.kind == whole.kind and f.unit == whole.unit]
        if whole.kind != mention.kind or len(parts) < SEVERAL:
            continue
        # 改造24栋，比计划的22栋多两栋，其中甲11栋，乙8栋，余下5栋: the last ones are of its sort
        sort = (whole.basis, whole.period)
        alike = [f for f in parts if (f.basis, f.period) == sort and not f.formula]
        runs = [parts[:size] for size in range(SEVERAL, len(parts) + 1)]
        runs += [alike] if len(alike) >= SEVERAL and alike not in runs else []
        for run in runs:
            told = derive.total("已列各项", "已列各项", run)
            rest = derive.difference(whole, told) if told is not None else None
            if rest is not None and (rest.number or 0) > 0:
                yield rest


SIDES = 2  # of a rate: what was done, and its base
SEVERAL = 2  # parts that are taken from a whole together
