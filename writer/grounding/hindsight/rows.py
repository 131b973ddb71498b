"""What is put together before it takes part: numbers told in a row, one amount of each thing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from writer.grounding.hindsight.pool import (
    AMOUNTS,
    HERE,
    LEDGER,
    NEAR,
    OWN,
    Operand,
    Pool,
    alike,
    joint,
)
from writer.ledger import Figure, derive

LONGEST = 8  # numbers in a sum
CLAUSE = 30  # characters before a number in which 两项 may stand
LAST = 4  # numbers told last whose sorts a share may be of
_COUNTED = re.compile(r"([两二三四五六七八九\d])[项者家块类个]")
_DIGITS = "零一二三四五六七八九"


def rows(pool: Pool, kind: str, unit: str | None) -> Iterator[list[Operand]]:
    """The numbers of one sort told last: as many as 两项 counts, else all that stand in a row in
    the sentence, then in the paragraph."""
    told = [t for t in pool.before() if alike(t.figure, kind, unit)]
    size = counted(pool)
    for reach in (HERE, NEAR):
        row: list[Operand] = []
        for operand in reversed([t for t in told if t.rank <= reach]):
            if row and not one_sort([operand.figure, *(t.figure for t in row)]):
                break
            row.insert(0, operand)
            if len(row) == size:
                break
        if len(row) > 1 and size in (0, len(row)):
            yield row[-LONGEST:]


def counted(pool: Pool) -> int:
    """As many as the clause says: 两项, 三个项目; 0 where it says nothing."""
    found = _COUNTED.findall(pool.things.words) or _COUNTED.findall(pool.things.said[-CLAUSE:])
    if not found:
        return 0
    last = found[-1].replace("两", "二")
    return int(last) if last.isdecimal() else _DIGITS.index(last)


def one_sort(run: list[Figure]) -> bool:
    """Whether numbers may be added up: one measure, one basis, one length of period, no two the
    same."""
    keys = {(f.measure, f.basis, len(f.period), f.unit) for f in run}
    nested = any(a.subject in b.parents for a in run for b in run)  # 床位，其中护理型
    return len(keys) == 1 and len({f.id for f in run}) == len(run) and not nested


def runs(pool: Pool, kind: str, unit: str | None) -> Iterator[Operand]:
    """Sums of what was told last, and of what the sentence names."""
    for run in rows(pool, kind, unit):
        made = derive.total("合计", "合计", [t.figure for t in run])
        if made is not None:
            yield Operand(made, max(t.rank for t in run))
    rank = OWN if counted(pool) else LEDGER
    for things in sets(pool):
        for made in joint([pool.of(s, (kind,)) for s in things]):
            yield Operand(made, rank)


def sets(pool: Pool) -> Iterator[list[int]]:
    """Neighbours among the things named: as many as are counted, else any number of them."""
    if pool.things.joined:
        yield pool.things.joined  # 小学、初中、高中共88所: all of them
        return
    told = counted(pool)
    named = [s for s in pool.subjects if s in pool.things.named] if told else pool.subjects
    for size in (told,) if told else range(2, len(named) + 1):
        if size > 1:
            yield from (named[at : at + size] for at in range(len(named) - size + 1))


def units(pool: Pool) -> list[tuple[str, str | None]]:
    """The sorts of amounts told before the number; money where none was."""
    told = [t.figure for t in pool.before() if t.figure.kind in AMOUNTS]
    return list(dict.fromkeys((f.kind, f.unit) for f in told[-LAST:])) or [("money", "元")]
