"""Two versions of a sentence side by side, word by word.

Chinese has no blanks between words: a number with its unit, a run of Latin letters and each
single character are the words here.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

_WORD = re.compile(r"[0-9０-９][0-9０-９.,，．%％]*[0-9０-９%％]|[A-Za-z]+|\s+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Change:
    """`sign` is "=" for what both have, "-" for what only the old has, "+" only the new."""

    sign: str
    text: str


def words(text: str) -> list[str]:
    return _WORD.findall(text)


def compare(old: str, new: str) -> list[Change]:
    """What changed, in reading order; deletions before what replaces them."""
    was, reads = words(old), words(new)
    found: list[Change] = []
    matcher = difflib.SequenceMatcher(None, was, reads, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            found.append(Change("=", "".join(was[a:b])))
            continue
        if a < b:
            found.append(Change("-", "".join(was[a:b])))
        if c < d:
            found.append(Change("+", "".join(reads[c:d])))
    return found


def elided(changes: list[Change], keep: int = 18) -> list[Change]:
    """The same with long unchanged stretches cut to `keep` characters beside each change."""
    found = []
    for i, change in enumerate(changes):
        text = change.text
        first, last = i == 0, i == len(changes) - 1
        if change.sign == "=" and len(text) > 2 * keep + 2:
            head = "" if first else text[:keep]
            tail = "" if last else text[-keep:]
            text = f"{head}……{tail}"
        found.append(Change(change.sign, text))
    return found
