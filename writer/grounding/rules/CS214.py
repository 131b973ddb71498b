"""CS214: see the class."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import ClassVar

from writer.findings import Finding, Severity
from writer.grounding.consistency.arithmetic import shown
from writer.grounding.consistency.claims import Claim, claims_of
from writer.grounding.consistency.roles import Role
from writer.grounding.consistency.words import pattern
from writer.grounding.mentions import Kind
from writer.grounding.rules.base import Context, Rule


class CS214(Rule):
    """A fund's spending is more than what was allocated to it.

    Why: nobody can spend more than the quota; one of the two numbers is wrong.
    Bad: 市财政局下达指标10.00万元，支出12.00万元。
    Good: 市财政局下达指标12.00万元，支出12.00万元。
    """

    code: ClassVar[str] = "CS214"
    title: ClassVar[str] = "支出大于下达金额"
    severity: ClassVar[Severity] = Severity.WARNING

    def check(self, context: Context) -> Iterator[Finding]:
        for row in claims_of(context).by_sentence.values():
            money = [c for c in row if c.mention.kind is Kind.MONEY and c.role is Role.LEVEL]
            for given, spent in zip(money, money[1:], strict=False):
                told = _spent().search(spent.lead)
                if told is None or not _given().search(given.lead) or not _one_fund(given, told[1]):
                    continue
                if spent.number - given.number > given.half + spent.half:
                    yield self._of(context, given, spent)

    def _of(self, context: Context, given: Claim, spent: Claim) -> Finding:
        gap = shown(spent.number - given.number, spent.mention)
        return self.finding(
            context,
            spent.start,
            spent.end,
            f"下达{given.mention.text}，支出{spent.mention.text}，多出{gap}，请核对。",
        )


@cache
def _given() -> re.Pattern[str]:
    return pattern(r"%s[^，。；]*$", "consistency", "allocated")


@cache
def _spent() -> re.Pattern[str]:
    return pattern(
        r"^[，、\s]*(?:已|共|累计|全部|实际|全年)*%s(?:了|为|共|资金)*([^，。；\d]{0,16}?)\s*$",
        "consistency", "spent",
    )  # fmt: skip


_ANY_FUND = ("", "合同款", "工程款", "款项", "资金", "经费")


def _one_fund(given: Claim, name: str) -> bool:
    """Whether what was paid, when it has a name, is what was given: 支付合同款, 支出防汛资金."""
    first = given.basis == "年初预算"  # a first budget may be raised
    return not first and (name in _ANY_FUND or (len(name) > 3 and name in given.lead))
