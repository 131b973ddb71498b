"""Counts of things that the text names one by one: 内设9个股室：…, 甲、乙、丙3个项目."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from writer.grounding.consistency.words import words
from writer.grounding.lists import pairs_in
from writer.grounding.mentions import Kind, Mention, Qualifier

if TYPE_CHECKING:
    from writer.grounding.rules.base import Context

LONGEST_LIST = 500  # characters of a whole list
LONGEST = 40  # characters of one item
LONGEST_ENUMERATION = 3000  # characters of 一是…二是…
_OPENED = re.compile(
    r"[^，。；！？\n：:\d（）()、]{0,14}(?:[：:]|，?(?:分别是|分别为|依次为|即[：:]?))"
)
# 内设机构6个，包括…: the list may be a choice, so that only one missing of many is a slip
_INCLUDED = re.compile(
    r"[^，。；！？\n：:\d（）()、]{0,6}，?(?:包括|包含|下设|分别设有|设有)[：:]?(?=[^，。；\n]*、)"
)
_SPOKEN = "一二三四五六七八九十"
_BRACKETED = re.compile(r"[^，。；！？\n：:\d（）()、]{0,10}[（(](?=[^（）()]*、)")
_JOINED = re.compile(r"([^，。；！？\n：:\d（）()、]{1,12})(?:和|及|以及|、|与)$")
_STOP = re.compile(r"[。；！？\n，]")
_ENUMERATED = re.compile(r"\s*(?:一是|[（(]?[一1１][）)、.．]|①|第一|其中)")


@dataclass(frozen=True, slots=True)
class Listing:
    """A count with the items named for it.

    `sizes`: how many the items may be taken for (the last one may be two joined by 和);
    `count`: what the text says; `partial`: 等 stands behind the items, so that there may be more.
    """

    mentions: tuple[Mention, ...]
    count: int
    items: tuple[str, ...]
    sizes: frozenset[int]
    partial: bool
    after: bool


def listings(context: Context) -> Iterator[Listing]:
    """Every count whose things the text names beside it."""
    mentions = [m for m in context.mentions if _countable(m)]
    for i, mention in enumerate(mentions):
        found = (
            _enumerated(context.text, mention)
            or _after(context.text, mentions, i)
            or _before(context.text, mention)
        )
        if found is not None:
            yield found


def _countable(mention: Mention) -> bool:
    value = mention.number
    return (
        mention.kind is Kind.COUNT
        and value is not None
        and mention.qualifier is Qualifier.EXACT
        and mention.unit in words("consistency", "listed_units")
        and 2 <= value <= 60
        and value == int(value)
    )


def _enumerated(text: str, mention: Mention) -> Listing | None:
    """做法有四点：一是…；二是…；三是…: items that are numbered in words in one paragraph."""
    opened = _OPENED.match(text, mention.end)
    if opened is None or not text.startswith("一是", opened.end()):
        return None
    end = text.find("\n", opened.end())
    end = min(len(text) if end < 0 else end, opened.end() + LONGEST_ENUMERATION)
    places = [opened.end()]
    for name in _SPOKEN[1:]:
        found = re.compile(rf"[，。；：、]\s*{name}是").search(text, places[-1], end)
        if found is None:
            break
        places.append(found.end() - 2)
    items = tuple(re.split("[，。；：]", text[at + 2 : at + 14])[0] for at in places)
    if len(items) < 2 or len(items) == len(_SPOKEN):
        return None
    return Listing(
        (mention,), int(mention.number or 0), items, frozenset({len(items)}), False, True
    )


def _after(text: str, mentions: list[Mention], i: int) -> Listing | None:
    """N个…：甲、乙、丙; also 9个股室和2个事业单位：…, where both counts share the list."""
    mention = mentions[i]
    included = _INCLUDED.match(text, mention.end)
    opened = _OPENED.match(text, mention.end) or _BRACKETED.match(text, mention.end) or included
    if opened is None:
        return None
    bracketed = opened[0][-1] in "（("
    low = opened.end()
    if bracketed:
        high = text.find("）" if opened[0][-1] == "（" else ")", low, low + LONGEST_LIST)
    else:
        stop = _STOP.search(text, low, low + LONGEST_LIST)
        high = stop.start() if stop else -1
    if high < 0 or _ENUMERATED.match(text, low):
        return None
    run = text[low:high]
    items, sizes = items_of(run)
    if len(items) < 2 or re.search(r"\d", run):
        return None
    both = [mention]
    before = mentions[i - 1] if i else None
    if before is not None and _JOINED.fullmatch(text, before.end, mention.start):
        both.insert(0, before)
    count = sum(int(m.number or 0) for m in both)
    partial = run.rstrip().endswith("等") or opened is included
    return Listing(tuple(both), count, items, sizes, partial, True)


def _before(text: str, mention: Mention) -> Listing | None:
    """甲、乙、丙（等）N个…"""
    head = text[max(0, mention.start - LONGEST_LIST) : mention.start]
    bare = re.sub(r"(?:共|共计|合计)?[“\"]?$", "", head)
    partial = bare.endswith("等")
    bare = bare.removesuffix("等")
    stop = 0
    depth = 0
    for at in range(len(bare) - 1, -1, -1):
        char = bare[at]
        if char in "）)》":
            depth += 1
        elif char in "（(《":
            depth -= 1
        elif not depth and char in "，。；！？\n：:":
            stop = at + 1
            break
    run = bare[stop:]
    items, sizes = items_of(run)
    # 甲、乙以及“六个第一”: the count begins another thing
    if len(items) < 3 or re.search(r"\d|[及和与]$", run):
        return None
    count = int(mention.number or 0)
    return Listing((mention,), count, items, sizes, partial, False)


def items_of(run: str) -> tuple[tuple[str, ...], frozenset[int]]:
    """Items parted by 、 outside brackets; () when one is too long to be a name."""
    depth, items, current = 0, list[str](), ""
    for char in run:
        if char in "（(《“":
            depth += 1
        elif char in "）)》”":
            depth = max(0, depth - 1)
        if char == "、" and not depth:
            items.append(current.strip())
            current = ""
        else:
            current += char
    items.append(current.strip())
    if not all(0 < len(item) <= LONGEST for item in items[1:]) or not items[0]:
        return (), frozenset()
    joined = len(re.findall(r"[和及与]", re.sub(r"[（(《“].*?[）)》”]", "", items[-1])))
    most = len(items) + max(joined, pairs_in(items))
    return tuple(items), frozenset(range(len(items), most + 1))
