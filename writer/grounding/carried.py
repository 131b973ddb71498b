"""What the text carries over to a number that names nothing itself."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from writer.grounding import candidates
from writer.grounding.claim import Claim
from writer.grounding.direct import direct
from writer.grounding.judgement import Judged
from writer.grounding.mentions import Kind
from writer.ledger import Figure


def nearest(claim: Claim, carried: Sequence[int]) -> list[int]:
    """Of the carried subjects the nearest with figures of the mention's sort in the basis in
    force, the one that 其中 takes apart, and the topic."""
    if claim.in_cell:
        return []  # a table's row speaks for itself
    scope = claim.scope
    head = [scope.head] if scope.head is not None else []
    offering = (s for s in [*head, *carried] if led_to(claim, [s]))
    found = list(dict.fromkeys(islice(offering, 2 if head else 1)))
    found = _on_its_side(claim, found)
    # a project's paragraph speaks of that project, whatever it has mentioned since
    return found + [s for s in scope.topic[:1] if s not in found]


def _on_its_side(claim: Claim, subjects: list[int]) -> list[int]:
    """全年总收入…。支出年初预算数…: what is spent, where only income was spoken of so far."""
    words, at = claim.lead, claim.statement.respectively
    if claim.statement.group is not None and at >= 0:
        words = claim.text[max(claim.text.rfind(mark, 0, at) for mark in "，。；\n") + 1 : at]
    said = [side for side in ("收入", "支出") if side in words]
    if len(said) != 1 or claim.own:
        return subjects
    index = claim.index
    turned = [
        n
        for s in subjects
        for n in ([s] if said[0] in index.names[s] else index.counterparts(s) or [s])
    ]
    return list(dict.fromkeys(turned))


def led_to(claim: Claim, subjects: Sequence[int]) -> list[Figure]:
    """What the subjects lead to: figures of the mention's sort in the basis in force."""
    return [
        f
        for s in subjects
        for f in candidates.expected(
            candidates.offered(claim.index, s, claim.mention), claim.scope
        )
    ]  # fmt: skip


def of_all(claim: Claim, subjects: Sequence[int]) -> Judged | None:
    """Where nothing is named an amount is the department's own: 年初预算2640万元."""
    if claim.mention.kind is not Kind.MONEY:
        return None
    index, scope = claim.index, claim.scope
    counterparts = [
        n
        for s in subjects
        for n in index.counterparts(s)
        if scope.local_basis and ("收入" if "收入" in index.names[n] else "支出") in claim.lead
    ]  # 基金收入9.86亿元，支出9.42亿元
    told = {*scope.paragraph_subjects(index.subject_of), *scope.topic}
    fresh = scope.local_basis and not told & set(subjects)
    said = claim.text[claim.sentence.start : claim.mention.start]
    # 两个项目共支出156.80万元, and the total of a table
    lines = [
        n for n in index.spending if claim.in_cell or index.names[n].removesuffix("支出") in said
    ]
    totals = [*(index.whole or index.totals), *lines] if not subjects or fresh else []
    sides = [side for side in ("收入", "支出") if side in claim.lead]
    if len(sides) == 1:  # 累计支出701.36万元 is not what came in
        other = "收入" if sides[0] == "支出" else "支出"
        totals = [n for n in totals if other not in index.names[n]]
    return direct(claim.frame, claim.mention, [*counterparts, *totals], claim.around)
