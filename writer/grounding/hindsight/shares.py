"""A part of a whole: which of what was told or named is the part, and what it is a part of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from writer.grounding.derivations.operands import DONE_BASES, PLANNED
from writer.grounding.hindsight.compared import part_of
from writer.grounding.hindsight.cues import cue
from writer.grounding.hindsight.luck import Ranked
from writer.grounding.hindsight.pool import BESIDE, LEFT, OWN, Operand, Pool
from writer.grounding.hindsight.rows import counted, runs, units
from writer.grounding.hindsight.spoken import in_basis
from writer.ledger import derive
from writer.ledger.figure import TARGET

# 约为甲的三成, 在甲中的比重为三成, 甲使用率三成
_OF_NAMED = re.compile(
    r"的$|在[^，。；]+[中里]的?(?:比重|占比|份额)|(?:使用|入住|利用|满编|满员|占用)率"
)
_BRACKETED = re.compile(r"[）)]的")
RECENT = 3  # numbers told last of which a share may be told without a name


def shares(pool: Pool) -> Iterator[Ranked]:
    """The part, told or named, alone or summed, by the whole that the words name, else by what
    was told or the whole of the report."""
    if _BRACKETED.fullmatch(pool.things.words):
        yield from _of_the_last(pool)
        return
    for kind, unit in units(pool):
        operands = pool.amounts(kind, unit)
        sums = list(runs(pool, kind, unit))
        named = _named_wholes(pool, kind, [*operands, *sums])
        wholes = named or _wholes(pool, [*operands, *sums])
        for part in _parts(pool, operands, sums):
            for whole in wholes:
                a, b = part.figure, whole.figure
                unsaid = b.basis == TARGET and whole.place < 0 and not pool.names(TARGET)
                fits = part_of(a, b, named=bool(named)) and not unsaid and in_basis(pool, a)
                if fits and pool.asked(a, b):
                    made = derive.share(a, replace(b, unit=a.unit))
                    if made is not None:
                        yield max(part.rank, whole.rank), made


def _of_the_last(pool: Pool) -> Iterator[Ranked]:
    """开户1.56万人，占实缴职工（15.60万人）的一成: of the number told last, the one before."""
    *_, part, whole = (None, None, *(t for t in pool.before() if t.rank == BESIDE))
    if part is not None and whole is not None and part_of(part.figure, whole.figure, named=True):
        made = derive.share(part.figure, replace(whole.figure, unit=part.figure.unit))
        if made is not None and part.figure.kind == whole.figure.kind:
            yield BESIDE, made


def _parts(pool: Pool, operands: list[Operand], sums: list[Operand]) -> list[Operand]:
    words = pool.things.words
    if counted(pool) or cue("together").search(words):
        return sums  # 两块占总支出的七成, 合计占……
    told = [o for o in operands if 0 <= o.place < pool.mention.start]
    if _OF_NAMED.search(words):
        return [*told, *sums]  # the name is that of the whole
    own = _own(pool, operands)
    return own or [*told[-RECENT:], *sums] or operands


def _named_wholes(pool: Pool, kind: str, others: list[Operand]) -> list[Operand]:
    """The whole that the words name by its basis: 总结余, 总支出, 全年预算."""
    words = pool.things.words
    every = [Operand(f, OWN) for f in pool.wholes((kind,))]
    if cue("all_left").search(words):
        return [o for o in [*others, *every] if o.figure.basis == LEFT or o.figure.formula]
    if cue("all_docked").search(words):
        return [o for o in others if o.figure.kind == "score" and o.figure.formula]
    if cue("all_spent").search(words):
        return [o for o in every if o.figure.basis in DONE_BASES]
    if cue("all_planned").search(words):
        return [o for o in every if o.figure.basis in PLANNED]
    return []


def _wholes(pool: Pool, others: list[Operand]) -> list[Operand]:
    own = _own(pool, others)
    return own if own and _OF_NAMED.search(pool.things.words) else others


def _own(pool: Pool, operands: list[Operand]) -> list[Operand]:
    """The operands that are of what the number's own words name."""
    index = pool.frame.index
    names = {index.names[s] for s in pool.things.own}
    return [o for o in operands if o.figure.subject in names]
