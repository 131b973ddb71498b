"""The words that ask for a way of putting operands together: `words/hindsight.yaml`."""

from __future__ import annotations

import re
from functools import cache

from writer.grounding.wordlists import load


@cache
def cue(name: str) -> re.Pattern[str]:
    """Finds any word of one of the lists.

    Raises KeyError for a list that words/hindsight.yaml has not.
    """
    words = sorted(load("hindsight")[name].split(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))
