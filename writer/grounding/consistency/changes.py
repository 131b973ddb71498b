"""Growth, differences, rates and shares, each with the numbers of its sentence that make it.

A derived number is judged only where its operands are plain to see; and it is accepted as soon
as any numbers of its paragraph explain it, since what the words refer to is often left open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING

from writer.grounding.consistency.arithmetic import Range, digits, meets, plain, ratio, reach, shown
from writer.grounding.consistency.claims import Claim, Claims, Role, claims_of
from writer.grounding.lexicon import lexicon
from writer.grounding.mentions import Kind, Qualifier

if TYPE_CHECKING:
    from writer.grounding.rules.base import Context

_REFERS = re.compile(r"比|较|高出|高于|低于|超过|超出|多于|少于")
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Miss:
    """A derived number that its operands do not make: what they make, and how."""

    claim: Claim
    expected: str
    formula: str
    certain: bool


@dataclass(frozen=True, slots=True)
class Turned:
    """A change whose direction its operands contradict; `now` and `then` are what they compare."""

    claim: Claim
    now: Claim
    then: Claim


@dataclass(slots=True)
class _Operands:
    """What a change is said of: the level now, the level it is compared with, the amount."""

    now: Claim | None = None
    then: Claim | None = None
    amount: Claim | None = None


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
        for row in claims.by_sentence.values():
            for claim in row:
                if claim.role is Role.CHANGE:
                    _change(claims, row, claim, wrong, reverse)
                elif claim.role is Role.RESULT:
                    _result(row, claim, reverse)
                elif claim.role is Role.RATE:
                    wrong += _rate(claims, row, claim)
        context.cache[_both] = (wrong, reverse)
    found = context.cache[_both]
    assert isinstance(found, tuple)
    return found


def _change(
    claims: Claims, row: Sequence[Claim], claim: Claim, wrong: list[Miss], reverse: list[Turned]
) -> None:
    found = operands(claims, row, claim)
    if found.then is not None and found.now is not None:
        gap = found.now.number - found.then.number
        clear = abs(gap) > found.now.half + found.then.half
        told = any(t.now is found.now and t.then is found.then for t in reverse[-2:])
        if clear and not told and (gap > 0) != (claim.direction > 0) and not claim.points:
            reverse.append(Turned(claim, found.now, found.then))
    if claim.mention.qualifier is not Qualifier.EXACT:
        return
    made = list(_made(claim, found))
    if not made or any(ok for ok, _, _ in made) or _explained(claims, claim):
        return
    _, expected, formula = made[0]
    certain = found.now is not None and (found.then is not None or found.amount is not None)
    wrong.append(Miss(claim, expected, formula, certain))


def operands(claims: Claims, row: Sequence[Claim], claim: Claim) -> _Operands:
    """The level that changed, what it is compared with, and by how much, as the words go."""
    before = [c for c in row if c.index < claim.index]
    found = _Operands()
    if claim.mention.kind is Kind.PERCENT and not claim.points:
        found.now = _grouped(row, claim) or next(
            (c for c in reversed(before) if c.role in (Role.LEVEL, Role.RESULT) and c.unit != "%"),
            None,
        )
    else:
        unit = "%" if claim.points else claim.unit
        same = [c for c in before if c.role in (Role.LEVEL, Role.RESULT) and _fits(c, unit)]
        found.now = same[-1] if same else None
    if found.now is None:
        return found
    # 比2022年的2467.35万元增加, 由九起降至六起
    for other in before:
        near = other.index == claim.index - 1 or (
            other.index >= found.now.index - 1 and not _REFERS.search(claim.gap)
        )
        if other.role is Role.BASE and near and _fits(other, found.now.unit):
            found.then = other
    named = _named_base(claims, row, claim, found.now)
    found.then = found.then or named
    if claim.mention.kind is Kind.PERCENT and not claim.points:
        found.amount = _amount(row, claim, found.now)
    return found


def _fits(claim: Claim, unit: str) -> bool:
    return bool(unit) and bool(claim.unit) and lexicon().same_unit(claim.unit, unit)


def _grouped(row: Sequence[Claim], claim: Claim) -> Claim | None:
    """73起、死亡75人，同比分别上升19.67%，17.18%: the level in the same place of its row."""
    first = next((c for c in row if c.index == claim.group[0]), claim)
    if "分别" not in first.gap:
        return None
    size = max(c.group[1] for c in row if c.group[0] == claim.group[0]) + 1
    levels = [c for c in row if c.index < first.index and c.role is Role.LEVEL and c.unit != "%"]
    return levels[-size:][claim.group[1]] if len(levels) >= size > 1 else None


def _named_base(
    claims: Claims, row: Sequence[Claim], claim: Claim, now: Claim
) -> Claim | None:
    """较年初预算增加: the amount that this sentence states on that basis."""
    anchor = claim
    if not claim.basis:
        before = next((c for c in reversed(row) if c.index < claim.index), None)
        # 比年初预算减少485.48元，减少0.01%: the second goes on with the first's comparison
        if before is None or before.role is not Role.CHANGE or not before.basis:
            return None
        if any(w in claim.gap for w in ("比", "较")):
            return None
        anchor = before
    found = [
        c for c in row
        if c.index < anchor.index and c.role is Role.LEVEL and _same_basis(c.basis, anchor.basis)
        and c.index != now.index and _fits(c, now.unit)
    ]  # fmt: skip
    return found[-1] if len(found) == 1 else None


def _same_basis(one: str, other: str) -> bool:
    if one == other:
        return True
    return {one, other} in ({"budget", "年初预算"}, {"budget", "全年预算"})


def _amount(row: Sequence[Claim], claim: Claim, now: Claim) -> Claim | None:
    """The change in absolute terms that stands beside a growth rate."""
    for other in row:
        if other.role is not Role.CHANGE or not _fits(other, now.unit):
            continue
        if other.direction != claim.direction or not _one_reference(other, claim):
            continue
        if claim.group[1] or "分别" in claim.gap:
            return other  # told apart by its unit
        if abs(other.index - claim.index) == 1 and other.index > now.index:
            return other
    return None


_LAST = re.compile(r"上年|去年|上一年|同比|同期|20\d\d年")


def _one_reference(one: Claim, other: Claim) -> bool:
    """Whether two changes in a row are against the same thing; a bare one follows the first."""
    first, second = sorted((one, other), key=lambda c: c.index)
    if not _REFERS.search(second.gap):
        return True
    named = [c.basis or ("上年" if _LAST.search(c.gap) else "") for c in (first, second)]
    return named[0] == named[1]


_Made = tuple[bool, str, str]


def _made(claim: Claim, found: _Operands) -> Iterator[_Made]:
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
    rates = [f"{n}{now.unit}→{shown(abs(now.number - n) / n, claim.mention)}" for n in near if n > 0]
    yield False, "", f"{now.mention.text}按此推算的基数不是整数，最近的是{'、'.join(rates)}"


def _explained(claims: Claims, claim: Claim) -> bool:
    """Whether any numbers of the paragraph make this change."""
    around = [*claims.of_paragraph(claim)[-24:], *_after(claims, claim)]
    if claim.points:
        rates = [c for c in around if c.unit == "%"]
        return any(_difference(claim, a, b)[0] for a, b in _pairs(rates))
    if claim.mention.kind is not Kind.PERCENT:
        levels = [c for c in around if _fits(c, claim.unit) and c.role is not Role.CHANGE]
        return any(_difference(claim, a, b)[0] for a, b in _pairs(levels))
    levels = [c for c in around if c.unit != "%" and not c.points]
    for a, b in _pairs(levels):
        if not _fits(a, b.unit):
            continue
        roles = {a.role, b.role}
        if Role.CHANGE not in roles and any(_growth(claim, x, y)[0] for x, y in ((a, b), (b, a)) if y.number):
            return True
        if Role.CHANGE in roles and len(roles) == 2:
            now, amount = (b, a) if a.role is Role.CHANGE else (a, b)
            if now.number and _by_amount(claim, now, amount)[0]:
                return True
    return False


def _after(claims: Claims, claim: Claim) -> list[Claim]:
    """The claims of the same sentence behind this one."""
    return [c for c in claims.by_sentence[claim.sentence] if c.index > claim.index][:6]


def _pairs(items: Sequence[Claim]) -> Iterable[tuple[Claim, Claim]]:
    return ((a, b) for i, a in enumerate(items) for b in items[i + 1 :])


def _result(row: Sequence[Claim], claim: Claim, reverse: list[Turned]) -> None:
    """由九起增至六起."""
    before = next((c for c in row if c.index == claim.index - 1), None)
    if before is None or before.role is not Role.BASE or not _fits(before, claim.unit):
        return
    gap = claim.number - before.number
    if abs(gap) > claim.half + before.half and (gap > 0) != (claim.direction > 0):
        reverse.append(Turned(claim, claim, before))


_BUDGETS = frozenset({"年初预算", "全年预算", "budget", "目标"})


def _rate(claims: Claims, row: Sequence[Claim], claim: Claim) -> list[Miss]:
    """预算a，支出b，执行率r: the two amounts right before it, one planned and one done."""
    if claim.mention.qualifier is not Qualifier.EXACT or claim.group[1]:
        return []
    before = [c for c in row if c.index < claim.index and c.role is Role.LEVEL and not c.deep]
    if len(before) < 2:
        return []
    plan, done = before[-2], before[-1]
    if not _fits(plan, done.unit) or plan.unit == "%" or done.basis or plan.basis not in _BUDGETS:
        return []
    exact_only = Qualifier.EXACT
    if {plan.mention.qualifier, done.mention.qualifier} != {exact_only} or plan.number <= 0:
        return []
    if claim.index != done.index + 1 or plan.index != done.index - 1:
        return []
    if _rate_explained(claims, claim):
        return []
    text = shown(done.number / plan.number, claim.mention)
    formula = f"{digits(done.mention)}÷{digits(plan.mention)}＝{text}"
    return [Miss(claim, text, formula, True)]


def _rate_explained(claims: Claims, claim: Claim) -> bool:
    """Whether any two amounts of the paragraph make this rate."""
    around = [c for c in claims.of_paragraph(claim)[-24:] if c.unit != "%"]
    for a, b in _pairs(around):
        if not _fits(a, b.unit):
            continue
        for x, y in ((a, b), (b, a)):
            found: Range | None = ratio(reach(x.number, x.half), reach(y.number, y.half))
            if meets(found, claim.number, claim.half):
                return True
    return False
