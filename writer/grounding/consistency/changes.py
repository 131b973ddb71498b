"""Growth, differences, rates and shares, each with the numbers of its sentence that make it.

A derived number is judged only where its operands are plain to see; and it is accepted as soon
as any numbers of its paragraph explain it, since what the words refer to is often left open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING

from writer.grounding.consistency.arithmetic import digits, meets, plain, ratio, reach, shown
from writer.grounding.consistency.claims import LAST_YEAR, Claim, Claims, claims_of
from writer.grounding.consistency.misses import Miss, Turned
from writer.grounding.consistency.operands import Operands, contrary, fits, operands
from writer.grounding.consistency.rates import MANY, pairs, rate_misses, rest_misses
from writer.grounding.consistency.roles import Role
from writer.grounding.mentions import Kind, Qualifier

if TYPE_CHECKING:
    from writer.grounding.rules.base import Context

HUNDRED = Decimal(100)


def misses(context: Context) -> list[Miss]:
    """Rates, growths, differences and shares that do not follow, computed once."""
    return _both(context)[0]


def turned(context: Context) -> list[Turned]:
    """Changes told in the wrong direction, computed once."""
    return _both(context)[1]


def _both(context: Context) -> tuple[list[Miss], list[Turned]]:
    if _both not in context.cache:
        claims = claims_of(context)
        wrong: list[Miss] = []
        reverse: list[Turned] = []
        for claim in claims.all:
            if claim.role is Role.CHANGE:
                _change(claims, claim, wrong, reverse)
            elif claim.role is Role.RESULT:
                _result(claims, claim, reverse)
            elif claim.role is Role.RATE:
                wrong += rate_misses(claims, claim)
            elif claim.role is Role.LEVEL and claim.mention.kind is Kind.MONEY:
                wrong += rest_misses(claims, claim)
        context.cache[_both] = (wrong, reverse)
    found = context.cache[_both]
    assert isinstance(found, tuple)
    return found


def _change(claims: Claims, claim: Claim, wrong: list[Miss], reverse: list[Turned]) -> None:
    """Judges a change by the level before it; behind a list of parts, by the list's total too."""
    choices = [operands(claims, claim)]
    if choices[0].now is not None and choices[0].now.parent:
        choices.append(operands(claims, claim, whole=True))
    turns = [_turn(claim, found) for found in choices]
    if turns[0] is not None and all(turns):
        told = any(t.now is turns[0].now and t.then is turns[0].then for t in reverse[-2:])
        reverse += [] if told else [turns[0]]
    elif (other := contrary(claims.near(claim), claim)) is not None:
        reverse.append(Turned(claim, other, None))
    if claim.mention.qualifier is not Qualifier.EXACT:
        return
    made = [list(_made(claim, found)) for found in choices]
    # what cannot be reckoned from one of the levels may well be right of it
    if not all(made) or any(ok for one in made for ok, _, _ in one) or _explained(claims, claim):
        return
    _, expected, formula = made[0][0]
    found = choices[0]
    if found.then is None and found.amount is None and _of_another(claims, claim, found.now):
        return
    if found.then is None and found.amount is not None and _OWN_NAME.match(claim.gap):
        return
    certain = found.now is not None and (found.then is not None or found.amount is not None)
    wrong.append(Miss(claim, expected, formula, certain and len(choices) == 1))


def _turn(claim: Claim, found: Operands) -> Turned | None:
    """The change, if its two levels say the other direction."""
    now, then = found.now, found.then
    if now is None or then is None or (claim.points and then.period != LAST_YEAR):
        return None
    gap = now.number - then.number
    clear = abs(gap) > now.half + then.half
    return Turned(claim, now, then) if clear and (gap > 0) != (claim.direction > 0) else None


# ，公务接待费下降两成: what is told before it is of another thing
_OWN_NAME = re.compile(
    r"[，；](?!同比|环比|较|比|与|[增降减升涨]|上[升涨年]|下降|年均|平均|累计)[一-鿿]{3,12}?(?:同比|较上年|比上年)?"
    r"(?:增长|增加|上升|提高|下降|减少|降低|压减)"
)
_Made = tuple[bool, str, str]


def _made(claim: Claim, found: Operands) -> Iterator[_Made]:
    """(right, what it should be, formula) by each way that the operands give."""
    now, then, amount = found.now, found.then, found.amount
    if now is None or now.mention.qualifier is not Qualifier.EXACT:
        return
    if claim.mention.kind is not Kind.PERCENT or claim.points:
        if then is not None:
            yield _difference(claim, now, then)
        return
    if then is not None and then.number:
        yield _growth(claim, now, then)
    elif amount is not None:
        yield _by_amount(claim, now, amount)
    elif claim.group[1] or claim.index == now.index + 1 or "分别" in claim.gap:
        yield from _whole_base(claim, now)


def _difference(claim: Claim, now: Claim, then: Claim) -> _Made:
    scale = HUNDRED if claim.points else Decimal(1)
    gap = abs(now.number - then.number) * scale
    allowed = claim.half + (now.half + then.half) * scale
    sign = "－"
    a, b = (now, then) if now.number >= then.number else (then, now)
    text = f"{gap.normalize():f}个百分点" if claim.points else shown(gap, claim.mention)
    formula = f"{a.mention.text}{sign}{b.mention.text}＝{text}"
    return abs(gap - claim.number) <= allowed, text, formula


def _growth(claim: Claim, now: Claim, then: Claim) -> _Made:
    base = reach(then.number, then.half)
    gap = abs(now.number - then.number)
    found = ratio(reach(gap, now.half + then.half), base)
    exact = gap / then.number
    text = shown(exact, claim.mention)
    a, b = (now, then) if now.number >= then.number else (then, now)
    formula = f"（{digits(a.mention)}－{digits(b.mention)}）÷{digits(then.mention)}＝{text}"
    return meets(found, claim.number, claim.half), text, formula


def _by_amount(claim: Claim, now: Claim, amount: Claim) -> _Made:
    base = now.number - amount.number * claim.direction
    if base <= 0:
        return True, "", ""
    found = ratio(
        reach(amount.number, amount.half), reach(base, now.half + amount.half)
    )  # fmt: skip
    exact = amount.number / base
    text = shown(exact, claim.mention)
    sign = "－" if claim.direction > 0 else "＋"
    made = plain(base, now.mention)
    formula = (
        f"基数为{digits(now.mention)}{sign}{digits(amount.mention)}＝{made}，"
        f"{digits(amount.mention)}÷{made}＝{text}"
    )
    return meets(found, claim.number, claim.half), text, formula


def _whole_base(claim: Claim, now: Claim) -> Iterator[_Made]:
    """A count that grew by a rate had a whole number of things before."""
    whole = now.mention.kind is Kind.COUNT and now.mention.step == 1 and now.number < 2000
    if not whole or claim.mention.step > Decimal("0.001") or now.number != int(now.number):
        return
    sign = claim.direction or 1
    ends = [1 + sign * (claim.number + d) for d in (-claim.half, claim.half)]
    if min(ends) <= 0:
        return
    low, high = sorted(now.number / e for e in ends)
    first = low.to_integral_value(ROUND_CEILING)
    if first <= high:
        yield True, "", ""
        return
    near = [high.to_integral_value(ROUND_FLOOR), first]
    rates = [
        f"{n}{now.unit}→{shown(abs(now.number - n) / n, claim.mention)}" for n in near if n > 0
    ]
    yield False, "", f"{now.mention.text}按此推算的基数不是整数，最近的是{'、'.join(rates)}"


def _of_another(claims: Claims, claim: Claim, now: Claim | None) -> bool:
    """租用1148台，清退212台，同比下降15.6%: whether the rate may be of an earlier level."""
    return any(
        ok
        for c in claims.near(claim)
        if now is not None and c.index < now.index and c.role is Role.LEVEL and c.unit == now.unit
        for ok, _, _ in _whole_base(claim, c)
    )


def _explained(claims: Claims, claim: Claim) -> bool:
    """Whether any numbers of the paragraph make this change."""
    around = [*claims.of_paragraph(claim)[-MANY:], *_after(claims, claim)]
    if claim.points:
        rates = [c for c in around if c.unit == "%"]
        return any(_difference(claim, a, b)[0] for a, b in pairs(rates))
    if claim.mention.kind is not Kind.PERCENT:
        levels = [c for c in around if fits(c, claim.unit) and c.role is not Role.CHANGE]
        return any(_difference(claim, a, b)[0] for a, b in pairs(levels))
    levels = [c for c in around if c.unit != "%" and not c.points]
    return any(_explains(claim, a, b) for a, b in pairs(levels))


def _explains(claim: Claim, a: Claim, b: Claim) -> bool:
    """Whether two amounts, or an amount and its change, make a growth rate."""
    if not fits(a, b.unit):
        return False
    if a.role is Role.CHANGE or b.role is Role.CHANGE:
        now, amount = (b, a) if a.role is Role.CHANGE else (a, b)
        one = now.role is not amount.role
        return one and bool(now.number) and _by_amount(claim, now, amount)[0]
    return any(_growth(claim, x, y)[0] for x, y in ((a, b), (b, a)) if y.number)


def _after(claims: Claims, claim: Claim) -> list[Claim]:
    """The claims of the same sentence behind this one."""
    return [c for c in claims.near(claim) if c.index > claim.index][:6]


def _result(claims: Claims, claim: Claim, reverse: list[Turned]) -> None:
    """由九起增至六起."""
    before = claims.all[claim.index - 1] if claim.index else None
    if before is None or before.sentence != claim.sentence or before.role is not Role.BASE:
        return
    if not fits(before, claim.unit):
        return
    gap = claim.number - before.number
    if abs(gap) > claim.half + before.half and (gap > 0) != (claim.direction > 0):
        reverse.append(Turned(claim, claim, before))
