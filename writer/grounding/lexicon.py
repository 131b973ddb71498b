"""The word lists behind linking, compiled once: which words name a basis, a period, a relation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from writer.grounding.wordlists import load


class Tag(StrEnum):
    """What a word does for the number near it."""

    SUBJECT = "subject"
    BASIS = "basis"
    PERIOD = "period"
    DIRECTION = "direction"
    COMPARE = "compare"
    SHARE = "share"
    RATE = "rate"
    OF = "of"
    TOTAL = "total"
    REMAIN = "remain"
    HEAD = "head"
    TIMES = "times"
    DURATION = "duration"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`words`: (word, tag, payload); `synonyms`: word → all words of its group;
    `units`: unit → ids of the groups it belongs to."""

    words: tuple[tuple[str, Tag, str], ...]
    synonyms: dict[str, tuple[str, ...]]
    units: dict[str, frozenset[int]]
    vague: frozenset[str]  # names that fit too many things to stand for one
    generic: frozenset[str]  # pairs of characters that name no particular thing
    acts: frozenset[str]  # what is done to a thing: 惠及学生 names no other pupils than 资助学生
    rates: frozenset[str]  # words for what follows from other figures: 执行率, 完成率
    bases: dict[str, str]  # how a facts file may call a basis → the basis

    def same_unit(self, a: str | None, b: str | None) -> bool:
        """Whether two classifiers may count one thing; a missing one fits anything."""
        if a == b or not a or not b:
            return True
        return bool(self.units.get(a, frozenset()) & self.units.get(b, frozenset()))


@cache
def lexicon() -> Lexicon:
    """The lexicon of words/linking.yaml."""
    data = load("linking")
    words: list[tuple[str, Tag, str]] = []
    for tag in (Tag.BASIS, Tag.PERIOD, Tag.DIRECTION):
        for payload, group in data[tag.value].items():
            words += [(word, tag, str(payload)) for word in group]
    for name, group in data["relation"].items():
        words += [(word, Tag(name), "") for word in group]
    words += [(word, Tag.BASIS, "spent") for word in data["trailing_actual"]]
    words += [(word, Tag.PLAIN, "") for word in data["plain"]]
    synonyms = {word: tuple(group) for group in data["synonyms"] for word in group}
    units: dict[str, set[int]] = {}
    for i, group in enumerate(data["units"]):
        for unit in group:
            units.setdefault(unit, set()).add(i)
    bases = {word: "预算" if name == "budget" else name
             for name, group in data["basis"].items() for word in group}  # fmt: skip
    bases |= dict.fromkeys(data["trailing_actual"], "决算")
    groups = {u: frozenset(g) for u, g in units.items()}
    vague, generic = frozenset(data["vague"]), frozenset(data["generic"])
    rates = frozenset(data["relation"]["rate"])
    acts = frozenset(data["acts"])
    return Lexicon(tuple(words), synonyms, groups, vague, generic, acts, rates, bases)
