"""Shares of a rise or a fall: 其中项目支出增加454万元，占增量的69.36%."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from writer.findings import Verdict
from writer.grounding.claim import Claim
from writer.grounding.derivations.operands import ends_of, own_figures
from writer.grounding.judgement import Judged, found, wrong
from writer.grounding.ledger_index import LedgerIndex
from writer.grounding.match import states
from writer.grounding.relations import Relation
from writer.ledger import Figure, derive

_CHANGED = (
    r"(?:增量|增幅|(?:增加|增长|增支|追加|新增|净增|调增|减少|压减|调减|下降)"
    r"(?:总?额|部分|总量|资金))"
)
_OF_CHANGE = re.compile(
    rf"{_CHANGED}[^，。；]{{0,6}}$|{_CHANGED}[^，。；]{{0,8}}来[自源][^。；]*占"
)
_LISTED = re.compile(rf"占{_CHANGED}的[\d.%、和及与，]+$")  # 分别占追加额的68%和32%
_WITHIN = re.compile(rf"{_CHANGED}[^。；]{{0,14}}中，")
TOLD = 8  # figures of the paragraph among which the change may be


def share_of_change(claim: Claim) -> Judged | None:
    """The verdict on a share of what something rose or fell by; None for any other number."""
    relation, mention = claim.relation, claim.mention
    if relation is None or relation.relation is not Relation.SHARE or mention.unit != "%":
        return None
    said = claim.text[claim.sentence.start : mention.start]
    first, at = claim.statement.group is not None, claim.statement.respectively
    lead = claim.text[at : mention.start] if first and at >= 0 else claim.lead
    if not (_OF_CHANGE.search(lead) or _LISTED.search(lead) or _WITHIN.search(said)):
        return None
    made = list(_made(claim))
    for figure in made:
        if states(mention, figure):
            return found(mention, figure)
    return wrong(mention, Verdict.WRONG_DERIVATION, made) if made else None


def _made(claim: Claim) -> Iterator[Figure]:
    """What was told last, or what the words name changed by, by the change that was told."""
    stated = [f for f in claim.scope.stated[-TOLD:] if f.kind == "money"]
    wholes = [f for f in stated if _is_change(f)]
    for whole in wholes:
        named = [_alike(claim.index, s, whole) for s in claim.own]
        for part in [f for f in named if f is not None] or stated[-1:]:
            small, large = part.number or Decimal(0), whole.number or Decimal(0)
            if part.id != whole.id and abs(small) < abs(large):
                made = derive.share(part, whole)
                if made is not None:
                    yield made


def _is_change(figure: Figure) -> bool:
    return figure.formula is not None and figure.measure.startswith("比")


def _alike(index: LedgerIndex, subject: int, whole: Figure) -> Figure | None:
    """The subject's change between the bases and years of the whole's."""
    own = {(f.basis, f.period): f for f in own_figures(index, subject, ("money",))}
    pair = [own.get(end) for end in ends_of(index, whole)]
    if len(pair) != 2 or pair[0] is None or pair[1] is None:
        return None
    return derive.difference(pair[0], pair[1])
