"""The word lists behind the rules that need no facts, loaded once and compiled on first use."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

WORDS = Path(__file__).parents[1] / "words"


@cache
def load(name: str) -> dict[str, Any]:
    """A word list file by its stem: "consistency" or "document"."""
    from ruamel.yaml import YAML

    data: dict[str, Any] = YAML(typ="safe", pure=True).load(
        (WORDS / f"{name}.yaml").read_text("utf-8")
    )
    return data


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
