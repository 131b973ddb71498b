"""The ledger as grounding asks it: by label, by value, and its narrative by number.

Built once per ledger. Labels are a figure's subject and aliases, their synonyms from the word
list, and the same without a trailing counting word (编制数 → 编制).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache, cached_property

from writer.grounding import bases, department
from writer.grounding.bigrams import bigrams
from writer.grounding.lexicon import lexicon
from writer.grounding.match import Limits, bounds, kind_fits, states
from writer.grounding.mentions import Kind, Mention
from writer.grounding.name_parts import NameParts
from writer.grounding.quotes import Quote, quotes_in
from writer.grounding.reading import read
from writer.grounding.tokens import Scanner
from writer.ledger import Figure, Ledger

_COUNTING = re.compile(
    r"(?:总?人数|人次数|人次|总?次数|数量|总数|个数|起数|户数|场次|总?金额|总额|数|情况|总量)$"
)
_BAND = re.compile(r"\d+分?[至到~～—-]\d+分|\d+分(?:及)?以[上下]")
_QUOTES = re.compile(r"[“”\"＂‘’《》〈〉\s]")
LONGEST_BASIS = 4  # a longer basis word (财政拨款收入) may well be a line's name
SHORTEST_LABEL = 2
_BARE_KINDS = ("money", "count", "percent", "score", "bare", "ordinal")
_NONE: tuple[list[Decimal], list[Figure]] = ([], [])


@cache
def _kinds(kind: Kind) -> tuple[str, ...]:
    """The kinds of figures that a number of a kind may state; its own first."""
    return tuple(dict.fromkeys((str(kind), "bare", "count", "score")))


class LedgerIndex:
    """What linking looks up."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.year = str(ledger.year)
        self.figures = [_readable(f) for f in ledger.figures.values()]
        self.by_id = {f.id: f for f in self.figures}
        self.names: list[str] = []
        self.of_subject: list[list[Figure]] = []
        self.subject_of: dict[str, int] = {}  # figure id -> subject id
        self._collect()
        self.labels = self._labels()
        self.scanner = Scanner(lexicon().words, self.labels)
        self.word_scanner = Scanner(lexicon().words, {})
        self.spoken_bases = bases.of_names(self.figures, self.labels)
        self._by_value = self._sorted_values()

    def _collect(self) -> None:
        numbers: dict[str, int] = {}
        for figure in self.figures:
            name = figure.subject
            if name not in numbers:
                numbers[name] = len(self.names)
                self.names.append(name)
                self.of_subject.append([])
            self.of_subject[numbers[name]].append(figure)
            self.subject_of[figure.id] = numbers[name]

    def _labels(self) -> dict[str, tuple[int, ...]]:
        found: dict[str, set[int]] = defaultdict(set)
        weak: dict[str, set[int]] = defaultdict(set)
        synonyms = lexicon().synonyms
        for number, figures in enumerate(self.of_subject):
            own = {figures[0].subject, *(a for f in figures for a in f.aliases)}
            for label in own:
                found[label].add(number)
                plain = _QUOTES.sub("", label)
                short = _COUNTING.sub("", plain)
                others = [*synonyms.get(label, ()), plain, short, *synonyms.get(short, ())]
                if (band := _BAND.search(label)) is not None:
                    others.append(band[0])  # 60至90分的2个
                for other in others:
                    # 执行率 behind another thing's name is that one's, whatever 预算执行率 is
                    rated = other in lexicon().rates
                    if len(other) >= SHORTEST_LABEL and other not in own and not rated:
                        weak[other].add(number)
        # a figure's own name always goes before another one's synonym
        for label, numbers in weak.items():
            if label not in found:
                found[label] = numbers
        # a label that is itself a basis word (支出, 调整预算) would take the word from its use
        words = {word for word in lexicon().bases if len(word) <= LONGEST_BASIS}
        common = {*words, *(lexicon().vague - set(self.names))}
        return {k: tuple(sorted(n)) for k, n in found.items() if k and k not in common}

    def _sorted_values(self) -> dict[str, tuple[list[Decimal], list[Figure]]]:
        groups: dict[str, list[tuple[Decimal, int, Figure]]] = defaultdict(list)
        for i, figure in enumerate(self.figures):
            number = figure.number
            worded = figure.measure.endswith(("增减", "增长率")) or (
                figure.formula and figure.measure.startswith(("占", "比"))
            )
            # changes and shares are only looked for where the text has their words
            if number is not None and not worded:
                groups[figure.kind].append((number, i, figure))
        result = {}
        for kind, rows in groups.items():
            rows.sort(key=lambda r: r[:2])
            result[kind] = ([r[0] for r in rows], [r[2] for r in rows])
        return result

    @cached_property
    def _label_words(self) -> tuple[list[tuple[int, int]], dict[str, list[int]]]:
        """Every label as (subject, number of bigrams), and bigram → labels that have it."""
        rows: list[tuple[int, int]] = []
        where: dict[str, list[int]] = defaultdict(list)
        for label, subjects in self.labels.items():
            words = bigrams(label)
            for subject in subjects if len(words) > 1 else ():
                for word in words:
                    where[word].append(len(rows))
                rows.append((subject, len(words)))
        return rows, where

    def resembling(self, text: str, share: float = 0.6) -> list[int]:
        """Subjects whose name shares most of its, or of the text's, pairs of characters."""
        words = bigrams(text)
        if not words:
            return []
        rows, where = self._label_words
        votes = Counter(row for word in words for row in where.get(word, ()))
        found: dict[int, float] = {}
        least = max(2, share * len(words))  # of the text's own pairs, when they are to prove it
        for row, hits in votes.items():
            subject, size = rows[row]
            if hits < share * size and hits < least:
                continue  # nearly all of them
            likeness = max(hits / size, hits / len(words) if hits > 1 else 0)
            if likeness >= share and likeness > found.get(subject, 0):
                found[subject] = likeness
        return sorted(found, key=lambda s: -found[s])

    def stating(self, mention: Mention) -> list[Figure]:
        """The figures whose value a mention states, whatever they are about."""
        limits = bounds(mention)
        if limits is None:
            return [f for f in self.words if states(mention, f)]
        return list(self.within(mention, limits))

    def within(self, mention: Mention, limits: Limits) -> Iterator[Figure]:
        """The figures between the limits (both included) of a kind and unit that a mention may
        state."""
        low, high = limits
        for kind in _BARE_KINDS if mention.kind is Kind.BARE else _kinds(mention.kind):
            values, figures = self._by_value.get(kind, _NONE)
            for i in range(bisect_left(values, low), len(values)):
                if values[i] > high:
                    break
                if kind_fits(mention, figures[i]):
                    yield figures[i]

    @cached_property
    def whole(self) -> list[int]:
        """Subjects that are the department's whole income or spending, [] where none is."""
        return department.whole(self.names, self.labels)

    @cached_property
    def spending(self) -> list[int]:
        """Lines of spending by their names: 基本支出, 项目支出."""
        return department.spending(self.names)

    @cached_property
    def totals(self) -> list[int]:
        """What other figures may be parts of: the wholes and the lines of spending; of a ledger
        without either what it is about."""
        known = {*self.whole, *self.spending}
        return sorted(known) or department.largest(self.of_subject, self.year)

    @cached_property
    def wholes(self) -> frozenset[str]:
        """Names of what a table's total may state: the totals, what others belong to, and what
        all projects have spent."""
        parents = {name for f in self.figures for name in f.parents}
        projects = [n for n in self.spending if "项目" in self.names[n]]
        return frozenset(
            parents | {self.names[n] for n in [*(self.whole or self.totals), *projects]}
        )

    @cached_property
    def projects(self) -> dict[str, int]:
        """Names of the facts' projects, else of whatever but the totals has an amount, with
        their subjects: what 该项目 can mean."""
        known = {p.name for p in self.ledger.facts.projects}
        if not known:
            money = {f.subject for f in self.figures if f.kind == "money"}
            known = money - {self.names[n] for n in self.totals}
        return {name: n for n, name in enumerate(self.names) if name in known}

    def counterparts(self, subject: int) -> list[int]:
        """某基金收入 → 某基金支出, and the other way round."""
        name = self.names[subject]
        other = name.replace("收入", "支出") if "收入" in name else name.replace("支出", "收入")
        return list(self.labels.get(other, ())) if other != name else []

    @cached_property
    def parts(self) -> NameParts:
        """Subjects by a piece of their names."""
        return NameParts(self.names, self.labels)

    @cached_property
    def _by_unit(self) -> dict[tuple[str, str | None], list[Figure]]:
        found: dict[tuple[str, str | None], list[Figure]] = defaultdict(list)
        for figure in self.figures:
            if figure.number is not None:
                found[figure.kind, figure.unit].append(figure)
        return found

    def of_unit(self, kind: str, unit: str | None) -> list[Figure]:
        """The figures of one sort: what an average in that unit can be of."""
        return self._by_unit.get((kind, unit), [])

    @cached_property
    def counts(self) -> list[Figure]:
        """The figures that count things."""
        return [f for f in self.figures if f.kind == "count"]

    @cached_property
    def words(self) -> list[Figure]:
        """Figures that are no plain number: dates, document numbers, ranges, ratios."""
        return [f for f in self.figures if f.number is None]

    @cached_property
    def periods(self) -> frozenset[str]:
        """Every period that some figure is about."""
        return frozenset(f.period for f in self.figures if f.period)

    @cached_property
    def quotes(self) -> list[Quote]:
        """Every number of the narrative texts."""
        return list(quotes_in(self.ledger.evidence))

    @cached_property
    def quotes_by_value(self) -> dict[tuple[str, str | None], list[Quote]]:
        """Numbers of the narrative by kind and value."""
        found: dict[tuple[str, str | None], list[Quote]] = defaultdict(list)
        for quote in self.quotes:
            found[str(quote.mention.kind), quote.mention.value].append(quote)
        return found

    @cached_property
    def quotes_by_word(self) -> dict[str, list[int]]:
        """Bigram -> numbers of quotes whose clause has it."""
        found: dict[str, list[int]] = defaultdict(list)
        for i, quote in enumerate(self.quotes):
            for word in quote.words:
                found[word].append(i)
        return found


def _readable(figure: Figure) -> Figure:
    """A figure with its basis by its usual name, and the value of one written in words."""
    basis = lexicon().bases.get(figure.basis, figure.basis)
    if basis != figure.basis:
        figure = replace(figure, basis=basis)
    if "/" in figure.subject and not figure.parents:
        # 审结案件/执行: a path, the whole before the part
        *parents, own = (part.strip() for part in figure.subject.split("/"))
        aliases = (*figure.aliases, own) if len(own) >= SHORTEST_LABEL else figure.aliases
        figure = replace(figure, parents=tuple(parents), aliases=aliases)
    if figure.kind != "text":
        return figure
    mentions = [m for m in read(figure.value) if m.kind not in (Kind.ENUM, Kind.IDIOM)]
    if len(mentions) != 1 or mentions[0].value is None:
        return figure
    only = mentions[0]
    return replace(figure, kind=str(only.kind), value=str(only.value), unit=only.unit)
