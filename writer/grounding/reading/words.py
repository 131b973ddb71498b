"""The word lists of words/reading.yaml, indexed for the scanner."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache

from writer.grounding.wordlists import load

NUMERALS = "〇零一二两三四五六七八九十百千万亿"

_FOLDED = {
    "〇○◯": "〇",
    "－−﹣‐‑–": "-",
    "—―─━": "—",
    "～〜∼﹏": "~",
    "·•‧∙・．｡": "·",
    "％﹪": "%",
    "：∶﹕": ":",
    "（﹙": "(",
    "）﹚": ")",
    "／∕⁄": "/",
    "￥": "¥",
    "≧": "≥",
    "≦": "≤",
    "〔﹝［〖【": "[",
    "〕﹞］〗】": "]",
    "\u00a0\u3000\u2002\u2003\u2009\u202f": " ",
    "\r": "\n",
    "“„＂": "“",
}


_QUALIFIERS = ("about", "over", "near", "at_least", "at_most")
_QUALIFIERS_AFTER = ("about", "at_least", "at_most")
_SETS = (
    "digits_only",
    "one_fact",
    "one_with_verb",
    "one_with_limit",
    "one_at_clause_end",
    "not_yuan",
    "vague_after",
    "not_vague_before",
    "near_not_after",
    "about_not_after",
    "short_numbers",
    "standards",
)


class Prefixes:
    """Words that may begin at a place: `at` gives the longest one, or ""."""

    __slots__ = ("_by_head",)

    def __init__(self, words: Iterable[str]) -> None:
        by_head: dict[str, list[str]] = {}
        for word in words:
            by_head.setdefault(word[0], []).append(word)
        self._by_head = {h: tuple(sorted(w, key=len, reverse=True)) for h, w in by_head.items()}

    def at(self, text: str, place: int) -> str:
        for word in self._by_head.get(text[place : place + 1], ()):
            if text.startswith(word, place):
                return word
        return ""


class Suffixes:
    """Words that may end before a place: `before` gives the longest one, or ""."""

    __slots__ = ("_by_tail",)

    def __init__(self, words: Iterable[str]) -> None:
        by_tail: dict[str, list[str]] = {}
        for word in words:
            by_tail.setdefault(word[-1], []).append(word)
        self._by_tail = {t: tuple(sorted(w, key=len, reverse=True)) for t, w in by_tail.items()}

    def before(self, text: str, place: int) -> str:
        if place > 0:
            for word in self._by_tail.get(text[place - 1], ()):
                if text.endswith(word, 0, place):
                    return word
        return ""


class Embedded:
    """Words with a numeral inside, found from the place of that numeral.

    Indexed by the numeral and its neighbour, so that the hundreds of words with 一 cost one
    look-up each side.
    """

    __slots__ = ("_by_pair",)

    def __init__(self, words: Iterable[str]) -> None:
        by_pair: dict[str, list[tuple[int, str]]] = {}
        for word in words:
            offset = next(i for i, c in enumerate(word) if c in NUMERALS)
            head = max(0, offset - 1)
            by_pair.setdefault(word[head : head + 2], []).append((offset, word))
        self._by_pair = {
            pair: tuple(sorted(entries, key=lambda e: len(e[1]), reverse=True))
            for pair, entries in by_pair.items()
        }

    def around(self, text: str, place: int, floor: int) -> tuple[int, str] | None:
        """(start, word) of the longest word whose first numeral stands at `place`."""
        best: tuple[int, str] | None = None
        for pair in (text[max(0, place - 1) : place + 1], text[place : place + 2]):
            for offset, word in self._by_pair.get(pair, ()):
                start = place - offset
                if start >= floor and text.startswith(word, start):
                    if best is None or len(word) > len(best[1]):
                        best = start, word
                    break
        return best


class Words:
    """Every list under its name in the file, folded like the text it is matched against."""

    def __init__(self, lists: dict[str, str], table: dict[int, str]) -> None:
        def words(name: str) -> list[str]:
            return lists[name].translate(table).split()

        self.classifiers = Prefixes(words("classifiers"))
        self.latin_units = Prefixes(words("latin_units"))
        self.not_units = Prefixes(words("not_units"))
        self.nouns = Prefixes(words("nouns"))
        self.nouns_after_digits = Prefixes(words("nouns_after_digits"))
        self.currencies = Prefixes(words("currencies"))
        self.ordinal_nouns = Prefixes(words("ordinal_nouns"))
        self.ranks = Prefixes(words("ranks"))
        self.level_counts = Prefixes(words("level_counts"))
        self.level_places = Suffixes(words("level_places"))
        self.named_after_ordinal = Prefixes(words("named_after_ordinal"))
        self.named_after_number = Prefixes(words("named_after_number"))
        self.number_after = Prefixes(words("number_after"))
        self.number_before = Suffixes(words("number_before"))
        self.numbered = Suffixes(words("numbered"))
        self.first_not_before = Prefixes(words("first_not_before"))
        self.first_not_after = Suffixes(words("first_not_after"))
        self.verbs_before_one = Suffixes(words("verbs_before_one"))
        self.facts_after_one = Prefixes(words("facts_after_one"))
        self.limits_before_one = Suffixes(words("limits_before_one"))
        self.limits_after_one = Prefixes(words("limits_after_one"))
        self.one_not_after = frozenset(lists["one_not_after"])
        self.one_not_after_words = Suffixes(words("one_not_after_words"))
        self.score_before = Suffixes(words("score_before"))
        self.score_verbs = Suffixes(words("score_verbs"))
        self.score_not_before = Prefixes(words("score_not_before"))
        self.vague_before = Suffixes(words("vague_before"))
        self.watch_words = words("watch_words")
        self.named_spans = Prefixes(words("named_spans"))
        self.measured_spans = Suffixes(words("measured_spans"))
        self.money_words = words("money_words")
        self.docno_stops = words("docno_stops")
        self.docno_orders = Suffixes(words("docno_orders"))
        self.lexical = Embedded(words("lexical"))
        self.idioms = Embedded(words("idioms"))
        self.before = {name: Suffixes(words(f"{name}_before")) for name in _QUALIFIERS}
        self.after = {name: Prefixes(words(f"{name}_after")) for name in _QUALIFIERS_AFTER}
        self.bending_before = Suffixes(w for n in _QUALIFIERS for w in words(f"{n}_before"))
        self.bending_after = Prefixes(w for n in _QUALIFIERS_AFTER for w in words(f"{n}_after"))
        self.sets = {name: frozenset(words(name)) for name in _SETS}


@cache
def folding() -> dict[int, str]:
    """One character for one: full-width forms, dashes, brackets, radicals, traditional."""
    table = {ord(c): to for group, to in _FOLDED.items() for c in group}
    wide = [*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)]
    wide += [*range(0x2F00, 0x2FD6), 0xFF0B, 0xFF1C, 0xFF1D, 0xFF1E]
    table |= {code: unicodedata.normalize("NFKC", chr(code)) for code in wide}
    table[ord("．")] = "."
    table |= {ord(pair[0]): pair[1] for pair in load("reading")["traditional"].split()}
    return table


@cache
def words() -> Words:
    """The lists, indexed."""
    return Words(load("reading"), folding())
