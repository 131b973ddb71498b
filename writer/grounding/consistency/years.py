"""Which year a report is about, read off the report itself."""

from __future__ import annotations

import re
from collections import Counter

_HEAD = 800  # characters in which a cover, title or lead says the year
_ANNUAL = re.compile(r"(20\d\d)\s?年度")
_QUOTED = re.compile(r"《[^》\n]{0,80}》")


def report_year(text: str, known: str = "") -> str:
    """`known` if given, else the year of “2023年度” in the title, else the commonest one."""
    if known:
        return known
    head = _QUOTED.sub("", text[:_HEAD])
    if found := _ANNUAL.search(head):
        return found[1]
    counts = Counter(_ANNUAL.findall(text)) or Counter(re.findall(r"(20\d\d)\s?年", text))
    return counts.most_common(1)[0][0] if counts else ""
