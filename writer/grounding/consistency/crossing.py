"""Amounts that stand in a table and in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from writer.grounding.consistency.claims import LAST_YEAR, Claim, claims_of
from writer.grounding.consistency.roles import Role
from writer.grounding.consistency.subjects import basis_in, core_of, generic
from writer.grounding.consistency.tables import Cell, Table, is_total, tables_of
from writer.grounding.consistency.words import words
from writer.grounding.mentions import Kind, Mention, Qualifier
from writer.quantities import MONEY_UNITS

if TYPE_CHECKING:
    from writer.grounding.rules.base import Context

_SUFFIX = re.compile(r"(?:专项)?(?:资金|经费|项目|工程|专项)+$")
_SPENT = re.compile(r"(?:共|已|累计)?(?:支出|使用|支付)$")  # 农村供水保障工程支出
_SUM = re.compile(r"(?:合计|总计|共计)[为达]?$")
_FOR = re.compile(r"(?:资金)?用于([\u4e00-\u9fff]{4,12})(?=[，。；、])")  # 312万元用于食品安全抽检
_REST = re.compile(r"结余|结转|剩余|差额|差异|增减|偏差|节约")
REACH = 60  # characters before an amount in which its sentence says that it is a rest
SHORTEST = 4  # characters of a row's label that can name one project


@dataclass(frozen=True, slots=True)
class Crossing:
    """A number of the text and the cell that should say the same."""

    mention: Mention
    cell: Cell
    label: str
    header: str
    unit: str


def crossings(context: Context) -> Iterator[Crossing]:
    """Amounts of a project or item whose table row says something else for the same basis."""
    by_topic, by_core = _amounts(context)
    for table in tables_of(context):
        scale = MONEY_UNITS.get(table.unit)
        if scale is None:
            continue
        bases = {k: _basis(h) for k, h in table.header.items()}
        for row in table.rows:
            label = _SUFFIX.sub("", table.label(row))
            core = core_of(table.label(row))
            if is_total(label):
                yield from _row(table, row, label, bases, _summed(table, by_core), scale)
            if len(label) < SHORTEST:
                continue
            if core in words("consistency", "wide"):
                claims = by_core.get(core, [])
            else:
                claims = [c for topic, cs in by_topic.items() if label in topic for c in cs]
                claims += by_core.get(core, []) if not generic(core) else []
                claims = list({c.index: c for c in claims}.values())
            yield from _row(table, row, label, bases, claims, scale)


def _row(
    table: Table, row: dict[int, Cell], label: str, bases: dict[int, str | None],
    claims: list[Claim], scale: Decimal,
) -> Iterator[Crossing]:  # fmt: skip
    values = [c.number * scale for c in row.values() if c.number is not None]
    for claim in claims:
        if any(abs(v - claim.number) <= max(claim.half, scale / 200) for v in values):
            continue
        cells = [
            (k, c)
            for k, c in row.items()
            if c.number is not None and (b := bases.get(k)) is not None and _same(b, claim)
        ]
        if len(cells) == 1:
            column, cell = cells[0]
            yield Crossing(claim.mention, cell, label, table.header[column], table.unit)


def _same(column: str, claim: Claim) -> bool:
    """Whether a column is of a claim's basis; 预算 alone is any of them."""
    any_budget = claim.basis == "budget" and "预算" in claim.lead
    return column == claim.basis or (any_budget and column in ("年初预算", "全年预算"))


def _summed(table: Table, by_core: dict[str, list[Claim]]) -> list[Claim]:
    """项目支出合计11790万元: what the total row of a table of projects says."""
    first = table.header[min(table.header)] if table.header else ""
    if not first.startswith("项目"):
        return []
    return [c for c in by_core.get("项目支出", []) if _SUM.search(c.lead)]


def _basis(header: str) -> str | None:
    """The basis of a column, None for columns of something else (结余, 执行率)."""
    if re.search(r"率|结余|结转|差|占|收入", header):
        return None
    basis, said = basis_in(header)
    if said:
        return basis
    return "" if re.search(r"支出|使用|执行", header) else None


def _amounts(context: Context) -> tuple[dict[str, list[Claim]], dict[str, list[Claim]]]:
    """Plain amounts by the innermost heading over them, and by their own subject."""
    by_topic: dict[str, list[Claim]] = {}
    by_core: dict[str, list[Claim]] = {}
    for claim in claims_of(context).all:
        exact = claim.mention.qualifier is Qualifier.EXACT
        if claim.role is not Role.LEVEL or claim.mention.kind is not Kind.MONEY or not exact:
            continue
        if claim.period == LAST_YEAR or claim.deep or _of_rest(context, claim):
            continue
        if claim.core in words("consistency", "wide") or not generic(claim.core):
            named = claim.core in words("consistency", "wide")  # 基本支出 keeps its name
            core = claim.core if named else _SPENT.sub("", claim.core)
            by_core.setdefault(core, []).append(claim)
        elif purpose := _FOR.match(context.text, claim.end):
            by_core.setdefault(core_of(purpose[1]), []).append(claim)
        elif basis_in(claim.lead)[1] and not claim.parent:
            section = context.document.section_at(claim.start)
            if section:
                by_topic.setdefault(section[-1], []).append(claim)
    return by_topic, by_core


def _of_rest(context: Context, claim: Claim) -> bool:
    """年末结转95.46万元，其中科普馆28.70万元: whether the amount is what was left of the thing."""
    text = context.text
    low = max(text.rfind(mark, 0, claim.start) for mark in "。；\n") + 1
    return _REST.search(text, max(low, claim.start - REACH), claim.start) is not None
