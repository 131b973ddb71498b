"""A change's parts: what one thing adds to the change of all, and its share of that."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

from writer.grounding.derivations.operands import DONE_BASES
from writer.grounding.hindsight.luck import Ranked
from writer.grounding.hindsight.pool import HERE, LEDGER, NEAR, OWN, Operand, Pool
from writer.ledger import Figure, derive
from writer.ledger.figure import ADJUSTED, INITIAL

ENDS = 2  # figures of a change


def likewise(pool: Pool) -> Iterator[Ranked]:
    """追加61.00万元，其中基本支出18.00万元: the change that was told of the whole, of the thing
    named."""
    for told in _told(pool, HERE):
        for subject in pool.things.own:
            made = _same_change(pool, told.figure, subject)
            if made is not None:
                yield told.rank, made


def shares_of_change(pool: Pool) -> Iterator[Ranked]:
    """项目支出增加329.90万元，占增加额的92.92%; 从增量看，项目支出贡献76.02%: the change of a
    thing by the change of the whole that it is a part of, told or the report's own."""
    told = _told(pool, HERE)
    wholes = _told(pool, NEAR) or [Operand(f, LEDGER) for f in _changes(pool)]
    for whole in wholes:
        parts = [t for t in told if t.figure.inputs != whole.figure.inputs]
        for subject in pool.things.own or pool.things.named:
            made = _same_change(pool, whole.figure, subject)
            parts += [Operand(made, OWN)] if made is not None else []
        for part in parts:
            share = _share(part.figure, whole.figure)
            if share is not None and _within(pool, part.figure, whole.figure):
                yield max(part.rank, whole.rank), share


def _within(pool: Pool, part: Figure, whole: Figure) -> bool:
    """Whether one thing's change can be part of the other's: of its parent's, or of the report's
    whole."""
    index = pool.frame.index
    return whole.subject in part.parents or index.subject_of.get(whole.inputs[0]) in index.totals


def _told(pool: Pool, rank: int) -> list[Operand]:
    """The changes that were told no further off than a rank says, the last first."""
    known = pool.frame.index.by_id
    return [
        t
        for t in reversed(pool.before())
        if t.rank <= rank and t.figure.formula and t.figure.kind != "percent"
        and len(t.figure.inputs) == ENDS and all(i in known for i in t.figure.inputs)
    ]  # fmt: skip


def _changes(pool: Pool) -> Iterator[Figure]:
    """What the whole has changed by: against last year, and by what was added to its budget."""
    for number in pool.frame.index.totals:
        rows = [f for f in pool.history(number) if not f.formula]
        for later, earlier in permutations(rows, 2):
            year = later.basis in DONE_BASES and later.basis == earlier.basis
            dated = year and later.period > earlier.period
            added = (later.basis, earlier.basis) == (ADJUSTED, INITIAL)
            if later.measure == earlier.measure and (
                dated or (added and later.period == earlier.period)
            ):
                made = derive.difference(later, earlier)
                if made is not None:
                    yield made


def _same_change(pool: Pool, whole: Figure, subject: int) -> Figure | None:
    """The change between a thing's figures of the bases and years of another's change."""
    known = pool.frame.index.by_id
    ends = [known[i] for i in whole.inputs]
    own = {(f.basis, f.period, f.kind, f.unit): f for f in pool.history(subject)}
    pair = [own.get((f.basis, f.period, f.kind, f.unit)) for f in ends]
    if pair[0] is None or pair[1] is None or known[whole.inputs[0]] is pair[0]:
        return None
    return derive.difference(pair[0], pair[1])


def _share(part: Figure, whole: Figure) -> Figure | None:
    a, b = part.number, whole.number
    fits = a is not None and b and 0 < a / b < 1 and part.unit == whole.unit
    return derive.share(part, whole) if fits else None
