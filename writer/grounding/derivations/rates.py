"""Rates: what was done by what was planned, 执行率, 完成率, 整改率."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from writer.grounding.bases import bases_agree
from writer.grounding.derivations.operands import (
    DONE_BASES,
    NEIGHBOURS,
    PLANNED,
    compared_with,
    in_force,
    own_figures,
    siblings,
)
from writer.grounding.derivations.overall import overall_rate
from writer.grounding.ledger_index import LedgerIndex
from writer.grounding.lexicon import lexicon
from writer.grounding.mentions import Mention
from writer.grounding.relations import Link
from writer.grounding.scope import Scope
from writer.ledger import Figure, derive
from writer.ledger.figure import ACTUAL, ADJUSTED, DONE

_NAMED_RATE = re.compile(r"([一-鿿]{2,6})(?:率|(?<=满意)度)(?:为|达到|达|是|约)*$")
WORD = 2  # characters before 率 that say what it is the rate of
_OF_BUDGET = re.compile(r"预算(?:执行|完成|支出)[^，。；]{0,6}$")
_OVERALL = re.compile(r"(?:综合|总|总体|整体|平均|合计)[一-鿿]{0,4}(?:率|进度)")


def rate(
    index: LedgerIndex, scope: Scope, link: Link, mention: Mention, subjects: Sequence[int]
) -> Iterator[Figure | None]:
    """What was done of each subject by what was planned of it; a rate by a word of its own is
    of what that word names."""
    if _OF_POSTS.search(scope.words):
        yield from _posts_filled(index, scope)
    if link.loose:
        yield from _by_its_word(index, scope)
    for subject in () if link.loose else subjects:
        figures = own_figures(index, subject)
        done = [f for f in in_force(figures, scope) if f.basis in DONE_BASES]
        done = done or [f for f in figures if f.basis in DONE_BASES and f.period == scope.year]
        for later in done[:3]:
            if link.ref_period:
                for earlier in compared_with(figures, later, link):
                    yield derive.rate(later, earlier, f"相当于{earlier.period}年")
                continue
            for base in planned(figures, later, link.ref_basis):
                yield derive.rate(later, base)
                if link.ref_basis and scope.stated and scope.stated[-1].formula:
                    yield derive.rate(scope.stated[-1], base)  # 结余37.44万元，占预算的9%


def recent_rate(
    index: LedgerIndex, scope: Scope, link: Link, mention: Mention
) -> Iterator[Figure | None]:
    """整改率: what was stated by what was stated before it."""
    if _OVERALL.search(scope.words):
        yield overall_rate(index, link.ref_basis or ADJUSTED)
    recent = list(reversed(scope.stated[-NEIGHBOURS:]))
    for i, later in enumerate(recent):
        for base in recent[i + 1 :]:
            counted = link.loose and later.kind == base.kind == "count"
            if counted and i == 0 and base is recent[1] and later.unit != base.unit:
                yield derive.rate(later, replace(base, unit=later.unit))  # 查处率: 件 of 艘次
                continue
            if later.kind != base.kind or not lexicon().same_unit(later.unit, base.unit):
                continue
            years = later.period[:4] < base.period[:4]
            if later.subject == base.subject and years and bases_agree(later.basis, base.basis):
                yield derive.rate(base, later)  # 0.12次，仅为上年0.30次的四成
                continue
            if later.basis in PLANNED and base.basis in (ACTUAL, DONE):
                yield derive.rate(base, later)  # 培训2.85万人次，计划3万人次，完成95%
                continue
            if link.ref_basis and not bases_agree(link.ref_basis, base.basis):
                continue
            if _OF_BUDGET.search(scope.words) and base.basis not in PLANNED:
                continue  # 预算执行率 is of no income
            # 年初预算 is no base of an execution rate where there is a later budget
            if base.basis in PLANNED and base not in planned(
                siblings(index, base) or [base], later, link.ref_basis
            ):
                continue
            yield derive.rate(later, base)
    if link.loose:
        yield from _satisfied(scope)
        counts = [f for f in recent if f.kind == "count" and not f.formula][:2]
        if len(counts) > 1 and counts[0].unit != counts[1].unit:
            yield derive.rate(counts[0], replace(counts[1], unit=counts[0].unit))  # 发生率
        yield from _named_rate(index, scope, counts)


def _named_rate(
    index: LedgerIndex, scope: Scope, counts: Sequence[Figure]
) -> Iterator[Figure | None]:
    """问卷收回率, 按时办结率: what the word before 率 counts, of what it is counted from: another
    part of the same whole, or what was just told."""
    name = _NAMED_RATE.search(scope.words)
    if name is None:
        return
    word = name[1][-WORD:]
    for subject in index.parts.sharing([word]):
        for part in own_figures(index, subject, ("count",)):
            if part.period[:4] != (scope.period or scope.year)[:4]:
                continue
            kin = [f for s in index.parts.beside(subject) for f in own_figures(index, s)]
            for base in [*counts, *kin]:
                larger = (base.number or 0) > (part.number or 0)
                if larger and base.unit == part.unit and base.period == part.period:
                    yield derive.rate(part, base)


_SATISFIED = re.compile(r"满意[率度]")
_CONTENT = re.compile(r"(?<!不)满意")


def _satisfied(scope: Scope) -> Iterator[Figure | None]:
    """满意396份，基本满意62份……综合满意度95.4%: all who are content, of those who answered."""
    if _SATISFIED.search(scope.words) is None:
        return
    counts = [f for f in scope.stated[-NEIGHBOURS:] if f.kind == "count" and not f.formula]
    content = [f for f in counts if _CONTENT.search(f.subject)]
    both = derive.total("满意合计", "满意合计", list(dict.fromkeys(content)))
    if both is None:
        return
    for base in reversed(counts[: counts.index(content[0])]):
        if (base.number or 0) >= (both.number or 0):
            yield derive.rate(both, replace(base, unit=both.unit))
            return


_OF_POSTS = re.compile(r"(?:编制使用|满编|在编|编制到位)率[^，。；]{0,3}$")


def _posts_filled(index: LedgerIndex, scope: Scope) -> Iterator[Figure | None]:
    """编制使用率92.4%, under whatever heading: the people in post by the posts."""
    people, posts = (
        [f for n in index.labels.get(name, ()) for f in index.of_subject[n] if f.kind == "count"]
        for name in ("在职人员", "编制")
    )
    for done in people:
        for base in posts:
            if done.period[:4] == base.period[:4] == scope.year:
                yield derive.rate(done, replace(base, unit=done.unit))


_WORD = re.compile(r"([一-鿿]{2})(?:率|(?<=满意)度)")
_BASES = 6  # figures just told that may be the base


def _by_its_word(index: LedgerIndex, scope: Scope) -> Iterator[Figure | None]:
    """收回率97%: what was 收回 by what the sentence has told of the same sort."""
    words = _WORD.findall(scope.words)
    if not words:
        return
    counts = [f for f in index.figures if f.kind == "count" and f.period == scope.year]
    done = [f for f in counts if words[-1] in f.subject]
    if not done:  # 通车率: of 通客车建制村
        spread = re.compile(f"{words[-1][0]}[一-鿿]{words[-1][1]}")
        done = [f for f in counts if spread.search(f.subject)]
    for later in done[:4]:
        for base in scope.stated[-_BASES:]:
            if base.kind == "count" and lexicon().same_unit(base.unit, later.unit):
                yield derive.rate(later, replace(base, unit=later.unit))


def planned(figures: Sequence[Figure], done: Figure, basis: str) -> list[Figure]:
    """What a rate is measured by: the basis named, else the latest budget there is."""
    bases = [f for f in figures if f is not done and f.period == done.period
             and f.unit == done.unit and f.basis]  # fmt: skip
    if basis:
        return [f for f in bases if bases_agree(basis, f.basis)]
    for plan in PLANNED:
        if found := [f for f in bases if f.basis == plan]:
            return found
    return []
