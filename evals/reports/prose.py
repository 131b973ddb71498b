"""How a draft reads: against the published section where that is at hand, and by itself.

Similarity is the weakest of the measures (a wrong number costs it nothing) and is never gated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import median
from typing import Protocol

_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
_FIGURE = re.compile(r"\d|[一二两三四五六七八九十百千万]+(?:个|项|次|起|人|名|万元|亿元|元|%|％)")
_SHINGLE = 15  # characters; shorter runs are repeated by the form itself


def characters(text: str) -> int:
    """Characters without blanks."""
    return len(re.sub(r"\s", "", text))


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


def sentences(text: str) -> list[str]:
    return [s for s in (m[0].strip() for m in _SENTENCE.finditer(text)) if characters(s) > 1]


def repetition(text: str) -> float:
    """Share of the characters that stand in a run of words said before in the report."""
    body = re.sub(r"\s", "", text)
    if len(body) < _SHINGLE:
        return 0.0
    seen: set[str] = set()
    covered = bytearray(len(body))
    for i in range(len(body) - _SHINGLE + 1):
        shingle = body[i : i + _SHINGLE]
        if shingle in seen:
            covered[i : i + _SHINGLE] = b"\1" * _SHINGLE
        seen.add(shingle)
    return sum(covered) / len(body)


def sentence_lengths(text: str) -> tuple[float, int]:
    """(median, ninth decile) of the characters in a sentence; (0, 0) without any."""
    lengths = sorted(characters(s) for s in sentences(text))
    if not lengths:
        return 0.0, 0
    return median(lengths), lengths[min(len(lengths) - 1, len(lengths) * 9 // 10)]


def carrying(text: str) -> tuple[int, int]:
    """(sentences with a figure, all sentences)."""
    listed = sentences(text)
    return sum(bool(_FIGURE.search(s)) for s in listed), len(listed)


def loose_wording(text: str) -> Iterator[str]:
    """Spoken or vague wordings, each time they stand there."""
    pattern = _loose()
    return (found[0] for found in pattern.finditer(text))


@cache
def _loose() -> re.Pattern[str]:
    from ruamel.yaml import YAML

    path = Path(__file__).with_name("register.yaml")
    listed: dict[str, list[str]] = YAML(typ="safe").load(path.read_bytes())
    words = sorted({w for group in listed.values() for w in group}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))
