"""Where a text's sentences end.

A sentence ends at 。！？ and at the end of a line. What goes on for longer than anybody writes is
cut at the last mark, so that the time a text takes stays linear whatever it holds.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from writer.grounding.mentions import Mention

_END = re.compile(r"[。！？\n]")
LONGEST = 1000  # characters; the longest of the five samples has 398
_CUTS = ("；", "，", "、")


def sentence_ends(text: str, mentions: Sequence[Mention]) -> list[int]:
    """The ends of the sentences in order, the text's own last; none stands inside a mention."""
    starts = [m.start for m in mentions]
    found: list[int] = []
    begin = 0
    for end in (*(m.end() for m in _END.finditer(text)), len(text)):
        found += _cuts(text, begin, end, mentions, starts)
        found.append(end)
        begin = end
    return found


def _cuts(
    text: str, begin: int, end: int, mentions: Sequence[Mention], starts: Sequence[int]
) -> Iterator[int]:
    while end - begin > LONGEST:
        limit = begin + LONGEST
        marks = (text.rfind(mark, begin + LONGEST // 2, limit) + 1 for mark in _CUTS)
        cut = next((at for at in marks if at), limit)
        last = bisect_right(starts, cut) - 1
        if last >= 0 and cut < mentions[last].end:
            cut = mentions[last].start if mentions[last].start > begin else mentions[last].end
        yield cut
        begin = cut
