"""What every reconciliation check is made of: a fault, money with its rounding, places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any, Protocol

from writer.errors import Problem
from writer.facts import Amount, Line
from writer.findings import Severity
from writer.ledger import Ledger
from writer.quantities import MONEY_UNITS, canonical, decimals_of, show

Path = tuple[str | int, ...]
ERROR, WARNING, NOTICE = Severity.ERROR, Severity.WARNING, Severity.NOTICE
BASES = (
    ("initial", "年初预算"),
    ("adjusted", "全年预算"),
    ("actual", "决算"),
    ("prior", "上年决算"),
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What a check yields: `path` leads to the place in the facts file."""

    severity: Severity
    path: Path
    message: str


@dataclass(frozen=True, slots=True)
class FactProblem:
    """Facts that do not agree with each other; `line` and `column` count from 1."""

    code: str
    severity: Severity
    message: str
    file: str
    line: int
    column: int
    path: str

    @property
    def problem(self) -> Problem:
        return Problem(f"{self.message}（{self.code}）", self.file, self.line, self.column)

    def to_dict(self) -> dict[str, Any]:
        return {**asdict(self), "severity": self.severity.value}


class Rule(Protocol):
    """A module of this package named by its code: TITLE, docstring, check()."""

    __name__: str
    __doc__: str | None
    TITLE: str

    def check(self, ledger: Ledger) -> Iterator[Fault]: ...


def step(amount: Amount) -> Decimal:
    """One rounding unit in 元: the last digit written, a hundredth of the unit at the most.

    A hundredth, because 17 and 17.00 are the same amount to the people who fill in the file.
    Source: FORMATS, a gap of 0.01 万元 between parts and total is rounding.
    """
    return min(Decimal(1).scaleb(-amount.decimals), Decimal("0.01")) * MONEY_UNITS[amount.unit]


def graded(gap: Decimal, amounts: Sequence[Amount]) -> Severity | None:
    """How much a gap (元) between figures that should agree weighs; None when there is none.

    One rounding unit is a notice; what rounding of every figure could add up to is a warning.
    """
    size = abs(gap)
    if not size:
        return None
    unit = max(step(a) for a in amounts)
    if size <= unit:
        return NOTICE
    return WARNING if size <= unit * len(amounts) / 2 else ERROR


def summed(amounts: Sequence[Amount]) -> Decimal:
    """The sum in 元."""
    return sum((a.yuan for a in amounts), Decimal(0))


def money(yuan: Decimal, like: Amount) -> str:
    """元 printed in the unit of `like`, with as many decimals as the value needs, at least 2."""
    needed = decimals_of(Decimal(canonical(yuan / MONEY_UNITS[like.unit])))
    least = 0 if like.unit == "元" else 2
    return show(yuan, "元", max(like.decimals, least, needed), like.unit)


def number(value: Decimal) -> str:
    return canonical(value)


def amounts_of(lines: Sequence[Line], attribute: str) -> list[Amount]:
    """The amounts of one basis; lines without one are left out."""
    found = (getattr(line, attribute) for line in lines)
    return [amount for amount in found if amount is not None]


def top_lines(ledger: Ledger) -> Iterator[tuple[Line, Path]]:
    """Every outermost line of the facts with its path."""
    facts = ledger.facts
    flows = facts.flows
    named: list[tuple[Line | None, Path]] = [
        (flows.income if flows else None, ("收支", "收入")),
        (flows.spending if flows else None, ("收支", "支出")),
        (facts.three_public, ("三公经费",)),
        (facts.government_funds, ("政府性基金",)),
        (facts.state_capital, ("国有资本经营",)),
        (facts.social_insurance, ("社会保险基金",)),
        *((line, ("基础数据", i)) for i, line in enumerate(facts.basics)),
    ]
    yield from ((line, path) for line, path in named if line is not None)
