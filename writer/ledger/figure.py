"""A figure: one number the department knows."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from writer.quantities import Quantity, canonical, show

INITIAL, ADJUSTED, ACTUAL = "年初预算", "全年预算", "决算"
TARGET, DONE = "目标", "实际"
MONEY = "金额"
ALL_PROJECTS = "项目合计"  # subject of what all projects have together


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure stands in the facts file; line 0 when it was computed."""

    file: str = ""
    line: int = 0
    path: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of the department: key (subject · measure · basis · period), value and unit.

    `value` is canonical as in READING.md (元, fractions, EDTF, "low/high"); `decimals` and
    `written_unit` are those of the facts file, for printing it back the same way. `parents` are
    the subjects it is part of, outermost first. A derived figure has a `formula` in words and
    the ids of its `inputs`; its value is exact and is rounded only when printed.
    """

    id: str
    subject: str
    measure: str
    basis: str
    period: str
    kind: str
    value: str
    unit: str | None
    decimals: int = 0
    written_unit: str | None = None
    aliases: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    source: Source = Source()
    formula: str | None = None
    inputs: tuple[str, ...] = ()

    @property
    def number(self) -> Decimal | None:
        """The value as a Decimal; None for dates, document numbers, ranges and ratios."""
        return None if self.kind in ("date", "docno", "text") else _decimal(self.value)

    @property
    def key(self) -> str:
        """基本支出 · 金额 · 决算 · 2023: what the figure is about, for people."""
        return " · ".join(p for p in (self.subject, self.measure, self.basis, self.period) if p)

    @property
    def shown(self) -> str:
        """The value as a report prints it: 277.30万元, 19.67%, 2023年9月21日."""
        number = self.number
        if number is None:
            return show_date(self.value) if self.kind == "date" else self.value
        return show(number, self.unit, self.decimals, self.written_unit)


@lru_cache(maxsize=8192)
def _decimal(value: str) -> Decimal | None:
    return None if "/" in value or ":" in value else Decimal(value)


def from_quantity(
    ident: str,
    key: tuple[str, str, str, str],
    amount: Quantity,
    source: Source,
    *,
    aliases: tuple[str, ...] = (),
    parents: tuple[str, ...] = (),
) -> Figure:
    """A figure from `key` = (subject, measure, basis, period) and a quantity."""
    subject, measure, basis, period = key
    return Figure(
        ident, subject, measure, basis, period, amount.kind, canonical(amount.value),
        amount.unit, amount.decimals, amount.written_unit, aliases, parents, source,
    )  # fmt: skip


def show_date(edtf: str) -> str:
    """2023-09-21 → 2023年9月21日, 2023-01-22T17:40 → 2023年1月22日17时40分."""
    if "/" in edtf:
        low, high = edtf.split("/")
        return f"{show_date(low)}至{show_date(high)}"
    day, _, time = edtf.partition("T")
    parts = day.split("-")
    text = "".join(
        f"{int(part) if part.isdecimal() else part}{name}"
        for part, name in zip(parts, "年月日", strict=False)
        if part != "XXXX"
    )
    if time:
        hour, _, minute = time.partition(":")
        text += f"{int(hour)}时" + (f"{int(minute)}分" if minute and int(minute) else "")
    return text
