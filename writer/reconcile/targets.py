"""An indicator's target and result as numbers that can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from writer.facts import Indicator
from writer.ledger import Ledger
from writer.quantities import parse_quantity, quantity
from writer.reconcile.base import Path

AT_LEAST, AT_MOST, EQUAL = "≥", "≤", "="
_MARK = re.compile(
    r"\s*([≥≧>＞]=?|[≤≦<＜]=?|[=＝]|不少于|不低于|达到|不超过|不高于|控制在)?"
    r"\s*(.*?)\s*(以上|以内|以下)?\s*"
)
_RELATIONS = {
    "≥": AT_LEAST, "≧": AT_LEAST, ">": AT_LEAST, "＞": AT_LEAST, "不少于": AT_LEAST,
    "不低于": AT_LEAST, "达到": AT_LEAST, "以上": AT_LEAST,
    "≤": AT_MOST, "≦": AT_MOST, "<": AT_MOST, "＜": AT_MOST, "不超过": AT_MOST,
    "不高于": AT_MOST, "控制在": AT_MOST, "以内": AT_MOST, "以下": AT_MOST,
    "=": EQUAL, "＝": EQUAL,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Target:
    """`relation` is ≥, ≤ or =; `explicit` when the file says so and it is not just assumed."""

    relation: str
    explicit: bool
    wanted: Decimal
    done: Decimal

    @property
    def missed(self) -> bool:
        if self.relation == AT_LEAST:
            return self.done < self.wanted
        if self.relation == AT_MOST:
            return self.done > self.wanted
        return self.done != self.wanted


def target_of(item: Indicator) -> Target | None:
    """None when target or result is not one number, or their units differ."""
    mark, wanted = _read(item.target, item.unit)
    _, done = _read(item.done, item.unit)
    if wanted is None or done is None or wanted[1] != done[1]:
        return None
    relation = _RELATIONS.get(item.relation.strip()[:1]) or mark
    return Target(relation or AT_LEAST, relation is not None, wanted[0], done[0])


def _read(text: str, unit: str) -> tuple[str | None, tuple[Decimal, str | None] | None]:
    match = _MARK.fullmatch(text)
    if match is None:
        return None, None
    mark = _RELATIONS.get(match[1] or "") or _RELATIONS.get((match[1] or "")[:1])
    parsed = parse_quantity(match[2])
    if parsed is None:
        return mark or _RELATIONS.get(match[3] or ""), None
    base = quantity(parsed[0], parsed[1] or unit or None)
    return mark or _RELATIONS.get(match[3] or ""), (base.value, base.unit)


def indicators(ledger: Ledger) -> Iterator[tuple[Indicator, Path]]:
    """Every indicator of the unit and of its projects with its path."""
    for i, item in enumerate(ledger.facts.indicators):
        yield item, ("绩效指标", i)
    for n, project in enumerate(ledger.facts.projects):
        for i, item in enumerate(project.indicators):
            yield item, ("专项与项目", n, "绩效指标", i)
