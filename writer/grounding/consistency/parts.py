"""Totals with the parts that a sentence says they consist of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from writer.grounding.consistency.claims import LAST_YEAR, LONGEST_GAP, Claim, Claims, claims_of
from writer.grounding.consistency.part_list import Fit, PartList
from writer.grounding.consistency.roles import Role
from writer.grounding.consistency.words import either, pattern
from writer.grounding.lexicon import lexicon
from writer.grounding.mentions import Kind, Qualifier
from writer.grounding.wordlists import load

if TYPE_CHECKING:
    from writer.grounding.rules.base import Context


def part_lists(context: Context) -> list[PartList]:
    """Every total of the text with its parts, computed once."""
    if part_lists not in context.cache:
        claims = claims_of(context)
        context.cache[part_lists] = [*_forward(context, claims), *_backward(context, claims)]
    found = context.cache[part_lists]
    assert isinstance(found, list)
    return found


@cache
def _marker() -> re.Pattern[str]:
    return re.compile(r"其中|(?:主要|具体)?包括|具体为|(?<![分各])别是|分为")


@cache
def _stop() -> re.Pattern[str]:
    return pattern(r"%s", "consistency", "part_stops")


_OPENS = re.compile(r"[\s，,；;：:。（(]{0,3}(?:其中|(?:主要|具体)?包括|具体为|分别是|分为|由|$)")
_CIRCLED = re.compile(r"[①-⑳]")


def _forward(context: Context, claims: Claims) -> Iterator[PartList]:
    """其中…, 包括①…, T（A a，B b）, 基本支出中，…"""
    for first in claims.all:
        if not _may_be_part(first) or first.mention.kind is Kind.SCORE:
            continue
        total = _total(context, claims, first)
        if total is None or not _additive(total, first):
            continue
        parts, natural = _gather(claims, first, total)
        if total.sentence < first.sentence:
            total = _meant(claims, total, parts[:natural])
        adjacent = first.start - total.end <= len(first.gap) and first.sentence == total.sentence
        between = context.text[total.end : first.start]
        adjacent = adjacent and _marker_at(between) is not None
        span = context.text[first.start - len(first.lead) : parts[natural - 1].end + 6]
        words = between[-LONGEST_GAP:] + span[:-6] + _rest(span)
        unfinished = re.search(either("consistency", "open_words"), words) is not None
        yield PartList(total, tuple(parts), natural, _closed(parts[:natural]), unfinished, adjacent)


def _meant(claims: Claims, last: Claim, parts: Sequence[Claim]) -> Claim:
    """Of the amounts of the sentence before 。其中 the one that the parts make, else the last:
    全年总支出339.52万元，全年预算362.40万元。其中：基本支出……"""
    made = sum((p.number for p in parts), Decimal(0))
    told = (c for c in claims.by_sentence.get(last.sentence, ()) if c.role is Role.LEVEL)
    return next((c for c in told if _additive(c, parts[0]) and c.number == made), last)


def _rest(span: str) -> str:
    """等 right behind the last part counts, other words behind it do not."""
    return "等" if span[-6:].lstrip("，、").startswith("等") else ""


def _may_be_part(claim: Claim) -> bool:
    return (
        claim.role is Role.LEVEL
        and claim.mention.kind is not Kind.PERCENT
        and claim.mention.qualifier is Qualifier.EXACT
        and "各" not in claim.lead
    )


def _additive(total: Claim, part: Claim) -> bool:
    """Whether the two are amounts of one sort."""
    same = total.mention.kind is part.mention.kind
    if not same or not lexicon().same_unit(total.unit, part.unit):
        return False
    return total.mention.kind is Kind.MONEY or (bool(total.unit) and total.unit == part.unit)


def _marker_at(between: str) -> re.Match[str] | None:
    """A marker with nothing but punctuation between it and the total."""
    return re.match(
        r"[\s，,；;：:。（(]{0,3}(?:其中|(?:主要|具体)?包括|具体为|分别是|分为|由|$)", between
    )


def _total(context: Context, claims: Claims, first: Claim) -> Claim | None:
    """What the list that begins with this number adds up to."""
    gap = first.gap
    if _marker().search(gap):
        return _level_before(claims, first)
    if first.deep and re.fullmatch(r"[（(][^，。；：（）()\d]{1,16}", gap.lstrip()):
        before = claims.all[first.index - 1] if first.index else None
        attached = before is not None and before.end + len(gap) == first.start
        return before if attached and before and before.role is Role.LEVEL else None
    within = re.search(r"([^，。；：、（）\n]{2,16}?)中(?:用于|[，,：:])[^，。；]*$", gap)
    if within and first.parent and first.parent != "?":
        named = [
            c for c in claims.of_paragraph(first)
            if c.role is Role.LEVEL and c.core == first.parent and c.basis == first.basis
        ]  # fmt: skip
        return named[-1] if named else None
    return None


def _level_before(claims: Claims, first: Claim) -> Claim | None:
    """The last plain amount of the same sort before a marker; 其中 may begin a new sentence."""
    floor = first.sentence - (1 if first.gap.lstrip().startswith("其中") else 0)
    for claim in reversed(claims.all[max(0, first.index - 12) : first.index]):
        if claim.sentence < floor:
            return None
        if claim.role in (Role.LEVEL, Role.RESULT) and _additive(claim, first):
            if (claim.deep and not first.deep) or claim.period == LAST_YEAR != first.period:
                continue
            return None if claim.group[1] else claim  # of a、b，其中: nobody can say of which
    return None


# 卫生技术人员中，执业医师178人: parts of a part
_WITHIN = re.compile(r"中用于|[\u4e00-\u9fff]{2,12}(?<!其)中[，,：:]")
_RANKS = {"、": 1, "和": 1, "及": 1, "，": 2, ",": 2, "；": 3, ";": 3, "。": 4}


def _rank(gap: str) -> int:
    """How strong a break stands before a part: 、 1, ， 2, ； 3, a full stop 4."""
    return _RANKS.get(gap.lstrip()[:1], 0)


def _gather(claims: Claims, first: Claim, total: Claim) -> tuple[list[Claim], int]:
    """All that may be parts from the first on, and how many of them the list has by its form.

    A list keeps to its separator: after A、B a comma ends it, after A；B only a full stop does.
    """
    parts, natural = [first], 0
    circled = bool(_CIRCLED.search(first.gap))
    nested, rank = False, 0
    paragraph = claims.paragraph_of[first.sentence]
    for claim in claims.all[first.index + 1 : first.index + 80]:
        if claims.paragraph_of[claim.sentence] != paragraph:
            break
        gap = claim.gap
        new = claim.sentence != claims.all[claim.index - 1].sentence
        if new and not circled:
            break
        if new or "；" in gap or ";" in gap or _CIRCLED.search(gap):
            nested = False
        if claim.deep != first.deep:
            if first.deep:
                break
            continue
        if _marker().search(gap) or _WITHIN.search(gap):
            nested = True
        if nested or claim.role is not Role.LEVEL:
            continue
        if not _additive(total, claim) or _stop().search(claim.lead) or not claim.core:
            if claim.mention.kind is Kind.PERCENT:
                continue
            break
        if not _may_be_part(claim):
            break
        here = _rank(gap)
        rank = rank or here
        if here > rank and not circled and not natural:
            natural = len(parts)
        parts.append(claim)
    return parts, natural or len(parts)


def _closed(parts: Sequence[Claim]) -> bool:
    """Whether the parts are a split that has no further members: 基本支出 and 项目支出."""
    for group in load("consistency")["closed_groups"]:
        members = [m.split("/") for m in str(group).split()]
        hit = [[i for i, m in enumerate(members) if any(w in p.core for w in m)] for p in parts]
        covered = {i for one in hit for i in one}
        if len(covered) == len(members) and len(parts) > 1 and all(hit):
            return True
    return False


def _counted_things(before: list[Claim], total: Claim) -> tuple[list[Claim], int]:
    """甲a、乙b，两个项目共T: the claims without the count of the things, and that count."""
    last = before[-1] if before else None
    if last is None or last.index != total.index - 1 or last.mention.kind is not Kind.COUNT:
        return before, 0
    if total.mention.kind is not Kind.MONEY or last.number not in range(2, MOST + 1):
        return before, 0
    return before[:-1], int(last.number)


MOST = 12  # parts told before their total
_COUNTED = re.compile(r"([两二三四五六七八九])[项者类个]?(?:合计|共计|总计|相加)")


def _backward(context: Context, claims: Claims) -> Iterator[PartList]:
    """A a、B b，合计T."""
    sums = pattern(
        r"^[，、\s]*(?:收入|支出|资金|经费|项目|专项)?(?:%s)+(?:支出|安排|下达|拨付|投入)?(?:为|是|达)?$",
        "consistency", "sum_words",
    )  # fmt: skip
    for total in claims.all:
        if total.role is not Role.LEVEL or total.mention.kind is Kind.PERCENT:
            continue
        if not sums.match(total.lead.strip()) or total.mention.qualifier is not Qualifier.EXACT:
            continue
        near = claims.near(total)
        before = [c for c in near if c.index < total.index and c.deep == total.deep]
        before, named = _counted_things(before, total)
        run: list[Claim] = []
        for claim in reversed(before):
            if claim.mention.kind is Kind.PERCENT or claim.role in (Role.SHARE, Role.OTHER):
                continue
            if "各" in claim.lead and _additive(total, claim):
                run = []  # 甲、乙各60次，丙10次，累计130次: it counts more than once
                break
            if not _may_be_part(claim) or not _additive(total, claim):
                break
            run.insert(0, claim)
        counted = _COUNTED.search(total.lead)
        size = "〇一二三四五六七八九".find(counted[1].replace("两", "二")) if counted else named
        if size and len(run) > size:
            run = run[-size:]
        run = run[-MOST:]
        if len(run) < 2 or (size and len(run) != size):
            continue
        # the run may begin with amounts of another statement: any tail of it will do
        tails = [run] if size else [run[k:] for k in range(len(run) - 1)]
        lists = [PartList(total, tuple(t), len(t), True, backward=True) for t in tails]
        good = [x for x in lists if x.fit() in (Fit.EXACT, Fit.ROUNDING, Fit.NEAR)]
        yield good[0] if good else lists[0]
