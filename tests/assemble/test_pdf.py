"""The PDF: page and type as in Word, never a box for a missing character, the same bytes."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from writer.assemble.fonts import choose_fonts
from writer.assemble.pdf import write_pdf
from writer.errors import AssemblyError
from writer.report import Cell, Paragraph, Report, Table

NOTO = ["Noto Serif CJK SC", "Noto Sans CJK SC"]


@pytest.fixture(scope="module")
def families() -> list[str]:
    typst = pytest.importorskip("typst")
    found: list[str] = typst.Fonts(include_embedded_fonts=False).families()
    try:
        choose_fonts(found)
    except AssemblyError:
        pytest.skip("no Chinese fonts installed")
    return found


@pytest.fixture(scope="module")
def pdf(tmp_path_factory, report, families) -> Path:
    path = tmp_path_factory.mktemp("pdf") / "报告.pdf"
    note = write_pdf(report, path, draft_mark="草稿")
    assert note == choose_fonts(families).note
    return path


@pytest.fixture(scope="module")
def pages(pdf):
    """Each page as (width, height, words), a word as (left, top, right, bottom, text), in pt."""
    reader = shutil.which("pdftotext")
    if not reader:
        pytest.skip("needs poppler")
    boxes = subprocess.run([reader, "-bbox", str(pdf), "-"], check=True, capture_output=True).stdout
    space = "{http://www.w3.org/1999/xhtml}"
    return [
        (float(page.get("width")), float(page.get("height")),
         [tuple(float(w.get(k)) for k in ("xMin", "yMin", "xMax", "yMax")) + (w.text or "",)
          for w in page.iter(f"{space}word")])
        for page in ET.fromstring(boxes).iter(f"{space}page")
    ]  # fmt: skip


def test_it_is_pdf_a_and_says_the_report_s_date(pdf):
    data = pdf.read_bytes()
    assert b"pdfaid:part>2<" in data
    assert b"pdfaid:conformance>B<" in data
    assert b"2024-06-28" in data


def test_the_same_report_gives_the_same_bytes(pdf, report, tmp_path):
    again = tmp_path / "b.pdf"
    write_pdf(report, again, draft_mark="草稿")
    assert again.read_bytes() == pdf.read_bytes()


def test_every_text_is_on_the_pages_in_order(pages, report):
    whole = re.sub(r"\s", "", "".join(w[4] for page in pages for w in page[2]))
    whole = re.sub(r"—\d+—草稿|草稿|—\d+—", "", whole)
    place = 0
    for text in (report.title, *report.header, *(b.text for b in report.blocks[:14]), report.date):
        place = whole.index(re.sub(r"\s", "", text), place)


def test_a_page_holds_22_lines_within_the_margins(pages):
    words = next(w for _, _, w in pages[2:] if sum("支队按照" in x[4] for x in w) >= 4)
    body = [w for w in words if 37 / 25.4 * 72 - 4 < w[1] < (297 - 35) / 25.4 * 72]
    assert len({round(w[1] / 28.95) for w in body}) == 22
    assert min(w[0] for w in body) == pytest.approx(28 / 25.4 * 72, abs=1)
    assert max(w[2] for w in body) <= (210 - 26) / 25.4 * 72 + 1


def test_page_numbers_change_sides_and_the_cover_has_none(pages):
    feet = [[w for w in page[2] if w[1] == max(v[1] for v in page[2])] for page in pages]
    assert "—" not in "".join(w[4] for w in feet[0])
    numbered = [(min(w[0] for w in foot), "".join(w[4] for w in foot)) for foot in feet[1:]]
    assert [text for _, text in numbered] == [f"—{i}—" for i in range(1, len(pages))]
    assert all((left > 300) == (i % 2 == 1) for i, (left, _) in enumerate(numbered, start=1))


def test_wide_tables_lie_on_turned_pages_and_repeat_their_head(pages):
    turned = [words for wide, high, words in pages if wide > high]
    assert len(turned) == 1
    assert any("绩效自评表" in w[4] for w in turned[0])
    heads = [words for _, _, words in pages if any("项目名称" in w[4] for w in words)]
    assert len(heads) >= 4  # one in the text, three pages of the appendix


def test_headings_are_bookmarks(pdf):
    assert b"/Outlines" in pdf.read_bytes()


def test_a_character_without_a_glyph_stops_the_pdf_and_is_named(tmp_path, families):
    path = tmp_path / "a.pdf"
    with pytest.raises(AssemblyError, match=r"U\+2FFFF.*请安装含有该字的字体"):
        write_pdf(Report("标题", (Paragraph("正文\U0002ffff"),)), path)
    assert not path.exists()


def test_text_is_never_read_as_markup(tmp_path, families):
    path = tmp_path / "a.pdf"
    text = '#panic("x") *粗* $a$ `b` @c <d> \\ [e] = 题 - 项 “三公” "直"'
    write_pdf(Report("#标题", (Paragraph(text), Table("表*", ((Cell("#1+1"),),)))), path)
    reader = shutil.which("pdftotext")
    if not reader:
        pytest.skip("needs poppler")
    shown = subprocess.run(
        [reader, str(path), "-"], check=True, capture_output=True
    ).stdout.decode()
    assert '#panic("x")' in shown
    assert "#1+1" in shown
    assert "*粗*" in shown


def test_without_typst_the_user_is_told_how_to_install_it(tmp_path, monkeypatch, report):
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(AssemblyError, match='-m pip install "typst'):
        write_pdf(report, tmp_path / "a.pdf")


def test_official_fonts_are_taken_under_any_of_their_names():
    choice = choose_fonts(["FangSong", "KaiTi", "simhei", "SimSun", "FZXiaoBiaoSong-B05S", *NOTO])
    assert choice.families == {
        "fangsong": "FangSong",
        "kaiti": "KaiTi",
        "heiti": "simhei",
        "songti": "SimSun",
        "xiaobiaosong": "FZXiaoBiaoSong-B05S",
    }
    assert choice.note == ""


def test_substitutes_are_named_in_one_line():
    choice = choose_fonts(["FangSong", "SimHei", *NOTO])
    assert choice.families["xiaobiaosong"] == "Noto Serif CJK SC"
    assert choice.note.count("\n") == 0
    assert "方正小标宋简体→Noto Serif CJK SC" in choice.note
    assert "仿宋" not in choice.note


def test_without_any_chinese_font_there_is_no_pdf():
    with pytest.raises(AssemblyError, match="没有可用的中文字体代替仿宋_GB2312"):
        choose_fonts(["DejaVu Sans"])
