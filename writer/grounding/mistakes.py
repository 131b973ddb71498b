"""Names the one slip that explains a doubted number: its unit, its direction, its working out.

A number that nothing proves is judged again as it would read with one thing changed. What is
proven then tells the editor what to mend; whether the number is doubted is not decided here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from writer.findings import Verdict
from writer.grounding.changes import related
from writer.grounding.claim import Claim
from writer.grounding.derivations.by_relation import derived
from writer.grounding.explaining import explained
from writer.grounding.frame import digits_of
from writer.grounding.judgement import Judged, wrong
from writer.grounding.loose_changes import loose_change, worded_change
from writer.grounding.mentions import Kind, Mention
from writer.grounding.relations import Link, Relation
from writer.quantities import canonical

DOUBTED = (Verdict.UNSUPPORTED, Verdict.WRONG_VALUE)
PROVEN = (Verdict.VERIFIED, Verdict.DERIVED)
_MONEY_SLIPS = (Decimal(10_000), Decimal(1) / 10_000, Decimal(10) ** 8, Decimal(1) / 10**8)
_WORKED_OUT = (Relation.CHANGE, Relation.SHARE, Relation.RATE, Relation.TIMES, Relation.PER_HEAD)
_FRACTION = re.compile(r"分之|[成半倍番]$")


def named(claim: Claim, judged: Judged, settled: Callable[[Claim], Judged]) -> Judged:
    """The verdict with the slip's own name where one explains it, else as it was."""
    if judged.verdict is Verdict.WRONG_DERIVATION and claim.mention.kind is Kind.MONEY:
        return _of_another_unit(claim, settled) or judged  # 同比减少8980万元, which 8980元 would be
    if judged.verdict not in DOUBTED:
        return judged
    if (whole := _of_several(claim, judged)) is not None:
        judged = whole
    return (
        _of_another_unit(claim, settled)
        or _turned_round(claim)
        or _worked_out(claim, judged)
        or judged
    )


def _of_another_unit(claim: Claim, settled: Callable[[Claim], Judged]) -> Judged | None:
    """5元的预算 where 5万元的预算 would be proven; 提高3% where 3个百分点 would."""
    for other in in_other_units(claim.mention):
        statement = replace(claim.statement, mention=other)
        again = settled(replace(claim, statement=statement))
        if again.verdict in PROVEN and again.stated is not None:
            return wrong(claim.mention, Verdict.WRONG_UNIT, [again.stated])
    return None


def in_other_units(mention: Mention) -> Iterator[Mention]:
    """The number as it would read in the units that are mixed up with its own."""
    number = mention.number
    if not number:
        return
    if mention.kind is Kind.MONEY and mention.unit == "元":
        for scale in _MONEY_SLIPS:
            yield replace(mention, value=canonical(number * scale), step=mention.step * scale)
    elif mention.unit == "%":
        yield replace(
            mention, unit="百分点", value=canonical(number * 100), step=mention.step * 100
        )
    elif mention.unit == "百分点":
        yield replace(mention, unit="%", value=canonical(number / 100), step=mention.step / 100)


def _turned_round(claim: Claim) -> Judged | None:
    """较上年减收51.45万元, where the figures give that much more."""
    for change in _changes(claim):
        for subjects in [claim.own] if claim.own else [[], *([s] for s in claim.around[-1:])]:
            answer = related(claim.frame, claim.mention, change, subjects, claim.around[::-1])
            if answer is not None and answer.verdict is Verdict.WRONG_DIRECTION:
                return answer
        if change.direction is None:
            continue
        other = explained(claim.frame, claim.mention, claim.around[::-1], -change.direction)
        if other is not None and other.stated is not None:
            return wrong(claim.mention, Verdict.WRONG_DIRECTION, [other.stated])
    return None


def _changes(claim: Claim) -> Sequence[Link]:
    worded = (
        loose_change(claim.text, claim.statement),
        worded_change(claim.text, claim.statement, claim.scope.year),
    )
    own = claim.relation
    spelt = own is not None and own.relation is Relation.CHANGE
    return [c for c in (own if spelt else None, *worded) if c is not None]


def _of_several(claim: Claim, judged: Judged) -> Judged | None:
    """三个项目共安排4548万元: a sum of as many things as were counted is no amount of the one that
    was named last. What they make together is told where it is one sum only."""
    relation, told = claim.relation, claim.scope.told
    if relation is None or relation.relation is not Relation.TOTAL or told < SEVERAL:
        return None
    made = derived(claim.index, claim.scope, relation, claim.mention, claim.own)
    sums = {f.number: f for f in made if len(f.inputs) == told}
    only = tuple(sums.values()) if len(sums) == 1 else ()
    first = only[0] if only else None
    return Judged(
        judged.mention, Verdict.WRONG_DERIVATION, first.id if first else None,
        first.formula if first else None, only,
    )  # fmt: skip


def _worked_out(claim: Claim, judged: Judged) -> Judged | None:
    """A number that its words call the result of a calculation is no fact without support: the
    calculation is wrong, or its figures are. So is the rate of two figures that is another."""
    meant = judged.expected[0] if judged.expected else None
    if judged.verdict is Verdict.WRONG_VALUE and meant and meant.unit == "%" and meant.formula:
        return replace(judged, verdict=Verdict.WRONG_DERIVATION)
    if judged.verdict is not Verdict.UNSUPPORTED:
        return None
    relation, mention = claim.relation, claim.mention
    spelt = relation is not None and relation.relation in _WORKED_OUT
    if relation is not None and relation.loose:  # 办结率 may be a fact that somebody made up
        spelt = len(claim.scope.resolved) > 1
    elif spelt and relation is not None and relation.relation is Relation.CHANGE:
        spelt = mention.kind is Kind.PERCENT or _compares(claim, relation)
    fraction = mention.kind is Kind.PERCENT and _FRACTION.search(mention.text) is not None
    points = mention.unit == "百分点" and digits_of(mention) > 0
    if spelt or fraction or points or any(_compares(claim, c) for c in _changes(claim)):
        return replace(judged, verdict=Verdict.WRONG_DERIVATION)
    return None


def _compares(claim: Claim, change: Link) -> bool:
    """多建29个 and 较2022年减收3万元; but 减免学费126万元 and 春节慰问 compare nothing."""
    said = change.ref_basis or change.ref_period
    return bool(said) or claim.mention.start - change.start <= WORD


SEVERAL = 2
WORD = 2  # characters of a word that says 多建, 减收
