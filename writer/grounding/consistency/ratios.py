"""Averages, shares and rates whose two numbers stand right before them, whatever their name.

What is judged here needs no list of names: 人均 is divided by people, 不合格率 is the share of
不合格, and 占部门支出1139万元的45.67% says its own whole. A number that any two of its paragraph
explain is let be, as in `changes`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from writer.grounding.consistency.arithmetic import Range, digits, meets, ratio, reach, shown
from writer.grounding.consistency.claims import Claim, Claims, claims_of
from writer.grounding.consistency.misses import Miss
from writer.grounding.consistency.operands import fits
from writer.grounding.consistency.rates import MANY
from writer.grounding.consistency.roles import Role
from writer.grounding.consistency.words import pattern
from writer.grounding.mentions import Kind, Qualifier

if TYPE_CHECKING:
    from writer.grounding.rules.base import Context

_EACH = re.compile(
    r"^[，、,\s]*(?:(?:平均)?每(?P<each>[\u4e00-\u9fff]{1,3}?)|(?P<by>[\u4e00-\u9fff])均)"
)
_CLOCK = re.compile(r"每?[年月日天周]")
_NAMED_RATE = re.compile(r"(?P<name>[\u4e00-\u9fff]{2,6})率(?:为|达到?|是|仅|只有)?$")
_OF = re.compile(r"(?:占|为|是|完成|达到|相当于)[^，。；]*$")
_TIMES = "倍"


@dataclass(frozen=True, slots=True)
class Ratio:
    """`top` ÷ `bottom`, or the part of `top` that `bottom` leaves where `rest` is set."""

    top: Claim
    bottom: Claim
    rest: bool = False

    @property
    def range(self) -> Range | None:
        top, bottom = (reach(c.number, c.half) for c in (self.top, self.bottom))
        if self.rest:
            return ratio((top[0] - bottom[1], top[1] - bottom[0]), top)
        return ratio(top, bottom)

    def miss(self, claim: Claim) -> Miss:
        """What the claim should have been; the division as it is told to the reader."""
        a, b = digits(self.top.mention), digits(self.bottom.mention)
        whole = self.top if self.rest else self.bottom
        exact = (
            self.top.number - self.bottom.number if self.rest else self.top.number
        ) / whole.number
        text = shown(exact, claim.mention)
        if self.rest:
            return Miss(claim, text, f"（{a}－{b}）÷{a}＝{text}", False)
        if not fits(self.top, self.bottom.unit):
            a, b = self.top.mention.text, self.bottom.mention.text
        return Miss(claim, text, f"{a}÷{b}＝{text}", False)


def wrong_ratios(context: Context) -> Iterator[Miss]:
    """Averages, shares and rates that the two numbers before them do not make."""
    claims = claims_of(context)
    for claim in claims.all:
        if claim.mention.qualifier is not Qualifier.EXACT or claim.group[1] or claim.points:
            continue
        found = next(filter(None, (way(claims, claim) for way in _WAYS)), None)
        if found is None or found.bottom.number <= 0 or found.top.number <= 0:
            continue
        if not meets(found.range, claim.number, claim.half) and not _explained(claims, claim):
            yield found.miss(claim)


def _before(claims: Claims, claim: Claim, count: int) -> Sequence[Claim]:
    """The `count` claims right before one in its sentence; () where there are fewer."""
    found = claims.all[max(0, claim.index - count) : claim.index]
    exact = all(
        c.sentence == claim.sentence and c.mention.qualifier is Qualifier.EXACT and not c.deep
        for c in found
    )
    return found if len(found) == count and exact else ()


def _share_of_named(claims: Claims, claim: Claim) -> Ratio | None:
    """基本支出486万元，占部门支出1139万元的45.67%; 是基本支出684万元的11.6倍."""
    pair = _before(claims, claim, 2)
    if not pair or not (claim.mention.kind is Kind.PERCENT or claim.unit == _TIMES):
        return None
    part, whole = pair
    if whole.role is not Role.BASE or claim.lead.strip() != "的" or not _OF.search(whole.lead):
        return None
    level = part.role in (Role.LEVEL, Role.RESULT) and fits(part, whole.unit)
    return Ratio(part, whole) if level and part.unit != "%" else None


def _average(claims: Claims, claim: Claim) -> Ratio | None:
    """补助资金1260万元，惠及2100人，人均6000元: money by what it is said to be for each of."""
    each = _EACH.match(claim.lead)
    pair = _before(claims, claim, 2)
    if each is None or not pair or claim.mention.kind is not Kind.MONEY:
        return None
    if _CLOCK.search(claim.lead) or "标准" in claim.lead:
        return None
    money = next((c for c in pair if c.mention.kind is Kind.MONEY), None)
    things = next((c for c in pair if c.mention.kind is Kind.COUNT), None)
    if money is None or things is None or {money.role, things.role} != {Role.LEVEL}:
        return None
    unit = each["each"] or each["by"]
    same = things.unit == unit or (unit == "人" and things.unit == "名")
    return Ratio(money, things) if same else None


def _named_after_part(claims: Claims, claim: Claim) -> Ratio | None:
    """抽检3640批次，不合格91批次，不合格率2.5%: the rate is named after the part."""
    named = _NAMED_RATE.search(claim.lead)
    pair = _before(claims, claim, 2)
    if named is None or not pair or claim.mention.kind is not Kind.PERCENT:
        return None
    whole, part = pair
    name = re.sub(r"^(?:其中|综合|平均|总体)", "", named["name"])
    levels = whole.role is Role.LEVEL and part.role is Role.LEVEL and fits(part, whole.unit)
    other = re.search(rf"[不未无非]{re.escape(name)}", part.lead)  # 不合格3处，合格率95%
    if not levels or name not in part.lead or other or name in whole.lead:
        return None
    if part.number > whole.number:
        return None
    return Ratio(part, whole) if part.mention.kind is Kind.COUNT else None


@cache
def _cut_words() -> re.Pattern[str]:
    return pattern(r"^[，、\s]*%s(?:为|达到?)?$", "consistency", "cut_rates")


def _cut(claims: Claims, claim: Claim) -> Ratio | None:
    """送审金额48.60亿元，审定43.74亿元，审减率10%."""
    pair = _before(claims, claim, 2)
    if not pair or claim.mention.kind is not Kind.PERCENT or not _cut_words().match(claim.lead):
        return None
    first, last = pair
    levels = first.role is Role.LEVEL and last.role is Role.LEVEL and fits(last, first.unit)
    if not levels or first.mention.kind is not Kind.MONEY or last.number >= first.number:
        return None
    return Ratio(first, last, rest=True)


_WAYS = (_share_of_named, _average, _named_after_part, _cut)


def _explained(claims: Claims, claim: Claim) -> bool:
    """Whether any two numbers of the paragraph make this one."""
    behind = [c for c in claims.near(claim) if c.index > claim.index][:6]
    around = [c for c in [*claims.of_paragraph(claim)[-MANY:], *behind] if c.unit != "%"]
    return any(
        meets(made, claim.number, claim.half)
        for i, a in enumerate(around)
        for b in around[i + 1 :]
        for made in _made(claim, a, b)
    )


def _made(claim: Claim, a: Claim, b: Claim) -> Iterator[Range | None]:
    """What two numbers may make: an average of unlike ones, a share or a cut of like ones."""
    if (claim.mention.kind is Kind.MONEY) == fits(a, b.unit):
        return
    for top, bottom in ((a, b), (b, a)):
        if bottom.number > Decimal(0):
            yield Ratio(top, bottom).range
            # 用电640.4，节电199.6，节电率23.76%: of what there would have been
            both = reach(top.number + bottom.number, top.half + bottom.half)
            yield ratio(reach(top.number, top.half), both)
            if top.number > bottom.number:
                yield Ratio(top, bottom, rest=True).range
