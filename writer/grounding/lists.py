"""Counts of things that the text lists: 等7个股室, 内设9个股室：…"""

from __future__ import annotations

import re

from writer.findings import Verdict
from writer.grounding.judgement import Judged
from writer.grounding.mentions import Mention

_NOUN = re.compile(r"[^\d，。；：！？\n、（）]{0,12}")
_AFTER = re.compile(r"[^，。；！？\n：]{0,14}(?:[：:]|分别是|分别为|包括|即)")
_BEFORE = re.compile(r"(等?)(?:共|共计|合计)?$")
UNMARKED = 3  # items that make a list without 等
LONGEST_ITEM = 40


def items_before(text: str, start: int) -> list[str]:
    """The items of the list that ends with 等 right before `start`: 甲、乙、丙等3个."""
    head = _BEFORE.search(text, max(0, start - 4), start)
    if head is None:
        return []
    low = max(text.rfind(mark, 0, head.start()) for mark in "。；！？\n：:，") + 1
    items = _items(text[low : head.start()])
    return items if head[1] or len(items) >= UNMARKED else []


def items_after(text: str, end: int) -> list[str]:
    """The items of the list that a colon opens after the counted noun: 3个股室：甲、乙、丙。"""
    opened = _AFTER.match(text, end)
    if opened is None:
        return []
    stop = re.compile(r"[。；！？\n]").search(text, opened.end())
    run = text[opened.end() : stop.start() if stop else len(text)]
    return _items(run)


def listed_count(text: str, mention: Mention) -> Judged | None:
    """A count against the list it speaks of; None when no list is near."""
    number = mention.number
    if number is None or number < 2 or mention.unit is None:
        return None
    for items in (items_before(text, mention.start), items_after(text, mention.end)):
        if len(items) >= 2:
            formula = "所列：" + "、".join(items[:20]) + f"，共{len(items)}项"
            right = number == len(items)
            verdict = Verdict.DERIVED if right else Verdict.WRONG_DERIVATION
            return Judged(mention, verdict, formula=formula)
    return None


def _items(run: str) -> list[str]:
    """Items parted by 、 (brackets kept whole); the last may be joined by 和 or 及."""
    depth, items, current = 0, [], ""
    for char in run:
        if char in "（(《“":
            depth += 1
        elif char in "）)》”":
            depth = max(0, depth - 1)
        if char == "、" and not depth:
            items.append(current)
            current = ""
        else:
            current += char
    items.append(current)
    items = [item.strip() for item in items]
    return items if all(0 < len(item) <= LONGEST_ITEM for item in items) else []
