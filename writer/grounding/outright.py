"""What a number's own words name: a figure, what was reached of a goal, several things together, or
two things' ratio."""

from __future__ import annotations

from itertools import pairwise

from writer.findings import Verdict
from writer.grounding import candidates
from writer.grounding.carried import nearest
from writer.grounding.claim import Claim
from writer.grounding.direct import direct, likened, turned
from writer.grounding.judgement import Judged, found
from writer.grounding.lexicon import Tag
from writer.grounding.loose_ratios import loose_ratio
from writer.grounding.match import states
from writer.grounding.mentions import Kind
from writer.grounding.named_ratios import named_ratio
from writer.grounding.naming import Naming
from writer.grounding.relations import Relation
from writer.ledger import derive
from writer.ledger.figure import TARGET

# a total or a rate may be a figure of its own; other relations are worked out first
_MAY_BE_STATED = (Relation.TOTAL, Relation.RATE, Relation.PER_HEAD)
_JOINTS = ("、", "和", "及", "与", "，")


def outright(naming: Naming, claim: Claim) -> Judged | None:
    """A figure of what the words name, of several things together, or two things' ratio."""
    frame, mention, relation, own = claim.frame, claim.mention, claim.relation, claim.own
    if relation is None or relation.relation in _MAY_BE_STATED:
        stated = direct(frame, mention, own, claim.around, relation.ref_basis if relation else "")
        if stated is None and not (claim.statement.group and own):  # a list names by the place
            stated = likened(frame, claim.statement, own)
        if stated is not None:
            return turned(frame, claim.statement, stated)
    if relation is not None and relation.relation is Relation.TOTAL and claim.scope.local_basis:
        # 该项目预算20.00万元，共支出17.00万元: what is spoken of, in all
        spoken = nearest(claim, naming.carried(own))
        if (stated := direct(frame, mention, spoken, claim.around)) is not None:
            return stated
    if (reached := _reached(claim)) is not None:
        return reached
    if len(own) > 1 and (joint := _joint(claim)) is not None:
        return joint
    return (named_ratio(claim) or loose_ratio(claim)) if mention.unit == "ratio" else None


def _reached(claim: Claim) -> Judged | None:
    """巩固率目标98%，完成98.5%: what was reached of a rate whose goal has just been told."""
    mention, index = claim.mention, claim.index
    told = claim.scope.resolved[-1].figure if claim.scope.resolved else None
    goal = told is not None and told.basis == TARGET and told.kind == mention.kind == Kind.PERCENT
    if claim.own or told is None or not goal or "率" in claim.lead:
        return None
    subject = index.subject_of.get(told.id)
    for figure in index.of_subject[subject] if subject is not None else ():
        reached = figure.basis != TARGET and figure.period == told.period and not figure.formula
        if reached and states(mention, figure):
            return found(mention, figure)
    return None


def _joint(claim: Claim) -> Judged | None:
    """水费、电费、差旅费 9.56: one number for several named things."""
    mention = claim.mention
    named = [t for t in claim.statement.left if t.tag is Tag.SUBJECT and t.end > t.start]
    if any(claim.text[a.end : b.start] not in _JOINTS for a, b in pairwise(named)):
        return None
    parts = [
        figures[0]
        for s in reversed(claim.own)
        if (figures := candidates.expected(
            candidates.offered(claim.index, s, mention), claim.scope))
    ]  # fmt: skip
    made = derive.total("合计", "合计", parts) if len(parts) > 1 else None
    if made is None or not states(mention, made):
        return None
    return Judged(mention, Verdict.DERIVED, made.id, made.formula, stated=made)
