"""What a change can only be of where it names nothing that it is compared with: of the two
numbers just told (年初预算2640万元，全年预算3180万元，上浮20.45%), or of those that the change just
told is of (较年初净增加540万元，增幅20.45%)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from writer.grounding.lexicon import lexicon
from writer.grounding.mentions import Mention
from writer.ledger import Figure, derive
from writer.ledger.figure import ADJUSTED, INITIAL

TWO = 2


def at_hand(by_id: Mapping[str, Figure], told: Sequence[Figure], mention: Mention) -> Figure | None:
    """The change, from what the sentence has told before it in its order; None where that does
    not say."""
    if mention.unit == "百分点" or not told:
        return None
    last = told[-1]
    if last.formula and last.measure.startswith("比") and mention.unit == "%":
        ends = [by_id[i] for i in last.inputs if i in by_id]
        return derive.growth(*ends) if len(ends) == TWO else None
    if len(told) < TWO:
        return None
    first = told[-2]
    adjusted = (first.basis, last.basis) == (INITIAL, ADJUSTED)
    one = (first.subject, first.period, first.parents) == (last.subject, last.period, last.parents)
    if not (adjusted and one and first.unit == last.unit) or first.formula or last.formula:
        return None
    if mention.unit == "%":
        return derive.growth(last, first)
    alike = mention.kind == last.kind and lexicon().same_unit(mention.unit, last.unit)
    return derive.difference(last, first) if alike else None
