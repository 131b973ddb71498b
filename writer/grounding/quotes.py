"""The numbers in the narrative of the facts, each with the words of its clause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from writer.grounding.bigrams import bigrams
from writer.grounding.mentions import Mention
from writer.grounding.reading import read
from writer.ledger import Evidence

_STOPS = "。！？；;\n，,"


class Quote:
    """A number in the narrative of the facts, with the words of its clause."""

    __slots__ = ("evidence", "lead", "mention", "near", "words")

    def __init__(self, evidence: Evidence, mention: Mention, near: str) -> None:
        self.evidence, self.mention, self.near = evidence, mention, near
        self.lead = evidence.text[max(0, mention.start - 8) : mention.start]
        self.words = bigrams(near)


def quotes_in(narrative: Iterable[Evidence]) -> Iterator[Quote]:
    """Every number of the narrative texts, in their order."""
    for evidence in narrative:
        for mention in read(evidence.text):
            near = _clause(evidence.text, mention.start, mention.end)
            yield Quote(evidence, mention, near + evidence.subject)


def _clause(text: str, start: int, end: int, reach: int = 30) -> str:
    """The clause around a span, at most `reach` characters either side."""
    left = start
    while left > max(0, start - reach) and text[left - 1] not in _STOPS:
        left -= 1
    right = end
    while right < min(len(text), end + reach) and text[right] not in _STOPS:
        right += 1
    return text[left:right]
