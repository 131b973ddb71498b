"""Tables of indicators: target, result, weight and score of each row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from writer.grounding.consistency.tables import Table, tables_of

if TYPE_CHECKING:
    from writer.grounding.rules.base import Context


@dataclass(frozen=True, slots=True)
class FullMarks:
    """An indicator row with a missed target and the full score."""

    start: int
    end: int
    target: str
    actual: str
    score: str


def full_marks(context: Context) -> Iterator[FullMarks]:
    """Rows of an indicator table that miss a ≥ target and have the full score."""
    for table in tables_of(context):
        columns = [_column_named(table, words) for words in _INDICATORS]
        for row in table.rows:
            cells = [row[k] for k in columns if k is not None and k in row]
            values = [c.number for c in cells if c.number is not None]
            if len(values) != len(_INDICATORS):
                continue
            goal, done, weight, given = values
            target, actual, _, score = cells
            if done < goal and given == weight and _at_least(target.text, table.label(row)):
                yield FullMarks(
                    score.block.start, score.block.end, target.text, actual.text, score.text
                )


# target, result, weight, score: what their columns are called
_INDICATORS = (
    r"指标值|目标值|年度指标", r"完成值|实际值|完成情况", r"^分值|权重", r"得分",
)  # fmt: skip


def _column_named(table: Table, words: str) -> int | None:
    return next((k for k, h in table.header.items() if re.search(words, h)), None)


def _at_least(target: str, label: str) -> bool:
    """Whether more is better: ≥, or no sign and no cost, accident or complaint."""
    if re.match(r"[≤＜<]", target):
        return False
    return target[:1] in "≥＞>" or not re.search(r"成本|事故|投诉|死亡|控制|不超过|下降", label)
