"""Scores, posts, people and results that stand in a form's tables and in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from writer.grounding.consistency.claims import LAST_YEAR, Claim, claims_of
from writer.grounding.consistency.crossing import Crossing
from writer.grounding.consistency.roles import Role
from writer.grounding.consistency.scores import total_scores
from writer.grounding.consistency.tables import Cell, Table, is_total, tables_of
from writer.grounding.mentions import Kind, Qualifier

if TYPE_CHECKING:
    from writer.grounding.rules.base import Context

# the columns of a form's table of people, and the subjects that the text has for them
_PEOPLE = (
    (re.compile(r"(?:核定)?编制(?:人)?数?"), frozenset({"编制"})),
    (re.compile(r"(?:年末)?(?:实际)?(?:在职人员|在职人数|实有人员|实有人数|实有数)数?"),
     frozenset({"在职人员"})),
)  # fmt: skip
_ALL = re.compile(r"财政供养人员(?:情况)?|全部人员|人员总数")
_HEADS = frozenset({"人", "名", "个"})
_RESULT = re.compile(r"(?:实际|全年)?完成(?:值|数|情况)|实际值|完成指标值")
_WEIGHTS = re.compile(r"分值|权重|标准分|满分")
_NUMBER_OF = ("数", "数量", "次数", "人数")


def tabled(context: Context) -> Iterator[Crossing]:
    """Numbers of the text whose cell in a table says something else."""
    tables = tables_of(context)
    if tables:
        yield from _score(context, tables)
        yield from _people(context, tables)
        yield from _results(context, tables)


def _score(context: Context, tables: list[Table]) -> Iterator[Crossing]:
    """The report's score against the one total of a table of scores."""
    totals = [
        (table.header[k], cell)
        for table in tables
        for row in table.rows
        if is_total(table.label(row)) and _out_of_100(table, row)
        for k, cell in row.items()
        if table.header.get(k, "").endswith("得分") and cell.number is not None
    ]
    told = [s.mention for s in total_scores(context) if s.mention.qualifier is Qualifier.EXACT]
    if len({cell.number for _, cell in totals}) != 1:
        return
    header, cell = totals[0]
    if any(mention.number == cell.number for mention in told):
        return  # another score than the table's is another thing's
    for mention in told:
        yield Crossing(mention, cell, "合计", header, "分")


def _out_of_100(table: Table, row: dict[int, Cell]) -> bool:
    """Whether the weights beside make 100: a part of the form makes less."""
    return any(
        _WEIGHTS.search(table.header.get(k, "")) and cell.number == 100 for k, cell in row.items()
    )


def _people(context: Context, tables: list[Table]) -> Iterator[Crossing]:
    """Posts and people against the row of all of them."""
    claims = [
        c
        for c in claims_of(context).all
        if c.role is Role.LEVEL and c.unit in _HEADS and not (c.parent or c.deep)
        and c.basis != "目标" and c.period != LAST_YEAR and c.mention.qualifier is Qualifier.EXACT
    ]  # fmt: skip
    for named, cores in _PEOPLE:
        own = [c for c in claims if c.core in cores]
        if own and (place := _all_of(tables, named)) is not None:
            cell, label, header = place
            yield from _apart(own, cell, label, header)


def _all_of(tables: list[Table], named: re.Pattern[str]) -> tuple[Cell, str, str] | None:
    """(cell, row's label, column's header) of the first row that has all the people."""
    for table in tables:
        row = _row_of_all(table) if any(map(named.fullmatch, table.header.values())) else None
        for column, cell in (row or {}).items():
            header = table.header.get(column, "")
            if cell.number is not None and named.fullmatch(header):
                return cell, table.label(row or {}), header
    return None


def _row_of_all(table: Table) -> dict[int, Cell] | None:
    return next(
        (r for r in table.rows if is_total(label := table.label(r)) or _ALL.fullmatch(label)), None
    )


def _apart(claims: list[Claim], cell: Cell, label: str, header: str) -> Iterator[Crossing]:
    """The claims that differ from a cell, where none of them agrees with it."""
    if not any(c.number == cell.number for c in claims):
        yield from (Crossing(c.mention, cell, label, header, "") for c in claims)


def _results(context: Context, tables: list[Table]) -> Iterator[Crossing]:
    """培训1000人次 against the row 培训人次 of the indicators."""
    claims: dict[str, list[Claim]] = {}
    for claim in claims_of(context).all:
        plain = claim.role is Role.LEVEL and claim.mention.kind is Kind.COUNT
        if plain and claim.core and not (claim.parent or claim.basis or claim.period):
            for name in (claim.unit, *_NUMBER_OF):
                claims.setdefault(claim.core + name, []).append(claim)
    for table in tables:
        columns = [k for k, h in table.header.items() if _RESULT.fullmatch(h)]
        for row in table.rows if len(columns) == 1 else ():
            cell, label = row.get(columns[0]), table.label(row)
            if cell is not None and cell.number is not None and label in claims:
                stated = claims.pop(label)  # the first row of this name speaks for it
                exact = [c for c in stated if c.mention.qualifier is Qualifier.EXACT]
                yield from _apart(exact, cell, label, table.header[columns[0]])
