"""How like a draft is to the published section, where that is at hand.

Similarity is the weakest of the measures (a wrong number costs it nothing) and is never gated.
What can be measured of the draft alone is in writer.drafting.prose.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Protocol


def chrf(draft: str, published: str) -> float | None:
    """chrF (characters 1-6, no words) as a share; None when sacrebleu is not installed."""
    scorer = _scorer()
    if scorer is None:
        return None
    score: float = scorer.sentence_score(draft, [published]).score
    return score / 100


@cache
def _scorer() -> _Chrf | None:
    try:
        from sacrebleu.metrics.chrf import CHRF
    except ModuleNotFoundError:
        return None
    scorer: _Chrf = CHRF(char_order=6, word_order=0)
    return scorer


class _Score(Protocol):
    @property
    def score(self) -> float: ...


class _Chrf(Protocol):
    """What is used of sacrebleu.metrics.CHRF."""

    def sentence_score(self, hypothesis: str, references: list[str]) -> _Score: ...


def rouge_l(draft: str, published: str) -> float:
    """F1 of the longest common subsequence of characters, blanks left out."""
    a, b = re.sub(r"\s", "", draft), re.sub(r"\s", "", published)
    if not a or not b:
        return 0.0
    common = common_subsequence(a, b)
    return 2 * common / (len(a) + len(b))


def common_subsequence(a: str, b: str) -> int:
    """Length of the longest common subsequence, a row of bits at a time (Hyyrö 2004)."""
    where: dict[str, int] = {}
    for i, char in enumerate(a):
        where[char] = where.get(char, 0) | (1 << i)
    full = (1 << len(a)) - 1
    row = full
    for char in b:
        match = where.get(char, 0)
        row = ((row + (row & match)) | (row & ~match)) & full
    return len(a) - row.bit_count()
