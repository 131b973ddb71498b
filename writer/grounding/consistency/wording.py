"""Words that contradict each other before a number: 明显下降，增加21.43万元."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_UP, _DOWN = "增长|增加|上升|提高|提升|上涨|增多", "下降|减少|降低|下滑|压减|缩减|回落"
_MUCH = "明显|大幅|大幅度|显著|有所|略有|小幅|稍有|稳步|持续|继续"
_BOTH = re.compile(
    rf"(?:{_MUCH})(?P<told>{_UP}|{_DOWN})，(?:同比|环比)?(?P<said>{_UP}|{_DOWN})(?:了|约)?(?=\d)"
)


@dataclass(frozen=True, slots=True)
class Crossed:
    """Where the two words stand: from the first one's start to the second one's end."""

    start: int
    end: int
    told: str
    said: str


def crossed(text: str) -> Iterator[Crossed]:
    """A rise that is called a fall in the same breath, or the other way round.

    Only where nothing but a comma stands between the two: 支出有所下降，增加项目3个 is no fault.
    """
    for found in _BOTH.finditer(text):
        told, said = found["told"], found["said"]
        if (told in _UP.split("|")) != (said in _UP.split("|")):
            yield Crossed(found.start("told"), found.end("said"), told, said)
