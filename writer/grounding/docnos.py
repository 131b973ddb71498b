"""Document numbers against those that the facts and their narrative hold."""

from __future__ import annotations

import re

from writer.findings import Verdict
from writer.grounding.judgement import Judged, found, wrong
from writer.grounding.ledger_index import LedgerIndex
from writer.grounding.mentions import Kind, Mention

_BRACKETS = str.maketrans("【】[]（）()〈〉<>", "〔〕〔〕〔〕〔〕〔〕〔〕")
_STANDARD = re.compile(r"(?:GB|DB\d*|JGJ|CJJ|HJ|MZ|WS|YY|JT|SL|TY|AQ|XF|GA|LY|NY|ISO|IEC)[/TZ]*\d")
FEW = 2  # characters by which a mistyped number may differ


def judge_docno(index: LedgerIndex, mention: Mention) -> Judged:
    """Known, a mistyped known one, or without support; a standard's number states no fact."""
    said = plain_docno(mention.value or "")
    if _STANDARD.match(said):
        return Judged(mention, Verdict.STRUCTURAL)
    known = [f for f in index.words if f.kind == "docno"]
    quotes = [q for q in index.quotes if q.mention.kind is Kind.DOCNO]
    for figure in known:
        if plain_docno(figure.value) == said:
            return found(mention, figure)
    for quote in quotes:
        if plain_docno(quote.mention.value or "") == said:
            return Judged(mention, Verdict.QUOTED, quote.evidence.id, near=quote.near)
    near = [f for f in known if _similar(plain_docno(f.value), said)]
    if near:
        return wrong(mention, Verdict.WRONG_VALUE, near)
    for quote in quotes:
        if _similar(plain_docno(quote.mention.value or ""), said):
            return Judged(mention, Verdict.WRONG_VALUE, quote.evidence.id, near=quote.near)
    return Judged(mention, Verdict.UNSUPPORTED)


def plain_docno(value: str) -> str:
    """A document number with six-cornered brackets and no blanks, whatever was typed."""
    return "".join(value.split()).translate(_BRACKETS)


def _similar(a: str, b: str) -> bool:
    """One issuer, or a few changed digits."""
    return a.split("〔")[0] == b.split("〔")[0] or (
        len(a) == len(b) and sum(x != y for x, y in zip(a, b, strict=True)) <= FEW
    )
