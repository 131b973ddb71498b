"""A report as a Word file by GB/T 9704-2012 党政机关公文格式.

Type, sizes and spacing are in word/parts/styles.xml, the page in word/sections.py, what stands
where in plan.py. Digits take the text's own font: the standard sets every element in one font
(7.2.3, 如无特殊说明，公文格式各要素一般用3号仿宋体字), and a Latin font in the same run would
also draw “ ” half-width.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

from writer.assemble.files import replace_file
from writer.assemble.plan import Grid, Picture, Role, Section, Text, plan
from writer.assemble.word.charts import chart_paragraph
from writer.assemble.word.comments import add_comments
from writer.assemble.word.package import package_bytes
from writer.assemble.word.sections import LINE_PITCH, TEXT_WIDTH, line_width, section_element
from writer.assemble.word.tables import table_element
from writer.assemble.word.text import TextFlow, chars, properties_of
from writer.assemble.word.xml import el
from writer.findings import Finding
from writer.report import Chart, Report

_STYLES = {
    Role.COVER_TITLE: "CoverTitle",
    Role.COVER_FIELD: "CoverField",
    Role.TITLE: "Title",
    Role.SUBTITLE: "Subtitle",
    Role.FIELD: "ReportField",
    Role.HEADING1: "Heading1",
    Role.HEADING2: "Heading2",
    Role.HEADING3: "Heading3",
    Role.HEADING4: "Heading4",
    Role.BODY: "BodyText",
    Role.NOTE: "Note",
    Role.CAPTION: "Caption",
    Role.UNIT: "TableUnit",
    Role.ATTACHMENTS: "Attachments",
    Role.MARK: "AttachmentMark",
    Role.ATTACHMENT_TITLE: "AttachmentTitle",
    Role.SIGNATURE: "Signature",
    Role.DATE: "Date",
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
    body = el("w:body")
    sections = plan(report)
    charts: list[Chart] = []
    for section in sections:
        body.extend(_section_elements(section, flow, charts))
        properties = section_element(section, marked=bool(draft_mark))
        if section is sections[-1]:
            body.append(properties)
        else:  # a section that another follows ends in a paragraph, too low to be seen
            end = properties_of("SectionEnd")
            end.append(properties)
            body.append(el("w:p", end))
    comments = add_comments(flow.pieces, findings) if findings and flow.pieces else None
    return package_bytes(report, el("w:document", body), comments, draft_mark, charts)


def _section_elements(section: Section, flow: TextFlow, charts: list[Chart]) -> list[ET.Element]:
    """The paragraphs and tables of a section; the charts in it are added to `charts`."""
    found: list[ET.Element] = []
    for item in section.items:
        if isinstance(item, Picture):
            charts.append(item.chart)
            found.append(chart_paragraph(item.chart, len(charts), new_page=item.new_page))
            continue
        if isinstance(item, Text):
            found += _paragraphs(item, flow)
            continue
        if item.new_page:
            found.append(el("w:p", properties_of("SectionEnd", new_page=True)))
        found.append(_table(item, flow, section))
    if found and found[-1].tag == "w:tbl":
        found.append(el("w:p", properties_of("SectionEnd")))  # Word wants one behind a table
    return found


def _table(item: Grid, flow: TextFlow, section: Section) -> ET.Element:
    line = line_width(section.turned)
    return table_element(item.table, item.start, flow, line, keep_next=item.keep_next)


def _paragraphs(item: Text, flow: TextFlow) -> list[ET.Element]:
    properties = properties_of(
        _STYLES[item.role],
        new_page=item.new_page,
        keep_next=item.keep_next,
        before=round(item.before * LINE_PITCH),
        indent=_indent(item),
    )
    first, *others = flow.paragraphs(item.text, item.start, properties)
    for paragraph in others:
        for once in ("w:pageBreakBefore", "w:spacing"):
            paragraph[0][:] = [p for p in paragraph[0] if p.tag != once]
    return [first, *others]


def _indent(item: Text) -> dict[str, int] | None:
    if item.room:
        side = max(0, round((TEXT_WIDTH - item.room * _TITLE_CHAR) / 2))
        return {"left": side, "right": side}
    if item.left or item.hang:
        return chars(left=item.left, hanging=item.hang)
    return chars(right=item.right) if item.right else None
