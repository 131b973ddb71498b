"""One thing that a report states twice with different numbers.

Two claims are about one thing when subject, measure, basis, period and scope agree. The subject
is the words before a number (开展心肺复苏50次) or the noun behind it (5公里长跑).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from writer.documents import BlockKind
from writer.grounding.consistency.claims import Claim, Claims, claims_of
from writer.grounding.consistency.roles import Role
from writer.grounding.consistency.subjects import generic
from writer.grounding.consistency.words import words
from writer.grounding.lexicon import lexicon
from writer.grounding.mentions import Kind, Qualifier

if TYPE_CHECKING:
    from writer.grounding.rules.base import Context

SHORTEST = 3  # characters of a subject; shorter ones (人员, 隐患) name too many things
SAME_TAIL = 6  # characters that must follow both numbers where the noun itself is short
_NOUN = re.compile(r"的?([\u4e00-\u9fff]{2,12})")
_ITEMS = (BlockKind.RUNIN, BlockKind.HEADING)


@dataclass(frozen=True, slots=True)
class Apart:
    """Two claims of one thing with different values; `sure`: both stand in one same list."""

    first: Claim
    second: Claim
    subject: str
    sure: bool


def apart(context: Context) -> Iterator[Apart]:
    """The later of two claims that disagree, each once; linear in the number of claims."""
    claims = claims_of(context)
    places = _places(context)
    seen: dict[tuple[str, ...], list[Claim]] = {}
    for claim in claims.all:
        if not _comparable(claim):
            continue
        key = _key(context.text, claim)
        if key is None:
            continue
        earlier = seen.setdefault(key, [])
        match = next((c for c in earlier if _one_thing(context.text, c, claim, places)), None)
        if match is None:
            if len(earlier) < 8:
                earlier.append(claim)
        elif _differ(match, claim):
            subject = (
                claim.core or _noun(context.text, claim)[: _common(context.text, match, claim)]
            )
            yield Apart(match, claim, subject, _same_list(claims, match, claim))


# 该项目自评得分98分 is of the project that the heading names, not of the department
_RELATIVE = re.compile(r"[该本此](?:项目|专项|资金|工程|活动)")


def _comparable(claim: Claim) -> bool:
    exact = claim.mention.qualifier in (Qualifier.EXACT, Qualifier.ABOUT)
    kinds = (Kind.MONEY, Kind.COUNT, Kind.SCORE)
    satisfied = claim.mention.kind is Kind.PERCENT and claim.core.endswith("满意度")
    return (
        claim.role is Role.LEVEL
        and (claim.mention.kind in kinds or satisfied)
        and exact
        and "各" not in claim.lead
        and not _RELATIVE.search(claim.lead)
    )


def _key(text: str, claim: Claim) -> tuple[str, ...] | None:
    """What both claims must have in common; None where the words name no one thing."""
    frame = (str(claim.mention.kind), _basis(claim.basis), claim.period)
    core = claim.core
    if claim.mention.kind is Kind.SCORE:
        return ("score", core) if core == "自评得分" else None
    if claim.mention.kind is Kind.MONEY:
        return (*frame, core, _scope(claim)) if _named(core) else None
    if core in words("consistency", "wide"):
        return (*frame, core)
    if core and not generic(core):
        return (*frame, core) if len(core) >= SHORTEST else None
    noun = _noun(text, claim)
    return (*frame, "→", noun[:2]) if len(noun) >= 2 else None


def _basis(basis: str) -> str:
    return {"决算": "", "实际": ""}.get(basis, basis)


def _named(core: str) -> bool:
    return core in words("consistency", "wide") or (len(core) > SHORTEST and not generic(core))


@lru_cache(maxsize=1)
def _wholes() -> frozenset[str]:
    return frozenset(("", "?", *words("consistency", "wholes")))


def _scope(claim: Claim) -> str:
    """What an amount is a part of, "" for the department as a whole."""
    if claim.core in words("consistency", "three_public"):
        return ""
    return "" if claim.parent in _wholes() else claim.parent


def _noun(text: str, claim: Claim) -> str:
    found = _NOUN.match(text, claim.end)
    noun = found[1] if found else ""
    return "" if len(noun) > 2 and generic(noun[:4]) else noun


def _common(text: str, one: Claim, other: Claim) -> int:
    """How many characters behind two numbers are the same."""
    a, b = text[one.end : one.end + 16], text[other.end : other.end + 16]
    return next(
        (i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b))
    )


def _one_thing(text: str, one: Claim, other: Claim, places: dict[int, tuple[str, ...]]) -> bool:
    if one.sentence == other.sentence or not lexicon().same_unit(one.unit, other.unit):
        return False
    if one.mention.kind is Kind.COUNT and (not one.unit or _parallel(one, other, places)):
        return False
    if one.core in words("consistency", "totals"):
        return all(_whole(c) or _speaks_of_money(places[c.index]) for c in (one, other))
    if one.mention.kind is Kind.MONEY and one.core not in words("consistency", "wide"):
        return not _parallel(one, other, places)
    if one.mention.kind is Kind.PERCENT and _parallel(one, other, places):
        return False
    if one.mention.kind is not Kind.MONEY and one.core in words("consistency", "wide"):
        return True
    if one.core and not generic(one.core):
        return True
    return _same_noun(text, one, other)


def _same_noun(text: str, one: Claim, other: Claim) -> bool:
    """10轮强降雨（…） and 8轮强降雨天气过程; 10公里长跑、爬绳 and 5公里长跑、爬绳."""
    if one.unit != other.unit:
        return False
    shared = _common(text, one, other)
    nouns = _noun(text, one), _noun(text, other)
    noun = min((n for n in nouns), key=len)
    whole = shared >= len(noun) >= SHORTEST and not generic(noun)
    if not whole and not (shared >= SAME_TAIL and not generic(noun)):
        return False
    leads = [c.lead.rstrip("了 ") for c in (one, other)]
    bare = any(not lead or lead.endswith("、") for lead in leads)
    return bare or leads[0][-2:] == leads[1][-2:]


def _places(context: Context) -> dict[int, tuple[str, ...]]:
    """By claim: the heading of the item that it stands in, with that item's own section."""
    document = context.document
    labels = {
        b.start: document.title_of(b) for b in document.of_kind(BlockKind.RUNIN) if not b.level
    }
    out: dict[int, tuple[str, ...]] = {}
    for claim in claims_of(context).all:
        section = document.section_at(claim.start)
        block = document.block_at(claim.start)
        label = labels.get(block.start, "") if block else ""
        if label and (not section or section[-1] != label):
            section = (*section, label)
        out[claim.index] = section
    return out


def _parallel(one: Claim, other: Claim, places: dict[int, tuple[str, ...]]) -> bool:
    """Whether the two stand in sibling items (projects, one a paragraph) of one section."""
    a, b = places[one.index], places[other.index]
    return len(a) > 1 and len(a) == len(b) and a[:-1] == b[:-1] and a[-1] != b[-1]


def _whole(claim: Claim) -> bool:
    """部门整体支出: the words themselves say that the unit's total is meant."""
    return "部门整体" in claim.lead or "单位整体" in claim.lead


def _speaks_of_money(section: tuple[str, ...]) -> bool:
    """Whether a section is about the unit's income and spending, not about one project."""
    return not section or any(w in section[-1] for w in words("consistency", "total_sections"))


def _differ(one: Claim, other: Claim) -> bool:
    return abs(one.number - other.number) > max(one.half, other.half)


def _same_list(claims: Claims, one: Claim, other: Claim) -> bool:
    """Whether the neighbours of both are the same things too: a list that was copied."""
    for step in (-1, 1):
        i, j = one.index + step, other.index + step
        if min(i, j) < 0 or max(i, j) >= len(claims.all):
            continue
        a, b = claims.all[i], claims.all[j]
        near = a.sentence == one.sentence and b.sentence == other.sentence
        if near and a.core and a.core == b.core and not generic(a.core):
            return True
    return False
