"""Amounts that follow from amounts: sums, what is left, gaps, rests, averages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations

from writer.grounding.bases import BROUGHT
from writer.grounding.derivations.averages import as_done, meant
from writer.grounding.derivations.operands import PLANNED
from writer.grounding.hindsight.compared import comparable, part_of, turns
from writer.grounding.hindsight.cues import cue
from writer.grounding.hindsight.luck import Ranked
from writer.grounding.hindsight.pool import (
    BESIDE,
    HERE,
    JOINT,
    LEDGER,
    LEFT,
    OWN,
    Operand,
    Pool,
    alike,
    joint,
)
from writer.grounding.hindsight.rows import rows, runs, sets
from writer.grounding.hindsight.spoken import about, in_basis, may_mean, named
from writer.grounding.match import periods_agree
from writer.grounding.mentions import Kind
from writer.ledger import derive
from writer.ledger.figure import ADJUSTED, TARGET

SEVERAL = 2  # things that are added up
NEAREST = 8  # characters before a number
_KINDS = ("基本支出", "项目支出")


def sums(pool: Pool) -> Iterator[Ranked]:
    """All that was told in a row, as many as the words count, and one amount of each of the
    things named."""
    mention = pool.mention
    for run in rows(pool, str(mention.kind), mention.unit):
        figures = [t.figure for t in run]
        made = derive.total("合计", "合计", figures)
        if made is not None and pool.asked(made):
            yield max(t.rank for t in run), made
    for things in sets(pool):
        for made in joint([pool.of(s, (str(mention.kind),)) for s in things]):
            if pool.asked(made):
                yield LEDGER, made
    yield from ((OWN, f) for f in pool.others(str(mention.kind)) if pool.asked(f))


def of_the_same(pool: Pool) -> Iterator[Ranked]:
    """两个项目合计下达1242.00万元、支出1214.85万元: what the things just added up have besides."""
    index = pool.frame.index
    for told in (t for t in pool.before() if t.rank == BESIDE):
        things = [index.subject_of[i] for i in told.figure.inputs if i in index.subject_of]
        if len(set(things)) < len(told.figure.inputs) or len(things) < SEVERAL:
            continue
        for made in joint([pool.of(s, (str(pool.mention.kind),)) for s in things]):
            if pool.asked(made):
                yield BESIDE, made


def remains(pool: Pool) -> Iterator[Ranked]:
    """What was left of the things named, and of the whole."""
    mention = pool.mention
    index = pool.frame.index
    if BROUGHT.search(pool.things.words):
        return
    names = {index.names[s] for s in pool.things.own}
    for operand in pool.amounts(str(mention.kind), mention.unit):
        all_of = operand.figure.subject == JOINT or cue("all_left").search(pool.things.said)
        of_it = operand.figure.subject in names if names else may_mean(pool, operand.figure)
        of_it = of_it or bool(all_of and not names)
        if operand.figure.basis == LEFT and of_it:
            yield operand.rank, operand.figure
    for label in _KINDS if mention.kind == "money" else ():
        if label[:2] in pool.things.said[-NEAREST:]:  # 项目结余22.70万元
            subjects = index.labels.get(label, ())
            yield from ((OWN, f) for s in subjects for f in pool.of(s) if f.basis == LEFT)


def gaps(pool: Pool) -> Iterator[Ranked]:
    """The distance between two amounts."""
    mention = pool.mention
    if (told := pool.change()) is not None:
        yield BESIDE, told
        return
    operands = pool.amounts(str(mention.kind), mention.unit)
    if pool.link is not None and pool.link.later_basis:
        # 年中追加: what was spent has no part in it where there is a later budget
        known = {o.figure.subject for o in operands if o.figure.basis == ADJUSTED}
        operands = [
            o
            for o in operands
            if o.figure.basis in PLANNED or o.figure.formula or o.figure.subject not in known
        ]
    for a, b in permutations(operands, 2):
        if not (about(pool, a.figure, b.figure) and named(pool, a.figure, b.figure)):
            continue
        if comparable(a, b) and turns(pool, a, b) and pool.asked(a.figure, b.figure):
            made = derive.difference(a.figure, replace(b.figure, unit=a.figure.unit))
            if made is not None and (made.number or 0) > 0:
                yield max(a.rank, b.rank), made


def rests(pool: Pool) -> Iterator[Ranked]:
    """What of an amount is left when what was told of it is taken away: 其余八个项目支出."""
    mention = pool.mention
    kind, unit = str(mention.kind), mention.unit
    if kind == "money" and not cue("others").search(pool.things.said) and _stated(pool):
        return  # 其中项目支出391.74万元 says what the ledger says of it, or is wrong
    yield from _rests_of_shares(pool)
    operands = pool.amounts(kind, unit)
    told = [t for t in operands if 0 <= t.place < mention.start]
    parts = [*told[-1:], *runs(pool, kind, unit)]
    for whole in operands:
        for part in parts:
            a, b = whole.figure, part.figure
            if not part_of(b, a) or a.subject == b.subject:
                continue
            if b.formula and b.parents and a.subject not in b.parents and not a.formula:
                continue  # 在职68人，其中甲41人、乙15人: no rest of the 编制
            made = derive.difference(a, replace(b, unit=a.unit))
            if made is not None and (made.number or 0) > 0:
                yield max(whole.rank, part.rank), made


def _stated(pool: Pool) -> bool:
    """Whether the ledger says itself what the thing named has in the basis that is asked for."""
    return any(
        f.formula is None and in_basis(pool, f) and pool.dated(f)
        for s in pool.things.own
        for f in pool.of(s, ("money",))
    )


def _rests_of_shares(pool: Pool) -> Iterator[Ranked]:
    """供餐学校占96.15%，其余三所: what the share that was told leaves of its whole."""
    known, mention = pool.frame.index.by_id, pool.mention
    for told in pool.before():
        ends = [known[i] for i in told.figure.inputs if i in known]
        if told.rank > HERE or told.figure.kind != "percent" or len(ends) != 2:
            continue
        part, whole = ends
        if part_of(part, whole) and alike(whole, str(mention.kind), mention.unit):
            made = derive.difference(whole, replace(part, unit=whole.unit))
            if made is not None:
                yield told.rank, made


def products(pool: Pool) -> Iterator[Ranked]:
    """每生每天5元，全年200天，折合每生每年1000元: what one costs by how many were told."""
    told = [t for t in pool.before() if t.rank <= HERE]
    prices = [t for t in told if t.figure.kind == "money" and cue("price").search(_named(t))]
    for price in prices:
        for count in (t for t in told if t.figure.kind == "count"):
            made = derive.product(price.figure, count.figure)
            if made is not None:
                yield max(price.rank, count.rank), made


def _named(operand: Operand) -> str:
    return operand.figure.subject + operand.figure.measure


def averages(pool: Pool) -> Iterator[Ranked]:
    """An amount by a count, of one year."""
    mention = pool.mention
    counts = [t for t in pool.told if t.figure.kind == "count"]
    counts += [Operand(f, LEDGER) for s in pool.subjects for f in pool.of(s, ("count",))]
    amounts = [
        o
        for o in pool.amounts(str(mention.kind), mention.unit)
        if not _only_planned(pool, o) and in_basis(pool, o.figure) and may_mean(pool, o.figure)
    ]
    told = [o for o in amounts if o.rank <= HERE and 0 <= o.place < mention.start]
    if told and mention.kind is Kind.MONEY:  # of what its sentence has told, or names
        own = {pool.frame.index.names[s] for s in pool.things.own}
        amounts = [o for o in amounts if o in told or o.figure.subject in own]
    called = meant([o.figure for o in amounts], pool.things.said)
    planned = any(pool.names(basis) for basis in PLANNED)
    known = {f.id for f in as_done([o.figure for o in (*amounts, *counts)])}
    for amount in (o for o in amounts if o.figure in called):
        for count in counts:
            a, b = amount.figure, count.figure
            if not planned and not {a.id, b.id} <= known:
                continue
            apart = a.unit != b.unit or (amount.place >= 0 and count.place >= 0)
            if a.id != b.id and apart and periods_agree(a.period, b.period):
                made = derive.per_head(replace(a, unit=mention.unit), b)
                if made is not None:
                    yield max(amount.rank, count.rank), made


def _only_planned(pool: Pool, operand: Operand) -> bool:
    """A goal that nobody speaks of: the average of 185 people trained is not that of the 200
    there should have been."""
    basis = operand.figure.basis
    return operand.place < 0 and basis == TARGET and not pool.names(basis)


def means(pool: Pool) -> Iterator[Ranked]:
    """The mean of what was told in a row: 三个项目依次得99.2分、97.5分、96.8分，平均97.83分."""
    mention = pool.mention
    for run in rows(pool, str(mention.kind), mention.unit):
        figures = [t.figure for t in run]
        made = derive.mean(figures)
        if made is not None:
            yield max(t.rank for t in run), made
