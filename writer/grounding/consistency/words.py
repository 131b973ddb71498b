"""The word lists behind the rules that need no facts, compiled on first use."""

from __future__ import annotations

import re
from functools import cache

from writer.grounding.wordlists import load


@cache
def words(name: str, key: str) -> tuple[str, ...]:
    """The words of one list, longest first, so that an alternation takes the longest."""
    return tuple(sorted(str(load(name)[key]).split(), key=lambda w: (-len(w), w)))


@cache
def either(name: str, *keys: str) -> str:
    """A group that matches any word of these lists, for building patterns."""
    found = {w for key in keys for w in words(name, key)}
    return "(?:" + "|".join(re.escape(w) for w in sorted(found, key=lambda w: (-len(w), w))) + ")"


@cache
def pattern(template: str, name: str, *keys: str) -> re.Pattern[str]:
    """`template` with each %s replaced by the alternation of the list in its place."""
    return re.compile(template % tuple(either(name, key) for key in keys))
