"""What the words right around a number rule out, whatever else seemed to prove it.

年初结转82.00万元 came over from the years before: nothing that this year's budget has left proves
it. 276.00万元未支付 is what is left of a thing, never what it was given or has spent.
"""

from __future__ import annotations

import re

from writer.findings import Verdict
from writer.grounding.bases import BROUGHT
from writer.grounding.claim import Claim
from writer.grounding.derivations.operands import DONE_BASES, PLANNED
from writer.grounding.judgement import Judged, wrong
from writer.grounding.match import states
from writer.grounding.mentions import Kind
from writer.ledger import Figure, derive

_LEFT = re.compile(r"(?:[尚仍还]?未|没有)(?:支付|支出|使用|执行|拨付|兑付|付)")
_ENDS = "，。；：\n"
CLAUSE = 24  # characters of the clause before a number


def ruled_out(claim: Claim, judged: Judged) -> Judged:
    """The judgement, or another one where a proven amount cannot be what the words say."""
    mention, stated = claim.mention, judged.stated
    proven = judged.verdict in (Verdict.VERIFIED, Verdict.DERIVED)
    if mention.kind is not Kind.MONEY or not proven or stated is None:
        return judged
    begin = max(claim.sentence.start, mention.start - CLAUSE)
    clause = claim.text[begin : mention.start]
    clause = clause[max(clause.rfind(mark) for mark in _ENDS) + 1 :]
    if BROUGHT.search(clause) and stated.formula and not stated.period < claim.scope.year:
        return Judged(mention, Verdict.UNSUPPORTED)
    if _LEFT.match(claim.text, mention.end) and not stated.formula:
        rest = _rest(claim, stated)
        if rest is not None and not states(mention, rest):
            return wrong(mention, Verdict.WRONG_VALUE, [rest], stated)
    return judged


def _rest(claim: Claim, stated: Figure) -> Figure | None:
    """What is left of the thing that the figure is given to or spent by; None where that is
    nothing, or not known."""
    subject = claim.index.subject_of.get(stated.id)
    if subject is None:
        return None
    same = [
        f
        for f in claim.index.of_subject[subject]
        if f.kind == "money" and f.period == stated.period and not f.formula
    ]
    plan = next((f for f in reversed(same) if f.basis in PLANNED), None)
    done = next((f for f in same if f.basis in DONE_BASES), None)
    if plan is None or done is None or stated not in (plan, done):
        return None
    rest = derive.difference(plan, done)
    return rest if rest is not None and rest.number else None
