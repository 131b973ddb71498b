"""Word files: what is read is what the document says once all changes are accepted."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx_revisions import RevisionParagraph

from writer.documents import BlockKind, read_document

Para = Callable[..., str]
RawDocx = Callable[..., Path]
NUMBERED = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="{}"/></w:numPr>'
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def lines(path: Path) -> list[str]:
    return read_document(path).text.splitlines()


def test_headings_paragraphs_and_tables_of_python_docx(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("一、基本情况", level=1)
    document.add_paragraph("支出合计318.09万元。")
    document.add_paragraph("单位：万元")
    table = document.add_table(rows=3, cols=3)
    for at, text in {(0, 0): "项目", (0, 2): "决算", (1, 0): "基本支出", (1, 2): "301.09"}.items():
        table.cell(*at).text = text
    table.cell(0, 0).merge(table.cell(0, 1))
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(2, 2).text = "17.00"
    document.add_heading("没有编号的标题", level=2)
    path = tmp_path / "报告.docx"
    document.save(str(path))

    doc = read_document(path)
    assert [(b.level, doc.title_of(b)) for b in doc.headings] == [
        (1, "一、基本情况"),
        (2, "没有编号的标题"),
    ]
    assert {at: doc.text_of(b) for at, b in doc.tables[0].items()} == {
        (0, 0): "项目", (0, 2): "决算", (1, 0): "基本支出", (1, 2): "301.09", (2, 2): "17.00",
    }  # fmt: skip
    rows = [line.split("\t") for line in doc.text.splitlines() if "\t" in line]
    assert rows == [["项目", "", "决算"], ["基本支出", "", "301.09"], ["", "", "17.00"]]
    assert [doc.text_of(b) for b in doc.captions_of(0)] == ["单位：万元"]


def test_tracked_changes_are_accepted(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = RevisionParagraph.from_paragraph(
        document.add_paragraph("支出318.09万元，完成预算。")
    )
    paragraph.replace_tracked("318.09", "339.52", author="审核")
    path = tmp_path / "edited.docx"
    document.save(str(path))
    again = docx.Document(str(path)).paragraphs[0]
    assert "339.52" not in again.text  # what this reader is for
    assert (
        lines(path)
        == [RevisionParagraph.from_paragraph(again).accepted_text]
        == ["支出339.52万元，完成预算。"]
    )


def test_changes_inside_links_moves_rows_and_paragraph_marks(raw_docx: RawDocx, para: Para) -> None:
    gone = "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
    body = (
        para("甲", "<w:hyperlink><w:ins><w:r><w:t>60</w:t></w:r></w:ins></w:hyperlink>", gone, "次")
        + para("<w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom>", "<w:moveTo><w:r><w:t>移来</w:t></w:r></w:moveTo>")
        + para("前半", properties="<w:rPr><w:del/></w:rPr>")
        + para("后半")
        + para(gone, properties="<w:rPr><w:del/></w:rPr>")
        + "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>" + para("删去的行") + "</w:tc></w:tr>"
        + "<w:tr><w:tc>" + para("留下") + "</w:tc><w:tc>" + para("两段") + para("一格") + "</w:tc></w:tr></w:tbl>"
        + para("末")
    )  # fmt: skip
    assert lines(raw_docx(body)) == ["甲60次", "移来", "前半后半", "留下\t两段", "一格", "末"]
    doc = read_document(raw_docx(body))
    assert doc.text_of(doc.tables[0][0, 1]) == "两段\n一格"


def test_what_a_reader_does_not_see_is_left_out(raw_docx: RawDocx, para: Para) -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE 9</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>12</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏99</w:t></w:r>"
    shown = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>可见</w:t></w:r>'
    fraction = "<m:oMath><m:f><m:num><m:r><m:t>27</m:t></m:r></m:num><m:den><m:r><m:t>30</m:t></m:r></m:den></m:f></m:oMath>"
    body = (
        para("第", field, "页", hidden, shown)
        + para("得分", fraction)
        + para("上", "<w:r><w:br/><w:t>下</w:t></w:r>")
    )
    assert lines(raw_docx(body)) == ["第12页可见", "得分27/30", "上", "下"]


def test_text_box_is_read_once_after_its_paragraph(raw_docx: RawDocx, para: Para) -> None:
    box = "<w:txbxContent>" + para("框中60次") + "</w:txbxContent>"
    both = (
        "<w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    doc = read_document(raw_docx(para("正文", both) + para("下文")))
    assert [(b.kind, doc.text_of(b)) for b in doc.blocks] == [
        (BlockKind.PARAGRAPH, "正文"),
        (BlockKind.TEXTBOX, "框中60次"),
        (BlockKind.PARAGRAPH, "下文"),
    ]


def test_notes_stand_at_the_end_and_content_controls_are_seen_through(
    raw_docx: RawDocx, para: Para
) -> None:
    notes = (
        f'<w:footnotes {W}><w:footnote w:type="separator" w:id="0">{para("线")}</w:footnote>'
        f'<w:footnote w:id="1">{para("注：含结转15.23万元。")}</w:footnote></w:footnotes>'
    )
    inner = "<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>318.09</w:t></w:r></w:sdtContent></w:sdt>"
    body = f"<w:sdt><w:sdtContent>{para('支出', inner, '万元')}</w:sdtContent></w:sdt>"
    assert lines(raw_docx(body, footnotes=notes)) == ["支出318.09万元", "注：含结转15.23万元。"]


LEVELS = (
    '<w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:numFmt w:val="japaneseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:start w:val="5"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>'
    '<w:lvl w:ilvl="3"><w:isLgl/><w:lvlText w:val="%1.%4"/></w:lvl>'
    '<w:lvl w:ilvl="4"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl>'
)
NUMBERING = (
    f'<w:numbering {W}><w:abstractNum w:abstractNumId="7">{LEVELS}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="1"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    "</w:numbering>"
)


def test_automatic_numbers_become_text_and_headings(raw_docx: RawDocx, para: Para) -> None:
    def item(text: str, level: int, number: int = 1) -> str:
        return para(text, properties=NUMBERED.format(level, number))

    body = (
        item("基本情况", 0) + item("机构设置", 1) + item("人员编制", 1) + item("2023年", 2) + item("编制22人", 2)
        + item("收支情况", 0) + item("收入", 1) + item("支出", 1) + item("重来", 1, 2) + item("小数", 3) + item("圆点", 4)
    )  # fmt: skip
    path = raw_docx(body, numbering=NUMBERING)
    assert lines(path) == [
        "一、 基本情况", "（一） 机构设置", "（二） 人员编制", "5. 2023年", "6. 编制22人",
        "二、 收支情况", "（一） 收入", "（二） 支出", "（一） 重来", "2.1 小数", "圆点",
    ]  # fmt: skip
    doc = read_document(path)
    assert [b.level for b in doc.headings][:6] == [1, 2, 2, 3, 3, 1]


def test_number_and_level_from_a_style(raw_docx: RawDocx, para: Para) -> None:
    styles = (
        f'<w:styles {W}><w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="A"><w:name w:val="局标题"/><w:basedOn w:val="1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="toc 1"/></w:style></w:styles>'
    )
    numbering = NUMBERING.replace('<w:lvl w:ilvl="0">', '<w:lvl w:ilvl="0"><w:pStyle w:val="1"/>')
    body = (
        para("一、基本情况1", properties='<w:pStyle w:val="T"/>')
        + para("基本情况", properties='<w:pStyle w:val="A"/>')
        + para("无号", properties='<w:pStyle w:val="A"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    )
    doc = read_document(raw_docx(body, styles=styles, numbering=numbering))
    assert [(b.kind, b.level, doc.text_of(b)) for b in doc.blocks] == [
        (BlockKind.PARAGRAPH, 0, "一、基本情况1"),
        (BlockKind.HEADING, 1, "一、 基本情况"),
        (BlockKind.HEADING, 1, "无号"),
    ]


def test_anchors_lead_back_to_the_runs(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("支出").add_run("318.09万元").bold = True
    document.add_table(rows=1, cols=1).cell(0, 0).text = "62.23"
    path = tmp_path / "a.docx"
    document.save(str(path))
    doc = read_document(path)
    runs = list(docx.Document(str(path)).element.iter(qn("w:r")))
    for anchor in doc.anchors:
        assert runs[anchor.run].text == doc.text[anchor.start : anchor.end]
    assert "".join(doc.text[a.start : a.end] for a in doc.anchors) == "支出318.09万元62.23"


def test_strict_namespaces_and_caption_style(tmp_path: Path, raw_docx: RawDocx, para: Para) -> None:
    strict = (
        '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body>'
        + para("支出5万元")
        + "</w:body></w:document>"
    )
    assert lines(raw_docx(document=strict)) == ["支出5万元"]
    document = docx.Document()
    style = document.styles["Caption"]
    assert style.type == WD_STYLE_TYPE.PARAGRAPH
    document.add_paragraph("收支一览", style=style)
    path = tmp_path / "c.docx"
    document.save(str(path))
    assert [b.kind for b in read_document(path).blocks] == [BlockKind.CAPTION]


@pytest.mark.parametrize(
    ("number", "form", "shown"),
    [
        (10, "chineseCounting", "十"),
        (21, "chineseCountingThousand", "二十一"),
        (105, "japaneseCounting", "一百〇五"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (3, "decimalEnclosedCircleChinese", "③"),
        (27, "lowerLetter", "aa"),
        (14, "upperRoman", "XIV"),
        (4, "ideographTraditional", "丁"),
        (5, "decimalZero", "05"),
        (12, "decimalFullWidth", "１２"),
    ],
)
def test_number_formats(number: int, form: str, shown: str) -> None:
    from writer.documents.numbering import number_text

    assert number_text(number, form) == shown


def test_a_report_of_15000_characters_loads_quickly(tmp_path: Path) -> None:
    document = docx.Document()
    for i in range(300):
        document.add_paragraph(
            f"（{i % 9 + 1}）本年支出318.09万元，完成全年预算的百分之九十八，较上年有所增长，执行情况良好。"
        )
    path = tmp_path / "long.docx"
    document.save(str(path))
    read_document(path)
    start = time.process_time()
    assert len(read_document(path).text) > 13_000
    assert time.process_time() - start < 0.5  # some 30 ms on the machine it was written on
