"""Dates, times and durations against the dates that the facts know."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from writer.findings import Verdict
from writer.grounding.judgement import Judged
from writer.grounding.ledger_index import LedgerIndex, Quote, bigrams
from writer.grounding.lexicon import lexicon
from writer.grounding.match import value_fits
from writer.grounding.mentions import Kind, Mention
from writer.grounding.quoting import CERTAIN, nearest
from writer.ledger import Figure
from writer.quantities import canonical

_MOMENT = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T(\d{2})(?::(\d{2}))?)?")
_PARTIAL = re.compile(r"(?:XXXX-)?(\d{2})?(?:-(\d{2}))?(?:T(\d{2})(?::(\d{2}))?)?$")
_DAY = re.compile(r"-\d\d-\d\d|T\d\d")
UNITS = {"小时": 3600, "个小时": 3600, "天": 86400, "日": 86400, "分钟": 60}


def judge_date(index: LedgerIndex, mention: Mention, context: str, clause: str) -> Judged:
    """A date is known when a figure, a narrative text or a figure's period has it.

    `context` are the words around it, `clause` those between the marks next to it: a date that
    is not known is only wrong where its own clause tells of an event that has another one.
    """
    value = mention.value or ""
    if len(value) == 4 and value.isdigit():
        return _year(index, mention, value)
    words = bigrams(context)
    best: tuple[int, str] | None = None
    for known, source, around in known_dates(index):
        if agrees(value, known):
            score = len(words & around)
            if best is None or score > best[0]:
                best = (score, source)
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
    signed = quote is None and context.endswith("。" + mention.text)  # a line of its own
    return Judged(mention, Verdict.STRUCTURAL if loose or signed else Verdict.UNSUPPORTED)


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
        found.append((value.replace("XXXX", year), evidence, quote.words))
        year = value[:4] if value[:4].isdigit() else year
    return tuple(found)


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


# ---- durations -------------------------------------------------------------------------


def moment(value: str, year: str) -> datetime | None:
    """An EDTF day or time of day as a moment; None for anything coarser."""
    match = _MOMENT.fullmatch(value.replace("XXXX", year))
    if match is None:
        return None
    y, m, d, hour, minute = (int(g) if g else 0 for g in match.groups())
    try:
        return datetime(y, m, d, min(hour, 23), minute)
    except ValueError:
        return None


def durations(values: Sequence[str], year: str) -> Iterator[tuple[timedelta, str, str]]:
    """The spans between neighbouring moments of a text, ranges included."""
    points: list[tuple[str, datetime]] = []
    for value in values:
        ends = value.split("/")
        if len(ends) == 2 and len(ends[1]) == 2 and len(ends[0]) == 10:
            ends[1] = ends[0][:8] + ends[1]
        for end in ends:
            at = moment(end, str(points[-1][1].year) if points else year)
            if at is not None:
                points.append((end, at))
    for i, (later, b) in enumerate(points):
        for earlier, a in points[max(0, i - 3) : i]:
            yield abs(b - a), earlier, later


def judge_duration(mention: Mention, values: Sequence[str], year: str) -> Judged | None:
    """A stated duration against the moments of its paragraph; None when there are none."""
    unit, number = UNITS.get(mention.unit or ""), mention.number
    if unit is None or number is None:
        return _months_apart(mention, values, year)
    formulas = []
    for span, earlier, later in durations(values, year):
        exact = Decimal(int(span.total_seconds())) / unit
        formula = (
            f"{later} － {earlier} = {canonical(exact.quantize(Decimal('0.01')))}{mention.unit}"
        )
        timed = "T" in earlier and "T" in later
        # counting days takes in the first one: 3月21日至23日 is three days
        counted = exact + 1 if unit == 86400 and not timed else exact
        slack = Decimal("0.5") if timed else Decimal(0)
        if value_fits(mention, counted) or abs(counted - number) <= slack or number == exact:
            return Judged(mention, Verdict.DERIVED, formula=formula)
        if exact:
            formulas.append(formula)
    if not formulas:
        return None
    return Judged(mention, Verdict.WRONG_DERIVATION, formula=formulas[0])


def _months_apart(mention: Mention, values: Sequence[str], year: str) -> Judged | None:
    """比前两项晚了三个多月: months between two days; they are no exact measure of a span."""
    if mention.unit not in ("个月", "月"):
        return None
    for span, earlier, later in durations(values, year):
        months = Decimal(span.days) / DAYS_OF_A_MONTH
        if span.days >= SHORTEST and value_fits(mention, months):
            return Judged(mention, Verdict.DERIVED, formula=f"{earlier} 至 {later}")
    return None


DAYS_OF_A_MONTH = Decimal("30.44")
SHORTEST = 28  # days
