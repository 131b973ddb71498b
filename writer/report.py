"""A report as content: what is written, before it becomes Word, PDF or HTML.

A flat run of blocks, because that is what every output format and the grounding pass need; the
section tree can be read off the headings' levels. `Report.text` is the text that grounding reads;
`Report.spans` says where in it each block stands, so a finding can be put back in its place.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` 1–4; `number` is the mark as printed (一、 （一） 1. （1）), made by the program."""

    level: int
    number: str
    title: str
    section: str = ""  # key of the outline node

    @property
    def text(self) -> str:
        return f"{self.number}{self.title}"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of body text. `role`: body, lead, title, subtitle, field, note, and label for
    a heading below the four levels, which stays with what it is the label of."""

    text: str
    section: str = ""
    role: str = "body"


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell; `across`/`down` are how many columns and rows it spans.

    Only the upper left cell of a merged area stands in `Table.rows`.
    """

    text: str
    across: int = 1
    down: int = 1
    header: bool = False
    number: bool = False  # right-aligned


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption; `header_rows` are repeated on every page."""

    caption: str
    rows: tuple[tuple[Cell, ...], ...]
    unit: str = ""  # printed as 单位：万元 above the table
    header_rows: int = 1
    widths: tuple[int, ...] = ()  # relative column widths
    landscape: bool = False
    section: str = ""
    name: str = ""  # which table it is, e.g. 专项资金收支情况

    @property
    def text(self) -> str:
        head = [self.caption] if self.caption else []
        if self.unit:
            head.append(f"单位：{self.unit}")
        return "\n".join([*head, *("\t".join(row) for row in self.grid)])

    @property
    def grid(self) -> list[list[str]]:
        """The cells' texts on the table's grid: one place a column, "" where a merged cell
        stands, so that a number keeps its column's header whatever was merged."""
        lines: list[list[str]] = []
        taken: dict[tuple[int, int], str] = {}
        for r, row in enumerate(self.rows):
            column = 0
            for cell in row:
                while (r, column) in taken:
                    column += 1
                for down in range(cell.down):
                    for across in range(cell.across):
                        taken[r + down, column + across] = ""
                taken[r, column] = cell.text
                column += cell.across
            while (r, column) in taken:
                column += 1
            lines.append([taken.get((r, c), "") for c in range(column)])
        return lines


@dataclass(frozen=True, slots=True)
class Series:
    """One sort of bar in a chart; None where nothing is known."""

    name: str
    values: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars for each of the `categories`, one for every series; `unit` is that of the values.

    It says nothing that the text does not: `text` is empty, and its title is part of the
    picture. `horizontal` bars leave room for long names.
    """

    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""
    horizontal: bool = False
    section: str = ""
    name: str = ""  # which chart it is, e.g. 预算与决算对比图

    @property
    def text(self) -> str:
        return ""

    @property
    def words(self) -> str:
        """What it shows, for those who do not see it."""
        rows = (
            f"{category}："
            + "，".join(
                f"{series.name}{value}{self.unit}"
                for series in self.series
                if (value := series.values[i]) is not None
            )
            for i, category in enumerate(self.categories)
        )
        return f"{self.title}。{'；'.join(rows)}。"


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The next block starts on a new page."""

    section: str = ""

    @property
    def text(self) -> str:
        return ""


Block = Heading | Paragraph | Table | Chart | PageBreak


@dataclass(frozen=True)
class Report:
    """A whole report.

    `cover` lines come first on a page of their own; `signature` (unit's name) and `date` close
    the text; `attachments` are the names listed after 附件：, `appendix` the blocks behind it.
    """

    title: str
    blocks: tuple[Block, ...]
    subtitle: str = ""
    unit: str = ""
    header: tuple[str, ...] = ()  # lines between title and text (评价年度：2024年度)
    cover: tuple[str, ...] = ()
    signature: str = ""
    date: str = ""  # as printed: 2024年3月1日
    attachments: tuple[str, ...] = ()
    appendix: tuple[Block, ...] = ()
    meta: dict[str, str] = field(default_factory=dict)

    @cached_property
    def parts(self) -> tuple[tuple[str, Block | None], ...]:
        """Every text of the report in reading order, with its block where it has one."""
        run: list[tuple[str, Block | None]] = [(line, None) for line in self.cover]
        run += [(line, None) for line in (self.title, self.subtitle, *self.header) if line]
        run += [(block.text, block) for block in self.blocks]
        if self.attachments:
            many = len(self.attachments) > 1
            names = [f"{i}.{n}" if many else n for i, n in enumerate(self.attachments, 1)]
            run += [(("附件：" if i == 0 else "") + name, None) for i, name in enumerate(names)]
        run += [(line, None) for line in (self.signature, self.date) if line]
        run += [(block.text, block) for block in self.appendix]
        return tuple((text, block) for text, block in run if text)

    @cached_property
    def text(self) -> str:
        """The whole text, one line a paragraph, table cells joined by tabs."""
        return "\n".join(text for text, _ in self.parts)

    @cached_property
    def spans(self) -> tuple[tuple[int, int, Block | None], ...]:
        """(start, end, block) of every part in `text`."""
        spans, position = [], 0
        for text, block in self.parts:
            spans.append((position, position + len(text), block))
            position += len(text) + 1
        return tuple(spans)
