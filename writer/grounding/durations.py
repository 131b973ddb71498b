"""Spans of time: those between the moments that are told, and what two of them differ by."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import islice

from writer.findings import Verdict
from writer.grounding.bigrams import bigrams
from writer.grounding.claim import Claim
from writer.grounding.judgement import Judged
from writer.grounding.lexicon import Tag, lexicon
from writer.grounding.match import value_fits
from writer.grounding.mentions import Kind, Mention
from writer.grounding.quoting import CERTAIN
from writer.grounding.relations import Relation
from writer.ledger import Figure
from writer.ledger.figure import DONE, TARGET
from writer.quantities import canonical

UNITS = {"小时": 3600, "个小时": 3600, "天": 86400, "日": 86400, "分钟": 60}
MONTHS = ("个月", "月")
DAYS_OF_A_MONTH = Decimal("30.44")
SHORTEST = 28  # days
NEIGHBOURS = 3  # moments before one that a span may begin at
SPOKEN_OF = 8  # figures stated last among which a span may be compared

_MOMENT = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T(\d{2})(?::(\d{2}))?)?")
_DAY = re.compile(r".{4}-\d\d-\d\d")
_NEXT_DAY = re.compile(r"(?:次日|翌日|隔日|第二[天日])[，]?$")
_NEXT_YEAR = re.compile(r"(?:次年|翌年|第二年|下年|下一年|明年)(?:度|的)?$")
_LAST_YEAR = re.compile(r"(?:上年|去年|上一年|前一年)(?:度|的)?$")
_BOTH_ENDS = re.compile(r"(?:首尾|头尾|两头|起止)(?:各)?$")  # 含首尾两日: how days were counted
_SOONER = re.compile(r"(?:提前|提早|早|快|缩短|压缩|节省|节约|省|少)(?:了|用|约|近|于)*$")
_LATER = re.compile(
    r"(?:推迟|延后|延迟|延长|滞后|拖延|延误|逾期|超期|超出|超过|超|晚|慢|多|长)(?:了|用|约|近)*$"
)
_LASTED = re.compile(r"用时|历时|耗时|为期|工期|周期|施工|用了|仅用|共用")
_CONTRACT = re.compile(r"合同|约定|工期")
_COMPARED = re.compile(r"[比较][^，。；\n]*$")


def elapsed(claim: Claim) -> Judged | None:
    """The verdict on a span of time: one between moments, or what two spans differ by.

    None where nothing says what it would be; a wrong one is only told where its words spell out
    that it is the time between the moments at hand.
    """
    mention, relation = claim.mention, claim.relation
    if mention.kind is not Kind.COUNT or mention.unit not in (*UNITS, *MONTHS):
        return None
    if mention.number == 2 and _BOTH_ENDS.search(claim.lead):
        return Judged(mention, Verdict.STRUCTURAL)
    if relation is not None and relation.relation not in _WORDED:
        return None
    span = judge_duration(mention, claim.dates, claim.scope.year)
    if span is not None and span.verdict is Verdict.DERIVED:
        return span
    if (gap := _difference(claim)) is not None:
        return gap
    told = judge_duration(mention, _of_narrative(claim), claim.scope.year)
    if told is not None and told.verdict is Verdict.DERIVED:
        return told
    statement = claim.statement
    worded = any(t.tag is Tag.DURATION for t in (*statement.left, *statement.right))
    # 提前2小时撤出: not every span of time is that between the dates at hand
    lasting = relation is not None and relation.relation is Relation.DURATION
    return span if worded and lasting else None


_WORDED = (Relation.DURATION, Relation.TOTAL, Relation.CHANGE)


# ---- moments -----------------------------------------------------------------------------


def moments_told(
    text: str, mentions: Sequence[Mention], before: Sequence[str], year: str
) -> list[str]:
    """The dates of a text in EDTF, each with what those before it say and it leaves out: 当日
    22时30分, 次日6时, 23日, 次年10月26日. `before` are the dates already told, completed."""
    values = list(before)
    for mention in mentions:
        if mention.kind is Kind.DATE and mention.value:
            lead = text[max(0, mention.start - 6) : mention.start]
            values.append(_completed(mention.value, lead, values, year))
    return values[len(before) :]


def _completed(value: str, lead: str, before: Sequence[str], year: str) -> str:
    last = before[-1].rpartition("/")[2] if before else ""
    if value.startswith("T") and _DAY.match(last):
        return (
            _next_day(last[:10], year) + value
            if _over_night(value, lead, last)
            else last[:10] + value
        )
    if value.startswith("XXXX-XX-") and _DAY.match(last):
        return last[:7] + value[7:]
    known = last[:4] if last[:4].isdigit() else year
    if value.startswith("XXXX-") and _NEXT_YEAR.search(lead):
        return str(int(known) + 1) + value[4:]
    if value.startswith("XXXX-") and _LAST_YEAR.search(lead):
        return str(int(year) - 1) + value[4:]
    return value


def _over_night(clock: str, lead: str, last: str) -> bool:
    """次日6时; or 21时……凌晨3时, which can only be of the next day."""
    return bool(_NEXT_DAY.search(lead)) or clock < last[10:]


def _next_day(day: str, year: str) -> str:
    at = moment(day, year)
    if at is None:
        return day
    after = (at + timedelta(days=1)).date().isoformat()
    return after if day[:4].isdigit() else day[:4] + after[4:]


def _of_narrative(claim: Claim) -> list[str]:
    """The moments of the narrative that the sentence has quoted, or else speaks of."""
    told = claim.scope.quoted or (_spoken_of(claim) if _LASTED.search(claim.lead) else "")
    quotes = [q for q in claim.index.quotes if q.evidence.id == told]
    if not quotes:
        return []
    return moments_told(quotes[0].evidence.text, [q.mention for q in quotes], [], claim.scope.year)


def _spoken_of(claim: Claim) -> str:
    """The narrative with dates whose words are most like the sentence's; "" where none is."""
    words, best, chosen = bigrams(claim.context()), CERTAIN - 1, ""
    for ident, text in {
        q.evidence.id: q.evidence.text for q in claim.index.quotes if q.mention.kind is Kind.DATE
    }.items():
        score = len(words & bigrams(text))
        if score > best:
            best, chosen = score, ident
    return chosen


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


# ---- spans between them ------------------------------------------------------------------


def durations(values: Sequence[str], year: str) -> Iterator[tuple[timedelta, str, str]]:
    """The spans between neighbouring moments of a text, ranges included.

    12月1日开工，10月26日完工 goes on in the next year.
    """
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
        for earlier, a in points[max(0, i - NEIGHBOURS) : i]:
            if b >= a:
                yield b - a, earlier, later
            elif "XXXX" in (earlier[:4], later[:4]):
                yield b + _A_YEAR - a, earlier, later


_A_YEAR = timedelta(days=365)


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
            return _derived(mention, formula, year)
        if exact:
            formulas.append(formula)
    if not formulas:
        return None
    return Judged(mention, Verdict.WRONG_DERIVATION, formula=formulas[0])


def _derived(mention: Mention, formula: str, year: str) -> Judged:
    """The span as a figure of its own, which 比合同工期提前15天 may work with."""
    made = _span(mention.value or "", mention, formula, year)
    return Judged(mention, Verdict.DERIVED, formula=formula, stated=made)


def _span(value: str, mention: Mention, formula: str, year: str) -> Figure:
    return Figure(formula, "", "时长", DONE, year, "count", value, mention.unit, formula=formula)


def _months_apart(mention: Mention, values: Sequence[str], year: str) -> Judged | None:
    """比前两项晚了三个多月: months between two days; they are no exact measure of a span."""
    if mention.unit not in MONTHS:
        return None
    for span, earlier, later in durations(values, year):
        months = Decimal(span.days) / DAYS_OF_A_MONTH
        if span.days >= SHORTEST and value_fits(mention, months):
            return Judged(mention, Verdict.DERIVED, formula=f"{earlier} 至 {later}")
    return None


# ---- what two spans differ by ------------------------------------------------------------


def _difference(claim: Claim) -> Judged | None:
    """比360天的合同工期提前30天, 较合同工期150天提前15天, 工期120天，比合同提前30天."""
    sooner, later = _SOONER.search(claim.lead), _LATER.search(claim.lead)
    if (not sooner and not later) or (claim.relation and claim.relation.ref_period):
        return None  # 比上年缩短2天 is the change of one thing
    for actual, against in _pairs(claim):
        gap = (actual.number or Decimal(0)) - (against.number or Decimal(0))
        if gap and value_fits(claim.mention, abs(gap)):
            right = (gap < 0) == (sooner is not None)
            verdict = Verdict.DERIVED if right else Verdict.WRONG_DIRECTION
            return Judged(claim.mention, verdict, formula=f"{actual.shown} － {against.shown}")
    return None


def _pairs(claim: Claim) -> Iterator[tuple[Figure, Figure]]:
    """(a span, what it is held against): of those stated, then of those between the moments."""
    spans, agreed = _comparable(claim), _agreed(claim)
    compared = _COMPARED.search(claim.text[max(0, claim.mention.start - 30) : claim.mention.start])
    for i, last in enumerate(spans):
        for other in [*islice(spans, i + 1, None), *agreed]:
            planned = next((f for f in (last, other) if f in agreed or _is_planned(f)), None)
            against = planned or (last if compared else other)
            if planned in agreed or last.period[:4] == other.period[:4]:
                yield other if against is last else last, against
    for against in agreed:
        for span, earlier, later in durations(claim.dates, claim.scope.year):
            days = span.days + 1  # a time for works counts its first day
            formula = f"{later} － {earlier}"
            yield _span(f"{days}", claim.mention, formula, claim.scope.year), against


def _is_planned(figure: Figure) -> bool:
    return figure.basis in (TARGET, "计划") or "合同" in figure.key


def _agreed(claim: Claim) -> list[Figure]:
    """The one time for works that the ledger knows, where the words speak of what was agreed."""
    if claim.mention.unit not in ("天", "日") or not _CONTRACT.search(claim.lead):
        return []
    known = [f for f in claim.index.figures if f.unit in ("天", "日") and "工期" in f.key]
    return known if len(known) == 1 else []


def _comparable(claim: Claim) -> list[Figure]:
    """Spans in the mention's unit: those stated last, the last one first, then those named."""
    spoken = [*claim.own, *([claim.scope.subject] if claim.scope.subject is not None else [])]
    named = (f for s in spoken for f in claim.index.of_subject[s])
    spans: list[Figure] = []
    for figure in (*reversed(claim.scope.stated[-SPOKEN_OF:]), *named):
        timed = figure.kind == "count" and figure.number is not None
        if timed and lexicon().same_unit(figure.unit, claim.mention.unit) and figure not in spans:
            spans.append(figure)
    return spans
