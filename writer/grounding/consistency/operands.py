"""What a change is said of: which numbers of its sentence it compares."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from writer.grounding.consistency.claims import LAST_YEAR, Claim, Claims
from writer.grounding.consistency.roles import Role, patterns
from writer.grounding.lexicon import lexicon
from writer.grounding.mentions import Kind

_REFERS = re.compile(
    r"比|较|高出|高于|低于|超过|超出|多于|少于|[超欠差](?:年度|全年)?(?:目标|计划|任务|预算)"
)
# …；二是基本支出增长2.86%: behind the semicolon another thing is named, whose level is not told
_AFRESH = re.compile(
    r"；(?:[一二三四五六七八九]是|[（(]?\d[）)]?)?(?!同比|环比|[比较与同其均全仅]|[增减下上提降]|分别|依次)"
    r"[一-鿿]{2,12}?(?:虽|则|只|仅|也)?(?:同比|环比|较上年|比上年|较去年|比去年)?"
    r"(?:增长|增加|下降|减少|上升|降低|提高)[^，。；]{0,3}$"
)


@dataclass(slots=True)
class Operands:
    """What a change is said of: the level now, the level it is compared with, the amount."""

    now: Claim | None = None
    then: Claim | None = None
    amount: Claim | None = None


def operands(claims: Claims, claim: Claim, *, whole: bool = False) -> Operands:
    """The level that changed, what it is compared with, and by how much, as the words go.

    `whole`: the parts of a list are passed over, so that the change is the list's total's.
    """
    if _AFRESH.search(claim.gap):
        return Operands()
    row = claims.near(claim)
    before = [c for c in row if c.index < claim.index and not (whole and c.parent)]
    past = [c for c in before if c.role is Role.LEVEL and c.period == LAST_YEAR]
    before = [c for c in before if c.period != LAST_YEAR or c.role is not Role.LEVEL]
    # 全年预算a（含专项债券b），增加c: what stands in brackets did not change
    before = [c for c in before if claim.deep or not c.deep or c.role is not Role.LEVEL]
    found = Operands()
    if claim.mention.kind is Kind.PERCENT and not claim.points:
        found.now = _grouped(row, claim) or next(
            (c for c in reversed(before) if c.role in (Role.LEVEL, Role.RESULT) and c.unit != "%"),
            None,
        )
    else:
        unit = "%" if claim.points else claim.unit
        same = [c for c in before if c.role in (Role.LEVEL, Role.RESULT) and fits(c, unit)]
        if claim.points and _reference(claim) == LAST_YEAR:
            # 满意度94.6%，目标92%，上年92.8%，同比提高1.8个百分点: no goal has risen
            same = [c for c in same if c.basis != GOAL] or same
        found.now = same[-1] if same else None
    if found.now is None:
        return found
    # 比2022年的2467.35万元增加, 由九起降至六起
    for other in before:
        near = other.index == claim.index - 1 or (
            other.index >= found.now.index - 1 and _reference(claim) in ("", _reference(other))
        )
        base = other.role is Role.BASE and fits(other, found.now.unit)
        if base and near and not _other_year(other, claim):
            found.then = other
    found.then = found.then or _named_base(row, claim, found.now)
    if found.then is None:
        _budget_last(before, claim, found)
    if found.then is None:
        _two_levels(before, claim, found)
    found.then = found.then or _last_year(past, claim, found.now)
    if claim.mention.kind is Kind.PERCENT and not claim.points:
        found.amount = _amount(row, claim, found.now)
    return found


def _budget_last(before: Sequence[Claim], claim: Claim, found: Operands) -> None:
    """决算97.6万元，预算95.2万元，决算比预算增加2.4万元: what was spent is told first."""
    plan = found.now
    if plan is None or plan.index != claim.index - 1 or not _same_basis(plan.basis, claim.basis):
        return
    done = next((c for c in before if c.index == plan.index - 1), None)
    if not claim.basis or done is None or done.role is not Role.LEVEL or done.basis:
        return
    if fits(done, plan.unit):
        found.now, found.then = done, plan


_NAMED_YEAR = re.compile(r"((?:19|20)\d\d)年[^，。；]*$")


def _two_levels(before: Sequence[Claim], claim: Claim, found: Operands) -> None:
    """2023年860万元，2024年790万元，下降8.14%; 年初预算1.00万元，决算0.94万元，下降6%.

    The two levels right before a change that does not say what it is compared with: of two
    years that follow each other, or of two bases.
    """
    now = found.now
    if now is None or now.index != claim.index - 1 or now.role is not Role.LEVEL or claim.group[1]:
        return
    other = next((c for c in before if c.index == now.index - 1), None)
    if other is None or other.role is not Role.LEVEL or not fits(other, now.unit) or other.deep:
        return
    years = [int(m[1]) if (m := _NAMED_YEAR.search(c.gap)) else 0 for c in (other, now)]
    core = other.core == now.core or "" in (other.core, now.core)
    if all(years) and core:
        if abs(years[0] - years[1]) == 1 and _reference(claim) in ("", LAST_YEAR):
            found.now, found.then = (now, other) if years[1] > years[0] else (other, now)
        return
    same_year = "同" not in claim.gap and not _REFERS.search(claim.gap)
    if same_year and other.basis in _FIRST and now.basis != other.basis and core:
        found.then = other


GOAL = "目标"
_FIRST = frozenset({"年初预算", "全年预算", "budget"})


def fits(claim: Claim, unit: str) -> bool:
    return bool(unit) and bool(claim.unit) and lexicon().same_unit(claim.unit, unit)


def _grouped(row: Sequence[Claim], claim: Claim) -> Claim | None:
    """73起、死亡75人，同比分别上升19.67%，17.18%: the level in the same place of its row."""
    first = next((c for c in row if c.index == claim.group[0]), claim)
    if "分别" not in first.gap:
        return None
    size = max(c.group[1] for c in row if c.group[0] == claim.group[0]) + 1
    levels = [c for c in row if c.index < first.index and c.role is Role.LEVEL and c.unit != "%"]
    return levels[-size:][claim.group[1]] if len(levels) >= size > 1 else None


def _last_year(past: Sequence[Claim], claim: Claim, now: Claim) -> Claim | None:
    """支出1925.14万元（上年为2008.90万元），与上年相比减少: last year's level of the sentence."""
    if _reference(claim) not in ("", LAST_YEAR) or claim.group[1]:
        return None
    # 人员经费a，上年为b；公用经费c，增加d: b is last year's of another thing
    own = [
        c for c in past if c.index > now.index or (c.index + 1 == now.index and not _parted(now))
    ]
    found = [c for c in own if fits(c, now.unit) and c.core in ("", now.core)]
    return found[-1] if len(found) == 1 and len(past) == 1 else None


def _parted(claim: Claim) -> bool:
    """Whether a stronger stop than a comma stands before the number's words."""
    return "；" in claim.gap or ";" in claim.gap


def _named_base(row: Sequence[Claim], claim: Claim, now: Claim) -> Claim | None:
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
    if _same_basis(now.basis, anchor.basis):
        return None  # the level before is a budget itself; `_budget_last` looks for what was spent
    found = [
        c for c in row
        if c.index < anchor.index and c.role is Role.LEVEL and _same_basis(c.basis, anchor.basis)
        and c.index != now.index and fits(c, now.unit)
    ]  # fmt: skip
    return found[-1] if len(found) == 1 else None


def _same_basis(one: str, other: str) -> bool:
    if one == other:
        return True
    return {one, other} in ({"budget", "年初预算"}, {"budget", "全年预算"})


def _amount(row: Sequence[Claim], claim: Claim, now: Claim) -> Claim | None:
    """The change in absolute terms that stands beside a growth rate."""
    for other in row:
        if other.role is not Role.CHANGE or not fits(other, now.unit):
            continue
        if other.direction != claim.direction or not _one_reference(row, other, claim):
            continue
        if claim.group[1] or "分别" in claim.gap:
            return other  # told apart by its unit
        if abs(other.index - claim.index) == 1 and other.index > now.index:
            return other
    return None


_LAST = re.compile(r"上年|去年|上一年|同比|同期|20\d\d年")


def contrary(row: Sequence[Claim], claim: Claim) -> Claim | None:
    """The change right before this one that says the other direction of the same thing."""
    before = next((c for c in row if c.index == claim.index - 1), None)
    if before is None or before.role is not Role.CHANGE or before.direction == claim.direction:
        return None
    rates = [c.mention.kind is Kind.PERCENT for c in (before, claim)]
    alone = not (before.group[1] or claim.group[1] or before.points or claim.points)
    if rates[0] == rates[1] or not alone or "分别" in before.gap + claim.gap:
        return None
    return before if _bare(claim.lead) and _one_reference(row, before, claim) else None


def _bare(lead: str) -> bool:
    """Whether the words before a change name nothing new: “，同比增长”."""
    rest = patterns().change.sub("", _LAST.sub("", lead))
    return not re.sub(r"[比较与和相同期，、\s]", "", rest)


def _reference(claim: Claim) -> str:
    """What a change is said to be against: a basis, 上年, "" where nothing is said."""
    if not _REFERS.search(claim.gap):
        return ""
    return claim.basis or (LAST_YEAR if _LAST.search(claim.gap) else "?")


_YEAR = re.compile(r"(?:比|较|与)(?:(?:上年|去年)?((?:19|20)\d\d)年|(上年|去年))")


def _other_year(one: Claim, other: Claim) -> bool:
    """比上年的54万人次增长60%，较2019年增长8%: each against a year of its own."""
    years = [_YEAR.findall(c.gap)[-1:] for c in (one, other)]
    return all(years) and years[0] != years[1]


def _one_reference(row: Sequence[Claim], one: Claim, other: Claim) -> bool:
    """Whether two changes in a row are against the same thing; a bare one follows the first."""
    first, second = sorted((one, other), key=lambda c: c.index)
    if not _reference(second):
        return True
    if _other_year(one, other):
        return False
    before = next((c for c in row if c.index == first.index - 1), None)
    based = before is not None and before.role is Role.BASE and not _reference(first)
    said = _reference(before) if based and before is not None else _reference(first)
    return said == _reference(second)
