"""The order of trust in which a number is settled.

What the mention's own words name, then a relation they spell out, then what the narrative and
the lists of the text tell; what none of these settles is left to `last_resorts`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from writer.findings import Verdict
from writer.grounding import candidates, mistakes
from writer.grounding.bases import BROUGHT
from writer.grounding.by_span import by_span, corrected
from writer.grounding.carried import led_to, nearest
from writer.grounding.changes import only_change, related
from writer.grounding.claim import Claim
from writer.grounding.deductions import docked, full_score
from writer.grounding.derivations.shares_of_change import share_of_change
from writer.grounding.direct import direct
from writer.grounding.durations import elapsed
from writer.grounding.explaining import explained, rate_by_name, rate_of_sentence
from writer.grounding.faults import fault
from writer.grounding.fractions import told_beside
from writer.grounding.grand_totals import grand_total
from writer.grounding.judgement import Judged
from writer.grounding.last_resorts import unnamed
from writer.grounding.last_year import of_another_year
from writer.grounding.lists import listed_count
from writer.grounding.loose_changes import loose_change, worded_change
from writer.grounding.mentions import Kind
from writer.grounding.namesakes import named_for
from writer.grounding.naming import Naming
from writer.grounding.outright import outright
from writer.grounding.over_years import over_years
from writer.grounding.parted_names import parted
from writer.grounding.points import complement, point_gap
from writer.grounding.quoting import changed, quoted
from writer.grounding.relations import Link, Relation, average_of
from writer.grounding.ruled_out import ruled_out
from writer.grounding.statements import subjects_in
from writer.grounding.tallies import tallied, untold
from writer.grounding.together import counted_projects, limits_projects, of_group
from writer.grounding.year_ends import year_ends
from writer.ledger.figure import TARGET

_OWN_PARTS = ("块", "大", "方面", "类", "步", "点", "大类")
_UNKNOWN = (Verdict.UNSUPPORTED, Verdict.UNBOUND, Verdict.WRONG_VALUE)
_OF_ALL = (Relation.REMAIN, Relation.RATE, Relation.SHARE, Relation.CHANGE)
_COMPARED = re.compile(r"[比较少多超增减升降提缺差]")
_LEFT = re.compile(r"结余|结转|剩余|剩得|沉淀")
_NONE = re.compile(r"(?:没有|无|未出现)(?:得分|自评得分)?(?:在|低于|高于)?$")
_BAND = re.compile(r"(?:（含）)?(?:以[上下]|及以[上下]|之间)?的?(?:项目|专项|单位|指标)")
LEFT = 20  # characters before a number in which 结余最大的是 may stand
NEAREST = 4  # carried subjects of which a loosely worded change may be


def decide(naming: Naming, claim: Claim) -> Judged:
    """The verdict of the first step that has one; `naming` knows what is still spoken of."""
    judged = mistakes.named(claim, _settled(naming, claim), partial(_settled, naming))
    return ruled_out(claim, named_for(claim, corrected(claim, judged)))


def _settled(naming: Naming, claim: Claim) -> Judged:
    if (told := by_span(claim) or parted(claim)) is not None:
        return told
    if (together := of_group(claim) or counted_projects(claim)) is not None:
        return together
    if claim.mention.kind is Kind.PERCENT and limits_projects(claim):
        return Judged(claim.mention, Verdict.STRUCTURAL)
    if (named := outright(naming, claim)) is not None:
        return named
    # a table's row speaks for itself
    carried = [] if claim.in_cell else naming.carried(claim.own, claim.lead)
    settled = (
        _spelt_out(claim, carried)
        or _told(claim, carried)
        or _loosely(claim, carried)
        or _at_fault(claim)
        or unnamed(claim, carried)
    )
    return untold(claim, settled.verdict) or settled if settled.verdict in _UNKNOWN else settled


# ---- a relation that they spell out --------------------------------------------------


def _spelt_out(claim: Claim, carried: Sequence[int]) -> Judged | None:
    """A gap of points, points taken off, the rest of a whole, then any other relation in words."""
    frame, mention, relation = claim.frame, claim.mention, claim.relation
    if (span := elapsed(claim)) is not None:
        return span
    for accounts in (year_ends, grand_total, over_years):
        if (told := accounts(claim)) is not None:
            return told
    if (full := full_score(frame, claim.statement)) is not None:
        return full
    if (missing := docked(frame, claim.statement, claim.own)) is not None:
        return missing
    if (beside := told_beside(frame, claim.sentence, claim.statement)) is not None:
        return beside
    if (of_change := share_of_change(claim)) is not None:
        return of_change
    if (by_name := rate_by_name(claim)) is not None:
        return by_name
    gap = point_gap(frame, claim.sentence, claim.statement, relation, claim.own)
    if gap is not None:
        return gap
    if (rest := complement(frame, claim.sentence, mention)) is not None:
        return rest
    if (then := of_another_year(frame, claim.statement)) is not None:
        return then
    if relation is None or relation.relation is Relation.RATE:
        told = rate_of_sentence(frame, mention, claim.lead) if not claim.in_cell else None
        if told is not None or relation is None:
            return told
    answer = _related(claim, relation, carried)
    if claim.own or relation.ref_basis or relation.ref_period or relation.whole:
        return answer
    if only_change(frame, mention, relation) is not None:
        return answer
    if answer is not None and answer.verdict is Verdict.WRONG_DERIVATION and not claim.scope.told:
        # nothing was named: what the paragraph has just stated may be meant instead
        return explained(frame, mention, [], relation.direction) or answer
    return answer


def _related(claim: Claim, relation: Link, carried: Sequence[int]) -> Judged | None:
    frame, mention, own = claim.frame, claim.mention, claim.own
    if relation.relation is Relation.DURATION:
        return None  # `elapsed` has seen to it
    if relation.relation is Relation.CHANGE and (each := average_of(claim.text, claim.statement)):
        answer = related(frame, mention, each, own, carried)  # 人均增收1.5万元
        if answer is not None and answer.verdict is Verdict.DERIVED:
            return answer
    if own:
        return related(frame, mention, relation, own, carried)
    words = claim.text[claim.statement.gap : relation.start]
    if relation.relation is Relation.PER_HEAD:
        words = words.rpartition("均")[2]  # 件均运行费
    like = claim.index.resembling(words)[:2]
    if not like and not claim.scope.paragraph and relation.relation in _OF_ALL:
        like = claim.index.totals  # 年末尚有53.5万元没有支出
    return related(frame, mention, relation, like, carried, likened=True)


def _loosely(claim: Claim, carried: Sequence[int]) -> Judged | None:
    """上级追加项目资金448万元, 少巡查20次: a direction word that is not right before the
    number, or that no list has."""
    if claim.relation is not None:
        return None
    loose = loose_change(claim.text, claim.statement)
    worded = worded_change(claim.text, claim.statement, claim.scope.year)
    spoken = [claim.own] if claim.own else [[], *([s] for s in carried[:NEAREST])]
    for change in (c for c in (loose, worded) if c is not None):
        for subjects in spoken:
            answer = related(claim.frame, claim.mention, change, subjects, carried)
            if answer is not None and answer.verdict is Verdict.DERIVED:
                return answer
    return None


# ---- what the narrative and the lists of the text tell ---------------------------------


def _told(claim: Claim, carried: Sequence[int]) -> Judged | None:
    """The narrative of the facts, a list that is counted, or nothing that could be proven."""
    mention = claim.mention
    led = claim.scope.local_basis and bool(led_to(claim, nearest(claim, carried)))
    quote = quoted(claim.index, mention, claim.context(), claim.lead, claim.scope.quoted, led=led)
    # 某文件1月30日提前下达12000万元: the narrative that the sentence is quoting goes on
    apart = quote is not None and _compares(claim) and not _COMPARED.search(quote.near)
    own = quote is not None and (quote.figure == claim.scope.quoted or not _outweighed(claim))
    if own and not apart:
        return quote
    if claim.relation is not None:
        plan = claim.relation.ref_basis
        stated = direct(claim.frame, mention, claim.own, claim.around, plan)
        if stated is not None:
            return stated
    # what the facts count of the thing named goes before the items that the text lists of it
    known = any(candidates.offered(claim.index, s, mention) for s in claim.own)
    count = None if known else listed_count(claim.text, mention)
    if count is not None and count.verdict is Verdict.DERIVED:
        return count
    if (tally := tallied(claim)) is not None:
        return tally
    if mention.kind is Kind.ORDINAL:
        return _ordinal(claim)
    band = mention.kind is Kind.SCORE and _BAND.match(claim.text, mention.end)
    if band and _NONE.search(claim.lead):
        return Judged(mention, Verdict.STRUCTURAL)  # 没有60分以下的项目
    if mention.number == 0 and not claim.own:
        return Judged(mention, Verdict.STRUCTURAL)  # 零伤亡: nothing is counted
    if mention.kind is Kind.COUNT and mention.unit in _OWN_PARTS:
        return Judged(mention, Verdict.STRUCTURAL)  # 三块, 三大: parts of the text's own making
    return None


def _compares(claim: Claim) -> bool:
    """Whether the words say by how much something is off a plan or a year: 比目标少5个 repeats no
    narrative of five that were made."""
    link = claim.relation
    changed = link is not None and link.relation is Relation.CHANGE
    return changed and bool(link and (link.ref_basis or link.ref_period))


def _outweighed(claim: Claim) -> bool:
    """Whether the mention's own subject has an amount that the narrative cannot outweigh."""
    return claim.mention.kind is Kind.MONEY and any(
        candidates.offered(claim.index, s, claim.mention) for s in claim.own
    )


def _ordinal(claim: Claim) -> Judged:
    """A rank or a prize is a fact; a level, a batch or a floor only names a thing."""
    mention = claim.mention
    if (quote := changed(claim.index, mention, claim.context())) is not None:
        return quote
    ranked = mention.text.endswith(("名", "奖")) and not mention.text.endswith("单位")
    return Judged(mention, Verdict.UNSUPPORTED if ranked else Verdict.STRUCTURAL)


def _left_of_it(claim: Claim) -> Judged | None:
    """结余最大的是南片灌渠，95.9万元: what the clause before says is left of the thing named."""
    if claim.mention.kind is not Kind.MONEY:
        return None
    said = claim.text[max(claim.sentence.start, claim.mention.start - LEFT) : claim.mention.start]
    if not _LEFT.search(said) or BROUGHT.search(said):
        return None
    link = Link(Relation.REMAIN, start=claim.statement.gap)
    answer = related(claim.frame, claim.mention, link, claim.own[:1], [])
    return answer if answer is not None and answer.verdict is Verdict.DERIVED else None


def _at_fault(claim: Claim) -> Judged | None:
    """The words name a subject, and this is not its value."""
    worked_out = claim.relation is not None and claim.relation.relation is Relation.PER_HEAD
    if not claim.own or worked_out:
        return None
    if (rest := _left_of_it(claim)) is not None:
        return rest
    if claim.mention.kind is Kind.PERCENT and not claim.scope.local_basis:
        led = led_to(claim, claim.own)
        if led and all(f.basis == TARGET for f in led):
            # 满意1053份，满意度93.4%: only what was aimed at is in the ledger
            made = explained(claim.frame, claim.mention, [], None)
            if made is not None:
                return made
    named = subjects_in(claim.sentence.tokens)
    return fault(claim.frame, claim.mention, claim.own, claim.around, named)
