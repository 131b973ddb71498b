"""What a model's tokens cost, and the budget of a run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from writer.calls import CallRecord
from writer.costs import Budget, Money, Price, PriceTable, spent
from writer.errors import SettingsError
from writer.settings import ModelSettings


def price_of(settings: ModelSettings, prices: PriceTable) -> Price | None:
    """The model's own price_in and price_out, else the table's row; None when nobody knows."""
    if settings.price_in is not None and settings.price_out is not None:
        return Price(
            models=(settings.name or "*",), currency=settings.currency,
            input=settings.price_in, output=settings.price_out,
        )  # fmt: skip
    return prices.find(settings.price or settings.name, settings.host)


def _example(settings: ModelSettings) -> str:
    """What to write into the settings file; a price that nobody knows is not made up."""
    price = "0" if settings.local else "……"
    return (
        f'  [[prices]]\n  models = ["{settings.name}"]\n  currency = "元"\n'
        f"  input = {price}\n  output = {price}"
    )


def budget_of(
    limit: Money,
    settings: ModelSettings,
    prices: PriceTable,
    rates: Mapping[str, Decimal],
    earlier: Iterable[CallRecord],
) -> Budget:
    """A budget for a whole run, what its `earlier` calls have spent included.

    Raises SettingsError where a price or a rate is missing: what cannot be counted cannot be
    limited.
    """
    price = price_of(settings, prices)
    if price is None:
        raise SettingsError(
            f"不知道模型 {settings.name}（{settings.host}）的单价，没法按预算控制，"
            "还没有请模型写。\n请在 jixiao.toml 里写明单价（每百万 token；不收费的写 0），"
            f"或去掉预算（--budget 不限）：\n{_example(settings)}"
        )
    before = spent(earlier, prices)
    paid = before.total(limit.currency, rates)
    if paid is None:
        raise SettingsError(
            "这次运行以前的调用有的没有单价，或币种与预算不同又没有汇率，算不出已用多少；"
            "请补上单价（[[prices]]）或汇率（[costs.rates]），或用 --out 另开一次运行。"
        )
    return Budget(limit, price, rates, paid.amount)
