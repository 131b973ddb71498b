"""Funds said to be spent in full beside funds said to be unpaid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from writer.grounding.consistency.claims import Claim, claims_of
from writer.grounding.consistency.roles import Role
from writer.grounding.consistency.subjects import basis_in, generic
from writer.grounding.consistency.words import either, pattern
from writer.grounding.mentions import Kind

if TYPE_CHECKING:
    from writer.grounding.rules.base import Context

REACH = 200  # characters of a sentence that say whose money it is
LEAST_FUNDS = 2  # funds spent to the last yuan that together say that all was spent


@dataclass(frozen=True, slots=True)
class Unpaid:
    """Words that say that money was not paid within the year, and those that say it was."""

    start: int
    end: int
    claim_start: int
    claim_end: int


def unpaid_yet_spent(context: Context) -> Iterator[Unpaid]:
    """Unpaid funds against a statement for the whole unit, or against every fund's figures."""
    spent = _all_spent(context)
    if spent is None:
        return
    for start, end in _unpaid(context):
        yield Unpaid(start, end, *spent)


def _all_spent(context: Context) -> tuple[int, int] | None:
    """Where the report says that the unit spent all it had."""
    text = context.text
    for found in _no_rest().finditer(text):
        if _of_unit(context, found.start()) and not _one_fund(text, found):
            return found.span()
    for claim in claims_of(context).all:
        full = claim.role is Role.RATE and claim.number == 1 and not claim.group[1]
        if full and _of_unit(context, claim.start):
            return claim.start - len(claim.lead), claim.end
    pairs = _funds(context)
    if len(pairs) >= LEAST_FUNDS and all(a.number == b.number for a, b in pairs):
        return pairs[0][0].start, pairs[0][1].end
    return None


def _begin(text: str, at: int) -> int:
    """Where the part of a sentence begins that a place stands in."""
    low = max(0, at - REACH)
    return max(low, *(text.rfind(mark, low, at) + 1 for mark in "。；\n"))


def _of_unit(context: Context, at: int) -> bool:
    """Whether the sentence speaks of the whole unit, not of one project."""
    text = context.text
    low = _begin(text, at)
    sentence = text[low : at + 40].split("。")[0]
    if "该项目" in sentence or "该资金" in sentence:
        return False
    section = context.document.section_at(at)
    project = any("项目名称" in title for title in section)
    if project:
        return False
    whole = re.search(either("consistency", "whole_unit"), sentence) is not None
    return whole or _plainly_all(section, sentence)


# words of one thing among several: what is said of it is not said of the unit
_ONE_OF_MANY = re.compile(
    r"项目(?!单位)|专项|工程|其中|该|此项|补助|补贴|奖补|[一-鿿]{2,}(?:费|款)(?!用)"
)


def _plainly_all(section: tuple[str, ...], sentence: str) -> bool:
    """预算资金已全部支付完毕 with nothing around it that names a project or one fund."""
    return not any(map(_ONE_OF_MANY.search, (*section, sentence)))


_ALL_FUNDS = re.compile(
    r"(?:财政|各项|全部|所有|预算|年度|年|部门|单位|整体|拨款|到位|下达|安排|专项|项目|[的局院校委会队心])$"
)


def _one_fund(text: str, found: re.Match[str]) -> bool:
    """培训经费全部用完, 其余资金全部支付: one fund among several."""
    before = text[max(0, found.start() - 2) : found.start()]
    named = found[0].startswith(("资金", "经费")) and "\u4e00" <= before[-1:] <= "\u9fff"
    return named and _ALL_FUNDS.search(before) is None


@cache
def _no_rest() -> re.Pattern[str]:
    return pattern(
        r"(?:年末|年底|年度|财政|资金)?(?:无|没有)(?:年末|资金)?(?:结转(?:和|及|、)?结余|结转|结余)(?:资金)?"
        r"|(?:年末|年底)(?:无|没有)余额|(?:资金|预算|经费)[^。；\n]{0,14}%s",
        "consistency", "all_spent",
    )  # fmt: skip


def _funds(context: Context) -> list[tuple[Claim, Claim]]:
    """(allocated, spent) of every fund: two amounts of one sentence, the second told as spent."""
    out: list[tuple[Claim, Claim]] = []
    for row in claims_of(context).by_sentence.values():
        money = [c for c in row if c.mention.kind is Kind.MONEY and c.role is Role.LEVEL]
        first = next((c for c in money if c.basis in ("全年预算", "budget")), None)
        last = next((c for c in money if first and c.index > first.index and _spent(c)), None)
        if first is not None and last is not None:
            out.append((first, last))
    return out


def _spent(claim: Claim) -> bool:
    """已使用192.32万元: the words say nothing but that it was spent."""
    return basis_in(claim.lead) == ("", True) and generic(claim.core)


@cache
def _not_paid() -> re.Pattern[str]:
    return pattern(
        r"(?:%s[^，。；！？\n]{0,16}?|\d[\d.,]*[亿万]?元)%s(?:[、，]?%s)*",
        "consistency", "unpaid_of", "unpaid", "unpaid",
    )  # fmt: skip


@cache
def _left_over() -> re.Pattern[str]:
    """结转下年80万元; never 0."""
    return pattern(
        r"%s[^。；，！？\n\d]{0,8}(?=\d)(?!0(?:\.0+)?[万元])[\d.,]+[亿万]?元",
        "consistency", "left_over",
    )  # fmt: skip


# 尚有120万元工程款未支付: what a project's contract still owes is told with its amount
_STILL = re.compile(r"(?:尚|仍|还)有(?:\d|[^，。；]{0,8}\d)")
# not yet due, or of the year before
_EXCUSED = re.compile(r"质保金|保证金|上年|去年|以前年度|历年")
_NEXT_YEAR = re.compile(
    r"\d(?:万|亿)?元[^。；，\n]{0,6}(?:于|在|到)?(?:次年|下一?年|第二年)[^。；，\n]{0,6}(?:支付|拨付|付清|兑付)"
)
_RATE_LEFT = re.compile(r"(?:结余|结转)率(?:为|达|是)?(?!0(?:\.0+)?[%％])\d+(?:\.\d+)?[%％]")
_ALLOTTED = re.compile(
    r"(20\d\d)年[^。；\n]{0,16}?(?:下达|到账|到位)[^。；\n]{0,12}?(20\d\d)年"
    r"[^。；，\n]{0,10}?(?:支付|拨付|付清|兑付)"
)


def _unpaid(context: Context) -> Iterator[tuple[int, int]]:
    """Statements that money was not paid, or only in the year after the report's."""
    text = context.text
    for found in _not_paid().finditer(text):
        low = max(text.rfind(mark, 0, found.start()) for mark in "。；\n") + 1
        lead = text[low : found.start()]
        sentence = text[low : found.end()]
        conditional = re.search(r"避免|防止|杜绝|不得|如果|若|是否|不存在|严禁", lead)
        in_project = re.search(r"该项目|本项目|质保金|保证金", sentence) or (
            "工程" in sentence and not _STILL.search(sentence)
        )
        if not conditional and not in_project:
            yield found.span()
    for pattern_ in (_left_over(), _NEXT_YEAR, _RATE_LEFT):
        for found in pattern_.finditer(text):
            if not _EXCUSED.search(text, _begin(text, found.start()), found.end()):
                yield found.span()
    for found in _ALLOTTED.finditer(text):
        if int(found[2]) == int(found[1]) + 1 and not context.year:
            yield found.span()
    year = context.year
    if not year:
        return
    later = str(int(year) + 1)
    pattern_later = re.compile(
        rf"[在于至到]?{later}年(?:\d{{1,2}}月(?:\d{{1,2}}日)?|[初内]|上半年|第?[一二]季度)?"
        r"(?!度)[^。；，\n]{0,8}?(?:完成)?(?:资金)?(?:支付|拨付|付清|兑付)"
    )
    for found in pattern_later.finditer(text):
        yield found.span()
