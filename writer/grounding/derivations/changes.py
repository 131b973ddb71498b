"""Rises and falls: growth in percent, differences, and percentage points between two rates or
shares (比上年增长…, 较预算减少…, 提高…个百分点)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from writer.grounding.bases import bases_agree
from writer.grounding.derivations.again import PER, again
from writer.grounding.derivations.operands import (
    DONE_BASES,
    PLANNED,
    compared_with,
    in_force,
    own_figures,
    same_key,
    same_measure,
    siblings,
    wholes_of,
)
from writer.grounding.derivations.overall import all_projects
from writer.grounding.ledger_index import LedgerIndex
from writer.grounding.lexicon import lexicon
from writer.grounding.match import periods_agree
from writer.grounding.mentions import Mention
from writer.grounding.relations import Link, Relation
from writer.grounding.scope import Scope
from writer.ledger import Figure, derive
from writer.ledger.figure import ACTUAL, ADJUSTED, INITIAL, TARGET

_PROJECTS = re.compile(
    r"(?:[两三四五六七八九十\d]+个|各|全部|所有)?项目(?:资金)?(?:合计|共|总|支出合计)"
)


def change(
    index: LedgerIndex, scope: Scope, link: Link, mention: Mention, subjects: Sequence[int]
) -> Iterator[Figure | None]:
    """The change of each subject against what the wording compares it with: growth for %, points
    between rates for 百分点, else the difference."""
    make = derive.growth if mention.unit == "%" else derive.difference
    points = mention.unit == "百分点"
    if points and link.of_share:
        # the other part of the whole changed as much the other way
        yield from _share_change(index, scope, link, subjects[:1])
    if not link.of_share and _told_with_it(scope, link):
        # 比年初预算4218.40万元增加…: with that and with nothing else
        yield from _change_from_last(index, scope, subjects, make)
        return
    if link.against:
        yield from _apart(index, scope, link, subjects[:1], make)
        return
    if not points and (measured := list(_of_measures(index, scope, subjects))):
        yield from (make(later, earlier) for later, earlier in measured)
        return
    if mention.unit == "%" and not (link.ref_basis or link.ref_period):
        yield _of_last_change(index, scope, subjects)
    for subject in subjects:
        figures = own_figures(index, subject, ("percent",) if points else ())
        for later in _later(figures, scope, link)[:4]:
            for earlier in compared_with(figures, later, link):
                if mention.kind != "count" or lexicon().same_unit(later.unit, mention.unit):
                    yield make(later, earlier)
    if not points and scope.compared:
        yield from _change_from_last(index, scope, subjects, make)


def _told_with_it(scope: Scope, link: Link) -> bool:
    """Whether the number told last is the very one that the words compare with."""
    if not (scope.compared and scope.stated):
        return False
    earlier = scope.stated[-1]
    based = not link.ref_basis or bases_agree(link.ref_basis, earlier.basis)
    return based and link.ref_period in ("", earlier.period[:4])


def _apart(
    index: LedgerIndex,
    scope: Scope,
    link: Link,
    subjects: Sequence[int],
    make: Callable[[Figure, Figure], Figure | None],
) -> Iterator[Figure | None]:
    """女教师比男教师多1368人: two things that the words hold against each other; 实有49人，较编制
    少3人: what was just told and the one thing that they name."""
    named = [in_force(own_figures(index, s), scope) for s in subjects if s not in link.against]
    told = [[r.figure] for r in scope.resolved[-1:]]
    for a in (figure for own in named or told for figure in own):
        for other in link.against:
            like = (b for b in own_figures(index, other) if same_key(a, b))
            yield from (make(a, b) for b in like if same_measure(a, b))


def recent_change(
    index: LedgerIndex, scope: Scope, link: Link, mention: Mention
) -> Iterator[Figure | None]:
    """The change of what was just stated: the rate worked out, or the sentence's two figures."""
    if mention.unit == "百分点":
        yield from _change_of_sentence(scope, link, derive.difference)
        yield from _rate_change(index, scope, link)
    else:
        make = derive.growth if mention.unit == "%" else derive.difference
        if _PROJECTS.search(scope.words):
            total = all_projects(index, ACTUAL, index.year)
            last = all_projects(index, ACTUAL, link.ref_period or str(int(index.year) - 1))
            yield make(total, last) if total and last else None
        yield from _change_of_average(index, scope, link, make)
        yield from _change_of_sentence(scope, link, make)


_THAN = re.compile(r"[比较于]")
MEASURE = 3  # characters of a measure that is a thing of its own: 中标价, 审定金额


def _of_measures(
    index: LedgerIndex, scope: Scope, subjects: Sequence[int]
) -> Iterator[tuple[Figure, Figure]]:
    """中标价比预算控制价低…, 审定金额3455.90万元，较合同金额减少…: (later, earlier) of one thing's
    measures, as the words compare them."""
    than = _THAN.search(scope.words)
    if than is None:
        return
    for subject in subjects[:2]:
        figures = [f for f in own_figures(index, subject, ("money",)) if _spelt(f)]
        behind = [f for f in figures if _said(f, scope.words[than.end() :])]
        before = [f for f in figures if _said(f, scope.words[: than.start()])]
        before = before or [f for f in scope.stated[-2:] if f in figures]
        if behind and before and behind[0] != before[-1]:
            yield before[-1], behind[0]


def _spelt(figure: Figure) -> bool:
    return len(figure.measure) >= MEASURE and not figure.formula


def _said(figure: Figure, words: str) -> bool:
    return figure.measure in words or figure.measure[-MEASURE:] in words


def _of_last_change(index: LedgerIndex, scope: Scope, subjects: Sequence[int]) -> Figure | None:
    """比合同金额减少156.50万元，下降4.33%: the growth that the difference just told is."""
    last = scope.stated[-1] if scope.stated else None
    if last is None or not last.measure.startswith("比") or len(last.inputs) != 2:
        return None
    ends = [index.by_id.get(i) for i in last.inputs]
    if ends[0] is None or ends[1] is None or index.subject_of.get(ends[0].id) not in subjects:
        return None
    return derive.growth(ends[0], ends[1])


def _later(figures: Sequence[Figure], scope: Scope, link: Link) -> list[Figure]:
    if link.later_basis:
        return [f for f in figures if f.basis == link.later_basis and f.period == scope.year]
    if (plan := _plan_told(figures, scope, link)) is not None:
        return [plan]
    found = in_force(figures, scope)
    one_year = link.ref_period in ("", (scope.period or scope.year)[:4])
    same = all(bases_agree(link.ref_basis, f.basis) for f in found)
    if link.ref_basis and one_year and same:
        # 目标为30公里……比计划少2.4公里: what is compared is what was done
        done = [f for f in figures if f.basis in DONE_BASES]
        found = [f for f in done if periods_agree(scope.period or scope.year, f.period)]
    elif scope.basis == TARGET or not scope.local_basis:
        # 任务30场，比上年的26场增加12场: what is compared may be what was done after all
        told = scope.resolved[-1].figure if scope.resolved else None
        if told in found and link.ref_basis and told.basis in PLANNED:
            return [told]  # 全年预算2337万元，较年初预算增加…
        found += [f for f in in_force(figures, scope, basis="") if f not in found]
    return found


def _plan_told(figures: Sequence[Figure], scope: Scope, link: Link) -> Figure | None:
    """全年预算286.40万元，比年初预算增加…: the budget told last, held against the other;
    what was spent is not spoken of."""
    last = scope.resolved[-1].figure if scope.resolved else None
    if last is None or last not in figures or not link.ref_basis:
        return None
    planned = last.basis in (ADJUSTED, INITIAL) and last.basis == scope.basis
    return last if planned and not bases_agree(link.ref_basis, last.basis) else None


def _change_from_last(
    index: LedgerIndex,
    scope: Scope,
    subjects: Sequence[int],
    make: Callable[[Figure, Figure], Figure | None],
) -> Iterator[Figure | None]:
    """较全年预算3858.42万元减少…: the figure just stated is what is compared with."""
    if not scope.stated:
        return
    earlier = scope.stated[-1]
    for subject in subjects[:3]:
        for later in in_force(own_figures(index, subject), scope)[:2]:
            if later.id != earlier.id:
                yield make(later, earlier)


def _rate_change(index: LedgerIndex, scope: Scope, link: Link) -> Iterator[Figure | None]:
    """破案率63%，比上年提高…: the rate just worked out, of the other period or basis."""
    for rate in reversed(scope.stated[-3:]):
        if not rate.formula or len(rate.inputs) != 2:
            continue
        if link.ref_period and (last := again(index, rate, link.ref_period)) is not None:
            yield derive.difference(rate, last)
            continue
        inputs = [index.by_id.get(i) for i in rate.inputs]
        pairs = [compared_with(siblings(index, f), f, link)[:1] if f else [] for f in inputs]
        if all(pairs):
            then = derive.rate(pairs[0][0], pairs[1][0], rate.measure)
            yield derive.difference(rate, then) if then else None


def _change_of_average(
    index: LedgerIndex,
    scope: Scope,
    link: Link,
    make: Callable[[Figure, Figure], Figure | None],
) -> Iterator[Figure | None]:
    """次均费用220元，同比下降3元: last year's average is worked out anew."""
    averages = [f for f in scope.stated[-2:] if f.formula and f.measure == PER]
    for average in reversed(averages):
        last = again(index, average, link.ref_period) if link.ref_period.isdigit() else None
        if last is not None:
            yield make(average, last)
    if len(averages) > 1 and averages[0].period != averages[1].period:
        earlier, later = sorted(averages, key=lambda f: f.period)
        yield make(later, earlier)  # 生均9000元，比上年的生均8502元提高…


def _change_of_sentence(
    scope: Scope, link: Link, make: Callable[[Figure, Figure], Figure | None]
) -> Iterator[Figure | None]:
    """今年73起，去年同期61起，增长…: the two figures just stated."""
    if len(scope.resolved) < 2:
        return
    earlier, later = scope.resolved[-2].figure, scope.resolved[-1].figure
    turned = (later.basis == INITIAL and earlier.basis in (ADJUSTED, *DONE_BASES)) or (
        later.basis in PLANNED and earlier.basis in DONE_BASES
    )
    if later.period < earlier.period or (later.period == earlier.period and turned):
        earlier, later = later, earlier
    if not scope.period and link.ref_period and later.period[:4] != scope.year:
        return  # 2021年6万户、2022年7.5万户，两年增长四成: up to the report's year
    same = earlier.subject == later.subject and earlier.unit == later.unit
    basis = not link.ref_basis or bases_agree(link.ref_basis, earlier.basis)
    if same and basis and link.ref_period in ("", earlier.period[:4]):
        yield make(later, earlier)


def _share_change(
    index: LedgerIndex, scope: Scope, link: Link, subjects: Sequence[int]
) -> Iterator[Figure | None]:
    before = scope.link.whole if scope.link and scope.link.relation is Relation.SHARE else ()
    wholes = link.whole or before or scope.whole
    for subject in subjects[:4]:
        parts = own_figures(index, subject)
        for later in in_force(parts, scope)[:2]:
            for earlier in compared_with(parts, later, link):
                for whole in wholes or wholes_of(index, later):
                    both = own_figures(index, whole)
                    now = [w for w in both if same_key(w, later)]
                    then = [w for w in both if same_key(w, earlier)]
                    for a in now[:1]:
                        for b in then[:1]:
                            new, old = derive.share(later, a), derive.share(earlier, b)
                            yield derive.difference(new, old) if new and old else None
