"""Dates and times against the dates that the facts know."""

from __future__ import annotations

import re
from functools import lru_cache

from writer.findings import Verdict
from writer.grounding.bigrams import bigrams
from writer.grounding.judgement import Judged
from writer.grounding.ledger_index import LedgerIndex
from writer.grounding.lexicon import lexicon
from writer.grounding.mentions import Kind, Mention
from writer.grounding.quotes import Quote
from writer.grounding.quoting import CERTAIN, nearest
from writer.ledger import Figure

_MARK = re.compile(r"[，。；：]")
NEXT = 30  # characters behind a date in which the words of its event stand
_YEARS = re.compile(r"(\d{4})/(\d{4})")
_INTENDS = re.compile(
    r"确保|力争|争取|计划|拟|预计|预期|将[于在]|[底末]?[之以]?前(?!期|年|述)|[付还]清|清零"
)
_DAY = re.compile(r"-\d\d-\d\d|T\d\d")


def judge_date(index: LedgerIndex, mention: Mention, context: str, clause: str) -> Judged:
    """A date is known when a figure, a narrative text or a figure's period has it.

    `context` are the words around it, `clause` those between the marks next to it: a date that
    is not known is only wrong where its own clause tells of an event that has another one.
    """
    value = mention.value or ""
    if len(value) == 4 and value.isdigit():
        return _year(index, mention, value)
    if _told_years(index, mention):
        return Judged(mention, Verdict.STRUCTURAL)
    words = bigrams(context)
    best: tuple[int, str] | None = None
    for known, source, around in known_dates(index):
        if agrees(value, known):
            score = len(words & around)
            if best is None or score > best[0]:
                best = (score, source)
    if best is None and (told := _range_told(index, value)) is not None:
        return Judged(mention, Verdict.QUOTED, told)
    if best is None:
        return _unknown(index, mention, context, clause)
    score, ident = best
    if score == 0:
        quote = nearest(index, mention, context)
        if quote is None or not _anothers(mention, quote, ident, context, clause):
            quote = _beside(index, mention, ident, clause) if _DAY.search(value) else None
        if quote is not None:
            return Judged(mention, Verdict.WRONG_VALUE, quote.evidence.id, near=quote.near)
    figure = index.ledger.figures.get(ident)
    return Judged(mention, Verdict.VERIFIED if figure else Verdict.QUOTED, ident)


def _told_years(index: LedgerIndex, mention: Mention) -> bool:
    """2022年至2024年: the years that figures are told of, unless the facts have a range of their
    own that ends or begins as this one does."""
    years = _YEARS.fullmatch(mention.value or "")
    if years is None:
        return False
    ranges = (known.split("/") for known, _, _ in known_dates(index) if _YEARS.fullmatch(known))
    if any(set(years.groups()) & set(ends) for ends in ranges):
        return False
    ends = (_year(index, mention, year).verdict for year in years.groups())
    return all(verdict is not None and verdict.good for verdict in ends)


def _range_told(index: LedgerIndex, value: str) -> str | None:
    """The narrative that tells both ends of a range: 9月5日至7日, for 9月5日启动，9月7日结束."""
    first, _, last = value.partition("/")
    if not last or not _DAY.search(value):
        return None
    told = [(known, source) for known, source, _ in known_dates(index) if "/" not in known]
    ends = [(known, source) for known, source in told if agrees(last, known)]
    return next(
        (source for known, source in told if agrees(first, known)
         if any(known < end and source == other for end, other in ends)), None,
    )  # fmt: skip


def _close(near: str, context: str) -> bool:
    return len(bigrams(near) & bigrams(context)) >= CERTAIN + 2


def _unknown(index: LedgerIndex, mention: Mention, context: str, clause: str) -> Judged:
    """A date that nothing in the facts has. A month or a quarter without a year tells when
    something was done: only the words right beside it can make it another event's date."""
    value = mention.value or ""
    if value in index.periods or _implied(index, value):
        return Judged(mention, Verdict.STRUCTURAL)
    loose = value.startswith("XXXX-") and not _DAY.search(value)
    words = bigrams(clause if loose else context)
    dated = _dated_figure(index, words)
    if dated is not None and (not loose or words & bigrams(dated.measure)):
        return Judged(mention, Verdict.WRONG_VALUE, dated.id, expected=(dated,))
    quote = nearest(index, mention, context)
    if quote is not None and (not loose or words & quote.words):
        return Judged(mention, Verdict.WRONG_VALUE, quote.evidence.id, near=quote.near)
    if quote is None and _intended(index, value, clause):
        return Judged(mention, Verdict.STRUCTURAL)
    signed = quote is None and context.endswith("。" + mention.text)  # a line of its own
    return Judged(mention, Verdict.STRUCTURAL if loose or signed else Verdict.UNSUPPORTED)


def _intended(index: LedgerIndex, value: str, clause: str) -> bool:
    """确保2025年上半年完成: a time that is set for what is still to be done is no fact yet."""
    later = value[:4].isdigit() and int(value[:4]) > int(index.year)
    if not later or _INTENDS.search(clause) is None:
        return False
    # the facts' own day with another year is a slip
    return not any(agrees(index.year + value[4:], known) for known, _, _ in known_dates(index))


def _anothers(mention: Mention, quote: Quote, ident: str, context: str, clause: str) -> bool:
    """Whether the words are those of an event that has another date. 9月8日撤展 retells the
    narrative's 9月8日闭幕 in other words; 9月8日开幕 is another date's event."""
    if agrees(mention.value or "", quote.mention.value or "") or not _close(quote.near, context):
        return False
    return quote.evidence.id != ident or bool(bigrams(clause) & quote.words)


def _beside(index: LedgerIndex, mention: Mention, ident: str, clause: str) -> Quote | None:
    """The other date of the same narrative of which the clause tells."""
    words = bigrams(clause) - lexicon().generic
    for quote in index.quotes:
        if quote.evidence.id == ident and quote.mention.kind is Kind.DATE and words & quote.words:
            return None if agrees(mention.value or "", quote.mention.value or "") else quote
    return None


def _year(index: LedgerIndex, mention: Mention, value: str) -> Judged:
    if value == index.year or any(p.startswith(value) for p in index.periods):
        return Judged(mention, Verdict.STRUCTURAL)
    for known, ident, _ in known_dates(index):
        if value in known:
            return Judged(mention, Verdict.QUOTED, ident)
    # the report is written in the year after the one it reports on, and compares with the
    # year before; any other year must come from somewhere
    if int(value) in (int(index.year) + 1, int(index.year) - 1):
        return Judged(mention, Verdict.STRUCTURAL)
    return Judged(mention, Verdict.UNSUPPORTED)


def _implied(index: LedgerIndex, value: str) -> bool:
    """Months, quarters and the last day of the report's own year need no source."""
    year = index.year
    return (
        value in (f"{year}-12-31", "XXXX-12-31", f"{year}-01-01", f"{year}-12", "XXXX-12")
        or ("Q" in value and value[:4] in (year, "XXXX", "YYYY"))
        or value in (f"{year}-01/{year}-12", f"{year}-01/{year}-06", f"{year}-07/{year}-12")
    )


@lru_cache(maxsize=8)
def known_dates(index: LedgerIndex) -> tuple[tuple[str, str, frozenset[str]], ...]:
    """(EDTF, id, words around it) of every date in the figures and the narrative."""
    found = []
    for figure in index.figures:
        if figure.kind == "date":
            names = figure.subject + "".join(figure.aliases) + figure.measure
            found.append((figure.value, figure.id, bigrams(names)))
        elif len(figure.period) > 4:
            found.append((figure.period, figure.id, bigrams(figure.subject)))
    year, evidence = index.year, ""
    for quote in index.quotes:
        value = quote.mention.value
        if quote.mention.kind is not Kind.DATE or not value:
            continue
        if quote.evidence.id != evidence:
            year, evidence = index.year, quote.evidence.id
        # 5月26日 in a text that began with 2023年2月14日 is of 2023
        found.append((value.replace("XXXX", year), evidence, quote.words or _behind(quote)))
        year = value[:4] if value[:4].isdigit() else year
    return tuple(found)


def _behind(quote: Quote) -> frozenset[str]:
    """The words of the next clause, for a date that is one of its own: 2024年4月，支队开展自评."""
    text, end = quote.evidence.text, quote.mention.end
    clauses = _MARK.split(text[end : end + NEXT])
    return bigrams(clauses[1]) if len(clauses) > 1 else frozenset()


def agrees(said: str, known: str) -> bool:
    """Whether a date as written can be the known one: 1月23日 and 2023-01-23T15:00 agree."""
    if said == known:
        return True
    if "/" in said:
        if "/" in known:
            return all(
                agrees(a, b) for a, b in zip(said.split("/"), known.split("/"), strict=False)
            )
        return False
    if "/" in known:
        return any(agrees(said, end) for end in known.split("/"))
    if said.startswith("T"):
        return said[1:] in known.partition("T")[2] and bool(known.partition("T")[2])
    if said.startswith("XXXX"):
        rest = said[4:]
        return known[4 : 4 + len(rest)] == rest
    if known.startswith("XXXX"):
        shorter = min(len(known), len(said))
        return said[4:shorter] == known[4:shorter] and len(said) >= len(known)
    return known.startswith(said) and (len(said) >= 7 or len(said) == len(known))


def _dated_figure(index: LedgerIndex, words: frozenset[str]) -> Figure | None:
    """The date figure that the words around the mention speak of."""
    best, chosen = CERTAIN - 1, None
    for figure in index.figures:
        if figure.kind == "date":
            score = len(words & bigrams(figure.subject + "".join(figure.aliases)))
            if score > best:
                best, chosen = score, figure
    return chosen
