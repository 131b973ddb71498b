"""How a draft reads, measured by itself: repetition, lengths of sentences, loose wordings.

Used to choose between drafts of one section, and by evals to describe whole reports. None of
these is right or wrong alone, so that nothing is ever rejected for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import median

_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
_FIGURE = re.compile(r"\d|[一二两三四五六七八九十百千万]+(?:个|项|次|起|人|名|万元|亿元|元|%|％)")
_SHINGLE = 15  # characters; shorter runs are repeated by the form itself


def characters(text: str) -> int:
    """Characters without blanks."""
    return len(re.sub(r"\s", "", text))


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
