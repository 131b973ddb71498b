"""The table of prices that comes with the program, and the user's own before it."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import ValidationError

from writer.costs import Price, load_prices
from writer.costs.prices import FILE

OWN = Price(models=("qwen-*",), currency="元", input=Decimal(1), output=Decimal(2))


def test_every_row_says_where_and_when_it_was_noted_and_that_it_wants_checking() -> None:
    rows = load_prices().rows
    assert len(rows) > 8
    for row in rows:
        assert re.fullmatch(r"20\d\d-\d\d(-\d\d)?", row.noted), row.models
        assert row.source.startswith("https://"), row.models
        assert row.hosts, (
            "a price holds for a provider, not for whoever serves a model of that name"
        )
        assert row.cached is None or row.cached <= row.input <= row.output
    assert {row.currency for row in rows} == {"CNY", "USD"}
    assert "请核对" in Path(FILE).read_text(encoding="utf-8")


def test_a_price_is_for_a_model_at_a_host() -> None:
    prices = load_prices()
    found = prices.find("DeepSeek-Chat", "api.deepseek.com")
    assert found is not None
    assert found.currency == "CNY"
    assert prices.find("deepseek-chat", "127.0.0.1:8000") is None
    assert prices.find("deepseek-chat", "api.deepseek.com.example.org") is None
    assert prices.find("qwen-plus", "dashscope.aliyuncs.com:443") is not None


def test_the_user_s_own_row_comes_first() -> None:
    assert load_prices([OWN]).find("qwen-plus", "dashscope.aliyuncs.com") is OWN
    assert load_prices([OWN]).find("qwen-plus", "127.0.0.1:8000") is OWN, "no hosts: anywhere"


def test_cached_input_has_its_own_price() -> None:
    price = Price(
        models=("m",), currency="USD", input=Decimal(1), cached=Decimal("0.1"), output=Decimal(4)
    )
    assert price.cost(1_000_000, 500_000, 400_000).amount == Decimal("2.64")
    assert OWN.cost(1_000_000, 0, 400_000).amount == Decimal(1), "not given: as dear as the rest"
    assert price.cost(10, 0, 20) == price.cost(10, 0, 10), "no more of it than there is input"


@pytest.mark.parametrize("wrong", [{"currency": "块"}, {"input": -1}, {"models": ()}, {"prise": 1}])
def test_a_row_that_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    row = {"models": ("m",), "input": 1, "output": 1} | wrong
    with pytest.raises(ValidationError):
        Price.model_validate(row)
