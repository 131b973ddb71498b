"""Numbers of a part of the year: 一季度39144件, 上半年累计……, 前三季度占72.1%, 环比增长20.8%.

The words say which months; the series of the ledger (`spans`) say what those months amount to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from writer.findings import Verdict
from writer.grounding.claim import Claim
from writer.grounding.frame import printed_digits
from writer.grounding.judgement import Judged, found, wrong
from writer.grounding.match import kind_fits, states
from writer.grounding.mentions import Kind
from writer.grounding.references import PREVIOUS
from writer.grounding.relations import Relation
from writer.grounding.spans import YEAR, Series, Span, period_of, series_of
from writer.ledger import Figure, derive
from writer.quantities import canonical

_PLAIN = (None, Relation.TOTAL, Relation.REMAIN)
_PART = re.compile(r"占|为|完成|干|进度|比重|达|仅|率")
_BREAK = re.compile(r"[，。；,;]")
_DOUBTED = (Verdict.UNSUPPORTED, Verdict.WRONG_VALUE)
_MONTHS = ("个月", "季度", "个季度", "月")
LATEST = 6  # figures stated last, of which months may be added up
TELLING = 3  # digits from which a value hardly fits another thing's months by chance


def by_span(claim: Claim) -> Judged | None:
    """The verdict where the number is what its months amount to, or a share or change of it."""
    if not series_of(claim.index):
        return None
    mention, relation = claim.mention, claim.relation
    if mention.kind is Kind.COUNT and mention.unit in _MONTHS:
        return _told_months(claim)
    if relation is not None and relation.ref_period == PREVIOUS:
        return _against_previous(claim)
    if mention.unit == "倍":
        return _multiple(claim)
    if mention.unit == "百分点":
        return _points(claim)
    if mention.kind is Kind.PERCENT:
        return _share(claim)
    if (relation.relation if relation is not None else None) not in _PLAIN:
        return None
    for series, figure in _amounts(claim):
        if states(mention, figure):
            claim.scope.part = (series, claim.scope.span or Span(1, 12), figure)
            return found(mention, figure)
    if claim.scope.span is None:
        return _of_year(claim)
    return _by_its_end(claim, claim.scope.span) if "累计" in claim.lead else None


def _by_its_end(claim: Claim, span: Span) -> Judged | None:
    """前三季度累计1388.06万元: what the facts give for September, from January on."""
    end = period_of(claim.scope.period[:4] or claim.scope.year, Span(span.last, span.last))
    scope, index = claim.scope, claim.index
    spoken = [*claim.own, *(s for s in (scope.subject, *scope.topic) if s is not None)]
    for subject in dict.fromkeys([*spoken, *index.totals]):
        for figure in index.of_subject[subject]:
            if figure.period == end and not figure.formula and states(claim.mention, figure):
                return found(claim.mention, figure)
    return None


def _of_year(claim: Claim) -> Judged | None:
    """四季度1165条，全年3900条: a year's amount that only its parts give."""
    for series in _own_series(claim):
        whole = series.whole
        if whole is not None and whole.formula and states(claim.mention, whole):
            claim.scope.part = (series, YEAR, whole)
            return found(claim.mention, whole)
    return None


def corrected(claim: Claim, judged: Judged) -> Judged:
    """A number that is not what its own thing amounts to in the months that its words name."""
    scope, mention = claim.scope, claim.mention
    relation = claim.relation.relation if claim.relation is not None else None
    good = judged.verdict is not None and judged.verdict.good
    unclear = judged.verdict is Verdict.UNBOUND  # 一季度21.8万人次, which is the second's
    if scope.span is None or not (good or unclear or judged.verdict in _DOUBTED):
        return judged
    if mention.kind is Kind.PERCENT:
        return judged if good else _wrong_share(claim) or judged
    dated = claim.statement.group is None and _BREAK.search(
        claim.text, claim.statement.gap + scope.span_end, mention.start
    )
    if relation not in _PLAIN or dated:
        return judged  # 一季度开工，共支出……: the span dates something else
    every = () if good or claim.own else series_of(claim.index)
    if (good or unclear) and judged.stated is not None:
        every = tuple(s for s in series_of(claim.index) if judged.stated.id in s.ids)
    fitting = (s for s in (*_own_series(claim), *every) if kind_fits(mention, s.parts[0][1]))
    series = next(fitting, None)
    right = series.of(scope.span) if series is not None else None
    if series is None or right is None or states(mention, right):
        return judged
    other = next((f for _, f in series.parts if states(mention, f)), None)
    if right.formula and (other is not None or not good):
        return wrong(mention, Verdict.WRONG_DERIVATION, [right])
    if other is not None:
        return wrong(mention, Verdict.WRONG_PERIOD, [right], other)
    return judged if good or unclear else wrong(mention, Verdict.WRONG_VALUE, [right])


def _wrong_share(claim: Claim) -> Judged | None:
    """四季度一个季度就占44.4%: what the months named are of the year."""
    if not _PART.search(claim.lead):
        return None
    for series, figure in _amounts(claim, share=True):
        whole = series.whole
        made = derive.share(figure, whole) if whole is not None else None
        if made is not None:
            return wrong(claim.mention, Verdict.WRONG_DERIVATION, [made])
    return None


def _own_series(claim: Claim) -> Iterator[Series]:
    """The series of what the number's words name, else of what was stated last in parts."""
    index, year = claim.index, claim.scope.period[:4] or claim.scope.year
    every = [s for s in series_of(index) if s.year == year]
    names = {index.names[s] for s in claim.own}
    named = [s for s in every if s.subjects & names]
    if named or claim.own:
        yield from named
        return
    part = claim.scope.part
    if part is not None and part[0] in every:
        yield part[0]


def _amounts(claim: Claim, *, share: bool = False) -> Iterator[tuple[Series, Figure]]:
    """(series, what it amounts to in the months named), the nearest series first; `share`: for
    a part of it, whatever it counts."""
    scope, index, mention = claim.scope, claim.index, claim.mention
    if scope.span is None:
        return
    year = scope.period[:4] or scope.year
    every = [
        s
        for s in series_of(index)
        if s.year == year and (share or kind_fits(mention, s.parts[0][1]))
    ]
    spoken = [*claim.own, *(s for s in (scope.subject, *scope.topic) if s is not None)]
    spoken += scope.paragraph_subjects(index.subject_of)
    near = [s for s in _own_series(claim) if s in every]
    near += [s for name in (index.names[n] for n in spoken) for s in every if name in s.subjects]
    if len(every) == 1 or (not share and printed_digits(mention) > TELLING):
        near += every
    for series in dict.fromkeys(near):
        figure = series.of(scope.span)
        if figure is not None:
            yield series, figure


def _share(claim: Claim) -> Judged | None:
    """前三季度占72.1%, ……万元，为全年支出的22.5%: the months' part of the year."""
    scope, mention = claim.scope, claim.mention
    if not _PART.search(scope.words) and claim.statement.group is None:
        return None
    parts = [scope.part] if scope.part is not None else []
    if scope.span is not None:
        span = scope.span
        parts = [(series, span, figure) for series, figure in _amounts(claim, share=True)]
    for series, at, figure in parts:
        whole = series.whole
        made = derive.share(figure, whole) if whole is not None else None
        if made is not None and states(mention, made):
            scope.part = (series, at, figure)
            return found(mention, made)
    return None


def _told_months(claim: Claim) -> Judged | None:
    """三月2520亩，四月2205亩，两个月就……: as many months as were just stated, taken together."""
    scope, number = claim.scope, claim.mention.number
    if scope.part is None or number is None or not 2 <= number <= LATEST:
        return None
    series = scope.part[0]
    told = [f for f in scope.stated[-LATEST:] if f.id in series.ids][-int(number) :]
    spans = [span for span, figure in series.parts if figure in told]
    if len(told) < number or len({s.last - s.first for s in spans}) != 1:
        return None
    together = derive.total("+".join(f.id for f in told), told[0].subject, told)
    if together is None:
        return None
    scope.part = (series, Span(spans[0].first, spans[-1].last), together)
    return Judged(claim.mention, Verdict.DERIVED, formula=f"前述{claim.mention.text}")


def _multiple(claim: Claim) -> Judged | None:
    """七月一个月就占六成，是八月的2.4倍: one part of the year by another."""
    scope, mention = claim.scope, claim.mention
    if scope.part is None or scope.span is None:
        return None
    earlier = scope.part[0].of(scope.span)
    made = derive.times(scope.part[2], earlier) if earlier is not None else None
    return found(mention, made) if made is not None and states(mention, made) else None


def _points(claim: Claim) -> Judged | None:
    """第四季度占全年的35.0%，比一季度高17.0个百分点: the shares of two parts of the year."""
    scope, mention, relation = claim.scope, claim.mention, claim.relation
    told = scope.stated[-1] if scope.stated else None
    if scope.part is None or scope.span is None or told is None or told.unit != "%":
        return None
    series, _, later = scope.part
    earlier, whole = series.of(scope.span), series.whole
    if earlier is None or whole is None or earlier.id == later.id:
        return None
    shares = [derive.share(part, whole) for part in (later, earlier)]
    if shares[0] is None or shares[1] is None:
        return None
    made = derive.difference(shares[0], shares[1])
    if made is None or made.number is None:
        return None
    upright = replace(made, value=canonical(abs(made.number)))
    if not states(mention, upright):
        return None
    way = relation.direction if relation is not None else None
    if way is not None and made.number * way < 0:
        return wrong(mention, Verdict.WRONG_DIRECTION, [later, earlier])
    return found(mention, upright)


def _against_previous(claim: Claim) -> Judged | None:
    """环比: against the months before, as many as are spoken of."""
    scope, mention, relation = claim.scope, claim.mention, claim.relation
    if scope.part is None or relation is None:
        return None
    series, span, later = scope.part
    earlier = series.of(span.before) if span.before.first > 0 else None
    if earlier is None:
        return None
    percent = mention.kind is Kind.PERCENT
    made = (derive.growth if percent else derive.difference)(later, earlier)
    if made is None or made.number is None:
        return None
    upright = replace(made, value=canonical(abs(made.number)))
    if not states(mention, upright):
        return wrong(mention, Verdict.WRONG_DERIVATION, [upright])
    if relation.direction is not None and made.number * relation.direction < 0:
        return wrong(mention, Verdict.WRONG_DIRECTION, [later, earlier])
    return found(mention, upright)
