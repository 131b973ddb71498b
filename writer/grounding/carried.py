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
    # a project's paragraph speaks of that project, whatever it has mentioned since
    return found + [s for s in scope.topic[:1] if s not in found]


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
        n for s in subjects for n in index.counterparts(s) if scope.local_basis
    ]  # 基金收入9.86亿元，支出9.42亿元
    told = {*scope.paragraph_subjects(index.subject_of), *scope.topic}
    fresh = scope.local_basis and not told & set(subjects)
    totals = index.totals if not subjects or fresh else []
    return direct(claim.frame, claim.mention, [*counterparts, *totals], claim.around)
