"""What settles a number whose own words name and spell out nothing that fits.

Carried subjects, likeness, lists, then doubt: why it is wrong, or that nothing is known of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from writer.findings import Verdict
from writer.grounding import candidates
from writer.grounding.bigrams import bigrams
from writer.grounding.carried import led_to, nearest, of_all
from writer.grounding.claim import Claim
from writer.grounding.direct import direct, distinct, resembles, turned
from writer.grounding.explaining import in_other_words
from writer.grounding.faults import misnamed, mixed_up
from writer.grounding.frame import TELLING, printed_digits
from writer.grounding.judgement import Judged, found, wrong
from writer.grounding.lexicon import lexicon
from writer.grounding.likeness import alike
from writer.grounding.lists import listed_count
from writer.grounding.match import states, wrong_unit
from writer.grounding.mentions import Kind
from writer.grounding.quoting import changed
from writer.grounding.relations import Relation
from writer.grounding.statements import subjects_in
from writer.ledger import Figure

REACH = 14  # characters around a number whose words a mistyped figure is looked for by
SOMEWHAT = 0.3  # share of a name that those words must have
PIECE = 2  # characters before a number that may be a piece of its thing's name
SLIGHT = 2  # digits from which a value that one figure alone has says whose it is
BEGINNING = 2  # characters of a name that stand for it
_OPPOSED = (("年末", "年初"), ("年初", "年末"))
_CHANGED = re.compile(r"[增减升降扩缩新差]")
CONSIDERED = 12  # subjects looked at for a slip


def unnamed(claim: Claim, carried: Sequence[int]) -> Judged:
    """The verdict where no words of its own settle it: there always is one."""
    frame, mention, relation = claim.frame, claim.mention, claim.relation
    lead = nearest(claim, carried)
    plain = relation is None or relation.direction is None
    if plain:
        stated = direct(frame, mention, lead, claim.around) or of_all(claim, lead)
        if stated is not None:
            return turned(frame, claim.statement, stated)
    if (count := listed_count(claim.text, mention)) is not None:
        return count
    led = led_to(claim, lead)
    if any(wrong_unit(mention, f) for f in led):
        return wrong(mention, Verdict.WRONG_UNIT, led)
    if plain and (other := _strayed(claim, carried) or _likened(claim)) is not None:
        return other
    if relation is not None and relation.relation is Relation.TOTAL:
        return _total(claim, carried, led)
    if (quote := changed(claim.index, mention, claim.context())) is not None:
        others = claim.index.stating(mention)
        if others and printed_digits(mention) >= TELLING:
            return replace(quote, verdict=Verdict.WRONG_SUBJECT, stated=others[0])
        return quote
    doubtful = _doubtful(claim, lead, led)
    if doubtful.verdict is Verdict.WRONG_SUBJECT and claim.scope.local_basis:
        return doubtful  # the words are plain; no sum may excuse another item's value
    if doubtful.verdict is Verdict.WRONG_SUBJECT and _listed_by_name(claim):
        return doubtful
    return in_other_words(claim, carried) or doubtful


def _listed_by_name(claim: Claim) -> bool:
    """Whether a list's item has a name of its own, no 其余: 接待费0.33万元，出国费2.52万元."""
    name = _ITEM.fullmatch(claim.text, claim.statement.gap, claim.mention.start)
    return name is not None and _OTHERS.search(name[0]) is None and claim.relation is None


_ITEM = re.compile(r"[、，；][一-鿿（）“”]{2,12}[费金款]")
_OTHERS = re.compile(r"其余|其他|另|剩|余|结转")


def _strayed(claim: Claim, carried: Sequence[int]) -> Judged | None:
    """The nearest carried subject has this value, but in another basis or period."""
    mention, scope = claim.mention, claim.scope
    offering = (s for s in carried if candidates.offered(claim.index, s, mention))
    head = [scope.head] if scope.head is not None else []
    for subject in [*islice(offering, 1), *head]:
        figures = candidates.offered(claim.index, subject, mention)
        stating = [f for f in figures if states(mention, f)]
        if stating:
            return misnamed(claim.frame, mention, stating, candidates.expected(figures, scope))
    return None


def _likened(claim: Claim) -> Judged | None:
    """A figure of this value whose name the number's words are like."""
    similar = alike(claim.frame, claim.statement)
    if not similar:
        return None
    return _led_among(claim, similar) or misnamed(claim.frame, claim.mention, similar, similar)


def _led_among(claim: Claim, stating: Sequence[Figure]) -> Judged | None:
    """The first of the figures that the wording leads to."""
    for figure in stating:
        if candidates.leads_to(claim.index, claim.mention, figure, claim.scope):
            return found(claim.mention, figure)
    return None


def _total(claim: Claim, carried: Sequence[int], led: list[Figure]) -> Judged:
    """A total of what no sentence lists: a figure that stands for a whole, or none."""
    if (made := in_other_words(claim, carried)) is not None:
        return made
    stating = claim.index.stating(claim.mention)
    if len({f.subject for f in stating}) == 1 and (one := _led_among(claim, stating)) is not None:
        return one
    return Judged(claim.mention, Verdict.UNSUPPORTED, expected=tuple(led[:2]))


def _doubtful(claim: Claim, lead: list[int], led: list[Figure]) -> Judged:
    """Only the value is left to go by; `led` is what the subjects in `lead` lead to."""
    mention = claim.mention
    stating = claim.index.stating(mention)
    if _compares(claim):
        stating = [f for f in stating if _CHANGED.search(f.subject + f.measure)]
        if not stating:
            return Judged(mention, Verdict.UNSUPPORTED)
    if (known := _told_before(claim, stating)) is not None:
        return known
    if (part := _part_for_whole(claim, lead, stating)) is not None:
        return part
    sure, spoken = _spoken(claim, lead, stating)
    # 13个行政村……21460人: what is carried over is counted in another unit
    other = all(f.unit != mention.unit for f in led) and any(
        f.unit == mention.unit for f in stating
    )
    expects = bool(sure and led) and not other
    if claim.relation is None and stating and distinct(mention, stating):
        if expects and spoken and not _begun(claim, stating[0]):
            return wrong(mention, Verdict.WRONG_SUBJECT, led, stating[0])
        return _led_among(claim, stating) or misnamed(claim.frame, mention, stating, stating)
    if expects and spoken and stating and printed_digits(mention) >= TELLING:
        return wrong(mention, Verdict.WRONG_SUBJECT, led, stating[0])
    if expects and claim.scope.local_basis:
        named = subjects_in(claim.sentence.tokens)
        others = [f for f in stating if mixed_up(claim.frame, mention, f, named, led[0])]
        if others:
            return wrong(mention, Verdict.WRONG_SUBJECT, led, others[0])
        return wrong(mention, Verdict.WRONG_VALUE, led)
    if (known := _by_its_name(claim, stating)) is not None:
        return known
    if stating:
        first = stating[0]
        expected = tuple(stating[:4])
        return Judged(mention, Verdict.UNBOUND, first.id, expected=expected, stated=first)
    slipped = [f for f in led if resembles(mention, f)] or _slips(claim)
    if slipped:
        return wrong(mention, Verdict.WRONG_VALUE, slipped)
    return Judged(mention, Verdict.UNSUPPORTED, expected=tuple(led[:2]))


def _compares(claim: Claim) -> bool:
    """较上年减少16个 is no figure's value, unless the figure itself is a change."""
    link = claim.relation
    return link is not None and link.relation is Relation.CHANGE and bool(link.ref_period)


def _begun(claim: Claim, figure: Figure) -> bool:
    """人员占40%，计11186万元；药品占25%，计…: whether the words since the last semicolon begin with
    the name's beginning."""
    begin = max(claim.text.rfind(mark, 0, claim.mention.start) for mark in "；。：\n") + 1
    first = figure.subject.rpartition("/")[2][:BEGINNING]
    return first not in lexicon().generic and claim.text.startswith(first, begin)


def _part_for_whole(claim: Claim, lead: list[int], stating: Sequence[Figure]) -> Judged | None:
    """全年预算2755.40万元, where nothing is named, is the department's: no part of it that neither
    the sentence nor its heading speaks of."""
    mention = claim.mention
    plain = mention.kind is Kind.MONEY and claim.relation is None and not claim.in_cell
    if lead or not plain or not claim.scope.local_basis or printed_digits(mention) < TELLING:
        return None
    led = led_to(claim, claim.index.whole)
    said = bigrams(_around(claim))
    wholes = {claim.index.names[n] for n in claim.index.whole}
    own = [f for f in stating if f.subject in wholes]
    if led and own:
        return misnamed(claim.frame, mention, own, led)
    names = {name for f in stating for name in (f.subject, *f.aliases, *f.parents)}
    spoken = any((bigrams(n) - lexicon().generic or {n[:2]}) & said for n in names)
    if not led or not names or spoken:
        return None
    return wrong(mention, Verdict.WRONG_SUBJECT, led, stating[0])


def _around(claim: Claim) -> str:
    """The sentence's words as far as the number's own go on behind it, with the heading over it."""
    heading = claim.sentence.section[-1] if claim.sentence.section else ""
    return heading + "|" + claim.text[claim.sentence.start : claim.statement.reach]


def _told_before(claim: Claim, stating: Sequence[Figure]) -> Judged | None:
    """年初在矫对象212人，新接收146人……年末200人: the sentence comes back to what it began with."""
    subject_of = claim.index.subject_of
    told = {subject_of.get(r.figure.id) for r in claim.scope.resolved[:1]}
    if claim.own or printed_digits(claim.mention) < TELLING or claim.relation is not None:
        return None
    again = [f for f in stating if subject_of.get(f.id) in told and f.period > claim.scope.year]
    return _led_among(claim, again)


def _ends_with(claim: Claim, figure: Figure) -> bool:
    """购置采血车2辆, 死亡8人: whether the name, or a telling piece of it, stands right before the
    number."""
    words = claim.text[claim.statement.gap : claim.mention.start]
    labels = (figure.subject, *figure.aliases)
    piece = words[-PIECE:]
    telling = len(piece) == PIECE and bool(bigrams(piece) - lexicon().generic)
    if any(a in words and b in figure.subject for a, b in _OPPOSED):
        return False
    near = any(words.endswith(label) or (telling and piece in label) for label in labels)
    return near and candidates.leads_to(claim.index, claim.mention, figure, claim.scope)


def _by_its_name(claim: Claim, stating: Sequence[Figure]) -> Judged | None:
    """举办培训24期, where 培训期数 alone has that value and the words lead to it: the sentence
    or its heading has a part of the name."""
    mention = claim.mention
    named = next((f for f in stating if _ends_with(claim, f)), None)
    if named is not None:
        return found(mention, named)
    if printed_digits(mention) < SLIGHT:
        return None
    led = [f for f in stating if candidates.leads_to(claim.index, mention, f, claim.scope)]
    led = [f for f in led if not any(a in claim.lead and b in f.subject for a, b in _OPPOSED)]
    if len({f.subject for f in led}) != 1:
        return None
    near = bigrams(_around(claim)) - lexicon().generic
    labels = (led[0].subject, *led[0].aliases)
    whole = claim.index.subject_of.get(led[0].id) in claim.index.totals
    if whole and claim.scope.local_basis and mention.kind is Kind.MONEY:
        return found(mention, led[0])  # 年初预算3860万元, under a heading that names no thing
    rated = led[0].measure in lexicon().rates and claim.lead.endswith(tuple(lexicon().rates))
    if rated or any((bigrams(label) - lexicon().generic) & near for label in labels):
        return found(mention, led[0])
    return None


def _spoken(claim: Claim, lead: list[int], stating: Sequence[Figure]) -> tuple[bool, bool]:
    """(whether the paragraph or the sentence has named what is carried, whether the sentence
    speaks of it and of nothing that has the value)."""
    scope, subject_of = claim.scope, claim.index.subject_of
    # the sentence itself has named what it speaks of
    said = {*scope.named, *(subject_of.get(r.figure.id) for r in scope.resolved)}
    spoken = scope.local_basis or any(s in said for s in lead)
    here = {*scope.topic, *scope.paragraph_subjects(subject_of)}
    sure = any(s in here or s in said for s in lead)
    if sure and stating and not spoken:
        near = bigrams(claim.text[claim.sentence.start : claim.mention.end + REACH])
        spoken = not any(bigrams(f.subject) & near for f in stating)
    return sure, spoken


def _slips(claim: Claim) -> list[Figure]:
    """Figures that the words are like and that the number looks like."""
    mention = claim.mention
    low = max(claim.sentence.start, mention.start - REACH)
    subjects = claim.index.resembling(claim.text[low : mention.end + REACH], SOMEWHAT)
    return [
        f
        for s in subjects[:CONSIDERED]
        for f in candidates.offered(claim.index, s, mention)
        if resembles(mention, f)
    ]
