"""Amounts with their currencies."""

from __future__ import annotations

from decimal import Decimal

import pytest

from writer.costs import Money, parse_money, parse_rates, shown
from writer.errors import SettingsError


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("5元", "5", "CNY"), ("5 CNY", "5", "CNY"), ("￥0.50", "0.50", "CNY"), ("¥12", "12", "CNY"),
        ("5人民币", "5", "CNY"), ("$1", "1", "USD"), ("0.25 usd", "0.25", "USD"),
        ("1美元", "1", "USD"), ("US$2", "2", "USD"), ("1,000元", "1000", "CNY"),
    ],
)  # fmt: skip
def test_an_amount_with_its_currency(text: str, amount: str, currency: str) -> None:
    assert parse_money(text) == Money(Decimal(amount), currency)


@pytest.mark.parametrize("text", ["5", "元", "", "五元", "-5元", "5块", "￥5元", "5元5角", "1e3元"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(SettingsError) as caught:
        parse_money(text)
    assert "币种" in caught.value.message


@pytest.mark.parametrize(
    ("amount", "text"),
    [("0", "0"), ("0.00001", "不到 0.0001"), ("0.01234", "0.0123"), ("12.345", "12.35")],
)
def test_no_more_digits_than_anybody_knows(amount: str, text: str) -> None:
    assert shown(Decimal(amount)) == text


def test_currencies_change_by_given_rates_only() -> None:
    dollar = Money(Decimal(2), "USD")
    assert dollar.to("CNY", {}) is None
    rates = parse_rates({"美元": Decimal("7.1"), "欧元": Decimal("8")})
    assert dollar.to("CNY", rates) == Money(Decimal("14.2"))
    assert Money(Decimal("14.2")).to("USD", rates) == dollar
    assert Money(Decimal(71), "EUR").to("USD", rates) == Money(Decimal(80), "USD")


def test_a_rate_of_nothing_is_refused() -> None:
    with pytest.raises(SettingsError):
        parse_rates({"美元": Decimal(0)})
