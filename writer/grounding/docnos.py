"""Document numbers against those that the facts and their narrative hold.

A report cites laws and circulars that no facts file lists: a document number that is like none of
the facts' own is nobody's error (GR110 mentions it). One that differs from a known one by a slip,
or that is told of a thing whose document number is another one of that issuer, is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from writer.findings import Verdict
from writer.grounding.judgement import Judged, found, wrong
from writer.grounding.ledger_index import LedgerIndex
from writer.grounding.mentions import Kind, Mention

_BRACKETS = str.maketrans("【】[]（）()〈〉<>", "〔〕〔〕〔〕〔〕〔〕〔〕")
_STANDARD = re.compile(r"(?:GB|DB\d*|JGJ|CJJ|HJ|MZ|WS|YY|JT|SL|TY|AQ|XF|GA|LY|NY|ISO|IEC)[/TZ]*\d")
PAIR = 2  # neighbours that were exchanged


def cited(mentions: Iterable[Mention]) -> frozenset[str]:
    """The document numbers of a report, written one way."""
    return frozenset(plain_docno(m.value or "") for m in mentions if m.kind is Kind.DOCNO)


def judge_docno(
    index: LedgerIndex,
    mention: Mention,
    named: Collection[int] = (),
    elsewhere: Collection[str] = (),
) -> Judged:
    """Known, a mistyped known one, another one than the `named` subjects have, or none of the
    facts' concern. A known one that the report cites `elsewhere` was not mistyped here."""
    said = plain_docno(mention.value or "")
    if _STANDARD.match(said):
        return Judged(mention, Verdict.STRUCTURAL)
    known = [f for f in index.words if f.kind == "docno"]
    unsaid = [f for f in known if plain_docno(f.value) not in elsewhere]
    quotes = [q for q in index.quotes if q.mention.kind is Kind.DOCNO]
    for figure in known:
        if plain_docno(figure.value) == said:
            return found(mention, figure)
    for quote in quotes:
        if plain_docno(quote.mention.value or "") == said:
            return Judged(mention, Verdict.QUOTED, quote.evidence.id, near=quote.near)
    near = [f for f in unsaid if _mistyped(plain_docno(f.value), said)] or [
        f
        for f in unsaid
        if index.subject_of.get(f.id) in named and _issuer(plain_docno(f.value)) == _issuer(said)
    ]
    if near:
        return wrong(mention, Verdict.WRONG_VALUE, near)
    for quote in quotes:
        other = plain_docno(quote.mention.value or "")
        if other not in elsewhere and _mistyped(other, said):
            return Judged(mention, Verdict.WRONG_VALUE, quote.evidence.id, near=quote.near)
    return Judged(mention, Verdict.STRUCTURAL)


def unheard_of(judged: Judged) -> bool:
    """Whether a document number is cited that the facts do not have (standards aside)."""
    return (
        judged.mention.kind is Kind.DOCNO
        and judged.verdict is Verdict.STRUCTURAL
        and not _STANDARD.match(plain_docno(judged.mention.value or ""))
    )


def plain_docno(value: str) -> str:
    """A document number with six-cornered brackets and no blanks, whatever was typed."""
    return "".join(value.split()).translate(_BRACKETS)


def _issuer(value: str) -> str:
    return value.split("〔")[0]


def _mistyped(known: str, said: str) -> bool:
    """One digit of an issuer's number changed, left out or put in, or two exchanged; another
    letter in the issuer's name is another issuer: 财政环, 财政建."""
    if _issuer(known) != _issuer(said):
        return False
    if abs(len(known) - len(said)) == 1:
        long, short = sorted((known, said), key=len, reverse=True)
        return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
    if len(known) != len(said):
        return False
    apart = [i for i, (a, b) in enumerate(zip(known, said, strict=True)) if a != b]
    swapped = len(apart) == PAIR and apart[1] - apart[0] == 1
    return len(apart) == 1 or (swapped and sorted(known) == sorted(said))
