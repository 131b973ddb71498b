"""What derivations are worked out from: a subject's own figures, those in force, those that they
are compared with, and the wholes that they can be a part of."""

from __future__ import annotations

from collections.abc import Sequence

from writer.grounding.bases import bases_agree
from writer.grounding.ledger_index import LedgerIndex
from writer.grounding.lexicon import lexicon
from writer.grounding.match import periods_agree
from writer.grounding.references import PREVIOUS
from writer.grounding.relations import Link
from writer.grounding.scope import Scope
from writer.ledger import Figure
from writer.ledger.figure import ACTUAL, ADJUSTED, DONE, INITIAL, TARGET

DONE_BASES = (ACTUAL, DONE, "")
PLANNED = (ADJUSTED, INITIAL, TARGET, "预算")
NEIGHBOURS = 8  # figures of the paragraph that a relation may reach back to


def own_figures(index: LedgerIndex, subject: int, kinds: tuple[str, ...] = ()) -> list[Figure]:
    """A subject's own figures, without changes, rates and shares made from them."""
    return [
        f
        for f in index.of_subject[subject]
        if f.number is not None
        and not (f.formula and f.kind == "percent")
        and not (f.formula and f.measure.startswith(("比", "增")))
        and (not kinds or f.kind in kinds)
    ]


def in_force(figures: Sequence[Figure], scope: Scope, basis: str | None = None) -> list[Figure]:
    """The later operand: the period in force, the basis in force or what was done."""
    basis = scope.basis if basis is None else basis
    timely = [f for f in figures if periods_agree(scope.period or scope.year, f.period)]
    if not timely and not scope.period:
        timely = list(figures)
    if basis:
        agreed = [f for f in timely if bases_agree(basis, f.basis)]
        if agreed:
            return agreed
    return [f for f in timely if f.basis in DONE_BASES] or timely


def compared_with(figures: Sequence[Figure], later: Figure, link: Link) -> list[Figure]:
    """The earlier operand: what the comparison names, else last year's or the first budget's."""
    others = [f for f in figures if f is not later and f.unit == later.unit
              and f.parents == later.parents and same_measure(f, later)]  # fmt: skip
    if link.ref_period == PREVIOUS:
        same = [f for f in others if len(f.period) == len(later.period) > len("2023")]
        return sorted((f for f in same if f.period < later.period), key=_period)[-1:]
    if link.ref_period:
        # a quarter is not held against a whole year
        alike = [f for f in others if _in_part(f) == _in_part(later)]
        found = [f for f in alike if f.period[:4] == link.ref_period]
        if link.ref_basis:  # 2025年计划1700批次，比2024年实际完成量增加68批次
            return [f for f in found if bases_agree(link.ref_basis, f.basis)] or found
        same = [f for f in found if bases_agree(later.basis, f.basis)]
        return same or found
    if link.ref_basis:
        agreed = [f for f in others if bases_agree(link.ref_basis, f.basis)]
        return [f for f in agreed if f.period == later.period] or agreed
    before = [f for f in others if f.period < later.period and bases_agree(later.basis, f.basis)]
    last_year = [f for f in before if f.period == _year_before(later.period)]
    before = last_year or before
    # a first budget is changed later; nothing grows from the later one to it
    planned = [
        f
        for f in others
        if f.period == later.period and f.basis in PLANNED and later.basis != INITIAL
    ]
    return before + planned


def _in_part(figure: Figure) -> bool:
    """Whether it is a quarter's, a half-year's or some months' figure."""
    return any(mark in figure.period for mark in "QH/")


def _year_before(period: str) -> str:
    return f"{int(period) - 1}" if period.isdigit() else ""


INDICATOR = "指标值"
_PLAIN_MEASURES = ("", INDICATOR, "比率")


def same_measure(a: Figure, b: Figure) -> bool:
    """Whether two figures of one subject measure the same; an indicator's value (指标值) is what
    the other year's figure says without a name for it."""
    if a.measure == b.measure:
        return True
    if INDICATOR in (a.measure, b.measure) and a.unit == b.unit and a.kind == "count":
        return True
    return a.measure in _PLAIN_MEASURES and b.measure in _PLAIN_MEASURES


def _period(figure: Figure) -> str:
    return figure.period


def ends_of(index: LedgerIndex, change: Figure) -> list[tuple[str, str]]:
    """(basis, period) of the two figures that a difference is of, the later first."""
    ends = [index.by_id[i] for i in change.inputs if i in index.by_id]
    if len(ends) == 2:
        return [(f.basis, f.period) for f in ends]
    reference = change.measure.removeprefix("比").removesuffix("增减")
    if reference == change.measure or not change.formula:
        return []
    later = (change.basis, change.period)
    return [later, (change.basis, reference) if reference.isdigit() else (reference, change.period)]


def told_of(scope: Scope, amounts: Sequence[Figure]) -> list[Figure]:
    """Of a thing whose amount the sentence has told, that amount in place of those that it has
    not: 支出71.44万元，平均每座1.52万元 is of no budget."""
    if scope.local_basis:
        return list(amounts)
    told: dict[tuple[str, str, str], list[Figure]] = {}
    for figure in (r.figure for r in scope.resolved if r.figure.kind == "money"):
        if not figure.formula:
            told.setdefault((figure.subject, figure.period, figure.measure), []).append(figure)
    found: dict[Figure, None] = {}
    for figure in amounts:
        every = told.get((figure.subject, figure.period, figure.measure), [figure])
        known = [f for f in every if f.basis in DONE_BASES] or every
        found[figure if figure in known else known[-1]] = None
    return list(found)


def siblings(index: LedgerIndex, figure: Figure) -> list[Figure]:
    subject = index.subject_of.get(figure.id)
    return own_figures(index, subject) if subject is not None else []


def same_key(a: Figure, b: Figure) -> bool:
    return bases_agree(a.basis, b.basis) and a.period == b.period and a.unit == b.unit


def wholes_of(index: LedgerIndex, part: Figure) -> list[int]:
    """The subjects that a part can be a share of: its parents, else the report's totals."""
    names = part.parents or lexicon().synonyms.get("总支出", ())
    named = [n for name in names for n in index.labels.get(name, ())]
    return list(dict.fromkeys(named if part.parents else [*named, *index.totals]))
