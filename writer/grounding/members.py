"""Members of a 分别 list: the relation they share, the year or the basis in each one's place.

The subjects in their places are `naming`'s.
"""

from __future__ import annotations

import re
from dataclasses import replace

from writer.grounding.frame import Frame
from writer.grounding.lexicon import Tag
from writer.grounding.mentions import Kind
from writer.grounding.relations import Link, Relation
from writer.grounding.spans import Span, expanded, period_of, spoken
from writer.grounding.statements import Statement
from writer.grounding.when import relative_period
from writer.grounding.wording import worded

_YEARS = re.compile(r"(\d{4})/(\d{4})")
_OF_ALL = re.compile(r"(?<![占为到])(?:全年|本年|今年|当年|年末|年底)")


class Members:
    """Remembers what was said before the list that is being told off."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._shared: Link | None = None
        self._references: list[tuple[str, str]] = []
        self._compared: tuple[int, list[tuple[str, str]]] = (-1, [])  # by the sentence's numbers
        self._first = 0  # the year that a series of growths starts from; 0 for none
        self._years: list[str] = []
        self._bases: list[str] = []
        self._spans: list[Span] = []
        self._said = ""  # the basis that the list's first number has been told in

    def relation(self, statement: Statement, header: str) -> Link | None:
        """The relation that the number's words spell out, or those of its list's first member;
        `header` are the words over its column."""
        if statement.group is None:
            return self._noted(statement, worded(self._frame, statement, header))
        place, size = statement.group
        if place == 0:
            self._shared = worded(self._frame, statement, header)
            self._references = self._compared_with(statement, size)
            self._first = self._series(statement, size)
        shared = self._shared
        scope = self._frame.scope
        scope.series = bool(self._first)
        if shared is not None and self._first:
            return replace(shared, ref_period=str(self._first + place))
        if shared is None or shared.relation is not Relation.CHANGE or not self._references:
            return shared
        basis, period = self._references[place]
        return replace(shared, ref_basis=basis, ref_period=period)

    def _noted(self, statement: Statement, link: Link | None) -> Link | None:
        """The relation as it is; what it compares with may be taken up again by a list."""
        if self._compared[0] != statement.sentence:
            self._compared = statement.sentence, []
        if link is not None and link.relation is Relation.CHANGE:
            told = (link.ref_basis, link.ref_period)
            if any(told) and told not in self._compared[1]:
                self._compared[1].append(told)
        return link

    def _compared_with(self, statement: Statement, size: int) -> list[tuple[str, str]]:
        """分别高于目标值和上年1.7个、0.8个百分点: (basis, period) in each member's place; for
        比年初预算多…、比上年多…，增长率分别为… those that the sentence has told, in order."""
        scope = self._frame.scope
        named = [
            (t.payload, "") if t.tag is Tag.BASIS else ("", relative_period(scope.year, t.payload))
            for t in statement.left
            if t.start >= statement.respectively
            and t.tag in (Tag.BASIS, Tag.PERIOD)
            and t.payload != "spent"
        ]
        if named or self._compared[0] != statement.sentence:
            return named if len(named) == size else []
        told = self._compared[1]
        return list(told) if len(told) == size > 1 else []

    def _series(self, statement: Statement, size: int) -> int:
        """2022年X，2023年Y，今年Z，增幅分别为14.3%和9.6%: one growth a year, up to the report's."""
        shared, scope = self._shared, self._frame.scope
        percent = statement.mention.kind is Kind.PERCENT and statement.mention.unit == "%"
        if shared is None or shared.relation is not Relation.CHANGE or not percent or size < 2:
            return 0
        named = {t.payload for t in statement.left if t.tag is Tag.SUBJECT}
        years = {r.figure.period for r in scope.resolved if r.figure.period.isdigit()}
        compared = any(t.tag is Tag.COMPARE for t in statement.left)
        if compared or len(named) > 1 or len(years) <= size:
            return 0
        return int(scope.year) - size

    def place(self, statement: Statement) -> None:
        """2022年、2023年支出分别为…, 年初预算数、决算数分别是…: each member has the year or
        the basis in its place."""
        scope = self._frame.scope
        place, size = statement.group or (0, 0)
        scope.span, scope.span_end = None, 0
        if size and place == 0 and not statement.again:
            self._years = self._years_of(statement, size)
            before = self._frame.text[statement.gap : statement.mention.start]
            spans = [s.span for s in spoken(before)]
            # 一季度没有轮换，二、三、四季度各轮换…: the last words are the list's
            self._spans = expanded(spans, size) or expanded(spans[-1:], size)
            bases = [
                t.payload
                for t in statement.left
                if t.tag is Tag.BASIS and t.payload != "spent" and t.end <= statement.respectively
            ]
            self._bases = bases if len(bases) == size > len(self._years) else []
        if size and place == 0:
            self._said = scope.basis if scope.local_basis else ""
        elif size and scope.basis == self._said:
            scope.local_basis = bool(self._said)  # 均达到目标（90%、92%）
        if size and self._first:
            scope.period, scope.local_period = str(self._first + place + 1), True
            return
        if size and place < len(self._years):
            scope.period, scope.local_period = self._years[place], True
        if size and place < len(self._bases):
            scope.basis, scope.local_basis = self._bases[place], True
        self._part(statement)

    def _part(self, statement: Statement) -> None:
        """Puts the months that a number's words, or its place in a list, name into the scope."""
        scope, (place, size) = self._frame.scope, statement.group or (0, 0)
        if size:
            if place < len(self._spans):
                scope.span = self._spans[place]
                scope.period, scope.local_period = period_of(scope.year, scope.span), True
            return
        words = self._frame.text[statement.gap : statement.mention.start]
        named = spoken(words)
        if named and not _OF_ALL.search(words, named[-1].end):
            scope.span, scope.span_end = named[-1].span, named[-1].end

    def _years_of(self, statement: Statement, size: int) -> list[str]:
        """2021年、2022年分别为, 2021年至2023年依次为, 三年连降——: a year for each member."""
        dates = [d.value or "" for d in statement.dates if d.end <= statement.respectively]
        if len(dates) >= size:
            return dates[-size:]
        if dates and (ends := _YEARS.fullmatch(dates[-1])) is not None:
            first, last = int(ends[1]), int(ends[2])
            return [str(y) for y in range(first, last + 1)] if last - first + 1 == size else []
        if statement.years == size:
            last = int(self._frame.scope.year)
            return [str(y) for y in range(last - size + 1, last + 1)]
        return []
