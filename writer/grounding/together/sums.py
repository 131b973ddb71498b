"""What several things come to: the sum of one amount of each, what is left of all, the money that
they have from one source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from writer.grounding.derivations.operands import own_figures
from writer.grounding.ledger_index import LedgerIndex
from writer.grounding.together.groups import Group
from writer.ledger import Figure, derive
from writer.ledger.figure import ACTUAL, ADJUSTED, DONE, INITIAL, MONEY

TOGETHER = "合计"  # how the ids of what was made here begin


def sums(
    index: LedgerIndex,
    group: Group,
    year: str,
    bases: Sequence[str] = (ACTUAL, DONE, ADJUSTED, INITIAL),
) -> Iterator[Figure]:
    """The sum of one amount of each, basis by basis."""
    for basis in bases:
        parts = [amount_of(index, s, basis, year) for s in group.subjects]
        known = [p for p in parts if p is not None]
        made = derive.total(TOGETHER, "合计", known) if len(known) == len(parts) else None
        if made is not None:
            yield made


def amount_of(index: LedgerIndex, subject: int, basis: str, year: str) -> Figure | None:
    fitting = [
        f
        for f in own_figures(index, subject, ("money",))
        if f.basis == basis and f.period == year and f.measure in (MONEY, "")
    ]
    return fitting[0] if fitting else None


def rests(index: LedgerIndex, group: Group, year: str) -> Iterator[Figure]:
    """What is left of all: of the later budget, where every one has it."""
    done = list(sums(index, group, year, (ACTUAL, DONE)))
    for plan in sums(index, group, year, (ADJUSTED, INITIAL)):
        made = derive.difference(plan, done[0]) if done else None
        if made is not None:
            yield made
            return


def of_sources(
    index: LedgerIndex, group: Group, sources: Sequence[int], year: str
) -> Iterator[Figure]:
    """三个项目共使用省级资金770万元: of that name's money for the group's things, all together."""
    names = {index.names[s] for s in group.subjects}
    parts = [
        f
        for s in sources
        for f in own_figures(index, s, ("money",))
        if set(f.parents) & names and f.period == year
    ]
    made = derive.total(TOGETHER, index.names[sources[0]], parts) if parts else None
    if made is not None:
        yield made


def is_source(index: LedgerIndex, subject: int, group: Group) -> bool:
    """Whether it is where the money of some of the group comes from: 省级资金."""
    names = {index.names[s] for s in group.subjects}
    return any(set(f.parents) & names for f in index.of_subject[subject])
