"""Parts do not add up to their total.

Each basis (年初预算, 全年预算, 决算, 上年决算) is added up by itself, at every level of a line,
and people by kind. Why it matters: the report states both, and a reader adds them up. A gap of
one rounding unit (0.01 万元) is a notice, one that rounding every part could explain a warning.
Where only some parts are known, or the line says 部分列示, the parts may not exceed the total.

Bad:  支出 339.52 = 基本支出 277.30 + 项目支出 62.32
Good: 支出 339.52 = 基本支出 277.30 + 项目支出 62.22 (a notice)
"""

from __future__ import annotations

from collections.abc import Iterator

from writer.facts import Headcount, Line
from writer.ledger import Ledger
from writer.ledger.lines import walk_lines
from writer.reconcile.base import (
    BASES,
    ERROR,
    NOTICE,
    WARNING,
    Fault,
    Path,
    amounts_of,
    graded,
    money,
    summed,
    top_lines,
)

TITLE = "分项之和与合计不符"
_ROUNDING = {NOTICE: "，属四舍五入尾差", WARNING: "，可能是四舍五入造成，请核对"}


def check(ledger: Ledger) -> Iterator[Fault]:
    for top, top_path in top_lines(ledger):
        for line, path in walk_lines(top, top_path):
            if line.parts:
                yield from _line(line, path)
    staff = ledger.facts.staff
    if staff is None:
        return
    groups = (("编制", staff.posts), ("在职", staff.serving), ("离退休", staff.retired))
    for name, group in groups:
        if group is not None:
            yield from _people(name, group, ("机构与人员", name))


def _line(line: Line, path: Path) -> Iterator[Fault]:
    for attribute, basis in BASES:
        whole = getattr(line, attribute)
        parts = amounts_of(line.parts, attribute)
        if whole is None or not parts:
            continue
        gap = summed(parts) - whole.yuan
        complete = len(parts) == len(line.parts) and not line.partial
        severity = graded(gap, [whole, *parts])
        if severity is None or (gap < 0 and not complete):
            continue
        yield Fault(severity, (*path, basis), (
            f"{line.name}{basis} {whole}，"
            f"{len(parts)} 个分项合计 {money(summed(parts), whole)}，"
            f"{'多' if gap > 0 else '少'} {money(abs(gap), whole)}"
            f"{_ROUNDING.get(severity, '')}"
        ))  # fmt: skip


def _people(name: str, group: Headcount, path: Path) -> Iterator[Fault]:
    counted = sum(group.parts.values())
    if group.total is None or not group.parts or counted == group.total:
        return
    gap = counted - group.total
    yield Fault(ERROR, path, (
        f"{name}合计 {group.total}人，各类人员相加 {counted}人，"
        f"{'多' if gap > 0 else '少'} {abs(gap)}人"
    ))  # fmt: skip
