"""What stands where in a printed report: sections, paragraphs and tables in reading order.

Word, PDF and HTML are drawn from the same plan. Every item knows where its text begins in
Report.text, so that findings and mentions can be put in their places. Distances are in lines
(before) and characters (left, right, hang), see layout.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from writer.assemble.layout import (
    attachment_lines,
    cover_is_field,
    sheets,
    signature_indents,
    title_break,
    width,
)
from writer.assemble.table_layout import turned
from writer.report import Block, Chart, Heading, PageBreak, Paragraph, Report, Table


class Role(StrEnum):
    """How a paragraph is set."""

    COVER_TITLE = "cover-title"
    COVER_FIELD = "cover-field"
    TITLE = "title"
    SUBTITLE = "subtitle"
    FIELD = "field"
    HEADING1 = "heading-1"
    HEADING2 = "heading-2"
    HEADING3 = "heading-3"
    HEADING4 = "heading-4"
    BODY = "body"
    NOTE = "note"
    CAPTION = "caption"
    UNIT = "unit"
    ATTACHMENTS = "attachments"
    MARK = "mark"
    ATTACHMENT_TITLE = "attachment-title"
    SIGNATURE = "signature"
    DATE = "date"


_ROLES = {
    "title": Role.TITLE,
    "subtitle": Role.SUBTITLE,
    "field": Role.FIELD,
    "note": Role.NOTE,
}


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. `start` is None for a text that is not the report's (附件1).

    `room` is the width in characters that a title may take, 0 for the whole line; `level` the
    heading's, 0 for none.
    """

    role: Role
    text: str
    start: int | None
    before: float = 0
    left: float = 0
    hang: float = 0
    right: float = 0
    room: float = 0
    level: int = 0
    new_page: bool = False
    keep_next: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; `start` is where its first cell begins, its caption and unit stand before it."""

    table: Table
    start: int
    new_page: bool = False
    keep_next: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart; it has no place in the text."""

    chart: Chart
    new_page: bool = False


Item = Text | Grid | Picture


@dataclass(slots=True)
class Section:
    """Pages of one kind; `first` restarts the page numbers at 1."""

    turned: bool = False
    numbered: bool = True
    first: bool = False
    items: list[Item] = field(default_factory=list)


def plan(report: Report) -> tuple[Section, ...]:
    """The whole report: cover, title, text, list of attachments, signature, attachments."""
    planner = _Planner(report)
    planner.everything()
    return tuple(s for s in planner.sections if s.items) or (Section(first=True),)


class _Planner:
    """Goes through a report in the order of Report.parts; `_offset` is the place in its text."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.sections: list[Section] = []
        self._offset = 0
        self._new_page = False  # the next item begins a page
        self._gap = 0.0  # lines above the next paragraph
        self._text_turned = False  # how the pages of paragraphs lie

    def everything(self) -> None:
        self._cover()
        self.sections.append(Section(first=True))
        self._title()
        closing = bool(self.report.signature or self.report.date)
        self._blocks(self.report.blocks, keep_last=closing)
        self._attachments()
        self._signature()
        self._appendix()

    @property
    def _items(self) -> list[Item]:
        return self.sections[-1].items

    def _add(self, item: Text) -> None:
        """The next part of the text, as `item` says; its `start` is filled in here."""
        placed = replace(
            item,
            start=self._offset,
            before=item.before or self._gap,
            new_page=self._new_page,
        )
        self._offset += len(item.text) + 1 if item.text else 0
        self._new_page, self._gap = False, 0.0
        self._items.append(placed)

    def _turn(self, turned: bool) -> None:
        section = self.sections[-1]
        if turned != section.turned:
            self.sections.append(Section(turned, first=section.first and not section.items))
            self._new_page = False

    def _cover(self) -> None:
        if not self.report.cover:
            return
        self.sections.append(Section(numbered=False))
        fields = False
        for i, line in enumerate(self.report.cover):
            opens = cover_is_field(line) and i > 0 and not fields
            fields = fields or cover_is_field(line)
            role = Role.COVER_FIELD if fields else Role.COVER_TITLE
            self._add(Text(role, line, 0, before=6 if i == 0 else 8 if opens else 0))

    def _title(self) -> None:
        report = self.report
        if report.title:
            self._add(Text(Role.TITLE, report.title, 0, room=self._room(report.title)))
        if report.subtitle:
            self._add(Text(Role.SUBTITLE, report.subtitle, 0))
        for i, line in enumerate(line for line in report.header if line):
            self._add(Text(Role.FIELD, line, 0, before=1 if i == 0 else 0))
        self._gap = 1.0 if self._items else 0.0  # the text begins a line below

    def _room(self, title: str) -> float:
        """Just the room of the upper line, so that the title breaks by sense."""
        place = title_break(title, self.report.unit)
        return width(title[:place]) + 0.5 if place else 0

    def _blocks(
        self, blocks: Sequence[Block], *, keep_last: bool = False, opening: Role | None = None
    ) -> None:
        """`opening` is the role of the first heading, caption or paragraph.

        A table stays with the note below it, the last block with the signature.
        """
        for i, block in enumerate(blocks):
            following = blocks[i + 1] if i + 1 < len(blocks) else None
            noted = isinstance(following, Paragraph) and following.role == "note"
            keep_next = keep_last if following is None else noted
            self._block(block, keep_next, opening if i == 0 else None)

    def _block(self, block: Block, keep_next: bool, opening: Role | None) -> None:
        if isinstance(block, PageBreak):
            self._new_page = bool(self._items)
        elif isinstance(block, Chart):
            self._turn(self._text_turned)
            self._items.append(Picture(block, self._new_page))
            self._new_page = False
        elif isinstance(block, Table):
            self._turn(turned(block))
            self._table(block, keep_next, opening or Role.CAPTION)
        elif isinstance(block, Heading):
            self._turn(self._text_turned)
            level = min(max(block.level, 1), 4)
            role = opening or Role(f"heading-{level}")
            self._add(Text(role, block.text, 0, level=0 if opening else level))
        elif block.text:
            self._turn(self._text_turned)
            role = opening or _ROLES.get(block.role, Role.BODY)
            keep_next = keep_next or block.role == "label"
            room = self._room(block.text) if role is Role.TITLE else 0
            self._add(Text(role, block.text, 0, room=room, keep_next=keep_next))

    def _table(self, table: Table, keep_next: bool, caption: Role) -> None:
        end = self._offset + len(table.text) + 1 if table.text else self._offset
        if table.caption:
            room = self._room(table.caption) if caption is Role.ATTACHMENT_TITLE else 0
            self._add(Text(caption, table.caption, 0, room=room))
        if table.unit:
            self._add(Text(Role.UNIT, f"单位：{table.unit}", 0))
        if table.rows:
            self._items.append(Grid(table, self._offset, self._new_page, keep_next))
            self._new_page = False
        self._offset = end

    def _attachments(self) -> None:
        for i, (text, hang, left) in enumerate(attachment_lines(self.report.attachments)):
            before = 1 if i == 0 else 0
            self._add(Text(Role.ATTACHMENTS, text, 0, before, left=left, hang=hang, keep_next=True))

    def _signature(self) -> None:
        report = self.report
        indents = signature_indents(report.signature, report.date)
        if report.signature:
            self._add(Text(Role.SIGNATURE, report.signature, 0, before=2, right=indents.unit))
        if report.date:
            before = 0 if report.signature else 2
            self._add(Text(Role.DATE, report.date, 0, before=before, right=indents.date))

    def _appendix(self) -> None:
        """Each attachment on a new page: the mark on its first line, the title on its third."""
        for sheet in sheets(self.report):
            self._new_page = bool(self._items)
            tables = (b for b in sheet.blocks if isinstance(b, Table))
            self._text_turned = next((turned(t) for t in tables), False)
            self._turn(self._text_turned)
            blocks = sheet.blocks
            if sheet.own_mark:
                self._add(Text(Role.MARK, blocks[0].text, 0))
                blocks = blocks[1:]
            elif sheet.mark:
                self._items.append(Text(Role.MARK, sheet.mark, None, new_page=self._new_page))
                self._new_page = False
            marked = bool(sheet.mark or sheet.own_mark)
            self._gap = 1.0 if marked else 0.0
            # the second form of an attachment looks like the first
            titled = marked or (bool(blocks) and isinstance(blocks[0], Table))
            self._blocks(blocks, opening=Role.ATTACHMENT_TITLE if titled else None)
