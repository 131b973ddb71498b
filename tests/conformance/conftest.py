"""Word files made by hand: right in everything, then wrong in one thing."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

BODY = "全年坚持先有预算、后有支出，按季通报执行进度，大额支出由馆务会集体研究决定。"
Made = Any


def set_font(run: Any, font: str, size: float) -> None:
    run.font.size = Pt(size)
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), font)


def paragraph(made: Made, text: str, font: str = "仿宋_GB2312", size: float = 16) -> Any:
    """A paragraph as the standard wants its text: 三号仿宋, two characters in, 29 pt."""
    found = made.add_paragraph()
    run = found.add_run(text)
    set_font(run, font, size)
    found.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    found.paragraph_format.line_spacing = Pt(28.95)
    found.paragraph_format.first_line_indent = Pt(2 * size)
    found.paragraph_format.space_after = Pt(0)
    found.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    return found


def footer(section: Any, part: Any, side: Any) -> None:
    line = part.paragraphs[0]
    line.alignment = side
    for text, kind in (("— ", ""), ("", "begin"), (" PAGE ", "code"), ("", "separate"), ("1", ""),
                       ("", "end"), (" —", "")):  # fmt: skip
        run = line.add_run(text if kind == "" else "")
        set_font(run, "宋体", 14)
        if kind == "code":
            code = OxmlElement("w:instrText")
            code.text = text
            run._element.append(code)
        elif kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._element.append(mark)


def official(**texts: str) -> Made:
    """A small report that is right in everything."""
    made = Document()
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    made.settings.odd_and_even_pages_header_footer = True
    footer(section, section.footer, WD_ALIGN_PARAGRAPH.RIGHT)
    footer(section, section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)
    title = paragraph(made, "部门整体支出绩效自评报告", "方正小标宋简体", 22)
    title.alignment, title.paragraph_format.first_line_indent = WD_ALIGN_PARAGRAPH.CENTER, Pt(0)
    paragraph(made, "一、基本情况", "黑体")
    paragraph(made, "（一）机构设置", "楷体_GB2312")
    paragraph(made, BODY)
    paragraph(made, "1.人员编制")
    paragraph(made, BODY.replace("全年", "年内"))
    paragraph(made, "二、绩效情况", "黑体")
    paragraph(made, BODY.replace("全年", "一年来"))
    paragraph(made, texts.get("attachments", "附件：基础数据表"))
    for line in (texts.get("signature", "青禾县图书馆"), texts.get("date", "2025年3月28日")):
        paragraph(made, line).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return made


def data_of(made: Made) -> bytes:
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


@pytest.fixture
def report() -> Callable[..., Made]:
    return official
