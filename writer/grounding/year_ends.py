"""What there was when the year ended against when it began: 年末结转结余…，较年初的…增加…,
结转结余由年初的…降至年末的…"""

from __future__ import annotations

import re
from collections.abc import Iterator

from writer.findings import Verdict
from writer.grounding.changes import same_size
from writer.grounding.claim import Claim
from writer.grounding.directions import result_direction
from writer.grounding.judgement import Judged, found, wrong
from writer.grounding.match import kind_fits, states
from writer.grounding.relations import Relation
from writer.ledger import Figure, derive

_END, _BEGIN = "年末", "年初"
_AT_FIRST = re.compile(r"年初(?:数|时)?的?(?:仅|只)?(?:为|是|有)?$")
_AT_LAST = re.compile(r"[至到为成]年末(?:数|时)?的?$")
_SINCE = re.compile(r"[比较]年初(?:数|时)?(?!预算|目标|计划|批复|安排|下达|核定)")


def year_ends(claim: Claim) -> Judged | None:
    """The verdict on what there was at the year's beginning, or on the change since then, of a
    thing that the ledger has for both; None for any other number."""
    words, mention, relation = claim.lead, claim.mention, claim.relation
    at_first = _AT_FIRST.search(words) is not None
    at_last = relation is None and _AT_LAST.search(words) is not None
    changed = relation is not None and relation.relation is Relation.CHANGE
    since = changed and (
        _SINCE.search(words) is not None or _told_first(claim) or _told_both(claim)
    )
    pair = _both(claim) if at_first or at_last or since else None
    if pair is None:
        return None
    later, earlier = pair
    if at_last:
        return _become(claim, later, earlier)
    if at_first and (relation is None or relation.relation is Relation.REMAIN):
        return found(mention, earlier) if states(mention, earlier) else _swapped(claim, *pair)
    made = (derive.growth if mention.unit == "%" else derive.difference)(later, earlier)
    if not since or made is None or not kind_fits(mention, made):
        return None
    if not same_size(mention, made):
        return wrong(mention, Verdict.WRONG_DERIVATION, [made])
    direction = claim.relation.direction if claim.relation is not None else None
    if direction is not None and (made.number or 0) * direction < 0:
        return wrong(mention, Verdict.WRONG_DIRECTION, [made])
    return Judged(mention, Verdict.DERIVED, made.id, made.formula, stated=made)


def _become(claim: Claim, later: Figure, earlier: Figure) -> Judged | None:
    """降至年末的361.40万元: it must have gone that way."""
    if not states(claim.mention, later):
        return _swapped(claim, earlier, later)
    direction = result_direction(claim.text, claim.statement)
    gone = (later.number or 0) - (earlier.number or 0)
    if direction is not None and gone * direction < 0:
        return wrong(claim.mention, Verdict.WRONG_DIRECTION, [later, earlier])
    return found(claim.mention, later)


def _swapped(claim: Claim, other: Figure, meant: Figure) -> Judged | None:
    """What there was at the year's other end stands here."""
    if not states(claim.mention, other):
        return None
    return wrong(claim.mention, Verdict.WRONG_PERIOD, [meant], other)


def _told_first(claim: Claim) -> bool:
    """较年初的18.42万元增加…: what there was at first has been told as what is compared with."""
    told = claim.scope.stated[-1:]
    return claim.scope.compared and bool(told) and told[0].subject.startswith(_BEGIN)


def _told_both(claim: Claim) -> bool:
    """由年初的96.4万元降至年末的71.25万元，减少…，降幅…: both ends were told last, and nothing else
    is named."""
    relation, told = claim.relation, [r.figure.subject for r in claim.scope.resolved[-2:]]
    plain = relation is not None and not (relation.ref_basis or relation.ref_period)
    if claim.own or not plain or len(told) < len((_BEGIN, _END)):
        return False
    return told[0].startswith(_BEGIN) and told[1] == told[0].replace(_BEGIN, _END, 1)


def _both(claim: Claim) -> tuple[Figure, Figure] | None:
    """(the end's, the beginning's) figure of what is spoken of."""
    index = claim.index
    for subject in dict.fromkeys(_spoken(claim)):
        name = index.names[subject]
        if not name.startswith(_END):
            continue
        begins = [
            f
            for n in index.labels.get(name.replace(_END, _BEGIN, 1), ())
            for f in index.of_subject[n]
        ]
        for later in index.of_subject[subject]:
            for earlier in begins:
                if later.period == earlier.period and later.unit == earlier.unit:
                    return later, earlier
    return None


def _spoken(claim: Claim) -> Iterator[int]:
    """What may have been there at the year's end: what the words name without saying when
    (结转结余由年初的…), what is spoken of, or its like when that is the beginning's."""
    index, scope = claim.index, claim.scope
    for label, subjects in index.labels.items():
        if label.startswith(_END) and label[len(_END) :] in claim.lead:
            yield from subjects
    yield from claim.own[:1]
    if scope.subject is not None:
        yield scope.subject
        name = index.names[scope.subject]
        if name.startswith(_BEGIN):
            yield from index.labels.get(name.replace(_BEGIN, _END, 1), ())
    yield from reversed(scope.named)
