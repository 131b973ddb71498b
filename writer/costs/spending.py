"""Tokens and money of recorded calls, added up by whatever is asked for.

A call counts with the price it was made at. One recorded without a price counts with the price
that the table has now; one that has none counts in tokens only, and is said to be unpriced.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from writer.calls import CallRecord
from writer.costs.money import CNY, Money, currency_of
from writer.costs.prices import PriceTable


@dataclass(slots=True)
class Spent:
    """A sum of calls. `money` is by currency; `failed` calls brought no answer, and servers may
    charge for them all the same; `stored` answers came from the store that runs share."""

    calls: int = 0
    failed: int = 0
    stored: int = 0
    unpriced: int = 0
    tokens_in: int = 0
    tokens_cached: int = 0
    tokens_out: int = 0
    estimated: bool = False
    money: dict[str, Decimal] = field(default_factory=dict)

    def add(self, record: CallRecord, prices: PriceTable) -> None:
        if record.source == "store":
            self.stored += 1
            return
        if not record.paid:
            self.failed += 1
            return
        self.calls += 1
        self.tokens_in += record.tokens_in
        self.tokens_cached += record.tokens_cached
        self.tokens_out += record.tokens_out
        self.estimated |= record.estimated
        cost = cost_of(record, prices)
        if cost is None:
            self.unpriced += 1
        else:
            self.money[cost.currency] = self.money.get(cost.currency, Decimal(0)) + cost.amount

    def join(self, other: Spent) -> None:
        """Adds another sum to this one."""
        for name in ("calls", "failed", "stored", "unpriced", "tokens_in", "tokens_out"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.tokens_cached += other.tokens_cached
        self.estimated |= other.estimated
        for currency, amount in other.money.items():
            self.money[currency] = self.money.get(currency, Decimal(0)) + amount

    def total(self, currency: str, rates: Mapping[str, Decimal]) -> Money | None:
        """All of it in one currency; None where a rate or a price is missing."""
        if self.unpriced:
            return None
        parts = [Money(a, c).to(currency, rates) for c, a in self.money.items()]
        known = [part.amount for part in parts if part is not None]
        return Money(sum(known, Decimal(0)), currency) if len(known) == len(parts) else None


def cost_of(record: CallRecord, prices: PriceTable) -> Money | None:
    """What a call cost: as recorded, else by the table; None when nobody knows."""
    if record.cost is not None:
        return Money(record.cost, currency_of(record.currency or CNY))
    price = prices.find(record.model, record.host)
    if price is None:
        return None
    return price.cost(record.tokens_in, record.tokens_out, record.tokens_cached)


def spent(records: Iterable[CallRecord], prices: PriceTable) -> Spent:
    """One sum of all."""
    whole = Spent()
    for record in records:
        whole.add(record, prices)
    return whole


def grouped(
    records: Iterable[CallRecord], prices: PriceTable, name: Callable[[CallRecord], str]
) -> dict[str, Spent]:
    """Sums by what `name` says of a call, in the order in which the names first appear."""
    sums: dict[str, Spent] = {}
    for record in records:
        sums.setdefault(name(record), Spent()).add(record, prices)
    return sums


def section_of(record: CallRecord) -> str:
    return record.section or "（未注明）"


def month_of(record: CallRecord) -> str:
    """2026-11 by the clock that the call was made by; lines of older versions have none."""
    return record.started[:7] or "（未记日期）"


def model_of(record: CallRecord) -> str:
    return f"{record.model}（{record.host}）" if record.host else record.model
