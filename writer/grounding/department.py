"""Which of a ledger's subjects are the department's own income and spending, by their names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from writer.grounding.lexicon import lexicon
from writer.ledger import Figure
from writer.ledger.figure import ACTUAL

_WHOLES = ("总支出", "总收入")
_WHOLE = re.compile(
    r"(?:.{0,4}(?:总|整体|本年|全年|年度|全部|各项|部门|单位|街道|财政拨款)"
    r"|中心|(?:[本我全].{0,2}|.{2})[局院校心馆站队所会办委乡镇处园])?(?:支出|收入)(?:合计|总计|总额)?"
)
_SPENDING = re.compile(r".{0,4}支出")


def whole(names: Sequence[str], labels: Mapping[str, tuple[int, ...]]) -> list[int]:
    """总收入, 中心总支出, 部门整体支出; but 劳务收入 and 项目支出 are no whole."""
    known = {
        number
        for word in _WHOLES
        for synonym in lexicon().synonyms.get(word, (word,))
        for number in labels.get(synonym, ())
    }
    return sorted(known | {n for n, name in enumerate(names) if _WHOLE.fullmatch(name)})


def spending(names: Sequence[str]) -> list[int]:
    """基本支出, 项目支出, 科技支出: lines of spending."""
    return [n for n, name in enumerate(names) if _SPENDING.fullmatch(name)]


def largest(of_subject: Sequence[Sequence[Figure]], year: str) -> list[int]:
    """What a ledger without such lines is about: the project that most was spent on, where it
    has a budget as well."""
    spent = [
        (f.number or Decimal(0), number)
        for number, figures in enumerate(of_subject)
        if len({f.basis for f in figures if f.kind == "money" and not f.formula}) > 1
        for f in figures
        if f.kind == "money" and f.basis in (ACTUAL, "") and f.period[:4] == year
    ]
    return [max(spent)[1]] if spent else []
