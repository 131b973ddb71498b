"""Members of a 分别 list: the relation they share, the year or the basis in each one's place.

The subjects in their places are `naming`'s.
"""

from __future__ import annotations

from dataclasses import replace

from writer.grounding.frame import Frame
from writer.grounding.lexicon import Tag
from writer.grounding.mentions import Kind
from writer.grounding.relations import Link, Relation
from writer.grounding.scope import relative_period
from writer.grounding.statements import Statement
from writer.grounding.wording import worded


class Members:
    """Remembers what was said before the list that is being told off."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._shared: Link | None = None
        self._references: list[tuple[str, str]] = []
        self._first = 0  # the year that a series of growths starts from; 0 for none
        self._years: list[str] = []
        self._bases: list[str] = []

    def relation(self, statement: Statement, header: str) -> Link | None:
        """The relation that the number's words spell out, or those of its list's first member;
        `header` are the words over its column."""
        if statement.group is None:
            return worded(self._frame, statement, header)
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

    def _compared_with(self, statement: Statement, size: int) -> list[tuple[str, str]]:
        """分别高于目标值和上年1.7个、0.8个百分点: (basis, period) in each member's place."""
        scope = self._frame.scope
        named = [
            (t.payload, "") if t.tag is Tag.BASIS else ("", relative_period(scope.year, t.payload))
            for t in statement.left
            if t.start >= statement.respectively
            and t.tag in (Tag.BASIS, Tag.PERIOD)
            and t.payload != "spent"
        ]
        return named if len(named) == size else []

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
        if size and place == 0 and not statement.again:
            years = [d.value or "" for d in statement.dates if d.end <= statement.respectively]
            self._years = years[-size:] if len(years) >= size else []
            bases = [
                t.payload
                for t in statement.left
                if t.tag is Tag.BASIS and t.payload != "spent" and t.end <= statement.respectively
            ]
            self._bases = bases if len(bases) == size > len(self._years) else []
        if size and self._first:
            scope.period, scope.local_period = str(self._first + place + 1), True
            return
        if size and place < len(self._years):
            scope.period, scope.local_period = self._years[place], True
        if size and place < len(self._bases):
            scope.basis, scope.local_basis = self._bases[place], True
