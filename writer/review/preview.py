"""How a sentence would stand with other words, before they are saved."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from writer.findings import Finding
from writer.grounding.judgement import Judged
from writer.review.edition import edition
from writer.review.recheck import QuickCheck
from writer.review.state import Item, State, items_of


@dataclass(frozen=True, slots=True)
class Preview:
    """A sentence's numbers, what is wrong in it, and what changes elsewhere.

    Offsets of `judged` and `own` count characters of the sentence. `gone` and `new` are
    findings elsewhere that the change settles or causes.
    """

    text: str
    judged: tuple[Judged, ...]
    own: tuple[Finding, ...]
    gone: tuple[Item, ...]
    new: tuple[Item, ...]


def preview(state: State, quick: QuickCheck, unit: str, text: str) -> Preview:
    """Both versions are put to the same quick check, so that only the words make a difference."""
    replayed = state.replayed
    made = edition(replayed.manuscript, replayed.body, {**replayed.texts, unit: text})
    then = quick.check(made.report)
    now = quick.standing(state.edition.report)
    before = items_of(state.edition, now.findings, replayed)
    after = items_of(made, then.findings, replayed)
    had, has = Counter(i.key for i in before), Counter(i.key for i in after)
    span = next((s for s in made.spans if s.unit == unit), None)
    start, end = (span.start, span.end) if span else (0, 0)  # none: it goes with its paragraph
    return Preview(
        text,
        tuple(_within(j, start) for j in then.judged if start <= j.mention.start < end),
        tuple(_moved(i.finding, start) for i in after if i.unit == unit),
        tuple(i for i in before if i.unit != unit and not has[i.key]),
        tuple(i for i in after if i.unit != unit and not had[i.key]),
    )


def numbers_in(state: State, quick: QuickCheck, unit: str, text: str) -> list[Judged]:
    """The numbers of a sentence with other words, judged in their place."""
    replayed = state.replayed
    made = edition(replayed.manuscript, replayed.body, {**replayed.texts, unit: text})
    span = next((s for s in made.spans if s.unit == unit), None)
    if span is None:
        return []
    return [j for j in quick.judged(made.report) if span.start <= j.mention.start < span.end]


def _within(judged: Judged, start: int) -> Judged:
    mention = judged.mention
    moved = replace(mention, start=mention.start - start, end=mention.end - start)
    return replace(judged, mention=moved)


def _moved(finding: Finding, start: int) -> Finding:
    return replace(finding, start=finding.start - start, end=finding.end - start)
