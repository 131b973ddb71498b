"""Each rule fires on its one fault in an otherwise right Word file, and on nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from tests.conformance.conftest import BODY, Made, data_of, official, paragraph, set_font
from writer.assemble.docx import write_docx
from writer.cli import run
from writer.conformance import layout_rules
from writer.conformance.layout import read_layout
from writer.conformance.standard import standard
from writer.documents import read_document
from writer.drafting.compose import compose_report
from writer.findings import Finding
from writer.formats import load_format
from writer.grounding.catalogue import entry_of, explain, overview
from writer.grounding.rules import Context
from writer.ledger import load_ledger

SAMPLES = Path(__file__).parents[2] / "evals" / "samples"
CODES = [rule.code for rule in layout_rules()]


def judged(folder: Path, made: Made) -> list[Finding]:
    path = folder / "报告.docx"
    path.write_bytes(data_of(made))
    context = Context(read_document(path), ())
    return [finding for rule in layout_rules() for finding in rule.check(context)]


def said(findings: list[Finding]) -> dict[str, str]:
    return {f.code: f.message for f in findings}


def last_body(made: Made) -> Any:
    return next(p for p in reversed(made.paragraphs) if len(p.text) > 30)


def starting(made: Made, text: str) -> Any:
    return next(p for p in made.paragraphs if p.text.startswith(text))


# ---- one fault each ----------------------------------------------------------------------


def letter(made: Made) -> None:
    made.sections[0].page_width, made.sections[0].page_height = Mm(215.9), Mm(279.4)


def word_margins(made: Made) -> None:
    made.sections[0].left_margin = made.sections[0].right_margin = Mm(31.8)


def song_body(made: Made) -> None:
    for p in made.paragraphs:
        if len(p.text) > 30:
            set_font(p.runs[0], "宋体", 16)


def small_body(made: Made) -> None:
    p = last_body(made)
    set_font(p.runs[0], "仿宋", 14)
    p.paragraph_format.first_line_indent = Pt(28)


def bold_title(made: Made) -> None:
    p = made.paragraphs[0]
    set_font(p.runs[0], "宋体", 18)
    p.alignment = WD_ALIGN_PARAGRAPH.LEFT


def plain_heading(made: Made) -> None:
    set_font(starting(made, "一、").runs[0], "仿宋_GB2312", 16)


def half_lines(made: Made) -> None:
    last_body(made).paragraph_format.line_spacing = 1.5


def parted(made: Made) -> None:
    p = last_body(made)
    p.paragraph_format.space_before, p.paragraph_format.space_after = Pt(6), Pt(10)


def parted_by_lines(made: Made) -> None:
    spacing = last_body(made)._element.pPr.find(qn("w:spacing"))
    spacing.set(qn("w:afterLines"), "50")  # half a line of 12 points, no grid being set


def flush(made: Made) -> None:
    last_body(made).paragraph_format.first_line_indent = Pt(0)


def hanging(made: Made) -> None:
    p = last_body(made)
    p.paragraph_format.left_indent, p.paragraph_format.first_line_indent = Pt(32), Pt(0)


def no_numbers(made: Made) -> None:
    for part in (made.sections[0].footer, made.sections[0].even_page_footer):
        for element in list(part.paragraphs[0]._element):
            part.paragraphs[0]._element.remove(element)


def centred_numbers(made: Made) -> None:
    made.settings.odd_and_even_pages_header_footer = False
    line = made.sections[0].footer.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line.runs[0].text, line.runs[-1].text = "第 ", " 页"


def left_signature(made: Made) -> None:
    for p in made.paragraphs[-2:]:
        p.alignment = WD_ALIGN_PARAGRAPH.LEFT


@pytest.mark.parametrize(
    ("spoil", "code", "message"),
    [
        (letter, "DC401", "215.9×279.4 毫米，应为 A4"),
        (word_margins, "DC402", "左 31.8（应为 28）、右 31.8（应为 26）"),
        (song_body, "DC403", "正文字体为宋体，应为仿宋（仿宋_GB2312）。共 3 段。"),
        (small_body, "DC404", "正文字号为四号（14 磅），应为三号（16 磅）。"),
        (bold_title, "DC405", "字体为宋体，应为方正小标宋简体；字号为小二（18 磅），应为二号（22 磅）；没有居中"),
        (plain_heading, "DC406", "“一、”一级的标题字体为仿宋_GB2312，应为黑体"),
        (half_lines, "DC407", "约 31.2 磅（每面约 20 行）"),
        (parted, "DC407", "正文段前段后共空 16.0 磅，应都为 0"),
        (parted_by_lines, "DC407", "共空 6.0 磅"),
        (flush, "DC408", "段首空 0 字，应空二字"),
        (hanging, "DC408", "回行左空 2 字，应顶格"),
        (no_numbers, "DC409", "全文没有页码"),
        (centred_numbers, "DC410", "写作“第 1 页”，应为“— 1 —”；应单页居右、双页居左"),
        (left_signature, "DC412", "署名没有靠右编排"),
    ],
)  # fmt: skip
def test_fires_on_its_fault_alone(
    tmp_path: Path, spoil: Callable[[Made], None], code: str, message: str
) -> None:
    made = official()
    spoil(made)
    found = judged(tmp_path, made)
    assert {f.code for f in found} == {code}
    assert message in found[0].message


@pytest.mark.parametrize(
    ("date", "right"),
    [
        ("二〇二五年三月二十八日", "2025年3月28日"),
        ("二○二五年十一月十日", "2025年11月10日"),
        ("2025年03月08日", "2025年3月8日"),
        ("2025.3.28", "2025年3月28日"),
        ("2025-12-01", "2025年12月1日"),
    ],
)
def test_a_date_is_put_right(tmp_path: Path, date: str, right: str) -> None:
    found = judged(tmp_path, official(date=date))
    assert [(f.code, f.suggestion) for f in found] == [("DC411", right)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("附件:基础数据表", "全角冒号"),
        ("附件：基础数据表。", "名称后不加标点"),
        ("附件：1.基础数据表", "只有一件，不标序号"),
    ],
)
def test_the_list_of_attachments_is_judged(tmp_path: Path, text: str, message: str) -> None:
    found = judged(tmp_path, official(attachments=text))
    assert [f.code for f in found] == ["DC413"]
    assert message in found[0].message


def test_two_attachments_are_numbered_with_a_point(tmp_path: Path) -> None:
    made = official(attachments="附件：1、基础数据表")
    first = starting(made, "附件")
    first._element.addnext(paragraph(made, "2.自评表")._element)
    found = judged(tmp_path, made)
    assert [f.message for f in found] == ["附件的序号应写作“1.”。"]


# ---- what is right -----------------------------------------------------------------------


def test_a_right_file_has_no_finding(tmp_path: Path) -> None:
    assert judged(tmp_path, official()) == []


@pytest.mark.parametrize("facts", sorted(SAMPLES.glob("*/facts.yaml")), ids=lambda p: p.parent.name)
def test_what_the_program_writes_has_no_finding(tmp_path: Path, facts: Path) -> None:
    ledger = load_ledger(facts)
    path = tmp_path / "报告.docx"
    write_docx(compose_report(ledger, load_format(ledger.facts.format)), path, draft_mark="草稿")
    context = Context(read_document(path), ())
    assert [f for rule in layout_rules() for f in rule.check(context)] == []


def test_a_file_straight_from_a_word_processor_shows_all_that_is_wrong(tmp_path: Path) -> None:
    made = Document()  # Letter paper, 1 inch margins, styles of another country
    made.add_heading("部门整体支出绩效自评报告", 0)
    made.add_heading("一、基本情况", 1)
    for text in (BODY, BODY.replace("全年", "年内")):
        made.add_paragraph(text)
    made.add_paragraph("青禾县图书馆")
    made.add_paragraph("二〇二四年三月一日")
    found = judged(tmp_path, made)
    assert {f.code for f in found} == {
        *("DC401", "DC402", "DC403", "DC404", "DC405", "DC406", "DC407", "DC408", "DC409"),
        *("DC411", "DC412"),
    }
    assert len(found) <= 14, "what many paragraphs share is said once"


def test_a_small_gap_and_a_heading_s_gap_are_let_be(tmp_path: Path) -> None:
    made = official()
    last_body(made).paragraph_format.space_after = Pt(2)
    starting(made, "二、").paragraph_format.space_before = Pt(12)
    assert judged(tmp_path, made) == []


def test_fonts_go_by_their_other_names_and_by_styles_and_theme(tmp_path: Path) -> None:
    made = official()
    for font, p in zip(
        ("仿宋", "FangSong"), (p for p in made.paragraphs if len(p.text) > 30), strict=False
    ):
        set_font(p.runs[0], font, 16)
    # the heading takes type from its style, and the style from what it is based on
    base = made.styles.add_style("根", 1)
    base.font.size = Pt(16)
    base.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "SimHei")
    style = made.styles.add_style("标题甲", 1)
    style.base_style = base
    heading = starting(made, "二、")
    heading.style = style
    properties = heading.runs[0]._element.rPr
    heading.runs[0]._element.remove(properties)
    assert judged(tmp_path, made) == []


def test_a_font_named_by_the_theme_is_found(tmp_path: Path) -> None:
    made = official()
    fonts = last_body(made).runs[0]._element.rPr.rFonts
    fonts.set(qn("w:eastAsiaTheme"), "minorEastAsia")
    messages = said(judged(tmp_path, made))
    # python-docx's own theme names 宋体 for Hans
    assert "正文字体为宋体" in messages["DC403"]


def test_blanks_typed_in_are_an_indent(tmp_path: Path) -> None:
    made = official()
    p = last_body(made)
    p.paragraph_format.first_line_indent = Pt(0)
    p.runs[0].text = "\u3000\u3000" + p.text
    assert judged(tmp_path, made) == []


def test_tables_and_turned_pages_are_let_be(tmp_path: Path) -> None:
    made = official()
    made.add_table(2, 2).cell(0, 0).text = "附表一"
    section = made.add_section()
    section.orientation, section.page_width, section.page_height = 1, Mm(297), Mm(210)
    section.left_margin = Mm(35)
    paragraph(made, "附件2")
    assert judged(tmp_path, made) == []


def test_a_report_that_came_as_text_is_not_judged(tmp_path: Path) -> None:
    path = tmp_path / "报告.txt"
    path.write_text(f"部门整体支出绩效自评报告\n一、基本情况\n{BODY}\n", "utf-8")
    context = Context(read_document(path), ())
    assert [f for rule in layout_rules() for f in rule.check(context)] == []


def test_what_is_deleted_is_not_judged(tmp_path: Path) -> None:
    made = official()
    p = last_body(made)
    extra = p.add_run(BODY * 3)
    set_font(extra, "宋体", 10)
    deletion = p._element.makeelement(qn("w:del"), {})
    extra._element.addprevious(deletion)
    deletion.append(extra._element)
    for text in extra._element.iter(qn("w:t")):
        text.tag = qn("w:delText")
    assert judged(tmp_path, made) == []


def test_places_are_those_of_the_text(tmp_path: Path) -> None:
    made = official()
    plain_heading(made)
    path = tmp_path / "报告.docx"
    path.write_bytes(data_of(made))
    document = read_document(path)
    (found,) = judged(tmp_path, made)
    assert document.text[found.start : found.end] == "一、基本情况"
    layout = read_layout(path.read_bytes(), document)
    assert all(document.text[p.start : p.end] == p.text for p in layout.paragraphs)


# ---- the catalogue and the command -------------------------------------------------------


@pytest.mark.parametrize("rule", layout_rules(), ids=CODES)
def test_every_rule_explains_itself(rule: Any) -> None:
    entry = entry_of(rule)
    assert len(entry.about) > 10
    assert re.fullmatch(r"DC4\d\d", entry.code)
    assert entry.title in overview(layout_rules())
    assert entry.about in (explain(entry.code, layout_rules()) or "")


def test_the_check_command_judges_word_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    made = official()
    song_body(made)
    (tmp_path / "a.docx").write_bytes(data_of(made))
    assert run(["check", "a.docx"]) == 0, "a matter of form never fails a report"
    assert "DC403" in capsys.readouterr().out
    assert run(["check", "a.docx", "--ignore", "DC4"]) == 0
    assert "未提示 DC403 共 1 条" in capsys.readouterr().out
    assert run(["rules", "DC403"]) == 0
    assert "仿宋" in capsys.readouterr().out


def test_the_standard_names_families_by_their_fonts() -> None:
    names = {"仿宋_GB2312": "仿宋", "SimHei": "黑体", "方正小标宋_GBK": "小标宋", "新宋体": "宋体",
             "KaiTi_GB2312": "楷体", "微软雅黑": "", "": ""}  # fmt: skip
    assert {name: standard().family(name) for name in names} == names
