"""Wholes of which an open list of figures states only the parts.

What 归属 names without a figure of its own is the sum of what belongs to it. And what the field
adds up by definition:

“三公”经费 is 因公出国（境）费, 公务用车购置及运行维护费 and 公务接待费. A unit with no trips abroad
often leaves that part out; without reception or vehicles the sum would be a guess and is not made.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from writer.ledger import derive
from writer.ledger.figure import MONEY, Figure
from writer.ledger.recorder import Recorder

SEVERAL = 2  # parts that make a sum
WHOLE = "“三公”经费"
_STATED = re.compile(r"三公[”\"＂]?(?:经费|支出)?(?:支出|合计|总额)?$")
_RECEPTION = re.compile(r"^(?:公务)?接待(?:费|费用|支出)?$")
_ABROAD = re.compile(r"^因公出国|^出国（境）")
_VEHICLES = re.compile(r"^(?:公务用车|公车|公务车)(?:购置|运行|车辆)")
_BOTH = re.compile(r"购置.*运行")


def three_public_totals(record: Recorder) -> None:
    """Adds “三公”经费 of each basis and period that the open list 数据 gives in parts only."""
    if record.facts.three_public is not None:
        return
    listed = [f for f in record.figures if f.kind == "money" and f.source.path.startswith("数据.")]
    groups: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in listed:
        groups[figure.basis, figure.period].append(figure)
    for (basis, period), figures in groups.items():
        if any(_STATED.search(f.subject) for f in figures):
            continue
        parts = _parts(figures)
        total = derive.total(f"三公经费.{basis}.{period}", WHOLE, parts) if parts else None
        record.derived(total)


def totals_of_parts(record: Recorder) -> None:
    """Adds what 归属 counts and no figure states: the sum of its parts of one measure, basis,
    period and unit, two of them at the least. Amounts of money are left to the text's own words:
    what belongs to a fund is seldom all that was spent of it.
    """
    stated = {
        (name, f.basis, f.period)
        for f in record.figures
        for name in (f.subject, *f.aliases)
        if f.kind == "count"
    }
    groups: dict[tuple[str, ...], list[Figure]] = defaultdict(list)
    for figure in record.figures:
        if figure.source.path.startswith("数据.") and figure.kind == "count":
            for whole in figure.parents[-1:]:
                key = (whole, figure.basis, figure.period)
                groups[(*key, figure.measure, figure.unit or "")].append(figure)
    for (whole, basis, period, measure, _), parts in groups.items():
        if (whole, basis, period) in stated or len(parts) < SEVERAL:
            continue
        total = derive.total(f"{whole}.{measure}.{basis}.{period}", whole, parts)
        record.derived(replace(total, parents=(), aliases=()) if total is not None else None)


def _parts(figures: Sequence[Figure]) -> list[Figure]:
    """Reception, vehicles and trips, none twice; empty when one of the first two is missing."""
    plain = [f for f in figures if not f.parents and f.measure in ("", MONEY)]
    reception = [f for f in plain if _RECEPTION.search(f.subject)]
    vehicles = [f for f in plain if _VEHICLES.search(f.subject)]
    both = [f for f in vehicles if _BOTH.search(f.subject)]
    abroad = [f for f in plain if _ABROAD.search(f.subject)]
    if len(reception) != 1 or not vehicles or len(both) > 1 or len(abroad) > 1:
        return []
    return [*abroad, *(both or vehicles), *reception]
