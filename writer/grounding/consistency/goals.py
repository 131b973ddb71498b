"""Goals of a report that its own results miss."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from writer.grounding.consistency.claims import Claim, Claims, claims_of
from writer.grounding.consistency.operands import operands
from writer.grounding.consistency.roles import Role
from writer.grounding.consistency.subjects import core_of, generic
from writer.grounding.consistency.words import either, pattern
from writer.grounding.lexicon import lexicon
from writer.grounding.mentions import Kind, Qualifier

if TYPE_CHECKING:
    from writer.grounding.rules.base import Context

_GOAL = re.compile(
    r"(?:与|和)?(?:同比|比上年|较上年|比去年|较去年)(?:均|都|实现|全部)*[“\"]?(?:双|均)?"
    r"(下降|减少|降低|上升|增长|提高|提升)(?=[”\"，。；、\s]|$|目标)"
)
_STATED = frozenset({Role.LEVEL, Role.RATE})
_BOUNDS = frozenset({Qualifier.AT_LEAST, Qualifier.AT_MOST})
_MEASURED = frozenset({Kind.COUNT, Kind.PERCENT, Kind.MONEY})
# 全年改造186户 right behind the goal of 200户
_RESULT = re.compile(r"^[，、。\s]*(?:实际|全年|已|共|实有|完成值|年末|截至|最终)")
_WHAT = re.compile(r"[^，。；：\n]{2,30}$")
_UP = frozenset({"上升", "增长", "提高", "提升"})
_COUNTED = re.compile(r"(?:起数|人数|次数|件数|数量|总数|数)$")
_DONE = re.compile(
    r"(?:超额|圆满|全面|全部|如期|按时)(?:地)?完成|目标(?:已)?完成|达到目标|得满分|已完成|完成了?(?:年度|全年|既定|年初|绩效)?(?:目标|任务)(?!值?的?\d)|达到(?:年度|预期)?目标"
)


@dataclass(frozen=True, slots=True)
class Missed:
    """A result that misses its goal: where it stands, the goal and the claim of success."""

    start: int
    end: int
    said: str
    goal: str
    success: str


def missed_goals(context: Context) -> Iterator[Missed]:
    """Results against goals that the report says it met."""
    claims = claims_of(context)
    yield from _targets(context, claims)
    yield from _directions(context, claims)


@cache
def _all_done() -> re.Pattern[str]:
    return pattern(r"%s", "consistency", "all_done")


def _directions(context: Context, claims: Claims) -> Iterator[Missed]:
    """事故起数同比下降 as the goal, 事故73起，同比上升 as the result."""
    success = _all_done().search(context.text)
    goals = list(_goals(context)) if success else []
    if not success or not goals:
        return
    for claim in claims.all:
        if claim.role is not Role.CHANGE or claim.period or claim.basis:
            continue
        now = operands(claims, claim).now
        if now is None or not now.core or now.period:
            continue
        goal = next((g for g in goals if g[1] != claim.direction and g[0][-2:] in now.core), None)
        if goal is not None:
            said = context.text[now.start : claim.end]
            told = context.text[goal[2] : goal[3]].replace("“", "").replace("”", "")
            yield Missed(now.start, claim.end, said, told, success[0])
            return


def _goals(context: Context) -> Iterator[tuple[str, int, int, int]]:
    """(what, direction, start, end) of every goal that says which way a count shall go."""
    text = context.text
    for found in _GOAL.finditer(text):
        what = _WHAT.search(text, max(0, found.start() - 30), found.start())
        if what is None or re.search(r"\d", what[0]):
            continue
        near = text[max(0, found.start() - 80) : found.end() + 6].rsplit("。", 1)[-1]
        titles = "".join(context.document.section_at(found.start()))
        if "目标" not in near and "目标" not in titles:
            continue
        for name in what[0].split("、"):
            core = core_of(_COUNTED.sub("", name))
            if len(core) >= 2:
                yield core, 1 if found[1] in _UP else -1, what.start(), found.end()


def _targets(context: Context, claims: Claims) -> Iterator[Missed]:
    """目标不少于60次 … 完成50次，圆满完成目标."""
    goals: dict[str, Claim] = {}
    for claim in claims.all:
        if claim.mention.kind not in _MEASURED or claim.points:
            continue
        core = claim.core
        floor = claim.mention.qualifier is Qualifier.AT_LEAST or claim.basis == "目标"
        if floor and len(core) > 2 and not generic(core):
            goals.setdefault(core, claim)
        elif claim.role in _STATED and claim.mention.qualifier is Qualifier.EXACT:
            goal = goals.get(core) or _beside(claims, claim)
            if goal is not None and _short(goal, claim):
                done = _said_done(context, claims, claim)
                if done:
                    yield Missed(
                        claim.start, claim.end, claim.mention.text,
                        f"{core or goal.core}{goal.mention.text}", done,
                    )  # fmt: skip


def _beside(claims: Claims, claim: Claim) -> Claim | None:
    """The target told right before: 目标30公里，实际完成27.6公里."""
    before = claims.all[claim.index - 1] if claim.index else None
    if before is None or claim.sentence - before.sentence > 1:
        return None
    indicator = before.mention.qualifier in _BOUNDS and "指标" in before.gap  # 数量指标“≥12次”
    if before.basis != "目标" and not indicator:
        return None
    level = before.role is Role.LEVEL or before.mention.qualifier in _BOUNDS
    if before.sentence != claim.sentence and "实际" not in claim.gap:
        return None
    same = generic(claim.core) or claim.core in before.core or before.core[-2:] in claim.core
    return before if level and same and _RESULT.search(claim.gap) else None


def _short(goal: Claim, claim: Claim) -> bool:
    if not lexicon().same_unit(goal.unit, claim.unit) or goal.period != claim.period:
        return False
    gap = goal.number - claim.number
    if goal.mention.qualifier is Qualifier.AT_MOST:
        gap = -gap
    return gap > goal.half + claim.half and goal.sentence <= claim.sentence


def _said_done(context: Context, claims: Claims, claim: Claim) -> str:
    """The words of the claim's own sentence that say that the goal was met."""
    _, end = claims.sentences[claim.sentence]
    rest = context.text[claim.end : end]
    found = _DONE.search(rest)
    if found is None or re.search(rf"未{either('consistency', 'edges')}?完成|未能|没有", rest):
        return ""
    return found[0]
