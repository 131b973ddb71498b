"""Passages that stand in a text twice, found by hashing its sentences once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

LEAST = 80  # characters of a passage that is worth telling; shorter ones are set phrases
LONGEST_LEAD = 200  # characters of a sentence that differs in its beginning only
_END = re.compile(r"[。！？；\n]+")
_BREAK = re.compile(r"[，。：；）\s]")
_NOISE = re.compile(r"[\s，,、：:；;（）()“”\"'‘’《》.．]+")
_LEAD = re.compile(r"^[（(]?[\d一二三四五六七八九十]{1,3}[）)、.．]\s*")


@dataclass(frozen=True, slots=True)
class Repeat:
    """The passage [start, end) says again what [first, first_end) said."""

    start: int
    end: int
    first: int
    first_end: int


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    key: str


def repeats(text: str) -> Iterator[Repeat]:
    """Runs of sentences that stood before, of LEAST characters or more; linear in the text."""
    pieces = list(_pieces(text))
    seen: dict[str, int] = {}
    i = 0
    while i < len(pieces):
        first = seen.get(pieces[i].key)
        length = 0
        if first is not None:
            # a run may not overlap its own source
            while (
                i + length < len(pieces)
                and first + length < i
                and pieces[first + length].key == pieces[i + length].key
            ):
                length += 1
        found = _repeat(text, pieces, first, i, length) if first is not None and length else None
        step = length if found else 1
        for k in range(i, i + step):
            seen.setdefault(pieces[k].key, k)
        if found:
            yield found
        i += step


def _repeat(text: str, pieces: list[_Piece], first: int, at: int, length: int) -> Repeat | None:
    """The run of sentences, with what is the same right before it."""
    start, origin = pieces[at].start, pieces[first].start
    lead = 0
    while (
        lead < LONGEST_LEAD
        and origin > lead
        and text[start - lead - 1] == text[origin - lead - 1] != "\n"
    ):
        lead += 1
    # what is the same may begin in the middle of a word: 央项目：根据…
    at_break = start == lead or _BREAK.match(text[start - lead - 1])
    cut = None if at_break else _BREAK.search(text, start - lead, start)
    lead = start - cut.end() if cut else lead
    size = sum(len(p.key) for p in pieces[at : at + length]) + lead
    if size < LEAST:
        return None
    return Repeat(
        start - lead, pieces[at + length - 1].end, origin - lead, pieces[first + length - 1].end
    )


def _pieces(text: str) -> Iterator[_Piece]:
    """Sentences with a key that blanks, punctuation and a leading number do not change."""
    start = 0
    for stop in [*(m.end() for m in _END.finditer(text)), len(text)]:
        raw = text[start:stop]
        body = raw.strip()
        at = start + len(raw) - len(raw.lstrip())
        key = _NOISE.sub("", _LEAD.sub("", body)).rstrip("。！？")
        if len(key) >= 8:
            yield _Piece(at, at + len(body), key)
        start = stop
