"""The subject of a number: its words without verbs, bases and periods, in one spelling."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from writer.grounding.consistency.words import either, words
from writer.grounding.lexicon import Tag, lexicon

_BRACKETS = re.compile(r"[（(][^（）()]{0,30}[）)]|①|②|③|④|⑤|⑥|⑦|⑧|⑨|⑩")
# 一般公共预算财政拨款收入: here 预算 is part of a name
_NAMED_BUDGET = re.compile(r"(一般公共|政府性基金|基金|资本经营|社会保险基金)预算")
_LONGEST = 40
_ACTUAL = frozenset({"决算", "实际"})


@cache
def _basis_words() -> tuple[re.Pattern[str], dict[str, str]]:
    found = {w: p for w, t, p in lexicon().words if t is Tag.BASIS and len(w) > 1}
    # 基本支出决算: only 决算 is the basis there
    found = {w: p for w, p in found.items() if not w.startswith("支出")}
    ordered = sorted(found, key=lambda w: (-len(w), w))
    return re.compile("|".join(map(re.escape, ordered))), found


@cache
def _period_words() -> re.Pattern[str]:
    found = sorted({w for w, t, _ in lexicon().words if t is Tag.PERIOD}, key=lambda w: -len(w))
    return re.compile("|".join(map(re.escape, found)) + r"|20\d\d\s?年度?")


@lru_cache(maxsize=4096)
def basis_in(lead: str) -> tuple[str, bool]:
    """(basis, whether words said one): 年初预算, 全年预算, budget, 目标; "" for what was done."""
    pattern, payloads = _basis_words()
    lead = _NAMED_BUDGET.sub(r"\1", lead)
    best = ""
    said = False
    for found in pattern.finditer(lead):
        payload = payloads[found[0]]
        if payload == "spent":
            continue
        if best and payload in _ACTUAL:
            continue  # 完成预算: the budget is what is spoken of
        said, best = True, "" if payload in _ACTUAL else payload
    if not said and _spent().search(lead):
        return "", True  # 支出79.67万元
    return best, said


@cache
def _edges() -> tuple[re.Pattern[str], re.Pattern[str]]:
    group = "|".join(map(re.escape, words("consistency", "edges")))
    return re.compile(rf"^(?:{group})"), re.compile(rf"(?:{group})$")


@lru_cache(maxsize=4096)
def core_of(lead: str) -> str:
    """The subject in a number's words: “2023年，部门基本支出决算数” → 基本支出; "" for none."""
    synonyms = lexicon().synonyms
    core = _BRACKETS.sub("", lead).split("，")[-1].rstrip(" \u3000")[-_LONGEST:]
    if core.endswith("、"):
        return ""  # the number stands before its noun: 爬绳、5公里长跑
    core = re.sub(r"[\s、：:；]*(.*)", r"\1", core).replace(" ", "")
    if core in synonyms:
        return synonyms[core][0]
    if (cut := _cuts().search(core)) and cut[1]:
        core = cut[1]
    named = _trimmed(_period_words().sub("", core))
    if named in _canonical():
        return named
    if not _NAMED_BUDGET.search(named):
        named = _basis_words()[0].sub("", core)
    return _trimmed(_period_words().sub("", named))


def _trimmed(core: str) -> str:
    """Without the verbs and particles at its ends; a synonym in its group's first spelling."""
    synonyms = lexicon().synonyms
    head, tail = _edges()
    while core:
        for name in (core, core.removesuffix("支出"), core + "费"):
            if name in synonyms:
                return synonyms[name][0]
        shorter = head.sub("", core, count=1)
        if shorter == core:
            shorter = tail.sub("", core, count=1)
        if shorter == core:
            break
        core = shorter
    return core


@cache
def _canonical() -> frozenset[str]:
    return frozenset(group[0] for group in lexicon().synonyms.values())


@cache
def _cuts() -> re.Pattern[str]:
    """What follows the last verb that introduces a subject: 支队共有编制 → 编制."""
    return re.compile(rf".*{either('consistency', 'cuts')}(.*)$")


@cache
def _spent() -> re.Pattern[str]:
    verbs = either("consistency", "spent_verbs")
    return re.compile(
        rf"^[、\s]*(?:已|已经|实际|共|累计|全年|并|目前|全部|均已|年内|当年)*{verbs}(?:了|为|共|共计|资金)*\s*$"
    )


@cache
def _generic() -> re.Pattern[str]:
    group = "|".join(map(re.escape, words("consistency", "generic")))
    return re.compile(rf"(?:{group}|[的、和及与或]|[\dA-Za-z])*")


@lru_cache(maxsize=4096)
def generic(core: str) -> bool:
    """Whether a subject is too general to name one thing of a report."""
    return len(core) < 2 or _generic().fullmatch(core) is not None
