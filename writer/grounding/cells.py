"""Numbers in tables: what stands over and beside them, and their value in the column's unit."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from writer.documents import Block, BlockKind, Document
from writer.grounding.mentions import Kind, Mention
from writer.grounding.reading.tables import is_unit
from writer.quantities import canonical, quantity

_DIGITS = frozenset("0123456789.,%-—－/ ")
_POINTS = re.compile(r"分值|得分|分数|扣分|满分|标准分|权重")
_VALUES = re.compile(r"(?:指标|目标|完成|实际|计划)值")
_AMOUNTS = re.compile(r"预算|决算|支出|收入|金额|资金|经费|下达|到位|拨付|结余|结转")
_SHARES = re.compile(r"率|占比|比重|比例|进度|增幅|增速|百分比|(?:^|\s)占(?![地用道])")
_DONE_OF = re.compile(r"执行率|完成率|支付率|支出率|使用率|到位率|进度")
_RATES = re.compile(r"(?:率|满意度|占比|比重|比例)\s*$")
_UNITS_COLUMN = re.compile(r"(?:度?量|计量)?单位")
WHOLE = 2  # below it a rate with decimals is printed as a fraction
LONGEST_HEADER = 30  # characters of a cell that can head a column


def in_points(header: str) -> bool:
    """Whether a column holds scores and weights, whatever unit the table's caption names."""
    return _POINTS.search(header) is not None


def in_base_unit(
    mention: Mention, table_unit: str, header: str, label: str = "", counted: str = ""
) -> Mention:
    """A bare number with its column's unit as the quantity it stands for: 192.32 (万元) is
    money of 1923200 元.

    `table_unit` is the report's money unit, for a table that names none; `label` its row's
    words; `counted` the unit that a form has in a column of its own (度量单位).
    """
    number = mention.number
    if mention.kind is not Kind.BARE or number is None:
        return mention
    if in_points(header):
        unit: str | None = "分"
    elif mention.unit == "%" or not _SHARES.search(header):
        unit = counted if mention.unit != "%" else ""
        unit = unit or mention.unit or _unsaid(mention, table_unit, header, label)
    elif abs(number) < WHOLE and mention.step < 1 and _DONE_OF.search(header):
        return replace(mention, kind=Kind.PERCENT, unit="%")  # 完成率 1.05, 0.94
    else:
        unit = "%"
    if not unit:
        return mention
    base = quantity(number, unit)
    return replace(
        mention, kind=Kind(base.kind), value=canonical(base.value), unit=base.unit,
        step=quantity(mention.step, unit).value,
    )  # fmt: skip


def _unsaid(mention: Mention, table_unit: str, header: str, label: str) -> str | None:
    """The unit that nothing in the table says: amounts are in the report's, rates are percents."""
    if _RATES.search(label) and not _AMOUNTS.search(header):
        number = mention.number or Decimal(0)
        return "%" if abs(number) > 1 or mention.step == 1 else None  # 0.95 may be a fraction
    if _VALUES.search(header):
        return None
    # amounts have decimals, counts have none
    return table_unit if mention.step < 1 or _AMOUNTS.search(header) else None


class Headers:
    """What stands over the columns of a document's tables."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._tables: dict[int, dict[tuple[int, int], str]] = {}
        self._rows: dict[int, dict[int, list[Block]]] = {}

    def row(self, cell: Block) -> list[Block]:
        """The cells of a cell's row."""
        if cell.table is None or cell.row is None:
            return []
        if cell.table not in self._rows:
            rows: dict[int, list[Block]] = {}
            for (row, _), block in self._document.tables[cell.table].items():
                rows.setdefault(row, []).append(block)
            self._rows[cell.table] = rows
        return self._rows[cell.table].get(cell.row, [])

    def over(self, cell: Block) -> str:
        """The words over a table cell, from the top; "" when its column has no header."""
        if cell.table is None or cell.row is None or cell.column is None:
            return ""
        if cell.table not in self._tables:
            self._tables[cell.table] = _headers(self._document, cell.table)
        return self._tables[cell.table].get((cell.row, cell.column), "")


def _headers(document: Document, table: int) -> dict[tuple[int, int], str]:
    """(row, column) → its header: the nearest rows above without numbers.

    Standard forms set new headers in the middle of a table; what they say of themselves at
    their top (项目名称, 主管部门) and the goals that they quote head nothing.
    """
    lines: dict[int, dict[int, str]] = {}
    for (row, column), block in document.tables[table].items():
        lines.setdefault(row, {})[column] = document.text_of(block)
    rows = sorted(lines.items())
    years = year_heads(document, table)
    filled = [
        any(_numeric(text) and (row, column) not in years for column, text in line.items())
        for row, line in rows
    ]
    found: dict[tuple[int, int], str] = {}
    headers: dict[int, str] = {}
    heading = False
    for i, (row, line) in enumerate(rows):
        if filled[i]:
            heading = False
            for column in line:
                found[row, column] = headers.get(column, "")
        elif _told(line, followed_by_numbers=filled[i + 1 : i + 2] == [True]):
            headers, heading = {}, False
        elif len(line) > 1:
            headers = headers if heading else {}
            heading = True
            for column, text in line.items():
                headers[column] = f"{headers.get(column, '')} {text}".strip()
    return found


def _told(line: dict[int, str], *, followed_by_numbers: bool) -> bool:
    """Whether a row without numbers tells something instead of heading columns."""
    if any(_PROSE.search(text) or len(text) > LONGEST_HEADER for text in line.values()):
        return True
    return not followed_by_numbers and any(_FIELD.search(text) for text in line.values())


_YEAR = re.compile(r"(?:19|20)\d\d")
_PROSE = re.compile(r"[。；\n]")
_FIELD = re.compile(r"(?:项目|专项|单位|部门|支出|资金)名称$|主管部门|实施单位|填报")
_NAMED = re.compile(r"(?:项目|专项|专项资金)(?:支出)?名称")


def year_heads(document: Document, table: int) -> set[tuple[int, int]]:
    """The cells of a table's first row that name years, where it has no other numbers: 2023."""
    cells = document.tables[table]
    first = min((row for row, _ in cells), default=0)
    texts = {
        key: document.text_of(block).strip() for key, block in cells.items() if key[0] == first
    }
    numbers = {key for key, text in texts.items() if _numeric(text)}
    return numbers if all(_YEAR.fullmatch(texts[key]) for key in numbers) else set()


def counted_in(document: Document, cell: Block, header: Headers) -> str:
    """What the row's column 度量单位 says: 天, 人次; "" where there is none or it is left empty."""
    if cell.table is None or cell.row is None:
        return ""
    for block in header.row(cell):
        if _UNITS_COLUMN.fullmatch(header.over(block)):
            text = document.text_of(block).strip()
            return text if is_unit(text) else ""
    return ""


def row_label(document: Document, cell: Block) -> str:
    """The words left of a table cell in its row."""
    return " ".join(row_words(document, cell))


def row_words(document: Document, cell: Block) -> list[str]:
    """The texts of the cells left of a table cell, without numbers."""
    if cell.table is None or cell.row is None or cell.column is None:
        return []
    cells = document.tables[cell.table]
    left = (cells.get((cell.row, column)) for column in range(cell.column))
    words = [document.text_of(block).strip() for block in left if block is not None]
    return [word for word in words if not _numeric(word)]


def table_name(document: Document, table: int) -> str:
    """What a standard form is about: the cell behind 项目名称; "" for other tables."""
    cells = document.tables[table]
    for (row, column), block in sorted(cells.items()):
        if _NAMED.fullmatch(document.text_of(block).strip()):
            later = (b for (r, c), b in sorted(cells.items()) if r == row and c > column)
            return next((document.text_of(b) for b in later), "")
    return ""


def _numeric(text: str) -> bool:
    """Whether a cell is a number, alone or with its unit: 1,200.5, 20万人次, ≥85分."""
    if not text:
        return False
    return all(c in _DIGITS for c in text) or _VALUE.fullmatch(text) is not None


# 2023年, 3月 and 2号 are names of columns and rows
_VALUE = re.compile(r"[≥≤＞＜><=]?\s?\d[\d,.]*(?:万|亿)?(?![年月季号日届期])[一-鿿㎡]{1,3}")
PROSE = 8  # characters beside a number that make a cell a sentence


def told_in(document: Document, cell: Block, mention: Mention) -> bool:
    """Whether a number is told of in a cell's sentence, instead of being the cell's value."""
    rest = document.text_of(cell).replace(mention.text, "", 1)
    return len(rest) > PROSE and any("一" <= c <= "鿿" for c in rest)


def cell_at(document: Document, offset: int) -> Block | None:
    """The table cell around a place; None outside tables."""
    block = document.block_at(offset)
    if block is None or block.kind is not BlockKind.CELL or block.column is None:
        return None
    return block
