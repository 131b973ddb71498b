"""Quarters, months and what they add up to: 上半年累计, 前三季度, 截至11月底, 七、八两个月.

A facts file may give the parts of a year as periods of one thing (期间: 2024-Q1), as things of
their own (一季度支出) or as measures (上半年累计支出). Here all three are one series of amounts
over months, in which the amount of any other span is the sum of some and the rest of others.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import NamedTuple

from writer.grounding.bigrams import bigrams
from writer.grounding.ledger_index import LedgerIndex
from writer.grounding.lexicon import lexicon
from writer.grounding.match import plain_period
from writer.ledger import Figure, derive
from writer.ledger.figure import ACTUAL, DONE
from writer.numerals import chinese

_N = r"([一二三四五六七八九十\d]{1,3})"
_TO = r"(?:至|到|-|—|－|～|~)"
_AND = r"(?:、|和|及)"
_MORE = rf"(?:{_AND}第?[一二三四五六七八九十\d]{{1,3}}){{0,10}}"
_SPOKEN = re.compile(
    rf"前{_N}个?(?:季度|月)"
    rf"|第?{_N}(?:季度)?{_TO}第?{_N}季度|第?{_N}{_MORE}{_AND}第?{_N}季度"
    rf"|第?{_N}季度|首季"
    rf"|{_N}(?:月份?)?{_TO}{_N}月|{_N}{_MORE}{_AND}{_N}(?:[两三四]个)?月"
    rf"|(?<![\d个十]){_N}月(?!\d|[一二三四五六七八九十]+日)"
    r"|[上下前后]半年"
)
_UP_TO = re.compile(r"截[至止]到?(?:\d{4}年)?$")
_UNTIL = re.compile(r"(?:截[至止][^，。；]*|[到至])$")  # … where 末 or 底 follows
_AT_END = re.compile(r"份?[末底]")
_MONTHS = re.compile(r"(\d{4})-(\d\d)")
_CUMULATIVE = re.compile(r"累计")
_DONE = (DONE, ACTUAL, "")
FEWEST = 2  # parts of a year that make a series


class Span(NamedTuple):
    """The months of a year from `first` to `last`, both within."""

    first: int
    last: int

    @property
    def before(self) -> Span:
        """The span of the same length that ends where this one begins."""
        length = self.last - self.first + 1
        return Span(self.first - length, self.first - 1)


YEAR = Span(1, 12)


class Spoken(NamedTuple):
    """A span in words, and where the words stand."""

    start: int
    end: int
    span: Span


def spoken(words: str) -> list[Spoken]:
    """The parts of a year that words name, in order; 截至11月底 and 三季度末 go back to January."""
    found = []
    for match in _SPOKEN.finditer(words):
        span = _span(match)
        if span is None or not 1 <= span.first <= span.last <= 12:
            continue
        ended = _AT_END.match(words, match.end()) is not None
        before = words[: match.start()]
        if _UP_TO.search(before) or (ended and _UNTIL.search(before)):
            span = Span(1, span.last)
        found.append(Spoken(match.start(), match.end(), span))
    return found


def span_of_cell(header: str, label: str) -> Span | None:
    """The months of a table's cell, which its column or its row names; 累计 is from January on."""
    named = spoken(header) or spoken(label)
    if not named:
        return None
    span = named[-1].span
    return Span(1, span.last) if _CUMULATIVE.search(header + label) else span


def _span(match: re.Match[str]) -> Span | None:
    text = match[0]
    if text.endswith("半年"):
        return Span(1, 6) if text[0] in "上前" else Span(7, 12)
    if text == "首季":
        return Span(1, 3)
    numbers = [int(n) if n.isdigit() else int(chinese(n) or 0) for n in match.groups() if n]
    if text.endswith("季度"):
        first = 1 if text.startswith("前") else numbers[0] * 3 - 2
        return Span(first, numbers[-1] * 3)
    return Span(1 if text.startswith("前") else numbers[0], numbers[-1])


@dataclass(frozen=True)
class Series:
    """The amounts of one thing over the parts of one year: (span, figure), the whole year too."""

    year: str
    parts: tuple[tuple[Span, Figure], ...]

    @cached_property
    def ids(self) -> frozenset[str]:
        return frozenset(f.id for _, f in self.parts)

    @cached_property
    def subjects(self) -> frozenset[str]:
        return frozenset(f.subject for _, f in self.parts)

    @property
    def kind(self) -> str:
        return self.parts[0][1].kind

    def of(self, span: Span) -> Figure | None:
        """What the span amounts to: a figure, or parts added up and taken off the whole."""
        path = self._path(span.first - 1, span.last)
        if path is None and span.first == 1:
            # 9月至12月逐月……，截至11月底累计: from the first month that there is
            opened = min(s.first for s, _ in self.parts if s != YEAR)
            path = self._path(opened - 1, span.last)
        if not path:
            return None
        plus = [f for f, sign in path if sign > 0]
        minus = [f for f, sign in path if sign < 0]
        total = plus[0] if len(plus) == 1 else derive.total("+".join(f.id for f in plus),
                                                            plus[0].subject, plus)  # fmt: skip
        for part in minus:
            total = derive.difference(total, part) if total is not None else None
        if total is None or not total.formula:
            return total
        return replace(total, period=period_of(self.year, span))

    @property
    def whole(self) -> Figure | None:
        """The year's amount, else the sum of all its parts."""
        given = next((f for s, f in self.parts if s == YEAR), None)
        if given is not None:
            return given
        spans = [s for s, _ in self.parts]
        first, last = min(s.first for s in spans), max(s.last for s in spans)
        return self.of(Span(first, last)) if last == YEAR.last else None

    def _path(self, start: int, end: int) -> list[tuple[Figure, int]] | None:
        """The fewest figures that lead from one end of a month to another, forwards or back."""
        steps: dict[int, list[tuple[int, Figure, int]]] = defaultdict(list)
        for span, figure in self.parts:
            steps[span.first - 1].append((span.last, figure, 1))
            steps[span.last].append((span.first - 1, figure, -1))
        queue: list[tuple[int, list[tuple[Figure, int]]]] = [(start, [])]
        seen = {start}
        for at, path in queue:
            if at == end:
                return path
            for to, figure, sign in steps[at]:
                if to not in seen:
                    seen.add(to)
                    queue.append((to, [*path, (figure, sign)]))
        return None


def period_of(year: str, span: Span) -> str:
    """A span as a period: 2024-03, 2024-01/2024-09."""
    first, last = f"{year}-{span.first:02}", f"{year}-{span.last:02}"
    return first if first == last else f"{first}/{last}"


@lru_cache(maxsize=8)
def series_of(index: LedgerIndex) -> tuple[Series, ...]:
    """Every series of the ledger."""
    groups: dict[tuple[str, ...], dict[Span, Figure]] = defaultdict(dict)
    for figure in index.figures:
        if figure.formula or figure.number is None:
            continue
        found = _placed(figure)
        if found is not None:
            stem, span = found
            key = (stem, figure.basis, figure.period[:4], figure.unit or "", *figure.parents)
            groups[key].setdefault(span, figure)
    made = []
    for key, parts in groups.items():
        if len(parts) < FEWEST and not any(_CUMULATIVE.search(f.measure) for f in parts.values()):
            continue
        stem, year = key[0], key[2]
        whole = _year_figure(index, stem, year, list(parts.values()))
        if whole is not None:
            parts[YEAR] = whole
        made.append(Series(year, tuple(sorted(parts.items()))))
    return tuple(made)


def expanded(spans: list[Span], size: int) -> list[Span]:
    """The spans of a list's members: 一至四季度 of four numbers is four quarters, 9月至12月 four
    months; [] when there are not as many."""
    if len(spans) == size:
        return spans
    if len(spans) != 1:
        return []
    first, last = spans[0]
    for step in (3, 1):
        if last - first + 1 == size * step:
            return [Span(at, at + step - 1) for at in range(first, last + 1, step)]
    return []


def _placed(figure: Figure) -> tuple[str, Span] | None:
    """(the thing without its period, its months) of a figure that is of a part of a year."""
    for words, rest in ((figure.measure, figure.subject), (figure.subject, "")):
        for said in spoken(words):
            span = said.span
            stem = words[: said.start] + words[said.end :]
            if _CUMULATIVE.search(stem):
                span = Span(1, span.last)
            return rest + _CUMULATIVE.sub("", stem).strip("的末底"), span
    if (named := spoken(figure.period)) and "日" not in figure.period:
        return figure.subject + "·" + figure.measure, named[0].span
    months = [int(m[2]) for m in _MONTHS.finditer(plain_period(figure.period))]
    if not months or figure.period.count("-") > 2 or len(figure.period) > len("2024-01/2024-03"):
        return None
    if re.fullmatch(r"\d{4}-\d\d-\d\d", figure.period):
        return None
    first = 1 if _CUMULATIVE.search(figure.subject + figure.measure) else months[0]
    stem = _CUMULATIVE.sub("", figure.subject)  # 累计支出
    return (stem + "·" if stem else "") + figure.measure, Span(first, months[-1])


def _year_figure(index: LedgerIndex, stem: str, year: str, parts: list[Figure]) -> Figure | None:
    """What the parts are parts of: their own subject in the whole year, else what their names
    without the period name; a mere 支出 is the largest amount that there is."""
    model = parts[0]
    own = index.of_subject[index.subject_of[model.id]]
    named: list[Figure] = []
    if bigrams(stem.rstrip("·")) - lexicon().generic:
        named = [f for s in index.resembling(stem) for f in index.of_subject[s]]
    elif model.kind == "money":
        amounts = [f for f in index.figures if f.kind == "money"]
        named = sorted(
            amounts, key=lambda f: (stem.rstrip("·") in f.subject, f.number or 0), reverse=True
        )
    for figure in (*own, *named):
        fits = figure.period == year and figure.unit == model.unit
        if fits and figure.basis in _DONE and _placed(figure) is None and _large(figure, parts):
            return figure
    return None


def _large(whole: Figure, parts: Iterable[Figure]) -> bool:
    """Whether no part is more than the whole."""
    amount = whole.number or Decimal(0)
    return all((p.number or Decimal(0)) <= amount for p in parts)
