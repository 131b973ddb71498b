"""连续五年获评先进, where the facts have 连续三年获评先进: their words with another number in them.

A numeral inside a word (九大领域, 第四届技能竞赛, 第六条第七项) counts nothing that a figure speaks
of, so that no subject leads to it. What proves it wrong is the passage: the facts have the same
words around another number, and nowhere as closely around this one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from writer.findings import Verdict
from writer.grounding.judgement import Judged
from writer.grounding.ledger_index import LedgerIndex
from writer.grounding.mentions import Kind, Mention
from writer.grounding.reading import read

_NUMERALS = re.compile(r"[〇零一二三四五六七八九十百两\d]+")
_SPELT = re.compile(r"第?[一二三四五六七八九十两]")
_QUOTES = '“”"＂‘’《》〈〉：: '  # what stands or not, as the writer likes
_EVENT, _ARTICLE, _KIND = re.compile(r"第#[届期]"), re.compile(r"第#[条款项章]"), re.compile("#大")
REACH = 12  # characters on either side that are compared
SIDE, BOTH = 2, 6  # characters that must be the same on each side, and on both together
NAME = 4  # … behind 第四届: the name of the event
TITLE = 6  # … before 第七项: the law, and behind a year: the name of what was done in it
TOPIC = 8  # … before 1月至6月
LOOSE = (Verdict.STRUCTURAL, Verdict.QUOTED, Verdict.UNBOUND, Verdict.UNSUPPORTED)


@dataclass(frozen=True, slots=True)
class _Passage:
    """A number of the facts' words, in the narrative or in a figure's name."""

    text: str
    mention: Mention
    source: str


def altered(index: LedgerIndex, text: str, judged: Judged) -> Judged:
    """The judgement, or a wrong value where the facts' own words have another number there."""
    mention = judged.mention
    dated = mention.kind is Kind.DATE
    if judged.verdict not in LOOSE or not (dated or _SPELT.match(mention.text)):
        return judged
    best, size = None, 0
    for known in _passages(index).get(_form(mention), ()):
        before = _same(_back(text, mention.start), _back(known.text, known.mention.start))
        behind = _same(_on(text, mention.end), _on(known.text, known.mention.end))
        right = known.mention.value == mention.value
        if before + behind > size or (right and before + behind == size):
            size = before + behind
            best = known if not right and _enough(mention, before, behind) else None
    if best is None:
        return judged
    at = best.mention
    near = best.text[max(0, at.start - REACH) : at.end + REACH]
    return Judged(mention, Verdict.WRONG_VALUE, best.source, near=near)


def _enough(mention: Mention, before: int, behind: int) -> bool:
    """Whether so many characters on both sides make two passages one."""
    form = _form(mention)
    if mention.kind is Kind.DATE:
        ranged = "/" in (mention.value or "")
        return (before > SIDE and behind >= TITLE) or (ranged and before >= TOPIC)
    if _EVENT.fullmatch(form) and behind >= NAME:
        return True
    if _ARTICLE.fullmatch(form) and before >= TITLE:
        return True
    least = SIDE + SIDE if _KIND.fullmatch(form) else BOTH
    return before >= SIDE and behind >= SIDE and before + behind >= least


def _form(mention: Mention) -> str:
    """The number's text with # for its digits: 第#届, #年#月."""
    return _NUMERALS.sub("#", "".join(mention.text.split()))


def _back(text: str, start: int) -> Iterator[str]:
    return (c for c in reversed(text[max(0, start - 2 * REACH) : start]) if c not in _QUOTES)


def _on(text: str, end: int) -> Iterator[str]:
    return (c for c in text[end : end + 2 * REACH] if c not in _QUOTES)


def _same(here: Iterator[str], there: Iterator[str]) -> int:
    """How many Chinese characters in a row are the same."""
    same = 0
    for a, b in zip(here, there, strict=False):
        if a != b or not "一" <= a <= "鿿" or same == REACH:
            break
        same += 1
    return same


@lru_cache(maxsize=8)
def _passages(index: LedgerIndex) -> Mapping[str, Sequence[_Passage]]:
    """The facts' numbers by their form."""
    found: dict[str, list[_Passage]] = defaultdict(list)
    for quote in index.quotes:
        known = _Passage(quote.evidence.text, quote.mention, quote.evidence.id)
        found[_form(quote.mention)].append(known)
    labels = {a: f.id for f in index.figures for a in (*f.aliases, f.subject)}
    for label, source in labels.items():
        for mention in read(label) if _NUMERALS.search(label) else ():
            if mention.kind is not Kind.DATE:
                found[_form(mention)].append(_Passage(label, mention, source))
    return found
