"""What there was when the year ended against when it began: 年末结转结余…，较年初的…增加…"""

from __future__ import annotations

import re

from writer.findings import Verdict
from writer.grounding.changes import same_size
from writer.grounding.claim import Claim
from writer.grounding.judgement import Judged, found, wrong
from writer.grounding.match import kind_fits, states
from writer.grounding.relations import Relation
from writer.ledger import Figure, derive

_END, _BEGIN = "年末", "年初"
_AT_FIRST = re.compile(r"年初(?:数|时)?的?(?:仅|只)?(?:为|是|有)?$")
_SINCE = re.compile(r"[比较]年初(?:数|时)?(?!预算|目标|计划|批复|安排|下达|核定)")


def year_ends(claim: Claim) -> Judged | None:
    """The verdict on what there was at the year's beginning, or on the change since then, of a
    thing that the ledger has for both; None for any other number."""
    words, mention = claim.lead, claim.mention
    at_first = _AT_FIRST.search(words) is not None
    changed = claim.relation is not None and claim.relation.relation is Relation.CHANGE
    since = changed and (_SINCE.search(words) is not None or _told_first(claim))
    pair = _both(claim) if at_first or since else None
    if pair is None:
        return None
    later, earlier = pair
    if at_first and claim.relation is None:
        return found(mention, earlier) if states(mention, earlier) else None
    made = (derive.growth if mention.unit == "%" else derive.difference)(later, earlier)
    if not since or made is None or not kind_fits(mention, made):
        return None
    if not same_size(mention, made):
        return wrong(mention, Verdict.WRONG_DERIVATION, [made])
    direction = claim.relation.direction if claim.relation is not None else None
    if direction is not None and (made.number or 0) * direction < 0:
        return wrong(mention, Verdict.WRONG_DIRECTION, [made])
    return Judged(mention, Verdict.DERIVED, made.id, made.formula, stated=made)


def _told_first(claim: Claim) -> bool:
    """较年初的18.42万元增加…: what there was at first has been told as what is compared with."""
    told = claim.scope.stated[-1:]
    return claim.scope.compared and bool(told) and told[0].subject.startswith(_BEGIN)


def _both(claim: Claim) -> tuple[Figure, Figure] | None:
    """(the end's, the beginning's) figure of what is spoken of."""
    index, scope = claim.index, claim.scope
    spoken = [*claim.own[:1], scope.subject, *reversed(scope.named)]
    for subject in dict.fromkeys(s for s in spoken if s is not None):
        name = index.names[subject]
        if not name.startswith(_END):
            continue
        ends = index.of_subject[subject]
        begins = [
            f
            for n in index.labels.get(name.replace(_END, _BEGIN, 1), ())
            for f in index.of_subject[n]
        ]
        for later in ends:
            for earlier in begins:
                if later.period == earlier.period and later.unit == earlier.unit:
                    return later, earlier
    return None
