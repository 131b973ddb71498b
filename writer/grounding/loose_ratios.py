"""Ratios whose words do not say of what in full: 13.4:1, 3:2:1, 生师比15:1.

What was just told is tried, so that a ratio can be proven here and never be called wrong.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from writer.findings import Verdict
from writer.grounding import candidates
from writer.grounding.claim import Claim
from writer.grounding.judgement import Judged
from writer.grounding.listed_names import joined
from writer.grounding.mentions import Mention
from writer.ledger import Figure, derive

HALF = Decimal("0.5")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_RATIO = re.compile(r"(\d+(?:\.\d+)?):(\d+(?:\.\d+)?)")
_SHORT = re.compile(r"([一-鿿])([一-鿿])比(?:例)?[约大为是达到]*$")


def loose_ratio(claim: Claim) -> Judged | None:
    """The verdict on a ratio of what is named or was just told; None where no two give it."""
    sides = _sides(claim)
    return _of_two(claim.mention, sides) or _of_two(claim.mention, _at_hand(claim))


def _at_hand(claim: Claim) -> list[Figure]:
    """What was just stated, and what the own subjects lead to."""
    led = [
        f
        for s in joined(claim.index, claim.lead, claim.around) or claim.own[::-1]
        for f in candidates.expected(claim.index.of_subject[s], claim.scope)
        if not f.formula
    ]
    return [*claim.scope.stated, *led]


def _sides(claim: Claim) -> list[Figure]:
    """生师比: all 学生 and all 教师, the largest counts of what ends so."""
    said = _SHORT.search(claim.lead)
    if said is None:
        return []
    index = claim.index
    found: list[Figure] = []
    for sign in said.groups():
        ending = (n for n, name in enumerate(index.names) if name.endswith(sign))
        counts = [f for n in ending for f in candidates.expected(index.of_subject[n], claim.scope)]
        whole = [f for f in counts if f.kind == "count" and f.number and not f.formula]
        found += [max(whole, key=lambda f: f.number or HALF)] if whole else []
    return found if len(found) == len(said.groups()) else []


def _of_two(mention: Mention, figures: Sequence[Figure]) -> Judged | None:
    """13.4:1 against two of the figures at hand, whichever way round."""
    sides = _RATIO.fullmatch(mention.value or "")
    if sides is None:
        return _judge_parts(mention, figures)
    left, right = sides.groups()
    if not Decimal(left) or not Decimal(right):
        return None
    said = Decimal(left) / Decimal(right)
    step = max(Decimal(1).scaleb(_exponent(left)), Decimal(1).scaleb(_exponent(right)))
    recent = figures[-6:]
    for later in reversed(recent):
        for earlier in recent:
            made = derive.rate(later, earlier, "之比") if later is not earlier else None
            if made is None and later is not earlier and later.kind == earlier.kind == "count":
                made = derive.per_head(later, earlier)
            value = made.number if made else None
            if made is None or not value:
                continue
            small = said < 1
            got = 1 / value if small else value
            if abs(got - (1 / said if small else said)) <= step / 2:
                return Judged(mention, Verdict.DERIVED, made.id, made.formula)
    return None


def _judge_parts(mention: Mention, figures: Sequence[Figure]) -> Judged | None:
    """3:2:1 against as many figures just stated."""
    said = (mention.value or "").split(":")
    if len(said) < 3 or not all(_NUMBER.fullmatch(part) and Decimal(part) for part in said):
        return None
    parts = [f for f in figures if f.number and f.kind != "percent"][-len(said) :]
    if len(parts) < len(said) or len({f.unit for f in parts}) != 1:
        return None
    unit = (parts[-1].number or Decimal(1)) / Decimal(said[-1])
    for part, share in zip(parts, said, strict=True):
        if abs((part.number or Decimal(0)) / unit - Decimal(share)) > HALF:
            return None
    return Judged(mention, Verdict.DERIVED, formula=" : ".join(f.shown for f in parts))


def _exponent(number: str) -> int:
    return -len(number.partition(".")[2])
