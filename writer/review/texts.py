"""Words that come from outside: what may be in them."""

from __future__ import annotations

import re
import unicodedata

MAX_SENTENCE = 4000  # characters; the longest paragraph seen in a report has some 1,500
MAX_REASON = 500
MAX_NAME = 40
_LINE_ENDS = re.compile(r"\s*[\r\n\u2028\u2029\v\f]+\s*")
# characters that turn the reading direction would let a text look other than it is
_HIDDEN = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def one_line(text: str, limit: int) -> str:
    """The text without line ends, control characters and lone surrogates, at most `limit` long.

    A sentence is part of a paragraph; a new paragraph is made in Word, not by a line end.
    """
    joined = _LINE_ENDS.sub("", text).replace("\t", " ")
    kept = (c for c in joined if c not in _HIDDEN and unicodedata.category(c) not in ("Cc", "Cs"))
    return "".join(kept).strip()[:limit]


def several_lines(text: str, limit: int) -> str:
    """The same for a table cell, which may list goals or reasons a line each."""
    lines = (one_line(line, limit) for line in _LINE_ENDS.split(text))
    return "\n".join(line for line in lines if line)[:limit]
