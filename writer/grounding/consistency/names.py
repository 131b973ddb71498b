"""How a report spells the name of the unit that it is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from writer.grounding.consistency.words import either, words

SHORTEST = 6  # a name with fewer characters is within one letter of too many others
LONGEST = 24


@cache
def _named() -> re.Pattern[str]:
    """A name at the start of a line, after 年度 or behind a colon or opening bracket."""
    han = r"[\u4e00-\u9fff]"
    ending = either("document", "unit_endings")
    return re.compile(
        rf"(?:^|(?<=[\s（(：:“《度]))({han}{{1,10}}[市县区省州旗]{han}{{2,12}}?{ending})",
        re.MULTILINE,
    )


def main_name(text: str) -> str:
    """The full name of the report's unit: the one of those in title, lead and signature that is
    used most, "" when none stands there twice."""
    counts = Counter(m[1] for m in _named().finditer(text[:3000] + "\n" + text[-300:]))
    names = [n for n in counts if SHORTEST <= len(n) <= LONGEST]
    best = max(names, key=lambda n: (text.count(n), len(n)), default="")
    return best if best and text.count(best) > 1 else ""


def misspelt(text: str, name: str) -> Iterator[tuple[int, int]]:
    """Places where the name stands with one character wrong, missing, doubled or moved.

    One of the two halves is intact then, so that only its occurrences need a look.
    """
    half = len(name) // 2
    tried: set[int] = set()
    for piece, offset in ((name[:half], 0), (name[half:], half)):
        at = text.find(piece)
        while at >= 0:
            for shift in (0, -1, 1) if offset else (0,):
                start = at - offset - shift
                if start >= 0 and start not in tried:
                    tried.add(start)
                    size = _slip(text, start, name)
                    if size:
                        yield start, start + size
            at = text.find(piece, at + 1)


def _slip(text: str, start: int, name: str) -> int:
    """Length of the misspelt name at this place, 0 where there is none."""
    if text.startswith(name, start) or text[start : start + 2] != name[:2]:
        return 0
    for size in (len(name), len(name) - 1, len(name) + 1):
        variant = text[start : start + size]
        if len(variant) == size and variant[-1] == name[-1] and _one_edit(variant, name):
            return 0 if _other_unit(variant, name) else size
    return 0


def _one_edit(variant: str, name: str) -> bool:
    i = next((k for k, (a, b) in enumerate(zip(variant, name, strict=False)) if a != b), None)
    if i is None:
        return False
    if len(variant) == len(name):
        swapped = variant[i : i + 2] == name[i : i + 2][::-1]
        return variant[i + 1 :] == name[i + 1 :] or (swapped and variant[i + 2 :] == name[i + 2 :])
    short, long = sorted((variant, name), key=len)
    lost = long[i]
    # 市 or 县 left out is an abbreviation; an inserted 分 or 总 another unit
    return short[i:] == long[i + 1 :] and lost not in words("document", "name_affixes")


def _other_unit(variant: str, name: str) -> bool:
    """怀化市财政局 beside 怀化市民政局: a word of another office, no slip."""
    functions = words("document", "unit_functions")
    return any(w in variant and w not in name for w in functions)
