"""Rates of what was done against what was planned, and what is left of a plan."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from writer.grounding.consistency.arithmetic import Range, digits, meets, ratio, reach, shown
from writer.grounding.consistency.claims import Claim, Claims
from writer.grounding.consistency.misses import Miss
from writer.grounding.consistency.operands import fits
from writer.grounding.consistency.roles import Role
from writer.grounding.mentions import Qualifier

MANY = 18  # numbers before one that may explain it: their pairs are all tried


def pairs(items: Sequence[Claim]) -> Iterable[tuple[Claim, Claim]]:
    """Every two of the claims, in order."""
    return ((a, b) for i, a in enumerate(items) for b in items[i + 1 :])


_PLANNED = re.compile(r"[，、\s]*(?:年度|年初|全年|调整后?)?(?:的)?(?:目标|计划|任务|预算)")
_BUDGETS = frozenset({"年初预算", "全年预算", "budget", "目标"})


def rate_misses(claims: Claims, claim: Claim) -> list[Miss]:
    """预算a，支出b，执行率r: the two amounts right before it, one planned and one done."""
    if claim.mention.qualifier is not Qualifier.EXACT or claim.group[1]:
        return []
    row = claims.near(claim)
    before = [c for c in row if c.index < claim.index and c.role is Role.LEVEL and not c.deep]
    if len(before) < 2:
        return []
    plan, done = before[-2], before[-1]
    if done.basis in _BUDGETS and not plan.basis and _PLANNED.match(done.lead):
        # 培训1024人次，目标800人次，完成率128%
        plan, done = done, plan
    if not fits(plan, done.unit) or plan.unit == "%" or done.basis or plan.basis not in _BUDGETS:
        return []
    exact_only = Qualifier.EXACT
    if {plan.mention.qualifier, done.mention.qualifier} != {exact_only} or plan.number <= 0:
        return []
    if claim.index != max(plan.index, done.index) + 1 or abs(plan.index - done.index) != 1:
        return []
    # behind bare words the rate is of these two; “综合执行率” may be of others
    alone = plan.basis != "年初预算" and not plan.parent and not done.parent
    alone = alone and not _ONE_OF_TWO.search(done.gap)
    if not (alone and _OF_BOTH.fullmatch(claim.lead.strip())) and _rate_explained(claims, claim):
        return []
    made = ratio(reach(done.number, done.half), reach(plan.number, plan.half))
    if meets(made, claim.number, claim.half):
        return []
    text = shown(done.number / plan.number, claim.mention)
    formula = f"{digits(done.mention)}÷{digits(plan.mention)}＝{text}"
    return [Miss(claim, text, formula, True)]


_ONE_OF_TWO = re.compile(r"[前后]者|其中")  # …两项共1880万元；前者实际支出1146万元
_OF_BOTH = re.compile(r"(?:全年)?(?:预算)?(?:执行率|支出率|支付率|完成率)(?:为|达|达到)?")
_REST = re.compile(r"(?:尚)?(?:结余|剩余|节余|尚余|余下)(?:资金)?(?:为)?")


def rest_misses(claims: Claims, claim: Claim) -> list[Miss]:
    """预算a，支出b，结余c: what is left of the one behind the other."""
    if not _REST.fullmatch(claim.lead.strip()) or claim.deep:
        return []
    row = [c for c in claims.near(claim) if c.index < claim.index and c.role is not Role.RATE]
    plan, done = row[-2:] if len(row) > 1 else (claim, claim)
    levels = plan.role is Role.LEVEL and done.role is Role.LEVEL and not (plan.deep or done.deep)
    if not levels or plan.basis not in _BUDGETS or done.basis or not fits(plan, done.unit):
        return []
    left = plan.number - done.number
    if left < 0 or abs(left - claim.number) <= plan.half + done.half + claim.half:
        return []
    text = shown(left, claim.mention)
    return [Miss(claim, text, f"{digits(plan.mention)}－{digits(done.mention)}＝{text}", True)]


def _rate_explained(claims: Claims, claim: Claim) -> bool:
    """Whether any two amounts of the paragraph make this rate."""
    around = [c for c in claims.of_paragraph(claim)[-MANY:] if c.unit != "%"]
    for a, b in pairs(around):
        if not fits(a, b.unit):
            continue
        for x, y in ((a, b), (b, a)):
            found: Range | None = ratio(reach(x.number, x.half), reach(y.number, y.half))
            if meets(found, claim.number, claim.half):
                return True
    return False
