"""How the words around a number bend it: 约, 近, 不少于, 以上, 余."""

from __future__ import annotations

from decimal import Decimal

from writer.grounding.mentions import Kind, Qualifier
from writer.grounding.reading.page import Hit, Page
from writer.numerals import EXACT

_ORDER = (
    ("at_least", Qualifier.AT_LEAST),
    ("at_most", Qualifier.AT_MOST),
    ("about", Qualifier.ABOUT),
    ("over", Qualifier.OVER),
    ("near", Qualifier.NEAR),
)
_BENT = frozenset({Kind.MONEY, Kind.COUNT, Kind.PERCENT, Kind.SCORE, Kind.BARE})
_ROUNDED = frozenset({Qualifier.ABOUT, Qualifier.OVER, Qualifier.NEAR})
_SPANS_OF_TIME = ("年", "个月", "月", "天", "周", "期", "学年")


def qualifier(page: Page, hit: Hit) -> Qualifier:
    """The words outside the span first, then 余 or 多 inside it."""
    if hit.kind not in _BENT:
        return Qualifier.EXACT
    place = page.before(hit.start)
    if page.s[place - 1 : place] == "¥":
        place = page.before(place - 1)
    if page.words.bending_before.before(page.s, place):
        longest, found = "", Qualifier.EXACT
        for name, kind in _ORDER:
            word = page.words.before[name].before(page.s, place)
            if len(word) > len(longest) and not _other_sense(page, hit, name, place, word):
                longest, found = word, kind
        if longest:
            return found
    after = page.after(hit.end)
    if page.words.bending_after.at(page.s, after):
        for name, kind in _ORDER[:3]:
            word = page.words.after[name].at(page.s, after)
            if word and not (word == "内" and page.s.startswith(("内设", "内部", "内容"), after)):
                return kind
    inside = page.s[hit.start : hit.end]
    return Qualifier.OVER if "余" in inside or "多" in inside else Qualifier.EXACT


def _other_sense(page: Page, hit: Hit, name: str, place: int, word: str) -> bool:
    """节约, 最近; 近三年 (the last three years) estimates nothing."""
    before = page.s[place - 2 : place - 1]
    if word == "约":
        return before in page.words.sets["about_not_after"]
    if word != "近":
        return False
    return before in page.words.sets["near_not_after"] or hit.unit in _SPANS_OF_TIME


def rounded_to(hit: Hit, kind: Qualifier) -> Decimal:
    """The step of an estimate: 6000余人 → 1000, 300多万元 → 100万, 近千人 → 1000.

    Who says 余 or 近 has rounded to the last digit that is not a zero.
    """
    if kind not in _ROUNDED or hit.kind not in (Kind.COUNT, Kind.MONEY) or "/" in (hit.value or ""):
        return hit.step
    value = Decimal(hit.value or 0).normalize(EXACT)
    place = int(value.as_tuple().exponent)
    return max(hit.step, Decimal(1).scaleb(place)) if value else hit.step
