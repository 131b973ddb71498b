"""Verdicts that the report's own arithmetic overrules.

A number that the ledger can work out in some way is proven only as long as the numbers beside it
do not say which way was meant: 全年预算180万元，支出176.40万元，执行率100% is no other project's
execution rate. Where arithmetic is sure that the number does not follow from what its sentence has
told, and all of that is right, the number is wrongly derived.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from writer.findings import Verdict
from writer.grounding.consistency.results import wrong_results
from writer.grounding.judgement import Judged
from writer.grounding.rules import Context

LOOSE = (Verdict.DERIVED, Verdict.UNBOUND)  # worked out in some way, or merely in the ledger
_OF_CHANGE = re.compile(r"占(?:增|追加|减|调)[一-鿿]{0,4}的$")
_ENDS = "。；！？\n"


def overruled(context: Context) -> tuple[Judged, ...]:
    """The verdicts, with those that the numbers of their own sentence overrule."""
    sums = {
        (miss.claim.mention.start, miss.claim.mention.end): miss.formula
        for miss in wrong_results(context)
        if miss.certain
    }
    found = list(context.judged)
    for place, one in enumerate(found) if sums else ():
        formula = sums.get((one.mention.start, one.mention.end))
        if formula and one.verdict in LOOSE and _plain(context.text, found, place):
            found[place] = replace(
                one, verdict=Verdict.WRONG_DERIVATION, figure=None, formula=formula,
                expected=(), stated=None,
            )  # fmt: skip
    return tuple(found)


def _plain(text: str, judged: Sequence[Judged], place: int) -> bool:
    """Whether all numbers that the sentence tells before this one are right."""
    start = judged[place].mention.start
    words = text[judged[place - 1].mention.end : start] if place else ""
    if "其中" in words or _OF_CHANGE.search(words):
        return False  # 增加654.60万元，其中项目支出增加454.00万元: another thing's change
    begin = max(text.rfind(mark, 0, start) for mark in _ENDS) + 1
    for one in reversed(judged[:place]):
        if one.mention.start < begin:
            break
        if one.verdict is None or not one.verdict.good:
            return False
    return True
