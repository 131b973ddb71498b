"""A mention against what the relation in its words works out to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from writer.findings import Verdict
from writer.grounding.bases import bases_agree
from writer.grounding.derivations.at_hand import at_hand
from writer.grounding.derivations.by_relation import carried_over, derived
from writer.grounding.derivations.operands import PLANNED
from writer.grounding.direct import direct, resembles
from writer.grounding.fractions import spelt
from writer.grounding.frame import TELLING, Frame, digits_of
from writer.grounding.judgement import Judged, found, wrong
from writer.grounding.listed_names import joined
from writer.grounding.match import kind_fits, states, wrong_unit
from writer.grounding.mentions import Mention
from writer.grounding.quoting import quoted
from writer.grounding.relations import Link, Relation
from writer.ledger import Figure, derive
from writer.quantities import canonical

SIDES = 2  # of a growth
_CHANGE_BEFORE = re.compile(r"\d[^，。；、\d]{0,6}，[^，。；、\d]{0,8}$")
NEAR = 20  # characters before a number in which the change stands that it gives in percent
NEAREST = 3  # shares that a fraction in words may be
_WEAK = (Relation.TOTAL, Relation.PER_HEAD, Relation.REMAIN)
_RISE, _FALL = ("增", "升", "提高"), ("降", "减", "压缩", "节约")


def related(
    frame: Frame,
    mention: Mention,
    link: Link,
    own: Sequence[int],
    carried: Sequence[int],
    *,
    likened: bool = False,
) -> Judged | None:
    """Derived, wrongly derived, or turned round; None when nothing can be worked out.

    `likened`: the own subjects are only like the words, so what is carried over counts as well.
    """
    index, scope = frame.index, frame.scope
    if link.direction is not None and mention.value is not None and mention.value.startswith("-"):
        link = replace(link, direction=-link.direction)  # 增速-3%
    figures = derived(index, scope, link, mention, own) if own else []
    strict = bool(figures)
    if not strict or likened or link.relation is Relation.PER_HEAD:
        figures += carried_over(index, scope, link, mention, carried)
    if (only := only_change(frame, mention, link)) is not None:
        figures = [only]
    elif (base := _base_told(frame, mention)) is not None:
        figures = [f for f in figures if base.id in f.inputs] or figures
    if link.relation is Relation.SHARE and spelt(mention):
        # a fraction in words fits so much that only the nearest wholes can prove it
        figures = _of_the_last(scope.stated, own, figures)[:NEAREST]
    sized = [f for f in figures if same_size(mention, f)]
    for figure in sized:
        if link.direction is None or (figure.number or 0) * link.direction >= 0:
            if (points := _points_meant(frame, mention, figure)) is not None:
                return wrong(mention, Verdict.WRONG_UNIT, [points])
            return Judged(mention, Verdict.DERIVED, figure.id, figure.formula, stated=figure)
    stated = _stated_change(frame, mention, link, [*own, *carried])
    if stated is not None:
        return stated
    if sized:
        return wrong(mention, Verdict.WRONG_DIRECTION, sized[:1])
    meant = [_points_meant(frame, mention, f) for f in figures]
    if link.relation is Relation.CHANGE and any(meant):
        return wrong(mention, Verdict.WRONG_UNIT, [gap for gap in meant if gap is not None])
    if (reference := _reference_itself(frame, mention, link, [*own, *carried[:2]])) is not None:
        return reference
    if mention.unit == "百分点" and not figures:
        return _points_for_percent(frame, mention, link, own, carried)
    if units := [f for f in figures[:6] if wrong_unit(mention, f)]:
        return wrong(mention, Verdict.WRONG_UNIT, units)
    if not figures or (link.relation in _WEAK and not strict and not _slipped(mention, figures)):
        return None
    named = link.relation is Relation.TOTAL and bool(joined(index, scope.words, scope.named))
    # 管理路灯19240盏，在职人员人均管护八百盏: all that it can be of has been said
    named |= link.relation is Relation.PER_HEAD and len({f.value for f in figures}) == 1
    if (link.relation in _WEAK or link.loose) and not named and not _slipped(mention, figures):
        return None  # another sum, rest or rate than those that could be worked out
    return _wrongly_derived(frame, mention, own, figures, link.ref_basis)


def _points_meant(frame: Frame, mention: Mention, growth: Figure) -> Figure | None:
    """接种率98.6%，较上年提高0.7%: the points between two rates, which are no percent."""
    ends = [frame.index.by_id.get(i) for i in growth.inputs]
    if mention.unit != "%" or len(ends) != SIDES or not all(f and f.unit == "%" for f in ends):
        return None
    gap = derive.difference(ends[0], ends[1]) if ends[0] and ends[1] else None
    points = replace(mention, unit="百分点", value=canonical((mention.number or Decimal(0)) * 100),
                     step=mention.step * 100)  # fmt: skip
    return gap if gap is not None and same_size(points, gap) else None


def only_change(frame: Frame, mention: Mention, link: Link) -> Figure | None:
    """What a change that names nothing to compare with can only be of."""
    named = link.ref_basis or link.ref_period or link.of_share or link.later_basis
    if link.relation is not Relation.CHANGE or named:
        return None
    told = [r.figure for r in frame.scope.resolved]
    low = max(0, mention.start - NEAR)
    if frame.scope.stated and _CHANGE_BEFORE.search(frame.text, low, mention.start):
        told = frame.scope.stated[-1:]  # 较年初净增加540万元，增幅20.45%
    return at_hand(frame.index.by_id, told, mention)


def _of_the_last(
    stated: Sequence[Figure], own: Sequence[int], figures: Sequence[Figure]
) -> list[Figure]:
    """The shares of what was told last, where the words name nothing of their own and it can be
    a part at all: 可采茶园15.5万亩，占八成."""
    every = list(dict.fromkeys(figures))
    if own or not stated:
        return every
    # 基本支出2388万元，比年初预算的2316万元多72万元，约占……的四分之一
    done = (f for f in reversed(stated) if not f.formula and f.basis not in PLANNED)
    last = {stated[-1].id, next(done, stated[-1]).id}
    return [f for f in every if f.inputs and f.inputs[0] in last] or every


def _base_told(frame: Frame, mention: Mention) -> Figure | None:
    """是年度目标600件的114%: the number right before 的 is what the share or the rate is of."""
    last = frame.scope.resolved[-1] if frame.scope.resolved else None
    of = last is not None and frame.text[last.mention.end : mention.start] == "的"
    return last.figure if last is not None and of and mention.unit in ("%", "倍") else None


def _slipped(mention: Mention, figures: Sequence[Figure]) -> bool:
    return any(resembles(mention, f) for f in figures)


def same_size(mention: Mention, figure: Figure) -> bool:
    """Whether the amount of a change is the one stated, whatever its direction."""
    number, own = figure.number, mention.number
    if number is None or own is None:
        return False
    plain = replace(mention, value=canonical(abs(own)))
    return states(plain, replace(figure, value=canonical(abs(number))))


def _wrongly_derived(
    frame: Frame, mention: Mention, own: Sequence[int], usable: list[Figure], plan: str
) -> Judged | None:
    context = frame.text[max(0, mention.start - 25) : mention.end + 12]
    if quoted(frame.index, mention, context) is not None:
        return None
    if direct(frame, mention, own, (), plan) is not None:
        return None
    if any(wrong_unit(mention, f) for f in usable[:3]):
        return wrong(mention, Verdict.WRONG_UNIT, usable)
    return wrong(mention, Verdict.WRONG_DERIVATION, _likeliest_first(frame, mention, usable))


def _likeliest_first(frame: Frame, mention: Mention, usable: list[Figure]) -> list[Figure]:
    """First what it looks like with a slip; then, of rates, those of the number told last."""
    last = frame.scope.stated[-1].id if frame.scope.stated else ""
    telling, rate = digits_of(mention) >= TELLING, mention.unit == "%"

    def unlikely(figure: Figure) -> tuple[bool, bool]:
        return not (telling and resembles(mention, figure)), rate and last not in figure.inputs

    return sorted(usable, key=unlikely)


def _reference_itself(
    frame: Frame, mention: Mention, link: Link, subjects: Sequence[int]
) -> Judged | None:
    """超过目标值2.5万平方米: the number may be what is exceeded, not by how much."""
    if link.relation is not Relation.CHANGE or not (link.ref_basis or link.ref_period):
        return None
    for subject in subjects:
        for figure in frame.index.of_subject[subject]:
            basis = not link.ref_basis or bases_agree(link.ref_basis, figure.basis)
            period = not link.ref_period or figure.period == link.ref_period
            if figure.basis and basis and period and states(mention, figure):
                return found(mention, figure)
    return None


def _points_for_percent(
    frame: Frame, mention: Mention, link: Link, own: Sequence[int], carried: Sequence[int]
) -> Judged | None:
    """增长1.43个百分点 of an amount: a growth rate is given in percent."""
    plain = replace(mention, unit="%", value=canonical((mention.number or Decimal(0)) / 100),
                    step=mention.step / 100)  # fmt: skip
    growth = derived(frame.index, frame.scope, link, plain, [*own, *carried[:2]])
    for figure in growth:
        if same_size(plain, figure):
            return wrong(mention, Verdict.WRONG_UNIT, [figure])
    return wrong(mention, Verdict.WRONG_DERIVATION, growth) if growth and own else None


def _stated_change(
    frame: Frame, mention: Mention, link: Link, subjects: Sequence[int]
) -> Judged | None:
    """A change that the facts state themselves: {计量: 同比增长, 数值: 19.67, 单位: %}."""
    if link.relation is not Relation.CHANGE:
        return None
    for subject in subjects:
        for figure in frame.index.of_subject[subject]:
            sign = _own_sign(figure)
            if sign == 0 or not kind_fits(mention, figure) or not same_size(mention, figure):
                continue
            if sign == link.direction:
                return found(mention, figure)
            return wrong(mention, Verdict.WRONG_DIRECTION, [figure])
    return None


def _own_sign(figure: Figure) -> int:
    """The direction that a stated change carries: by its sign or its name; 0 when it is none."""
    name = figure.measure + figure.subject
    number = figure.number
    if number is None or figure.formula:
        return 0
    if any(word in name for word in _FALL):
        return -1 if number >= 0 else 1
    if any(word in name for word in (*_RISE, "同比", "环比", "变动", "变化")):
        return 1 if number >= 0 else -1
    return 0
