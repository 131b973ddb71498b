"""The Word file read back: page, type, anchors, fields, and the same bytes every time."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from writer.assemble.docx import docx_bytes, write_docx
from writer.errors import AssemblyError
from writer.findings import Finding, Severity
from writer.report import Cell, Heading, PageBreak, Paragraph, Report, Table

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# child order of the schema (ECMA-376 part 1, 17.3, 17.4, 17.6); Word refuses files that break it
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl overflowPunct autoSpaceDE autoSpaceDN snapToGrid spacing ind jc outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b color spacing sz szCs lang",
    "tblPr": "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar tblLook tblCaption",
    "tcPr": "tcW gridSpan vMerge tcBorders shd noWrap vAlign",
    "sectPr": "headerReference footerReference type pgSz pgMar pgNumType cols titlePg docGrid",
    "style": "name basedOn next uiPriority semiHidden qFormat pPr rPr tblPr",
    "settings": "zoom defaultTabStop evenAndOddHeaders drawingGridVerticalSpacing characterSpacingControl compat themeFontLang decimalSymbol listSeparator",
    "font": "altName panose1 charset family pitch",
}


@pytest.fixture(scope="module")
def written(tmp_path_factory, report, findings) -> Path:
    path = tmp_path_factory.mktemp("word") / "报告.docx"
    write_docx(report, path, findings, draft_mark="草稿")
    return path


@pytest.fixture(scope="module")
def document(written):
    return docx.Document(str(written))


def effective(document, style_id: str, *path: str) -> ET.Element | None:
    """The nearest element at `path` (below w:style) along the chain of styles."""
    style = next(s for s in document.styles if s.style_id == style_id)
    while style is not None:
        found = style.element.find("/".join(qn(f"w:{p}") for p in path))
        if found is not None:
            return found
        style = style.base_style
    return None


def paragraph_with(document, text: str):
    return next(p for p in document.paragraphs if text in p.text)


def test_every_section_is_a4_with_the_margins_of_the_standard(document):
    upright = [s for s in document.sections if s.page_width < s.page_height]
    turned = [s for s in document.sections if s.page_width > s.page_height]
    assert len(upright) == 3  # cover, text with the first attachment, last attachment
    assert len(turned) == 1
    for section in upright:
        edges = (
            section.top_margin,
            section.right_margin,
            section.bottom_margin,
            section.left_margin,
        )
        for found, wanted in zip(edges, (37, 26, 35, 28), strict=True):
            assert abs(found - Mm(wanted)) <= Mm(0.02)
        assert abs(section.page_width - Mm(210)) <= Mm(0.02)
        assert abs(section.page_height - Mm(297)) <= Mm(0.02)


@pytest.mark.parametrize(
    ("style", "font", "size"),
    [
        ("Title", "方正小标宋简体", 22),
        ("Heading1", "黑体", 16),
        ("Heading2", "楷体_GB2312", 16),
        ("Heading3", "仿宋_GB2312", 16),
        ("Heading4", "仿宋_GB2312", 16),
        ("BodyText", "仿宋_GB2312", 16),
        ("Signature", "仿宋_GB2312", 16),
        ("AttachmentMark", "黑体", 16),
        ("Footer", "宋体", 14),
    ],
)  # fmt: skip
def test_fonts_are_named_for_every_script_with_their_sizes(document, style, font, size):
    fonts = effective(document, style, "rPr", "rFonts")
    assert {fonts.get(qn(f"w:{s}")) for s in ("ascii", "eastAsia", "hAnsi", "cs")} == {font}
    assert effective(document, style, "rPr", "sz").get(qn("w:val")) == str(size * 2)


def test_headings_are_black_and_have_outline_levels(document, report):
    assert document.styles.element.find(f".//{W}rPrDefault//{W}color").get(qn("w:val")) == "000000"
    for block in (b for b in report.blocks if isinstance(b, Heading)):
        paragraph = paragraph_with(document, block.text)
        assert paragraph.style.name == f"Heading {block.level}"
        level = effective(document, paragraph.style.style_id, "pPr", "outlineLvl")
        assert level.get(qn("w:val")) == str(block.level - 1)
        assert effective(document, paragraph.style.style_id, "rPr", "color") is None


def test_a_page_holds_22_lines_of_28_characters(document):
    section = document.sections[1]
    line = effective(document, "BodyText", "pPr", "spacing")
    assert line.get(qn("w:lineRule")) == "exact"
    height = section.page_height - section.top_margin - section.bottom_margin
    assert height // Pt(int(line.get(qn("w:line"))) / 20) == 22
    gap = int(effective(document, "BodyText", "rPr", "spacing").get(qn("w:val"))) / 20
    length = section.page_width - section.left_margin - section.right_margin
    assert length // Pt(16 + gap) == 28


def test_body_text_is_justified_and_indented_by_two_characters(document):
    assert effective(document, "BodyText", "pPr", "jc").get(qn("w:val")) == "both"
    assert effective(document, "BodyText", "pPr", "ind").get(qn("w:firstLineChars")) == "200"


def test_page_numbers_are_fields_that_change_sides(document, written):
    assert document.settings.odd_and_even_pages_header_footer
    text = document.sections[1]
    for footer, side, end in (
        (text.footer, "right", "rightChars"),
        (text.even_page_footer, "left", "leftChars"),
    ):
        paragraph = footer.paragraphs[0]
        assert "PAGE" in "".join(e.text for e in paragraph._p.iter(qn("w:instrText")))
        assert paragraph.text == "— 1 —"
        assert paragraph._p.find(f".//{W}jc").get(qn("w:val")) == side
        assert paragraph._p.find(f".//{W}ind").get(qn(f"w:{end}")) == "100"
    cover = document.sections[0]._sectPr
    assert not cover.findall(qn("w:footerReference"))
    assert text._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"


def test_the_draft_mark_stands_in_every_header(document, report):
    assert all(s.header.paragraphs[0].text == "草稿" for s in document.sections)
    assert all(s.even_page_header.paragraphs[0].text == "草稿" for s in document.sections)
    assert b"headerReference" not in zipfile_parts(docx_bytes(report))["word/document.xml"]


def test_the_date_stands_four_characters_in_with_the_unit_centred_above(document, report):
    unit = next(p for p in document.paragraphs if p.style.name == "Signature")
    date = next(p for p in document.paragraphs if p.style.name == "Date")
    assert (unit.text, date.text) == (report.signature, report.date)
    right = {
        p.style.name: int(p._p.find(f".//{W}ind").get(qn("w:rightChars"))) for p in (unit, date)
    }
    assert right["Date"] == 400
    # 2024年6月28日 takes 6.5 characters, the name 9: centres at 7.25 from the margin
    assert right["Signature"] + 900 / 2 == right["Date"] + 650 / 2


def test_attachments_are_listed_with_their_names_aligned(document, report):
    lines = [p for p in document.paragraphs if p.style.name == "附件说明"]
    assert [p.text for p in lines] == ["附件：1.部门整体支出绩效评价基础数据表", "2.市级预算部门整体支出绩效自评表", "3.项目支出绩效自评表"]  # fmt: skip
    indents = [p._p.find(f".//{W}ind") for p in lines]
    assert {i.get(qn("w:leftChars")) for i in indents} == {"600"}
    assert [i.get(qn("w:hangingChars")) for i in indents] == ["400", "100", "100"]


def test_each_attachment_begins_a_page_with_its_mark(document):
    marks = [p for p in document.paragraphs if p.style.name == "附件标记"]
    assert [p.text for p in marks] == ["附件1", "附件2", "附件3"]
    body = list(document.element.body)
    for mark in marks:
        before = body[body.index(mark._p) - 1]
        breaks = mark.paragraph_format.page_break_before
        assert breaks or before.find(f"{W}pPr/{W}sectPr") is not None


def test_tables_repeat_their_head_and_keep_rows_whole(document):
    for table in document.tables:
        rows = table._tbl.tr_lst
        assert rows[0].find(f".//{W}tblHeader") is not None
        assert all(r.find(f".//{W}cantSplit") is not None for r in rows)
        assert not any(r.find(f".//{W}tblHeader") is not None for r in rows[1:])
        widths = [int(g.get(qn("w:w"))) for g in table._tbl.tblGrid.iter(qn("w:gridCol"))]
        assert all(w > 400 for w in widths)


def test_numbers_stand_right_and_long_texts_are_justified(document):
    table = document.tables[2]
    styles = {c.text: c.paragraphs[0].style.name for r in table.rows for c in r.cells}
    assert styles["339.52"] == "表格数字"
    assert styles["执行率"] == "表格栏目"
    assert styles["60次"] == "表格文字"
    goal = next(name for text, name in styles.items() if text.startswith("提高"))
    assert goal == "表格长文"


def test_merged_cells_come_out_merged(document, report):
    table = document.tables[2]
    assert len(table.columns) == 7
    assert table.cell(0, 1)._tc is table.cell(0, 6)._tc
    assert table.cell(1, 0)._tc is table.cell(3, 0)._tc
    assert table.cell(5, 1)._tc is table.cell(6, 1)._tc
    assert table.cell(6, 3).text == "考核合格率"


def test_caption_and_unit_stand_right_above_the_table(document):
    above = [document.tables[0]._tbl.getprevious()]
    above.append(above[0].getprevious())
    texts = ["".join(t.text for t in p.iter(qn("w:t"))) for p in above]
    assert texts == ["单位：万元", "2023年度专项资金收支情况表"]


def test_comments_sit_on_exactly_the_flagged_characters(document, report, findings):
    comments = {c.comment_id: c for c in document.comments}
    assert len(comments) == len(findings)
    for number, finding in enumerate(findings):
        assert comments[number].author == "绩效核对"
        assert finding.code in comments[number].text
        assert finding.message in comments[number].text
        if finding.start < finding.end:
            assert marked_text(document, number) == report.text[finding.start : finding.end]
    assert "建议改为：98.00分" in comments[0].text
    assert "建议删去" in comments[2].text
    assert marked_text(document, 4) == report.appendix[-1].text  # the end of the text


def marked_text(document, number: int) -> str:
    """The text between a comment's range marks."""
    inside, found = False, []
    for element in document.element.body.iter():
        if element.tag in (qn("w:commentRangeStart"), qn("w:commentRangeEnd")):
            if element.get(qn("w:id")) == str(number):
                inside = element.tag == qn("w:commentRangeStart")
        elif inside and element.tag == qn("w:t"):
            found.append(element.text)
    return "".join(found)


def test_a_finding_may_span_paragraphs_and_table_cells(report):
    text = report.text
    start, end = text.index("一、部门"), text.index("192.32") + 3
    data = docx_bytes(report, [Finding("CS201", Severity.ERROR, start, end, "两处不一致")])
    root = ET.fromstring(zipfile_parts(data)["word/document.xml"])
    marks = [e.tag.removeprefix(W) for e in root.iter() if e.tag.startswith(f"{W}commentRange")]
    assert marks == ["commentRangeStart", "commentRangeEnd"]


def test_comments_carry_no_clock(written):
    root = ET.fromstring(zipfile_parts(written.read_bytes())["word/comments.xml"])
    assert all(f"{W}date" not in c.attrib for c in root.iter(f"{W}comment"))


def test_the_same_report_gives_the_same_bytes(report, findings, monkeypatch):
    first = docx_bytes(report, findings, draft_mark="草稿")
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    assert docx_bytes(report, findings, draft_mark="草稿") == first


def test_the_file_says_the_report_s_date_not_today(document, report):
    core = document.core_properties
    assert (core.title, core.author) == (report.title, report.unit)
    assert core.created.date().isoformat() == "2024-06-28"


def zipfile_parts(data: bytes) -> dict[str, bytes]:
    import io

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {n: archive.read(n) for n in archive.namelist()}


def test_every_part_is_well_formed_and_in_schema_order(written):
    parts = zipfile_parts(written.read_bytes())
    assert {"word/comments.xml", "word/header-odd.xml", "word/footer-even.xml"} <= set(parts)
    seen = set()
    for name, data in parts.items():
        for element in ET.fromstring(data).iter():
            tag = element.tag.removeprefix(W)
            if tag in ORDER and element.tag.startswith(W):
                names = ORDER[tag].split()
                places = [names.index(child.tag.removeprefix(W)) for child in element]
                assert places == sorted(places), (name, tag, [c.tag for c in element])
                seen.add(tag)
    assert seen == set(ORDER)


def test_every_style_that_is_used_is_defined(written, document):
    known = {s.style_id for s in document.styles}
    parts = zipfile_parts(written.read_bytes())
    for name in (
        "word/document.xml",
        "word/comments.xml",
        "word/footer-odd.xml",
        "word/header-odd.xml",
    ):
        for tag in ("pStyle", "rStyle"):
            used = {e.get(f"{W}val") for e in ET.fromstring(parts[name]).iter(f"{W}{tag}")}
            assert used <= known


def test_a_long_title_breaks_behind_the_unit_s_name(document, report):
    title = next(p for p in document.paragraphs if p.style.name == "Title")
    ind = title._p.find(f".//{W}ind")
    room = 8845 - int(ind.get(qn("w:left"))) - int(ind.get(qn("w:right")))
    upper = 2 + 2 + len(report.unit)  # 2023 takes two
    assert upper * 440 <= room < (upper + 1) * 440


def test_control_characters_and_line_ends_do_not_break_the_file(tmp_path):
    odd = Report(
        "标题\x00", (Paragraph("一\x0b二\ud800三\n四\t五<&>"), Table("", ((Cell("甲\x1f"),),)))
    )
    path = tmp_path / "a.docx"
    write_docx(odd, path, [Finding("GR101", Severity.ERROR, 4, 5, "坏\x01字符")])
    found = docx.Document(str(path))
    assert [p.text for p in found.paragraphs[1:3]] == ["一\ufffd二\ufffd三", "四\t五<&>"]
    assert found.tables[0].cell(0, 0).text == "甲\ufffd"
    assert marked_text(found, 0) == "一"


def test_an_empty_report_is_still_a_file(tmp_path):
    path = tmp_path / "a.docx"
    write_docx(Report("", ()), path, [Finding("DC301", Severity.ERROR, 0, 0, "没有内容")])
    assert docx.Document(str(path)).sections[0].page_width > 0


def test_a_page_break_in_the_text_starts_the_next_paragraph_on_a_page(tmp_path):
    path = tmp_path / "a.docx"
    table = Table("", ((Cell("甲"), Cell("乙")),), header_rows=0)
    write_docx(
        Report("标题", (Paragraph("前"), PageBreak(), Paragraph("后"), PageBreak(), table)), path
    )
    found = docx.Document(str(path))
    breaks = [p.text for p in found.paragraphs if p.paragraph_format.page_break_before]
    assert breaks == ["后", ""]
    assert found.element.body[-2].tag == qn("w:p")  # Word wants a paragraph behind a table


def test_a_failure_leaves_the_old_file_and_says_what_to_do(tmp_path, monkeypatch, report):
    path = tmp_path / "a.docx"
    path.write_bytes(b"old")

    def locked(*_: object) -> None:
        raise PermissionError(13, "denied")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", locked)
        with pytest.raises(AssemblyError, match="正在 Word 等程序中打开"):
            write_docx(report, path)
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.docx"]
    with pytest.raises(AssemblyError, match="所在文件夹不存在"):
        write_docx(report, tmp_path / "没有" / "a.docx")
    (tmp_path / "folder.docx").mkdir()
    with pytest.raises(AssemblyError, match="已是一个文件夹"):
        write_docx(report, tmp_path / "folder.docx")


def test_a_full_disk_is_named(tmp_path, monkeypatch, report):
    import errno

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(AssemblyError, match="磁盘空间不足"):
        write_docx(report, tmp_path / "a.docx")
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_the_file_is_readable_as_any_other(written):
    mask = os.umask(0o022)
    os.umask(mask)
    assert stat.S_IMODE(written.stat().st_mode) == 0o666 & ~mask


def test_the_text_reads_back_whole_and_in_order(written, report):
    from writer.documents import read_document

    found, place = read_document(written).text, 0
    for start, end, block in report.spans:
        cells = [c.text for row in block.rows for c in row] if isinstance(block, Table) else []
        for text in cells or [report.text[start:end]]:
            place = found.index(text, place) + len(text)


def test_headings_and_tables_read_back_as_such(written, report):
    from writer.documents import read_document

    found = read_document(written)
    headings = [(found.text_of(h), h.level) for h in found.headings]
    for block in report.blocks:
        if isinstance(block, Heading):
            assert (block.text, block.level) in headings
    assert len(found.tables) == 3
    merged = found.tables[2]
    assert found.text_of(merged[5, 3]) == "心肺复苏训练"
    assert found.text_of(merged[6, 3]) == "考核合格率"


@pytest.fixture(scope="module")
def pages(written, tmp_path_factory):
    """Words with their places on LibreOffice's pages: [(left, top, right, bottom, word)] in pt."""
    office, reader = shutil.which("soffice"), shutil.which("pdftotext")
    if not office or not reader:
        pytest.skip("needs LibreOffice and poppler")
    folder = tmp_path_factory.mktemp("pdf")
    subprocess.run(
        [office, f"-env:UserInstallation=file://{folder}/profile", "--headless",
         "--convert-to", "pdf", "--outdir", str(folder), str(written)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    pdf = folder / "报告.pdf"
    boxes = subprocess.run([reader, "-bbox", str(pdf), "-"], check=True, capture_output=True).stdout
    space = "{http://www.w3.org/1999/xhtml}"
    return [
        [tuple(float(w.get(k)) for k in ("xMin", "yMin", "xMax", "yMax")) + (w.text or "",)
         for w in page.iter(f"{space}word")]
        for page in ET.fromstring(boxes).iter(f"{space}page")
    ]  # fmt: skip


def test_libreoffice_lays_out_22_lines_within_the_margins(pages):
    full = next(p for p in pages if any("（一）预算执行" in w[4] for w in p))
    body = [w for w in full if w[3] < 297 / 25.4 * 72 - 35 / 25.4 * 72 + 3 and w[4] != "草稿"]
    lines = sorted({round(w[1] / 28.95) for w in body})
    assert len(lines) == 22
    assert min(w[0] for w in body) == pytest.approx(28 / 25.4 * 72, abs=1.5)
    assert max(w[2] for w in body) <= (210 - 26) / 25.4 * 72 + 1.5
    longest = max(len(w[4]) for w in body)
    assert longest >= 27


def test_libreoffice_puts_page_numbers_left_and_right(pages):
    feet = [[w for w in page if w[1] == max(v[1] for v in page)] for page in pages]
    numbered = [(min(w[0] for w in foot), "".join(w[4] for w in foot)) for foot in feet[1:]]
    assert [text for _, text in numbered] == [f"—{i}—" for i in range(1, len(pages))]
    assert all((left > 300) == (i % 2 == 1) for i, (left, _) in enumerate(numbered, start=1))


def test_a_mark_of_the_report_s_own_is_not_printed_twice(tmp_path):
    path = tmp_path / "a.docx"
    form = Table("绩效自评表", ((Cell("甲"), Cell("乙")),), header_rows=0, landscape=True)
    appendix = (PageBreak(), Paragraph("附件1", role="field"), form, PageBreak(), Paragraph("附件2", role="field"), Paragraph("说明"))  # fmt: skip
    write_docx(Report("标题", (Paragraph("文"),), attachments=("自评表", "说明"), appendix=appendix), path)  # fmt: skip
    found = docx.Document(str(path))
    marks = [p for p in found.paragraphs if p.style.name == "附件标记"]
    assert [p.text for p in marks] == ["附件1", "附件2"]
    titles = [p.text for p in found.paragraphs if p.style.name == "附件标题"]
    assert titles == ["绩效自评表", "说明"]
    turned = [s.page_width > s.page_height for s in found.sections]
    assert turned == [False, True, False]
