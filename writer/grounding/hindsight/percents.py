"""Percentages, points and multiples that follow from amounts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import permutations

from writer.grounding.derivations.operands import DONE_BASES, PLANNED
from writer.grounding.hindsight.compared import comparable, turns
from writer.grounding.hindsight.cues import cue
from writer.grounding.hindsight.luck import Ranked
from writer.grounding.hindsight.pool import AMOUNTS, BESIDE, HERE, LEDGER, OWN, Operand, Pool
from writer.grounding.hindsight.rows import units
from writer.grounding.hindsight.spoken import about, may_mean
from writer.grounding.match import periods_agree
from writer.grounding.spans import spoken
from writer.ledger import Figure, derive
from writer.ledger.figure import ADJUSTED, INITIAL
from writer.quantities import canonical

TWO = 2


def _by_months(pool: Pool) -> Iterator[Figure]:
    """序时进度: the share of the year that is over, by the months that the sentence names."""
    for span in {s.span.last for s in spoken(pool.things.said)}:
        yield Figure(
            f"序时进度{span}月", "序时进度", "", "", pool.frame.index.year, "percent",
            str(canonical(Decimal(span) / 12)), "%", 2, formula=f"{span}个月 ÷ 12个月",
        )  # fmt: skip


def rates(pool: Pool, *, any_plan: bool = False) -> Iterator[Ranked]:
    """What was done of a thing by what was planned: the plan in force, unless the words name
    another (`any_plan`: by whichever)."""
    for kind, unit in units(pool):
        operands = pool.amounts(kind, unit)
        later = {f.figure.subject for f in operands if f.figure.basis == ADJUSTED}
        for done, base in permutations(operands, 2):
            a, b = done.figure, base.figure
            if not (a.basis in DONE_BASES and a.basis and b.basis in PLANNED) or not may_mean(
                pool, a
            ):
                continue
            early = b.basis == INITIAL and b.subject in later and not pool.names(INITIAL)
            if early and not any_plan:
                continue
            fits = a.subject == b.subject and periods_agree(a.period, b.period)
            if fits and pool.asked(a, b):
                made = derive.rate(a, replace(b, unit=a.unit))
                if made is not None:
                    yield max(done.rank, base.rank), made


def growths(pool: Pool) -> Iterator[Ranked]:
    """The growth from one amount to another of the same thing, or of two told side by side."""
    named = {pool.frame.index.names[s] for s in pool.things.own or pool.in_place()}
    if (told := _in_place(pool) or pool.change()) is not None:
        yield BESIDE, told
        return
    for kind, unit in units(pool):
        for later, earlier in permutations(pool.amounts(kind, unit), 2):
            a, b = later.figure, earlier.figure
            if not (comparable(later, earlier) and pool.asked(a, b) and about(pool, a, b)):
                continue
            if named and not named & {a.subject, *a.parents, b.subject, *b.parents}:
                continue  # 公务用车运行维护费同比下降26.56% is no growth of another thing
            if not named and not (may_mean(pool, a) or may_mean(pool, b)):
                continue
            ordered = a.period > b.period or (
                a.period == b.period
                and (a.subject != b.subject or (b.basis in PLANNED and _later(a, b)))
            )
            if pool.link is not None and pool.link.later_basis:
                ordered = (a.basis, b.basis) == (ADJUSTED, INITIAL)
            up = (a.number or 0) >= (b.number or 0)
            more, less = (later, earlier) if up else (earlier, later)
            if ordered and turns(pool, more, less):
                made = derive.growth(a, replace(b, unit=a.unit))
                if made is not None:
                    yield max(later.rank, earlier.rank), made


def _later(a: Figure, b: Figure) -> bool:
    """Whether one basis comes after the other: the first budget, the later one, what was done."""
    order = (INITIAL, ADJUSTED)
    places = [order.index(f.basis) if f.basis in order else len(order) for f in (a, b)]
    return a.basis != b.basis and places[0] >= places[1]


def _in_place(pool: Pool) -> Figure | None:
    """比上年多106.20万元、比年初预算多124.40万元，增长率分别为10.8%和12.9%: that of the change
    that stands in the same place of the list before."""
    place, size = pool.statement.group or (0, 0)
    index, at = pool.frame.index, pool.statement.respectively
    before = [t.figure for t in pool.told if t.rank <= HERE and 0 <= t.place < at]
    changes = [f for f in before if f.measure.startswith("比") and len(f.inputs) == TWO]
    if not 1 < size == len(changes):
        return None
    ends = [index.by_id.get(i) for i in changes[place].inputs]
    return derive.growth(ends[0], ends[1]) if ends[0] and ends[1] else None


def points(pool: Pool) -> Iterator[Ranked]:
    """The distance between two percentages told, or from one told to a rate or growth of a thing
    named; between those of two things named where the words speak of rates."""
    told = [t for t in pool.told if t.figure.kind == "percent" and t.figure.unit == "%"]
    said = pool.things.said
    both = cue("rates").search(said) is not None
    made = [Operand(f, LEDGER) for f in _percents(pool, cue("overall").search(said) is not None)]
    if "序时" in said:
        told += [Operand(f, HERE, pool.mention.start) for f in _by_months(pool)]
    stored = _stored(pool)
    for a, b in permutations([*told, *made, *stored], 2):
        near = a.place >= 0 and b.place >= 0
        like = near or (both and a.figure.measure == b.figure.measure)
        meant = (a in stored) != (b in stored) and BESIDE in (a.rank, b.rank)
        if (like or meant) and turns(pool, a, b) and pool.dated(a.figure, b.figure):
            gap = derive.difference(a.figure, b.figure)
            if gap is not None and (gap.number or 0) > 0:
                yield max(a.rank, b.rank), gap


def _stored(pool: Pool) -> list[Operand]:
    """What the sentence's things have in percent, where the words name the basis or the year:
    线上办结率82.4%，超过目标值2.4个百分点."""
    if not pool.compares:
        return []
    figures = (f for s in pool.things.named for f in pool.of(s, ("percent",)))
    return [Operand(f, OWN) for f in figures if f.unit == "%" and pool.asked(f)]


def _percents(pool: Pool, every: bool) -> Iterator[Figure]:
    """Rates and growths of the things named, of the whole as well where `every`."""
    wholes = pool.frame.index.totals if every else []
    for rows in [pool.of(s) for s in (*pool.subjects, *wholes)]:
        for a, b in permutations(rows, 2):
            if a.kind != b.kind or a.unit != b.unit or a.measure != b.measure:
                continue
            if a.period == b.period and a.basis in DONE_BASES and b.basis in PLANNED:
                made = derive.rate(a, b)
            elif a.basis == b.basis and a.period > b.period:
                made = derive.growth(a, b)
            else:
                continue
            if made is not None:
                yield made


def told_rates(pool: Pool) -> Iterator[Ranked]:
    """贷款余额52.60亿元，缴存余额65.75亿元，个贷率80%: the smaller of the two amounts told last by
    the larger."""
    told = [t for t in pool.before() if t.rank == BESIDE and t.figure.kind in AMOUNTS]
    if len(told) == TWO and told[0].figure.subject != told[1].figure.subject:
        part, whole = sorted((t.figure for t in told), key=lambda f: f.number or 0)
        made = derive.rate(part, whole) if part.kind == whole.kind else None
        if made is not None:
            yield BESIDE, made


def again(pool: Pool) -> Iterator[Ranked]:
    """占24.13%，不到四分之一: the percentage told last, in words."""
    told = [t for t in pool.before() if t.figure.unit == "%"]
    yield from ((t.rank, t.figure) for t in told[-1:])


def ratios(pool: Pool) -> Iterator[Ranked]:
    """One amount by another: told, or of one thing."""
    for kind, unit in units(pool):
        operands = pool.as_told(pool.amounts(kind, unit))
        last = max((o.place for o in operands if 0 <= o.place < pool.mention.start), default=-1)
        for a, b in permutations(operands, 2):
            if pool.things.words == "的" and b.place != last:
                continue  # 是上年96宗的三倍
            if comparable(a, b) and pool.asked(a.figure, b.figure):
                made = derive.times(a.figure, replace(b.figure, unit=a.figure.unit))
                if made is not None:
                    yield max(a.rank, b.rank), made
