"""Which year a report is about, read off the report itself."""

from __future__ import annotations

import re
from collections import Counter

from writer.documents import Document

_HEAD = 800  # characters in which a cover or title says the year
_ANNUAL = re.compile(r"(20\d\d)[ \u3000]?年度")
_NAMED = re.compile(r"(20\d\d)[ \u3000]?年")
_QUOTED = re.compile(r"《[^》\n]{0,80}》|“[^”\n]{0,60}”")


def year_of(document: Document) -> str:
    """That of “2023年度” above the first heading, else the commonest one; "" without any.

    Years inside 《》 are those of notices, which mostly date from the year after.
    """
    headings = document.headings
    head = min(headings[0].start if headings else _HEAD, _HEAD)
    return _inferred(document.text, head)


def _inferred(text: str, head: int) -> str:
    if found := _ANNUAL.search(_QUOTED.sub("", text[:head])):
        return str(found[1])
    counts = Counter(_NAMED.findall(_QUOTED.sub("", text)))
    return str(counts.most_common(1)[0][0]) if counts else ""
