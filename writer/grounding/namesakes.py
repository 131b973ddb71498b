"""其中行政54名，事业54名: a value that is in the ledger, of another thing than the words name.

A count is the value of many things, and words that name a thing only in part (事业 for 事业人员,
结项 for 结项课题) bind less firmly than whole names. Where the piece right before the number is of
one other thing's name alone, that thing is meant.
"""

from __future__ import annotations

import re

from writer.findings import Verdict
from writer.grounding import candidates
from writer.grounding.bases import bases_agree
from writer.grounding.claim import Claim
from writer.grounding.judgement import Judged, wrong
from writer.grounding.just_told import counted_out
from writer.grounding.match import periods_agree, plain_period, states
from writer.grounding.mentions import Kind
from writer.grounding.other_things import is_another
from writer.ledger import Figure

_TAIL = re.compile(r"[一-鿿]{2,10}$")
_DONE = ("完成", "实际", "其中", "合计", "总数", "人数")
UNKNOWN = Verdict.UNSUPPORTED
LISTED = "个数"  # measure of how many entries a list of the facts has
_UNITS = re.compile(r"[一-鿿]{0,4}单位")
_OF_LISTS = (None, "个", "项", "类", "件", "份")  # 购置指挥车2辆 counts no projects
SHORTEST = 2  # characters of a name's beginning or end


def named_for(claim: Claim, judged: Judged) -> Judged:
    """The judgement, or a wrong subject where the words name another thing than the one stated."""
    figure = judged.stated
    if figure is not None and figure.measure == LISTED and figure.formula:
        other = claim.mention.unit not in _OF_LISTS or (
            _UNITS.match(claim.text, claim.mention.end)
            and not any("单位" in label for label in (figure.subject, *figure.aliases))
        )
        return Judged(judged.mention, UNKNOWN) if other else judged  # 6个事业单位 are no 内设机构
    proven = judged.verdict is Verdict.VERIFIED and claim.mention.kind is Kind.COUNT
    if not proven or figure is None or claim.in_cell:
        return judged
    tail = _TAIL.search(claim.text, claim.statement.gap, claim.mention.start)
    if tail is None or claim.statement.group is not None:
        return judged
    if counted_out(claim.frame, claim.statement) is not None:
        return judged  # 近千人，实有992人 counts no staff
    # 21家单位档案: what stands right behind a number is counted by it
    whole = tail.start() > claim.statement.gap or tail.start() == claim.sentence.start
    named = any(label in claim.lead for label in (figure.subject, *figure.aliases))
    if whole and not named and is_another(claim.index, tail[0], figure):
        return Judged(judged.mention, Verdict.WRONG_SUBJECT, figure.id, stated=figure)
    own = (figure.subject, figure.measure, *figure.aliases, *figure.parents)
    for begin in range(len(tail[0]) - SHORTEST + 1):
        words = tail[0][begin:]
        if any(words in label for label in own) or words in _DONE:
            return judged
        rivals = _called(claim, words, figure)
        if any(f.subject == figure.subject for f in rivals):
            return judged  # 年初在册对象386人: another year's number of the same thing
        if rivals:
            plain = len({f.subject for f in rivals}) == 1
            right = any(states(claim.mention, f) for f in rivals)
            return (
                wrong(judged.mention, Verdict.WRONG_SUBJECT, rivals, figure)
                if (plain and not right)
                else judged
            )
    return judged


def _called(claim: Claim, words: str, figure: Figure) -> list[Figure]:
    """The figures of the sort of the one stated whose thing the words may be short for; those of
    the same whole where there are any."""
    index, scope = claim.index, claim.scope
    said = plain_period(scope.period or scope.year)
    exact = plain_period(figure.period) == said  # then no other period's is meant instead
    found = [
        f
        for s in index.parts.fitting(words)
        for f in candidates.offered(index, s, claim.mention)
        if f.unit == figure.unit
        and not f.formula
        and bases_agree(figure.basis, f.basis)
        and (plain_period(f.period) == said if exact else periods_agree(said, f.period))
    ]
    return [f for f in found if f.parents == figure.parents] or found
