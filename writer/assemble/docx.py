"""A report as a Word file by GB/T 9704-2012 党政机关公文格式.

Type, sizes and spacing are in word/parts/styles.xml, the page in word/sections.py, what stands
where in layout.py. Digits take the text's own font: the standard sets every element in one font
(7.2.3, 如无特殊说明，公文格式各要素一般用3号仿宋体字), and a Latin font in the same run would
also draw “ ” half-width.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

from writer.assemble.files import replace_file
from writer.assemble.layout import (
    attachment_lines,
    cover_is_field,
    sheets,
    signature_indents,
    title_break,
    width,
)
from writer.assemble.word.comments import add_comments
from writer.assemble.word.package import package_bytes
from writer.assemble.word.sections import LINE_PITCH, TEXT_WIDTH, PageKind, section_element
from writer.assemble.word.tables import table_element
from writer.assemble.word.text import TextFlow, chars, properties_of, run_of
from writer.assemble.word.xml import el
from writer.findings import Finding
from writer.report import Block, Heading, PageBreak, Report, Table

_ROLES = {
    "body": "BodyText",
    "lead": "BodyText",
    "title": "Title",
    "subtitle": "Subtitle",
    "field": "ReportField",
    "note": "Note",
}
_TITLE_CHAR = 440  # twips of a 二号 character


def write_docx(
    report: Report, path: Path, findings: Sequence[Finding] = (), *, draft_mark: str = ""
) -> None:
    """Writes the Word file; each finding becomes a comment on the characters it speaks of.

    Findings count characters of `report.text`. `draft_mark` (草稿) is printed in the header.
    The same arguments give the same bytes. Raises AssemblyError when `path` cannot be written;
    the file that was there before is then untouched.
    """
    replace_file(path, docx_bytes(report, findings, draft_mark=draft_mark))


def docx_bytes(report: Report, findings: Sequence[Finding] = (), *, draft_mark: str = "") -> bytes:
    """The Word file as bytes; see write_docx."""
    flow = TextFlow([edge for f in findings for edge in (f.start, f.end)])
    document = _Document(report, flow, marked=bool(draft_mark)).element()
    comments = add_comments(flow.pieces, findings) if findings and flow.pieces else None
    return package_bytes(report, document, comments, draft_mark)


class _Document:
    """Writes the parts of a report in the order of Report.parts, so that `flow` keeps step."""

    def __init__(self, report: Report, flow: TextFlow, *, marked: bool) -> None:
        self.report = report
        self.flow = flow
        self.body = el("w:body")
        self.page = PageKind(marked=marked, first_page=1)
        self._new_page = False  # the next paragraph begins a page
        self._gap = 0  # twips above the next paragraph

    def element(self) -> ET.Element:
        """The w:document."""
        self._cover()
        self._title()
        for i, block in enumerate(self.report.blocks):
            last = i == len(self.report.blocks) - 1
            self._block(block, keep_next=last and bool(self.report.signature or self.report.date))
        self._attachments()
        self._signature()
        self._appendix()
        if len(self.body) and self.body[-1].tag == "w:tbl":
            self.body.append(el("w:p", properties_of("SectionEnd")))  # Word wants one behind it
        self.body.append(section_element(self.page))
        return el("w:document", self.body)

    # ---- pages -----------------------------------------------------------------------

    def _section(self, following: PageKind) -> None:
        """Ends the section: its properties stand in a last paragraph, too low to be seen."""
        end = properties_of("SectionEnd")
        end.append(section_element(self.page))
        self.body.append(el("w:p", end))
        self.page = following
        self._new_page = False

    def _turn(self, turned: bool) -> None:
        if turned != self.page.turned:
            first = None if len(self.body) else self.page.first_page
            self._section(PageKind(turned, first_page=first, marked=self.page.marked))

    def _add(
        self,
        text: str,
        style: str,
        *,
        before: int = 0,
        indent: dict[str, int] | None = None,
        keep_next: bool = False,
    ) -> None:
        properties = properties_of(
            style,
            new_page=self._new_page,
            keep_next=keep_next,
            before=before or self._gap,
            indent=indent,
        )
        self._new_page, self._gap = False, 0
        first, *others = self.flow.paragraphs(text, properties)
        self.body.append(first)
        for paragraph in others:
            for once in ("w:pageBreakBefore", "w:spacing"):
                paragraph[0][:] = [p for p in paragraph[0] if p.tag != once]
            self.body.append(paragraph)

    # ---- the parts -------------------------------------------------------------------

    def _cover(self) -> None:
        if not self.report.cover:
            return
        text = self.page
        self.page = PageKind(numbered=False, marked=text.marked)
        fields = False
        for i, line in enumerate(self.report.cover):
            first_field = cover_is_field(line) and i > 0 and not fields
            fields = fields or cover_is_field(line)
            before = 6 * LINE_PITCH if i == 0 else 8 * LINE_PITCH if first_field else 0
            self._add(line, "CoverField" if fields else "CoverTitle", before=before)
        self._section(text)

    def _title(self) -> None:
        report = self.report
        if report.title:
            self._add(report.title, "Title", indent=self._title_indent(report.title))
        if report.subtitle:
            self._add(report.subtitle, "Subtitle")
        for i, line in enumerate(line for line in report.header if line):
            self._add(line, "ReportField", before=LINE_PITCH if i == 0 else 0)
        self._gap = LINE_PITCH  # the text begins a line below the title

    def _title_indent(self, title: str) -> dict[str, int] | None:
        """Margins that leave just the room of the upper line, so that it breaks by sense."""
        place = title_break(title, self.report.unit)
        if not place:
            return None
        room = (width(title[:place]) + 0.5) * _TITLE_CHAR
        side = max(0, round((TEXT_WIDTH - room) / 2))
        return {"left": side, "right": side}

    def _block(self, block: Block, *, keep_next: bool = False, opening: str = "") -> None:
        """`opening` is the style of the first heading, caption or title of an attachment."""
        if isinstance(block, PageBreak):
            self._new_page = len(self.body) > 0
            return
        if isinstance(block, Table):
            self._turn(block.landscape)
            self._table(block, opening or "Caption")
        elif isinstance(block, Heading):
            self._turn(False)
            style = opening or f"Heading{min(max(block.level, 1), 4)}"
            self._add(block.text, style)
        elif block.text:
            self._turn(False)
            style = opening or _ROLES.get(block.role, "BodyText")
            indent = self._title_indent(block.text) if style == "Title" else None
            self._add(block.text, style, keep_next=keep_next, indent=indent)

    def _table(self, table: Table, caption_style: str) -> None:
        start = self.flow.offset
        if table.caption:
            self._add(table.caption, caption_style)
        if table.unit:
            self._add(f"单位：{table.unit}", "TableUnit")
        if self._new_page:
            self.body.append(el("w:p", properties_of("SectionEnd", new_page=True)))
            self._new_page = False
        if table.rows:
            self.body.append(table_element(table, self.flow, self.page.line))
        self.flow.offset = start + len(table.text) + 1 if table.text else start

    def _attachments(self) -> None:
        for i, (text, hang, left) in enumerate(attachment_lines(self.report.attachments)):
            indent = chars(left=left, hanging=hang)
            before = LINE_PITCH if i == 0 else 0
            self._add(text, "Attachments", before=before, indent=indent, keep_next=True)

    def _signature(self) -> None:
        report = self.report
        indents = signature_indents(report.signature, report.date)
        for text, style, right in (
            (report.signature, "Signature", indents.unit),
            (report.date, "Date", indents.date),
        ):
            if text:
                first = style == "Signature" or not report.signature
                before = 2 * LINE_PITCH if first else 0
                self._add(text, style, before=before, indent=chars(right=right))

    def _appendix(self) -> None:
        """Each attachment on a new page: the mark on its first line, the title on its third."""
        for sheet in sheets(self.report):
            turned = isinstance(sheet.blocks[0], Table) and sheet.blocks[0].landscape
            self._new_page = True
            self._turn(turned)
            if sheet.mark:
                mark = properties_of("AttachmentMark", new_page=self._new_page)
                self.body.append(el("w:p", mark, run_of(sheet.mark)))
                self._new_page, self._gap = False, LINE_PITCH
            for i, block in enumerate(sheet.blocks):
                self._block(block, opening="AttachmentTitle" if sheet.mark and i == 0 else "")
