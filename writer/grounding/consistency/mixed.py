"""Totals that are of another basis than their parts: a budget over what was spent."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from writer.grounding.consistency.claims import Claim, claims_of
from writer.grounding.consistency.part_list import Fit, PartList
from writer.grounding.consistency.roles import Role
from writer.grounding.mentions import Kind

if TYPE_CHECKING:
    from writer.grounding.rules.base import Context


_PLANNED = frozenset({"年初预算", "全年预算", "budget", "目标"})
MANY = 50  # amounts of one subject that are looked through


def basis_of_parts(context: Context, found: PartList) -> tuple[Claim, Claim] | None:
    """(what the parts make, what the total is) elsewhere in the report, or None.

    Both are claims of the total's subject: the parts add up to one of them, the total repeats
    the other, and their bases differ.
    """
    total = found.total
    if total.mention.kind is not Kind.MONEY or not total.core or len(found.parts) < 2:
        return None
    if found.fit() not in (Fit.OVER, Fit.SHORT):
        return None
    same = [
        c for c in _by_core(context).get(total.core, ())[:MANY]
        if c.index != total.index and c.mention.kind is Kind.MONEY
    ]  # fmt: skip
    said = next((c for c in same if c.number == total.number and c.basis != total.basis), None)
    sums = {sum(p.number for p in found.parts[:n]) for n in range(2, len(found.parts) + 1)}
    made = next((c for c in same if c.number in sums and c.number != total.number), None)
    return (made, said) if made is not None and said is not None else None


def repeats_budget(context: Context, found: PartList) -> Claim | None:
    """The budget (or goal) elsewhere whose amount a total of what was spent (or done) repeats to
    the last digit."""
    total = found.total
    if total.mention.kind not in (Kind.MONEY, Kind.COUNT) or total.basis or total.period:
        return None
    budgets = [c for c in _budgets(context).get(total.number, ()) if c.unit == total.unit]
    return next((c for c in budgets if c.sentence != total.sentence), None)


def _budgets(context: Context) -> dict[Decimal, list[Claim]]:
    """Amounts that are said to be a budget, by their value."""
    if _budgets not in context.cache:
        found: dict[Decimal, list[Claim]] = {}
        for claim in claims_of(context).all:
            if claim.role is Role.LEVEL and claim.basis in _PLANNED:
                found.setdefault(claim.number, []).append(claim)
        context.cache[_budgets] = found
    result = context.cache[_budgets]
    assert isinstance(result, dict)
    return result


def _by_core(context: Context) -> dict[str, list[Claim]]:
    """Plain amounts by their subject."""
    if _by_core not in context.cache:
        found: dict[str, list[Claim]] = {}
        for claim in claims_of(context).all:
            if claim.role is Role.LEVEL and claim.core:
                found.setdefault(claim.core, []).append(claim)
        context.cache[_by_core] = found
    result = context.cache[_by_core]
    assert isinstance(result, dict)
    return result
