"""A budget holds what a call can cost before it is made, for many threads at once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from random import Random

import pytest

from writer.costs import Budget, Money, Price
from writer.errors import BudgetReached, SettingsError

# one yuan for a million tokens out, input for nothing: sums are easy to see
PRICE = Price(models=("m",), currency="元", input=Decimal(0), output=Decimal(1_000_000))


def budget(limit: int, **more: object) -> Budget:
    return Budget(Money(Decimal(limit)), PRICE, **more)  # type: ignore[arg-type]


def test_a_call_that_does_not_fit_is_not_made() -> None:
    purse = budget(10)
    first = purse.hold(0, 6)
    first.book(Decimal(6))
    with pytest.raises(BudgetReached) as caught:
        purse.hold(0, 5)
    assert "预算 10.00 元 已用 6.00 元" in caught.value.message
    assert purse.spent == 6
    assert purse.reached


def test_once_reached_it_stays_so() -> None:
    purse = budget(10)
    with pytest.raises(BudgetReached):
        purse.hold(0, 11)
    with pytest.raises(BudgetReached):
        purse.hold(0, 1)


def test_what_was_held_and_not_spent_is_free_again() -> None:
    purse = budget(10)
    purse.hold(0, 9).book(Decimal(2))
    with purse.hold(0, 8):
        pass  # nothing said of it: a server that could not be reached
    purse.hold(0, 8).lose()
    assert purse.spent == 10, "an answer lost on its way counts in full"


def test_a_call_waits_for_those_under_way() -> None:
    purse = budget(10)
    first = purse.hold(0, 9)
    got: list[str] = []

    def second() -> None:
        purse.hold(0, 9)
        got.append("held")

    waiting = threading.Thread(target=second)
    waiting.start()
    assert not got
    first.book(Decimal(1))
    waiting.join(10)
    assert got == ["held"]


def test_those_that_wait_are_told_when_it_is_used_up() -> None:
    purse = budget(10)
    first = purse.hold(0, 9)
    refused: list[str] = []

    def second() -> None:
        try:
            purse.hold(0, 9)
        except BudgetReached:
            refused.append("refused")

    waiting = [threading.Thread(target=second) for _ in range(3)]
    for thread in waiting:
        thread.start()
    first.book(Decimal(9))
    for thread in waiting:
        thread.join(10)
    assert refused == ["refused"] * 3


def test_many_threads_never_spend_more_than_the_limit() -> None:
    purse = budget(100)
    chance = Random(7)
    costs = [chance.randint(1, 9) for _ in range(60)]

    def call(cost: int) -> int:
        try:
            hold = purse.hold(0, 9)
        except BudgetReached:
            return 0
        hold.book(Decimal(cost))
        return cost

    with ThreadPoolExecutor(8) as pool:
        paid = sum(pool.map(call, costs))
    assert purse.spent == paid <= 100
    assert paid > 91, "stops only when the next call might not fit"


def test_the_prompt_is_estimated_from_above_and_corrected_upwards() -> None:
    price = Price(models=("m",), currency="元", input=Decimal(1_000_000), output=Decimal(0))
    purse = Budget(Money(Decimal(10_000)), price)
    chinese = "部门整体支出绩效自评" * 30  # 900 bytes; tokenizers need 180 to 400 tokens
    held = purse.hold(len(chinese.encode()), 0)
    assert held.worst >= 450
    held.book(Decimal(2400), tokens_in=2400)
    assert purse.hold(900, 0).worst >= 2400, "a server that counts more is believed"


def test_a_budget_in_another_currency_needs_a_rate() -> None:
    with pytest.raises(SettingsError) as caught:
        Budget(Money(Decimal(1), "USD"), PRICE)
    assert "一美元合多少元" in caught.value.message
    purse = Budget(Money(Decimal(1), "USD"), PRICE, {"USD": Decimal(7)})
    purse.hold(0, 7).book(Decimal(7))
    assert purse.spent == 1
