"""Tables held against themselves: total rows and columns, rates, scores."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from writer.documents import Block, BlockKind
from writer.grounding.cells import year_heads
from writer.grounding.consistency.claims import plausible

if TYPE_CHECKING:
    from writer.grounding.rules.base import Context

_NUMBER = re.compile(
    r"[≥≤＞＜><=]{0,2}\s*(-?\d[\d,]*(?:\.\d+)?)\s*"
    r"(%|％|万元|元|分|人次|人|批次|场次|次|个|公里|平方米|亩|户|家|起|场|期|件|项|处|座|台|套|辆|天|小时|所|条|名|吨|米)?"
)
_TOTAL = re.compile(r"(?:合|总|小|共)计(?:数|金额|：|:)?|总分")
_RATES = re.compile(r"率|比例|占比|%|序号|均|单价|年度|日期|编号|权重")
_SCORES = re.compile(r"得分|分值|权重")
_OF = re.compile(r"其中|^[（(]?\d|^[（(]?[一二三四五六七八九十]+[）)、]")
_NOTHING = frozenset({"-", "—", "－", "–", "/", "无", "", "——"})


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell with its number, if it is one; `step` is one unit of its last digit."""

    block: Block
    text: str
    number: Decimal | None
    step: Decimal


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells by column; `header` the words over each column; `unit` from its caption."""

    index: int
    header: dict[int, str]
    rows: tuple[dict[int, Cell], ...]
    unit: str

    def label(self, row: dict[int, Cell]) -> str:
        """The first words of a row, without blanks."""
        for column in sorted(row):
            if row[column].number is None and row[column].text not in _NOTHING:
                return re.sub(r"\s+", "", row[column].text)
        return ""


@dataclass(frozen=True, slots=True)
class WrongTotal:
    """A total cell that its column or row does not make; `addends` as written."""

    cell: Cell
    made: Decimal
    addends: tuple[str, ...]
    header: str


@dataclass(frozen=True, slots=True)
class WrongRate:
    """A cell of a rate or a rest that its row's budget and spending do not make."""

    cell: Cell
    expected: str
    formula: str


def tables_of(context: Context) -> list[Table]:
    """Every table of the document with numbers in it, computed once."""
    if tables_of not in context.cache:
        captions: dict[int, str] = {}
        for block in context.document.of_kind(BlockKind.CAPTION):
            if block.table is not None:
                words = context.document.text_of(block)
                captions[block.table] = f"{captions.get(block.table, '')} {words}"
        found = (
            table
            for i in range(len(context.document.tables))
            for table in _blocks(context, i, captions.get(i, ""))
        )
        context.cache[tables_of] = list(found)
    result = context.cache[tables_of]
    assert isinstance(result, list)
    return result


def _blocks(context: Context, index: int, captions: str) -> Iterator[Table]:
    """A table's blocks: rows of words alone head the rows with numbers below them."""
    grid: dict[int, dict[int, Cell]] = {}
    for (row, column), block in context.document.tables[index].items():
        grid.setdefault(row, {})[column] = cell_of(context.document.text_of(block), block)
    years = year_heads(context.document, index)
    header: dict[int, str] = {}
    rows: list[dict[int, Cell]] = []
    for r in sorted(grid):
        cells = dict(sorted(grid[r].items()))
        if any(c.number is not None for k, c in cells.items() if k and (r, k) not in years):
            rows.append(cells)
            continue
        if not rows or len(cells) > 2:
            if rows:
                yield _table(index, header, rows, captions)
                header, rows = {}, []
            for column, cell in cells.items():
                header[column] = header.get(column, "") + re.sub(r"\s+", "", cell.text)
    if rows:
        yield _table(index, header, rows, captions)


def _table(index: int, header: dict[int, str], rows: list[dict[int, Cell]], captions: str) -> Table:
    unit = re.search(r"(亿元|万元|千元|元)", captions + " ".join(header.values()))
    return Table(index, header, tuple(rows), unit[1] if unit else "")


def cell_of(text: str, block: Block) -> Cell:
    """A cell's number without its unit; percentages as printed (95% → 95)."""
    text = text.strip()
    found = _NUMBER.fullmatch(text)
    if found is None:
        return Cell(block, text, None, Decimal(1))
    number = Decimal(found[1].replace(",", ""))
    if not plausible(number):
        return Cell(block, text, None, Decimal(1))
    exponent = number.as_tuple().exponent
    return Cell(
        block, text, number, Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    )


def wrong_totals(context: Context) -> Iterator[WrongTotal]:
    """Total rows and total columns that their addends do not make."""
    above: dict[int, set[Decimal]] = {}
    for table in tables_of(context):
        parts = above.setdefault(table.index, set())
        for wrong in _total_rows(table):
            # a form's last total holds the scores of its upper part too: 执行 10 + 指标 88 = 98
            rest = (wrong.cell.number or Decimal(0)) - wrong.made
            if not (_SCORES.search(wrong.header) and rest in parts):
                yield wrong
        yield from _total_columns(table)
        parts |= _scores(table)


def _scores(table: Table) -> set[Decimal]:
    """The weights and scores that stand in a table's part, and the sum of its scores."""
    columns = [column for column, words in table.header.items() if _SCORES.search(words)]
    cells = (row[column] for row in table.rows for column in columns if column in row)
    numbers = [cell.number for cell in cells if cell.number is not None]
    return {*numbers, sum(numbers, Decimal(0))}


def is_total(label: str) -> bool:
    """Whether a row or a column of this name adds the others up."""
    return _TOTAL.fullmatch(label) is not None


def _total_rows(table: Table) -> Iterator[WrongTotal]:
    labels = [table.label(row) for row in table.rows]
    for at, label in enumerate(labels):
        if not is_total(label):
            continue
        if at == 0:
            span = range(1, len(labels))
        else:
            low = max((i + 1 for i in range(at) if is_total(labels[i])), default=0)
            span = range(low if label.startswith("小") else 0, at)
        plain = [i for i in span if not is_total(labels[i])]
        if len(plain) < 2 or any(_OF.search(labels[i]) for i in plain):
            continue
        totals = [i for i in span if labels[i].startswith("小")]
        for column, cell in table.rows[at].items():
            if (
                cell.number is None
                or _RATES.search(table.header.get(column, ""))
                or "%" in cell.text
            ):
                continue
            yield from _column(table, cell, column, plain, totals)


def _column(
    table: Table, total: Cell, column: int, plain: Sequence[int], totals: Sequence[int]
) -> Iterator[WrongTotal]:
    choices = [
        [table.rows[i][column] for i in rows if column in table.rows[i]] for rows in (plain, totals)
    ]
    wrong: list[WrongTotal] = []
    for cells in choices:
        numbers = [c for c in cells if c.number is not None]
        if not numbers or any(c.number is None and c.text not in _NOTHING for c in cells):
            continue
        made = sum((c.number for c in numbers if c.number is not None), Decimal(0))
        if made == total.number:
            return
        addends = tuple(c.text for c in numbers)
        wrong.append(WrongTotal(total, made, addends, table.header.get(column, "")))
    yield from wrong[:1]


def _total_columns(table: Table) -> Iterator[WrongTotal]:
    """A column named 合计 that the other columns make in most rows."""
    for column, name in table.header.items():
        if not is_total(name):
            continue
        others = [k for k, h in table.header.items() if k != column and h and not _RATES.search(h)]
        fit, off = 0, list[WrongTotal]()
        for row in table.rows:
            total = row.get(column)
            cells = [row[k] for k in others if k in row and row[k].number is not None]
            if total is None or total.number is None or len(cells) < 2:
                continue
            if _RATES.search(table.label(row)):
                continue  # rates in a row are not added up
            made = sum((c.number for c in cells if c.number is not None), Decimal(0))
            if made == total.number:
                fit += 1
            else:
                off.append(WrongTotal(total, made, tuple(c.text for c in cells), table.label(row)))
        if fit > len(off):
            yield from off


_PLAN = re.compile(r"预算|下达|安排|指标数")
_SPENT = re.compile(r"决算|支出|执行数|使用|支付")
_PLAIN = re.compile(r"(?:预算)?执行率(?:[（(]?%[）)]?)?|结余|剩余")


def wrong_rates(context: Context) -> Iterator[WrongRate]:
    """执行率 and 结余 columns against budget and spending, where most rows fit."""
    for table in tables_of(context):
        plan = [
            k
            for k, h in table.header.items()
            if _PLAN.search(h) and not re.search("率|结余|年初结", h)
        ]
        spent = [
            k
            for k, h in table.header.items()
            if _SPENT.search(h) and not re.search("率|预算|结余", h)
        ]
        rate = [k for k, h in table.header.items() if re.search("执行率|完成率|支出率", h)]
        rest = [
            k
            for k, h in table.header.items()
            if re.fullmatch("结余|剩余|资金结余|结余资金|结转结余", h)
        ]
        if len(plan) != 1 or len(spent) != 1:
            continue
        for column in (*rate, *rest):
            found = [_made(row, plan[0], spent[0], column, column in rate) for row in table.rows]
            wrong = [w for w in found if isinstance(w, WrongRate)]
            fits = sum(w is True for w in found)
            # one line alone is judged where its columns have no other name
            if fits >= len(wrong) or (len(found) == 1 and _PLAIN.fullmatch(table.header[column])):
                yield from wrong


def _made(
    row: dict[int, Cell], plan: int, spent: int, column: int, rate: bool
) -> WrongRate | bool | None:
    """True where the cell fits, None where the row has no numbers for it."""
    a, b, c = row.get(plan), row.get(spent), row.get(column)
    if (
        a is None
        or b is None
        or c is None
        or a.number is None
        or b.number is None
        or c.number is None
    ):
        return None
    if rate:
        if not a.number:
            return None
        scale = 100 if "%" in c.text or c.number > 2 else 1
        value, sign, unit = b.number / a.number * scale, "÷", "%" if scale == 100 else ""
        formula = f"{b.text}{sign}{a.text}"
    else:
        value, unit = a.number - b.number, ""
        formula = f"{a.text}－{b.text}"
    if abs(value - c.number) <= c.step / 2:
        return True
    exponent = c.step.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    text = f"{value:.{max(places, 0)}f}{unit}"
    return WrongRate(c, text, f"{formula}＝{text}")
