"""How the words around a number bend it: 约, 近, 不少于, 以上, 余."""

from __future__ import annotations

from writer.grounding.mentions import Kind, Qualifier
from writer.grounding.reading.page import Hit, Page

_ORDER = (
    ("at_least", Qualifier.AT_LEAST),
    ("at_most", Qualifier.AT_MOST),
    ("about", Qualifier.ABOUT),
    ("over", Qualifier.OVER),
    ("near", Qualifier.NEAR),
)
_BENT = frozenset({Kind.MONEY, Kind.COUNT, Kind.PERCENT, Kind.SCORE, Kind.BARE})
_SPANS_OF_TIME = ("年", "个月", "月", "天", "周", "期", "学年")


def qualifier(page: Page, hit: Hit) -> Qualifier:
    """The words outside the span first, then 余 or 多 inside it."""
    if hit.kind not in _BENT:
        return Qualifier.EXACT
    place = page.before(hit.start)
    if page.s[place - 1 : place] == "¥":
        place = page.before(place - 1)
    longest, found = "", Qualifier.EXACT
    for name, kind in _ORDER:
        word = page.words.before[name].before(page.s, place)
        if len(word) > len(longest) and not _other_sense(page, hit, name, place, word):
            longest, found = word, kind
    if longest:
        return found
    after = page.after(hit.end)
    for name, kind in _ORDER[:3]:
        word = page.words.after[name].at(page.s, after)
        if word and not (word == "内" and page.s.startswith(("内设", "内部", "内容"), after)):
            return kind
    inside = page.s[hit.start : hit.end]
    return Qualifier.OVER if "余" in inside or "多" in inside else Qualifier.EXACT


def _other_sense(page: Page, hit: Hit, name: str, place: int, word: str) -> bool:
    """最近, 附近; 近三年 (the last three years) estimates nothing."""
    if name != "near" or word != "近":
        return False
    before = page.s[place - 2 : place - 1]
    return before in page.words.sets["near_not_after"] or hit.unit in _SPANS_OF_TIME
