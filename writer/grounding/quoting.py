"""Numbers that stand in the narrative of the facts: quoted rightly, or changed on the way."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from writer.findings import Verdict
from writer.grounding.bigrams import bigrams
from writer.grounding.frame import printed_digits
from writer.grounding.judgement import Judged
from writer.grounding.ledger_index import LedgerIndex
from writer.grounding.lexicon import lexicon
from writer.grounding.match import value_fits
from writer.grounding.mentions import Kind, Mention, Qualifier
from writer.grounding.quotes import Quote

ENOUGH = 2  # shared pairs of characters that make two clauses speak of one thing
CERTAIN = 4  # … so surely that another number there is a fault
LONGEST = 40  # characters of a clause on each side of its number
WORDY = 6  # characters beside the number that make a clause taken over as it is the same
AROUND = 10  # characters on each side that make a passage the same
TELLING = 2  # digits that, in a narrative already quoted, are no coincidence
LEAD = 8  # characters before a number that say most closely what it is
DISTINCTIVE = 4  # digits that do not fall together by chance


def quoted(
    index: LedgerIndex,
    mention: Mention,
    context: str,
    lead: str = "",
    recent: str = "",
    *,
    led: bool = False,
) -> Judged | None:
    """The narrative number that the mention repeats, if its words fit.

    `lead` are the mention's own words before it: where the same narrative has them before
    another number, it is that number that should stand here. `recent` is the narrative that
    the sentence has quoted already.
    """
    words = bigrams(context)
    best: tuple[int, Quote] | None = None
    for quote in _same_value(index, mention):
        score = len(words & quote.words)
        if best is None or score > best[0]:
            best = (score, quote)
    if best is None:
        return None
    score, quote = best
    if lead and (_led_elsewhere(index, mention, quote, lead) or _of_another_time(quote, lead)):
        return None
    telling = _significant(mention) > 1 or printed_digits(mention) > TELLING
    if quote.evidence.id == recent and score and telling:
        return Judged(mention, Verdict.QUOTED, quote.evidence.id, near=quote.near)
    rare = _significant(mention) >= DISTINCTIVE and not led
    alike = score > 0 and not led and _same_lead(mention, quote, lead)
    if score >= ENOUGH or rare or alike or _bare_repeat(quote, context):
        return Judged(mention, Verdict.QUOTED, quote.evidence.id, near=quote.near)
    return None


def repeated(index: LedgerIndex, text: str, mention: Mention) -> Judged | None:
    """The mention stands in words that were taken over as they are from the narrative."""
    quotes = index.quotes_by_value.get((str(mention.kind), mention.value), ())
    clause = _clause(text, mention) if quotes else None
    for quote in quotes:
        at, source = quote.mention, quote.evidence.text
        if at.text == mention.text and _same_around(text, mention, source, at):
            return Judged(mention, Verdict.QUOTED, quote.evidence.id, near=quote.near)
        # few sources have the whole clause: only in those is the number's own looked for
        if clause is not None and clause in source and clause == _clause(source, at):
            return Judged(mention, Verdict.QUOTED, quote.evidence.id, near=quote.near)
    return None


def _same_around(text: str, mention: Mention, source: str, at: Mention) -> bool:
    before = source[max(0, at.start - AROUND) : at.start]
    behind = source[at.end : at.end + AROUND]
    here = text[max(0, mention.start - len(before)) : mention.start]
    whole = len(before) + len(behind) >= AROUND
    return whole and here == before and text.startswith(behind, mention.end)


def _clause(text: str, mention: Mention) -> str | None:
    """The clause around the only number in it; None where it says too little, or ends too far."""
    low, high = max(0, mention.start - LONGEST), mention.end + LONGEST
    begins = [m.end() for m in _MARK.finditer(text, low, mention.start)]
    end = _MARK.search(text, mention.end, high)
    begin, stop = begins[-1] if begins else low, end.start() if end else min(high, len(text))
    if (low and not begins) or (end is None and stop < len(text)):
        return None
    words = text[begin : mention.start] + text[mention.end : stop]
    told = len(words) >= WORDY and not any(c.isdigit() for c in words)
    return text[begin:stop] if told else None


_MARK = re.compile(r"[，。；：！？、（）()\n]")
_TIMES = re.compile(r"第?[一二三四]季度|[上下]半年|(?<!\d)\d{1,2}月")


def _of_another_time(quote: Quote, lead: str) -> bool:
    """第三季度 before a number that the narrative tells of the fourth."""
    said = _TIMES.findall(lead)
    known = _TIMES.findall(quote.lead) or _TIMES.findall(quote.near)
    return bool(said and known) and said[-1].lstrip("第") not in [t.lstrip("第") for t in known]


def _led_elsewhere(index: LedgerIndex, mention: Mention, quote: Quote, lead: str) -> bool:
    own = bigrams(lead[-LEAD:])
    here = len(own & bigrams(quote.lead))
    return any(
        other.evidence is quote.evidence
        and other.mention.kind is mention.kind
        and other.mention.unit == mention.unit
        and other.mention.value != mention.value
        and len(own & bigrams(other.lead)) > here + 1
        for other in index.quotes
    )


def changed(index: LedgerIndex, mention: Mention, context: str) -> Judged | None:
    """The narrative number that stands where the mention does, with another value."""
    quote = nearest(index, mention, context)
    if quote is None or _equal(quote.mention, mention):
        return None
    if any(q.evidence is quote.evidence for q in _same_value(index, mention)):
        return None
    if mention.kind is Kind.ORDINAL and quote.mention.text[-1] != mention.text[-1]:
        return None  # 第一次 is no wrong 第二批
    return Judged(mention, Verdict.WRONG_VALUE, quote.evidence.id, near=quote.near)


def nearest(index: LedgerIndex, mention: Mention, context: str) -> Quote | None:
    """The number of the same sort whose clause shares most words with this one."""
    votes: Counter[int] = Counter()
    for word in bigrams(context):
        votes.update(index.quotes_by_word.get(word, ()))
    for number, score in votes.most_common(12):
        if score < CERTAIN:
            return None
        other = index.quotes[number].mention
        if other.kind is mention.kind and lexicon().same_unit(other.unit, mention.unit):
            return index.quotes[number]
    return None


def _same_value(index: LedgerIndex, mention: Mention) -> Iterable[Quote]:
    if mention.qualifier is Qualifier.EXACT or mention.number is None:
        kinds = {str(mention.kind)}
        if mention.kind in (Kind.COUNT, Kind.BARE, Kind.ORDINAL, Kind.SCORE):
            kinds |= {"count", "bare", "score"}
        for kind in sorted(kinds):
            for quote in index.quotes_by_value.get((kind, mention.value), ()):
                if mention.kind is not Kind.COUNT or lexicon().same_unit(
                    quote.mention.unit, mention.unit
                ):
                    yield quote
        return
    for quote in index.quotes:
        number = quote.mention.number
        if (
            number is not None
            and quote.mention.kind is mention.kind
            and value_fits(mention, number)
            and lexicon().same_unit(quote.mention.unit, mention.unit)
        ):
            yield quote


def _equal(a: Mention, b: Mention) -> bool:
    return a.kind is b.kind and a.value == b.value and a.unit == b.unit


def _significant(mention: Mention) -> int:
    digits = "".join(c for c in mention.value or "" if c.isdigit()).strip("0")
    return len(digits)


def _same_lead(mention: Mention, quote: Quote, lead: str) -> bool:
    """开放313天 for the narrative's 2023年全年开放313天: the word right before it is the same."""
    word = lead[-2:]
    counted = mention.kind is Kind.COUNT and _significant(mention) >= TELLING
    return counted and len(word) > 1 and bool(bigrams(word)) and quote.lead.endswith(word)


def _bare_repeat(quote: Quote, context: str) -> bool:
    """A clause of little more than the number itself: “（18人）” repeats as it stands."""
    return len(quote.near) <= len(quote.mention.text) + 4 and quote.near in context
