"""Which operands may be held against each other, and which way the words say that they differ."""

from __future__ import annotations

from writer.grounding.bases import bases_agree
from writer.grounding.derivations.operands import DONE_BASES, PLANNED, same_measure
from writer.grounding.hindsight.cues import cue
from writer.grounding.hindsight.pool import HERE, LEFT, Operand, Pool
from writer.grounding.match import periods_agree
from writer.ledger import Figure


def comparable(a: Operand, b: Operand) -> bool:
    """Whether two amounts may be held against each other: one thing's in two years of one basis,
    or in two bases of one year; two things' in one basis and year."""
    x, y = a.figure, b.figure
    if x.subject == y.subject:
        if x.formula and y.formula:
            # what was left in one year and in the other; never what was left and what was added
            return _is_left(x) == _is_left(y)
        if not same_measure(x, y):
            return False
        return x.period == y.period or bases_agree(x.basis, y.basis)
    if x.basis == y.basis == LEFT:
        return False  # what one thing and another have left is nobody's 追加
    here = (a.rank <= HERE and b.rank <= HERE) or x.measure == y.measure
    return here and x.period == y.period and bases_agree(x.basis, y.basis)


def _is_left(figure: Figure) -> bool:
    """Whether it is what was left of a budget, however that was told."""
    return figure.basis == LEFT or (
        figure.basis in PLANNED and figure.measure.startswith(("比决算", "比实际"))
    )


def turns(pool: Pool, more: Operand, less: Operand) -> bool:
    """Whether the direction that the words tell can be that from one amount to the other."""
    up, down = cue("more").search(pool.things.words), cue("less").search(pool.things.words)
    if (up is None) == (down is None):
        return True
    later, earlier = more.figure, less.figure
    if later.period != earlier.period:
        return (later.period > earlier.period) == (up is not None)
    if later.basis in DONE_BASES and earlier.basis in PLANNED:
        return up is not None
    if earlier.basis in DONE_BASES and later.basis in PLANNED:
        return down is not None
    if (later.subject in pool.things.reference) != (earlier.subject in pool.things.reference):
        return (earlier.subject in pool.things.reference) == (up is not None)
    if cue("than").search(pool.things.words) and more.place >= 0 and less.place >= 0:
        # 甲95.5%……比乙的93.7%高: what is compared with was told last
        return (more.place < less.place) == (up is not None)
    return True


def part_of(part: Figure, whole: Figure, *, named: bool = False) -> bool:
    """Whether one amount can be a part of the other; where the words have `named` the whole, of
    any basis: 上半年累计支出402.53万元，占全年预算的46.75%."""
    if not whole.number or not 0 < (part.number or 0) < whole.number:
        return False
    if not periods_agree(part.period, whole.period):
        return False
    if named or (part.formula and whole.formula):
        return True  # what is left of one thing, of what is left of all
    if part.parents == whole.parents != () and part.subject != whole.subject and not part.formula:
        return False  # 项目支出 is no part of 基本支出
    # what was done by what was planned is no share
    told_apart = part.subject != whole.subject or part.formula is not None
    return told_apart and bases_agree(part.basis, whole.basis)
