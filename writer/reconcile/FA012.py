"""One thing has two values.

Figures with the same subject, measure, basis and period must agree, whether they stand in a typed
part or under 数据. Why it matters: the report would state both, each of them “verified”.

Bad:  数据 {subject: 心肺复苏训练, measure: 次数, value: 60} and again with value 50
Good: the same two with basis 目标 and 实际
"""

from __future__ import annotations

from collections.abc import Iterator

from writer.ledger import Figure, Ledger
from writer.reconcile.base import ERROR, Fault

TITLE = "同一事项有两个数"
Key = tuple[str, ...]


def check(ledger: Ledger) -> Iterator[Fault]:
    seen: dict[Key, Figure] = {}
    for figure in ledger.figures.values():
        if figure.formula is not None or not figure.source.line:
            continue
        key = _key(figure)
        first = seen.setdefault(key, figure)
        if first.value != figure.value:
            path = tuple(int(p) if p.isdecimal() else p for p in figure.source.path.split("."))
            yield Fault(ERROR, path, (
                f"“{figure.key}”为 {figure.shown}，第 {first.source.line} 行却是 {first.shown}"
                + _gap(first, figure)
            ))  # fmt: skip


def _key(figure: Figure) -> Key:
    # 金额 is understood where a figure is money, and 人数, 次数 where its unit says so
    measure = "" if figure.measure in ("金额", "人数", "次数") else figure.measure
    place = figure.parents if figure.kind == "money" else figure.parents[-1:]
    return (figure.subject, measure, figure.basis, figure.period, figure.unit or "", *place)


def _gap(first: Figure, second: Figure) -> str:
    a, b = first.number, second.number
    if a is None or b is None or first.unit != second.unit:
        return ""
    from writer.quantities import show

    places = max(first.decimals, second.decimals)
    return f"，相差 {show(abs(a - b), first.unit, places, second.written_unit)}"
