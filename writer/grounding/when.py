"""Which period a number's own words name: a date before it, or a word like 上年 and 上半年."""

from __future__ import annotations

import re

from writer.grounding.mentions import Mention
from writer.grounding.scope import Scope
from writer.grounding.statements import Statement
from writer.ledger.figure import ACTUAL, DONE, TARGET

# 2015年招聘的操作人员3人: the year is that of the hiring
_OF_WHAT = re.compile(
    r"(?:招[聘录]|聘用|购[置买]|采购|[建落]成|新建|签订|成立|引进|立项|印发|投用)的"
)
_MARK = re.compile(r"[，；。]")
_FAR = 2  # clauses between a number and the year of what led to it


def read_dates(scope: Scope, text: str, statement: Statement, said_last: int, late: int) -> None:
    """Takes over to the scope the dates behind the last period word."""
    for date in statement.dates:
        # 截至12月末，X由上年末的12台增至……: the month dates the result, not the 12
        if said_last <= date.start < late and date.value:
            said = _dated(scope, date.value)
            if said:
                scope.period, scope.local_period = said, True
                if said[:4] > scope.year and scope.basis in (DONE, ACTUAL):
                    scope.basis = TARGET  # 到2025年达到60%: what is still to come is aimed at
                hired = _OF_WHAT.match(text, date.end) is not None
                scope.weak_period = (
                    hired or len(said) > len("2023") or _long_ago(scope, text, statement, date)
                )
                if said[:4] > scope.year and not scope.local_basis:
                    scope.basis = TARGET  # 规划提出到2025年达到60%


def _long_ago(scope: Scope, text: str, statement: Statement, date: Mention) -> bool:
    """2019年机构改革后职能划入，按照方案，配备人员40人: an old year dates how things came to be; a
    report tells of its own year and the one before."""
    year = (date.value or "")[:4]
    old = year.isdigit() and int(year) < int(scope.year) - 1
    clauses = len(_MARK.findall(text, date.end, statement.mention.start))
    return old and clauses >= _FAR and not text.startswith("，", date.end)


def _dated(scope: Scope, value: str) -> str:
    """A date as a period: XXXX-12 is this year's; a time of day or a range says nothing."""
    if "T" in value:
        return ""
    if value.startswith("YYYY"):
        return scope.year + value[4:]
    return value.replace("XXXX", scope.year)


def relative_period(year: str, payload: str) -> str:
    """A period word of the lexicon as a period: -1 → last year, H1 → the first half."""
    if payload == "H1":
        return f"{year}-01/{year}-06"
    if payload == "H2":
        return f"{year}-07/{year}-12"
    return str(int(year) + int(payload))
