"""Numerals to Decimals and back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from writer.numerals import chinese, digits, formal_amount, number, spell

largest = 10**12 - 1


@given(st.integers(0, largest), st.booleans())
def test_spelled_numbers_read_back(value: int, formal: bool) -> None:
    assert number(spell(value, formal)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("三百二十", "320"),
        ("十七", "17"),
        ("两千零五", "2005"),
        ("一百零八", "108"),
        ("两万五", "25000"),
        ("三百五", "350"),
        ("四万三千", "43000"),
        ("一亿零五百万", "105000000"),
        ("一万二千亿", "1200000000000"),
        ("三点五", "3.5"),
        ("零点五", "0.5"),
        ("三点二五万", "32500"),
        ("二〇二三", "2023"),
        ("一〇", "10"),
        ("3千5百", "3500"),
        ("1亿2000万", "120000000"),
        ("1.2万亿", "1200000000000"),
        ("叁佰壹拾捌万零玖佰", "3180900"),
        ("百", "100"),
        ("万", "10000"),
    ],
)
def test_chinese_numeral(text: str, value: str) -> None:
    assert number(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    ["", "二三", "百百", "十百", "三点", "一万万", "甲", "三十二十", "点五", "十几", "1千2千"],
)
def test_what_is_no_number(text: str) -> None:
    assert number(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.50", "1234.50"),
        ("34,474,740.51", "34474740.51"),
        ("－12.5", "-12.5"),
        ("１２３．４５", "123.45"),
        ("+3", "3"),
    ],
)
def test_digits_keep_their_places(text: str, value: str) -> None:
    found = digits(text)
    assert str(found) == value


@pytest.mark.parametrize("text", ["1,23", "12,34.5", "1.2.3", "", "1 2", "12万", "9" * 41])
def test_broken_digits_are_refused(text: str) -> None:
    assert digits(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("叁佰壹拾捌万零玖佰元整", "3180900"),
        ("伍仟零捌拾元零伍分", "5080.05"),
        ("壹拾贰元伍角", "12.5"),
        ("伍角", "0.5"),
        ("壹亿圆正", "100000000"),
    ],
)
def test_formal_amount(text: str, value: str) -> None:
    assert formal_amount(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "整", "元整", "甲元", "伍佰"])
def test_what_is_no_formal_amount(text: str) -> None:
    assert formal_amount(text) is None


def test_long_strings_are_not_evaluated() -> None:
    assert number("一" * 1000) is None
    assert chinese("九" * 1000) is None


@pytest.mark.parametrize("value", [-1, largest + 1])
def test_only_what_can_be_spelled(value: int) -> None:
    with pytest.raises(ValueError, match="cannot spell"):
        spell(value)


def test_spelling_follows_the_customary_form() -> None:
    assert spell(15) == "十五"
    assert spell(108) == "一百零八"
    assert spell(100_050) == "十万零五十"
    assert spell(3_180_900, formal=True) == "叁佰壹拾捌万零玖佰"
