"""When 一 with a classifier counts (发生一起事故) and when it is an article (一套体系)."""

from __future__ import annotations

from writer.grounding.reading.page import Page, cjk

_NO_NOUN = "的是这那成为作像"
_REACH = 6
"""So far before 一 the verb may stand that makes it a fact: 组织开展一次, 评选出一名."""


def counts_one(page: Page, at: int, unit: str, end: int) -> bool:
    """Whether 一 at `at`, its unit ending at `end`, states a countable fact.

    The verb stands right before 一, or one character away (发生了一起, 救出过一名).
    """
    s, words = page.s, page.words
    before = s[at - 1] if at else ""
    if before in words.one_not_after or words.one_not_after_words.before(s, at):
        return False
    if s.startswith("一", end):  # 一年一度, 一季度一巡查
        return False
    sets = words.sets
    if unit in ("人", "名") and words.facts_after_one.at(s, end):
        return True
    if unit in sets["one_fact"]:
        return "每" not in s[max(0, at - 4) : at]  # 每接待一人次
    if unit in sets["one_with_limit"]:
        limited = words.limits_after_one.at(s, end) or words.limits_before_one.before(s, at)
        return bool(limited) or s.startswith("一次", end)
    if unit in sets["one_with_verb"]:
        near = s[max(0, at - _REACH) : at]
        for stop in "，。；、,;\n":
            near = near.rpartition(stop)[2]
        verbs = words.verbs_before_one
        if verbs.before(near, len(near)) or verbs.before(near[:-1], len(near) - 1):
            return True
        return unit in sets["one_at_clause_end"] and _ends_clause(s, at, end)
    return False


def _ends_clause(s: str, at: int, end: int) -> bool:
    """设组长一名，变电站一座、: after the noun, and nothing more follows."""
    noun = cjk(s[at - 1 : at]) and s[at - 1] not in _NO_NOUN
    return noun and (end >= len(s) or s[end] in "，。；、)\n")
