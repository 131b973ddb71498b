"""Totals: of several subjects, of a run of figures, of the parts of one (合计, 上半年合计)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from writer.grounding.bases import bases_agree
from writer.grounding.derivations.operands import NEIGHBOURS, own_figures
from writer.grounding.ledger_index import LedgerIndex
from writer.grounding.lexicon import lexicon
from writer.grounding.listed_names import joined
from writer.grounding.match import period_contains, periods_agree, plain_period
from writer.grounding.mentions import Mention
from writer.grounding.relations import Link
from writer.grounding.scope import Scope
from writer.ledger import Figure, derive
from writer.ledger.figure import ACTUAL, DONE, INITIAL, TARGET


def total(
    index: LedgerIndex, scope: Scope, link: Link, mention: Mention, subjects: Sequence[int]
) -> Iterator[Figure | None]:
    """The totals of the subjects spoken of, of the run of figures just stated, and of each
    subject's own parts."""
    if link.ref_period:
        yield from _over_years(index, scope, link, mention, subjects)
        return
    listed = list(_of_joined(index, scope, mention))
    if listed:
        yield from listed  # 小学、初中、高中共88所: of all that are named, no less
        return
    yield from _of_named(index, scope, mention, subjects)
    yield from _of_several(index, scope, mention)
    if "/" in plain_period(scope.period):
        yield from _within(index, scope, mention, subjects)  # 上半年合计: of its quarters
    resolved, told = ([r.figure for r in rows] for rows in (scope.resolved, scope.paragraph))
    for stated in (resolved, told, scope.stated):
        run: list[Figure] = []
        for figure in reversed(stated):
            if figure.kind != mention.kind or not lexicon().same_unit(figure.unit, mention.unit):
                if run:
                    break
                continue
            run.insert(0, figure)
            if len(run) > 1 and scope.parts in (0, len(run)):
                yield derive.total("合计", "合计", run)
    for subject in subjects[:3]:
        parts = [f for f in index.figures if f.parents and f.parents[-1] == index.names[subject]]
        by_basis: dict[tuple[str, str], list[Figure]] = {}
        for part in parts:
            if part.kind == mention.kind and not part.formula:
                by_basis.setdefault((part.basis, part.period), []).append(part)
        for group in by_basis.values():
            yield derive.total("合计", index.names[subject], group)


def _over_years(
    index: LedgerIndex, scope: Scope, link: Link, mention: Mention, subjects: Sequence[int]
) -> Iterator[Figure | None]:
    """三年累计造林21840亩: what was done of one thing in each year since."""
    years = [str(y) for y in range(int(link.ref_period), int(scope.year) + 1)]
    for subject in subjects:
        done = [f for f in own_figures(index, subject, (str(mention.kind),)) if f.basis != TARGET]
        parts = [next((f for f in done if f.period == year), None) for year in years]
        known = [part for part in parts if part is not None]
        if len(known) == len(years) > 1:
            yield derive.total("合计", "合计", known)


def _of_joined(index: LedgerIndex, scope: Scope, mention: Mention) -> Iterator[Figure]:
    """小学、初中、高中共88所, 满意和基本满意合计458份: what stands right before the word."""
    named = joined(index, scope.words, scope.named)
    for basis in (scope.basis,) if scope.basis else ("budget", ACTUAL, DONE):
        parts = [_one_of(index, scope, mention, subject, basis) for subject in named]
        known = [part for part in parts if part is not None]
        made = derive.total("合计", "合计", known) if len(known) == len(named) > 1 else None
        if made is not None:
            yield made


def _within(
    index: LedgerIndex, scope: Scope, mention: Mention, subjects: Sequence[int]
) -> Iterator[Figure | None]:
    span = plain_period(scope.period)
    for subject in subjects:
        parts = [
            f
            for f in own_figures(index, subject, (str(mention.kind),))
            if len(f.period) > len("2023") and period_contains(span, plain_period(f.period)[:7])
        ]
        yield derive.total("合计", "合计", parts)


def _of_named(
    index: LedgerIndex, scope: Scope, mention: Mention, subjects: Sequence[int]
) -> Iterator[Figure | None]:
    """养老服务和网格治理，合起来401.27万元: things that the sentence has only named."""
    # 两个项目共支出: the word 项目 may be a thing's name as well
    named = [s for s in scope.named if s not in (*index.totals, *subjects)]
    if not scope.told or len(named) < scope.told:
        named += [s for s in reversed(subjects) if s not in index.totals]
    sizes = (scope.told,) if scope.told else range(2, min(len(named), NEIGHBOURS) + 1)
    for size in sizes:
        group = named[-size:]
        if not 1 < size == len(group):
            continue
        for basis in (scope.basis,) if scope.basis else ("budget", ACTUAL, DONE):
            parts = [_one_of(index, scope, mention, subject, basis) for subject in group]
            known = [part for part in parts if part is not None]
            if len(known) == size:
                yield derive.total("合计", "合计", known)


def _one_of(
    index: LedgerIndex, scope: Scope, mention: Mention, subject: int, basis: str
) -> Figure | None:
    """The subject's figure of the mention's sort in the basis and the period in force; a first
    budget only where there is no later one."""
    fitting = [
        f
        for f in own_figures(index, subject, (str(mention.kind),))
        if lexicon().same_unit(f.unit, mention.unit)
        and bases_agree(basis, f.basis)
        and periods_agree(scope.period or scope.year, f.period)
    ]
    return min(fitting, key=lambda f: f.basis == INITIAL, default=None)


def _of_several(index: LedgerIndex, scope: Scope, mention: Mention) -> Iterator[Figure | None]:
    """三个项目合计, 以上项目共计: one figure of each subject spoken of, in the basis in force;
    what the text has not stated (资金已全部支付) is taken from the ledger. Where the text tells
    how many there are, the subjects between them (奖补资金) may be left out."""
    spoken = [_spoken(index, scope, mention, scope.basis)]
    if not scope.basis:  # 三项经费共728万元: of what was planned, or of what was spent
        spoken += [_spoken(index, scope, mention, basis) for basis in ("budget", ACTUAL)]
    for parts in spoken:
        for size in (scope.parts,) if scope.parts else range(2, len(parts) + 1):
            if len(parts) >= size and not scope.told:
                yield derive.total("合计", "合计", parts[:size][::-1])
        if scope.told and len(parts) >= scope.told:
            for chosen in combinations(parts[:NEIGHBOURS], scope.told):
                yield derive.total("合计", "合计", chosen[::-1])


def _spoken(index: LedgerIndex, scope: Scope, mention: Mention, basis: str) -> list[Figure]:
    """One figure for each subject that was told of last, the latest first."""
    told = [(r.figure, index.subject_of.get(r.figure.id)) for r in reversed(scope.last)]
    ahead = [(None, number) for number in scope.ahead]
    parts: dict[str, Figure] = {}
    for figure, number in ahead or told:
        own = index.of_subject[number] if number is not None else []
        name = figure.subject if figure is not None else index.names[number or 0]
        if name in parts or number in index.totals:
            continue
        fitting = [
            f
            for f in [*([figure] if figure is not None else []), *own]
            if f.kind == mention.kind
            and f.unit == mention.unit
            and bases_agree(basis, f.basis)
            and periods_agree(scope.period or scope.year, f.period)
            and not (f.formula and f.measure.startswith(("比", "人均")))
        ]
        if fitting:
            parts[name] = fitting[0]
        if len(parts) >= NEIGHBOURS:
            break
    return list(parts.values())
