"""What a search over several operands proves: little, where many numbers would have passed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from writer.grounding.hindsight.luck import likely
from writer.grounding.mentions import Mention
from writer.grounding.reading import read
from writer.ledger import Figure


def number(text: str) -> Mention:
    (mention,) = read(text)
    return mention


def amounts(*values: str) -> list[Figure]:
    return [Figure(f"n{v}", "支出", "金额", "决算", "2024", "money", v, "元") for v in values]


def test_the_nearest_of_those_that_fit_is_taken() -> None:
    far, near = amounts("4601000", "4600900")
    made = likely(number("460.1万元"), [(4, far), (1, near)])
    assert made is not None
    assert made.id == near.id


def test_nothing_fits() -> None:
    assert likely(number("460.14万元"), [(1, f) for f in amounts("4604100", "4600000")]) is None


@pytest.mark.parametrize(
    ("written", "proven"), [("460.14万元", True), ("460万元", True), ("5百万元", False)]
)
def test_among_many_only_a_number_with_digits_enough_is_proven(written: str, proven: bool) -> None:
    true = number(written).number
    assert true is not None
    others = [str(true + 40_000 * n) for n in range(1, 12)]
    made = likely(number(written), [(1, f) for f in amounts(str(true), *others)])
    assert (made is not None) is proven


def test_the_sign_of_what_was_made_does_not_matter() -> None:
    (made,) = amounts("-4601400")
    found = likely(number("460.14万元"), [(1, made)])
    assert found is not None
    assert found.number == Decimal("4601400")
