"""One figure told twice in a sentence, under words of another one: 受理3836件，办结3836件.

Taken alone each number can be proven: the second repeats what was just told. Side by side one of
the two names a thing that the ledger knows with another value.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from writer.findings import Verdict
from writer.grounding.bigrams import bigrams
from writer.grounding.frame import Frame, digits_of
from writer.grounding.judgement import Judged, wrong
from writer.grounding.lexicon import lexicon
from writer.grounding.match import kind_fits, periods_agree, states
from writer.grounding.mentions import Kind
from writer.grounding.statements import Sentence, Statement
from writer.ledger import Figure

TWO = 2
_QUANTITIES = (Kind.MONEY, Kind.COUNT, Kind.PERCENT)


def told_apart(frame: Frame, sentence: Sentence, judged: Sequence[Judged]) -> list[Judged]:
    """The judgements of a sentence, in their order, with the wrong one of two named as such."""
    found = list(judged)
    places: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(found):
        if one.verdict is Verdict.VERIFIED and one.stated is not None and _telling(one):
            places[one.stated.id].append(place)
    told = {one.stated.id for one in found if one.stated is not None}
    for twice in places.values():
        if len(twice) != TWO:
            continue
        for place in twice:
            other = _meant(frame, sentence.statements[place], found[place], told)
            if other is not None:
                found[place] = wrong(
                    found[place].mention, Verdict.WRONG_SUBJECT, [other], found[place].stated
                )
                break
    return found


def _telling(judged: Judged) -> bool:
    return judged.mention.kind in _QUANTITIES and digits_of(judged.mention) >= TWO


def _meant(frame: Frame, statement: Statement, judged: Judged, told: set[str]) -> Figure | None:
    """The figure whose name the number's own words give, in place of the one that it states."""
    stated = judged.stated
    if stated is None:
        return None
    words = bigrams(frame.text[statement.gap : statement.mention.start]) - lexicon().generic
    rivals = [
        figure
        for subject in frame.index.resembling("".join(sorted(words)), 0)
        for figure in frame.index.of_subject[subject]
        if figure.id not in told
        and kind_fits(statement.mention, figure)
        and periods_agree(stated.period, figure.period)
        and figure.basis == stated.basis
        and not states(statement.mention, figure)
    ]
    best = max(rivals, key=lambda f: _likeness(f, words), default=None)
    return best if best and _likeness(best, words) > _likeness(stated, words) else None


def _likeness(figure: Figure, words: frozenset[str]) -> tuple[int, Decimal]:
    """Pairs of characters that the words share with its names, and the share of them all."""
    names = _names(figure)
    return len(names & words), Decimal(len(names & words)) / (len(names) or 1)


def _names(figure: Figure) -> frozenset[str]:
    labels = (figure.subject, *figure.aliases, figure.measure)
    return frozenset().union(*(bigrams(label) for label in labels))
