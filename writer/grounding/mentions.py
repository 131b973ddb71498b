"""A mention: a number as it stands in a text."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache


class Kind(StrEnum):
    """What sort of number a mention is (fixed contract, READING.md)."""

    MONEY = "money"
    COUNT = "count"
    PERCENT = "percent"
    DATE = "date"
    SCORE = "score"
    ORDINAL = "ordinal"
    DOCNO = "docno"
    ENUM = "enum"
    IDIOM = "idiom"
    BARE = "bare"

    @property
    def structural(self) -> bool:
        """Kinds that state no quantity: nothing in a ledger speaks of them."""
        return self in (Kind.ENUM, Kind.IDIOM)


_WORDS = frozenset({Kind.DATE, Kind.DOCNO, Kind.IDIOM, Kind.ENUM})


class Qualifier(StrEnum):
    """How the words around a number bend it."""

    EXACT = "exact"
    ABOUT = "about"  # 约, 左右, 近(outside), ±
    OVER = "over"  # 余, 多, 逾, 超过: a little more than
    NEAR = "near"  # 近千人: a little less than
    AT_LEAST = "at_least"  # 不少于, 以上, ≥
    AT_MOST = "at_most"  # 不超过, 以内, ≤


@dataclass(frozen=True, slots=True)
class Mention:
    """A number as it stands in a text.

    `start`/`end` (exclusive) are character offsets into the text read. `value` is canonical:
    a plain decimal string without exponent or trailing zeros (money in 元, percent as a
    fraction, 百分点 in points), "low/high" for a range, "2:1" for a ratio, EDTF for a date,
    the string itself for a docno, None for an idiom. `unit` is the base unit: 元, 美元, the
    classifier (人, 次, 万元 never), "%" for a percent, "百分点", "ratio", "分", or None.
    `step` is one unit of the last digit written, in the value's own unit (339.52万元 → 100 元;
    19.67% → 0.0001): half of it is the tolerance. For 近千人 or 7万户 the step is that of the
    digits written (1000 and 10000).
    """

    start: int
    end: int
    text: str
    kind: Kind
    value: str | None
    unit: str | None = None
    step: Decimal = Decimal(1)
    qualifier: Qualifier = Qualifier.EXACT

    @property
    def number(self) -> Decimal | None:
        """The value as one Decimal; None for ranges, ratios, dates, document numbers, idioms and
        enumerators (附件3-2)."""
        if self.value is None or self.kind in _WORDS:
            return None
        return _decimal(self.value)


@lru_cache(maxsize=4096)
def _decimal(value: str) -> Decimal | None:
    return None if "/" in value or ":" in value else Decimal(value)
