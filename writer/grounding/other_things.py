"""森林火灾隐患点2304处, where the facts have 2304 of 地质灾害隐患点: another thing of one sort.

Names are likened by the words they share, and things of one sort share the most. Where the name
right before the number and the figure's have the same beginning or end, other names of the facts
are told apart by the rest, and these rests have nothing in common, the number is of a thing that
the facts do not have.
"""

from __future__ import annotations

import re

from writer.grounding.ledger_index import LedgerIndex
from writer.grounding.lexicon import lexicon
from writer.ledger import Figure

_FILLED = re.compile(
    r"(?:不少于|不低于|达到|共计|合计|总计|累计|增加|新增|分别|各|共|为|约|达|计|有|超过?|近|是|了)+$"
)
_LED = re.compile(
    r"^(?:其中|共有|现有|已有|全[省市县区镇局年系]|我[省市县区镇局]|本[省市县区镇局年]|共|新增|累计"
    r"|当年|年末|年初|各类|各级|各|实际|计划|预计|已|拟|应)+"
)
SHARED, LONG = 2, 3  # characters of a common beginning or end; … that say enough alone
REST, BEHIND = 2, 3  # characters of the rest before a common end, and behind a common beginning
APART = 1  # characters that two different rests may share


def is_another(index: LedgerIndex, name: str, figure: Figure) -> bool:
    """Whether the words right before a number name another thing than the figure's."""
    said = _LED.sub("", _FILLED.sub("", name))
    other = False
    for label in (figure.subject.rpartition("/")[2], *figure.aliases):
        if label in said or said in label:
            return False
        begin, end = _common(said, label), _common(said[::-1], label[::-1])
        if max(begin, end) < SHARED:
            continue
        least = REST if end >= SHARED else BEHIND
        rest, own = said[begin : len(said) - end], label[begin : len(label) - end]
        if min(len(rest), len(own)) < least or len(set(rest) & set(own)) > APART:
            return False
        common = label[-end:] if end >= SHARED else label[:begin]
        named = rest[:2] not in lexicon().acts and _tells_apart(index, common, figure, end)
        other = named and not any(word in rest for word in lexicon().generic)
    return other


def _tells_apart(index: LedgerIndex, common: str, figure: Figure, end: int) -> bool:
    """Whether other figures of the sort have the same end or beginning, or the end says enough."""
    if end >= LONG:
        return True
    alike = (f for f in index.counts if f.subject != figure.subject and f.unit == figure.unit)
    return any(
        f.subject.endswith(common) if end >= SHARED else f.subject.startswith(common) for f in alike
    )


def _common(a: str, b: str) -> int:
    """How many characters two strings begin with alike."""
    same = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        same += 1
    return same
