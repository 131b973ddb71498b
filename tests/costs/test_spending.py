"""Sums of recorded calls: nothing counted twice, nothing added across currencies."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from writer.calls import CallRecord
from writer.costs import Price, PriceTable, grouped, spent
from writer.costs.spending import model_of, month_of, section_of

PRICE = Price(models=("m",), currency="元", input=Decimal(1), output=Decimal(2))
TABLE = PriceTable((PRICE,))
CALL = CallRecord(
    "k", "概况#1", "m", "h", reply="好", tokens_in=1000, tokens_out=500, cost=Decimal("0.01"),
    currency="元", started="2026-11-22T10:00:00+08:00", seconds=1.5,
)  # fmt: skip


def test_a_call_counts_with_the_price_it_was_made_at() -> None:
    assert spent([CALL], TABLE).money == {"CNY": Decimal("0.01")}


def test_without_a_recorded_price_the_table_s_counts_and_else_it_is_said() -> None:
    bare = replace(CALL, cost=None, currency="")
    assert spent([bare], TABLE).money == {"CNY": Decimal("0.002")}
    unknown = spent([replace(bare, model="x"), CALL], TABLE)
    assert unknown.unpriced == 1
    assert unknown.total("CNY", {}) is None, "part of it is not known"
    assert (unknown.tokens_in, unknown.tokens_out) == (2000, 1000)


def test_currencies_are_kept_apart() -> None:
    both = spent([CALL, replace(CALL, cost=Decimal(1), currency="美元")], TABLE)
    assert both.money == {"CNY": Decimal("0.01"), "USD": Decimal(1)}
    assert both.total("CNY", {}) is None
    whole = both.total("CNY", {"USD": Decimal(7)})
    assert whole is not None
    assert whole.amount == Decimal("7.01")


def test_failed_calls_and_stored_answers_cost_nothing_and_are_counted() -> None:
    failed = replace(CALL, reply=None, outcome="timeout", cost=None)
    whole = spent([CALL, failed, replace(CALL, source="store")], TABLE)
    assert (whole.calls, whole.failed, whole.stored) == (1, 1, 1)
    assert whole.money == {"CNY": Decimal("0.01")}


def test_groups() -> None:
    other = replace(CALL, purpose="问题#2", started="2026-12-01T00:00:00+08:00")
    records = [CALL, other, replace(CALL, purpose="概况#2", started="")]
    assert {k: s.calls for k, s in grouped(records, TABLE, section_of).items()} == {
        "概况": 2,
        "问题": 1,
    }
    assert list(grouped(records, TABLE, month_of)) == ["2026-11", "2026-12", "（未记日期）"]
    assert list(grouped(records, TABLE, model_of)) == ["m（h）"]
