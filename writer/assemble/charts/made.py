"""The charts by their Chinese names, so that a format can ask for one.

Every function takes a ledger and a money unit and gives the chart, or None when the facts hold
too little to compare.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from writer.assemble.forms.cells import yuan
from writer.assemble.forms.lines import ACTUAL, ADJUSTED, INITIAL, amount
from writer.facts import Line, Project
from writer.ledger import Ledger
from writer.quantities import MONEY_UNITS, round_half_up
from writer.report import Chart, Series

BUDGET, PROJECTS = "预算与决算对比图", "项目执行情况图"
MOST = 15  # bars of one chart: more cannot be read
UPRIGHT = 9  # bars whose figures stand beside each other without touching
NAME = 18  # characters of a project's name
_BASES = ((INITIAL, "年初预算"), (ADJUSTED, "全年预算"), (ACTUAL, "决算"))


def budget_chart(ledger: Ledger, unit: str = "万元") -> Chart | None:
    """First budget, adjusted budget and accounts of the main lines of spending and in all."""
    flows = ledger.facts.flows
    spending = flows.spending if flows is not None else None
    if spending is None:
        return None
    lines = [*spending.parts, spending] if len(spending.parts) > 1 else [spending]
    rows = [(line, [amount(line, basis) for basis, _ in _BASES]) for line in lines]
    rows = [(line, values) for line, values in rows if any(values)]
    series = _series(rows, [name for _, name in _BASES])
    if len(rows) < 2 or len(series) < 2:
        return None
    return _chart(f"{ledger.year}年支出预算与决算", [r.name for r, _ in rows], series, unit, BUDGET)


def projects_chart(ledger: Ledger, unit: str = "万元") -> Chart | None:
    """What each project was given and spent, the largest first."""
    projects = [p for p in ledger.facts.projects if p.spent is not None]
    projects.sort(key=_size, reverse=True)
    shown = projects[:MOST]
    rows = [(p, [yuan(p.allocated), yuan(p.spent)]) for p in shown]
    series = _series(rows, ["全年预算", "实际支出"])
    if len(rows) < 2:
        return None
    more = f"（金额居前的{MOST}项）" if len(projects) > MOST else ""
    title = f"{ledger.year}年项目资金执行情况{more}"
    return _chart(title, [_short(p) for p in shown], series, unit, PROJECTS)


CHARTS: dict[str, Callable[[Ledger, str], Chart | None]] = {
    BUDGET: budget_chart,
    PROJECTS: projects_chart,
}


def _series(
    rows: Sequence[tuple[object, Sequence[Decimal | None]]], names: Iterable[str]
) -> list[tuple[str, tuple[Decimal | None, ...]]]:
    """The columns that say something, each once: an unchanged budget is not shown twice."""
    found: list[tuple[str, tuple[Decimal | None, ...]]] = []
    for i, name in enumerate(names):
        values = tuple(row[1][i] for row in rows)
        repeated = name == "全年预算" and any(values == other for _, other in found)
        if any(v is not None for v in values) and not repeated:
            found.append((name, values))
    return found


def _chart(
    title: str,
    categories: Sequence[str],
    series: Sequence[tuple[str, tuple[Decimal | None, ...]]],
    unit: str,
    name: str,
) -> Chart:
    scale = MONEY_UNITS[unit]
    made = tuple(
        Series(s, tuple(None if v is None else round_half_up(v / scale, 2) for v in values))
        for s, values in series
    )
    lying = name == PROJECTS or len(categories) * len(series) > UPRIGHT
    return Chart(f"{title}（单位：{unit}）", tuple(categories), made, unit, lying, name=name)


def _size(project: Project) -> Decimal:
    return max(yuan(project.allocated) or Decimal(0), yuan(project.spent) or Decimal(0))


def _short(part: Project | Line) -> str:
    """A name for an axis: the shortest that the office itself uses, cut where it is long."""
    names = (part.name, *part.short_names) if isinstance(part, Project) else (part.name,)
    name = min(names, key=len) if len(part.name) > NAME else part.name
    return name if len(name) <= NAME else name[: NAME - 1] + "…"
