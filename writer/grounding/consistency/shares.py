"""Shares of a total: 其中基本支出886.42万元，占30.55%."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from writer.grounding.consistency.arithmetic import digits, meets, plain, ratio, reach, shown
from writer.grounding.consistency.claims import Claim, Claims, claims_of
from writer.grounding.consistency.misses import Miss
from writer.grounding.consistency.part_list import PartList
from writer.grounding.consistency.parts import part_lists
from writer.grounding.consistency.roles import Role
from writer.grounding.lexicon import lexicon
from writer.grounding.mentions import Qualifier

if TYPE_CHECKING:
    from writer.grounding.rules.base import Context


def wrong_shares(context: Context) -> Iterator[Miss]:
    """Shares that neither their list's total nor any amount near by makes."""
    claims = claims_of(context)
    told: set[int] = set()
    for found in part_lists(context):
        if found.total.number <= 0:
            continue
        for part in found.parts:
            share = _share_of(claims, part)
            if share is not None and not _right(claims, part, share, found):
                told.add(share.index)
                yield _miss(part, share, found.total.number, digits(found.total.mention))
    for claim in claims.all:
        if claim.role is Role.SHARE and "分别" in claim.gap and claim.index not in told:
            yield from _respectively(claims, claim)


def _share_of(claims: Claims, part: Claim) -> Claim | None:
    """The share told right after a part."""
    after = claims.all[part.index + 1] if part.index + 1 < len(claims.all) else None
    if after is None or after.sentence != part.sentence or after.role is not Role.SHARE:
        return None
    exact = after.mention.qualifier is Qualifier.EXACT and "分别" not in after.gap
    return after if exact and after.lead.lstrip().startswith("占") else None


def _right(claims: Claims, part: Claim, share: Claim, found: PartList) -> bool:
    whole = [found.total, *(c for c in claims.of_paragraph(share) if c.role is Role.LEVEL)]
    return any(_makes(part, c, share) for c in whole)


def _makes(part: Claim, whole: Claim, share: Claim) -> bool:
    if not lexicon().same_unit(whole.unit, part.unit) or whole.unit == "%":
        return False
    made = ratio(reach(part.number, part.half), reach(whole.number, whole.half))
    return meets(made, share.number, share.half)


def _respectively(claims: Claims, first: Claim) -> Iterator[Miss]:
    """甲、乙分别为a、b，分别占x、y: where x and y make up all, the whole is a+b."""
    row = claims.near(first)
    shares = [c for c in row if c.group[0] == first.index]
    levels = [c for c in row if c.index < first.index and c.role is Role.LEVEL and c.unit != "%"]
    parts = levels[-len(shares) :]
    if len(shares) < 2 or len(parts) < len(shares):
        return
    whole = sum((p.number for p in parts), Decimal(0))
    low_high = reach(whole, sum((p.half for p in parts), Decimal(0)))
    wrong = [
        (p, s)
        for p, s in zip(parts, shares, strict=True)
        if not meets(ratio(reach(p.number, p.half), low_high), s.number, s.half)
    ]
    # one wrong share of a row that otherwise fits; with all of them off the whole is another
    if len(wrong) != 1 or not whole:
        return
    part, share = wrong[0]
    near = [c for c in claims.of_paragraph(share) if c.role is Role.LEVEL]
    if not any(_makes(part, c, share) for c in near):
        yield _miss(part, share, whole, plain(whole, part.mention))


def _miss(part: Claim, share: Claim, whole: Decimal, whole_text: str) -> Miss:
    text = shown(part.number / whole, share.mention)
    return Miss(share, text, f"{digits(part.mention)}÷{whole_text}＝{text}", True)
