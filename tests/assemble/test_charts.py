"""Charts: made from the facts, drawn by Word and as SVG, and never part of what is checked."""

from __future__ import annotations

import io
import json
import zipfile
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from docx import Document

from writer.assemble.charts.geometry import LINE, bars, height, labels, legend
from writer.assemble.charts.made import MOST, budget_chart, projects_chart
from writer.assemble.charts.svg import svg
from writer.assemble.data import report_data
from writer.assemble.docx import docx_bytes
from writer.assemble.html import html_text
from writer.assemble.markdown import markdown_text
from writer.drafting.compose import compose_report
from writer.facts import parse_facts
from writer.formats import load_format, new_format
from writer.ledger import Ledger, build_ledger
from writer.pipeline import Request, draft
from writer.prompting import sample_facts
from writer.report import Chart, Heading, Paragraph, Report, Series
from writer.review.opened import open_run

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
TWO = Chart(
    "2024年支出 <甲&乙>（单位：万元）",
    ("基本支出", "项目支出"),
    (
        Series("年初预算", (Decimal("210.00"), None)),
        Series("决算", (Decimal("212.15"), Decimal("69.00"))),
    ),
    "万元",
)
REPORT = Report("报告", (Heading(1, "一、", "支出", "甲"), Paragraph("如图。", "甲"), TWO))


def ledger_of(text: str) -> Ledger:
    return build_ledger(parse_facts(text))


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return ledger_of(sample_facts())


# ---- what they show ----------------------------------------------------------------------


def test_budget_and_accounts_of_each_line_and_in_all(ledger: Ledger) -> None:
    chart = budget_chart(ledger)
    assert chart is not None
    assert chart.categories == ("基本支出", "项目支出", "部门整体支出")
    assert [s.name for s in chart.series] == ["年初预算", "全年预算", "决算"]
    assert chart.series[2].values == (Decimal("212.15"), Decimal("69.00"), Decimal("281.15"))
    assert budget_chart(ledger, "元").series[2].values[1] == Decimal("690000.00")  # type: ignore[union-attr]


def test_a_budget_that_did_not_change_is_shown_once() -> None:
    ledger = ledger_of(
        "年度: 2024\n收支: {支出: {名称: 总支出, 构成: ["
        "{名称: 基本支出, 年初预算: 5.00, 全年预算: 5.00, 决算: 4.00},"
        "{名称: 项目支出, 年初预算: 3.00, 全年预算: 3.00, 决算: 3.00}]}}\n"
    )
    chart = budget_chart(ledger)
    assert chart is not None
    assert [s.name for s in chart.series] == ["年初预算", "决算"]
    assert chart.series[1].values[-1] == Decimal("7.00")


@pytest.mark.parametrize(
    "text",
    [
        "年度: 2024",
        "年度: 2024\n收支: {支出: {名称: 总支出, 决算: 4.00}}",
        "年度: 2024\n收支: {支出: {名称: 总支出, 构成: [{名称: 甲, 决算: 4.00}, {名称: 乙, 决算: 1.00}]}}",
    ],
)
def test_nothing_is_drawn_where_nothing_can_be_compared(text: str) -> None:
    assert budget_chart(ledger_of(text)) is None
    assert projects_chart(ledger_of(text)) is None


def test_projects_by_size_and_no_more_than_can_be_read() -> None:
    rows = "\n".join(
        f"  - {{名称: 项目{i}, 下达金额: {i}.00, 支出金额: {i}.00}}" for i in range(1, MOST + 4)
    )
    chart = projects_chart(ledger_of(f"年度: 2024\n专项与项目:\n{rows}\n"))
    assert chart is not None
    assert len(chart.categories) == MOST
    assert chart.categories[0] == f"项目{MOST + 3}"
    assert f"居前的{MOST}项" in chart.title
    assert chart.horizontal


def test_long_names_give_way_to_short_ones() -> None:
    ledger = ledger_of(
        "年度: 2024\n专项与项目:\n"
        "  - {名称: 全市安全生产及危险化学品应急救援装备训练演练经费, 简称: [演练经费], 支出金额: 1.00}\n"
        "  - {名称: 全市安全生产及危险化学品应急救援装备更新改造专项经费, 支出金额: 2.00}\n"
    )
    chart = projects_chart(ledger)
    assert chart is not None
    assert chart.categories == ("全市安全生产及危险化学品应急救援装…", "演练经费")


# ---- where the bars stand ----------------------------------------------------------------


@pytest.mark.parametrize("horizontal", [False, True])
def test_everything_stands_inside_the_picture(horizontal: bool) -> None:
    chart = Chart(TWO.title, TWO.categories, TWO.series, "万元", horizontal)
    drawn = list(bars(chart))
    assert len(drawn) == 3, "a missing value has no bar"
    for bar in drawn:
        assert bar.x >= 0
        assert bar.x + bar.width <= LINE
        assert 0 <= bar.y <= bar.y + bar.height <= height(chart)
    size = (lambda b: b.width) if horizontal else (lambda b: b.height)
    by_value = {b.value: size(b) for b in drawn}
    assert by_value["212.15"] / by_value["69.00"] == pytest.approx(212.15 / 69.00)
    assert len(list(labels(chart))) == len(list(legend(chart))) == 2


def test_the_svg_is_well_formed_and_says_what_it_shows() -> None:
    root = ET.fromstring(svg(TWO))
    texts = [t.text for t in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {"212.15", "69.00", "基本支出", "年初预算", TWO.title} <= set(texts)
    assert "项目支出：决算69.00万元" in root.get("aria-label", "")


# ---- Word --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def package() -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(docx_bytes(REPORT)))


def test_word_gets_a_chart_with_its_values(package: zipfile.ZipFile) -> None:
    root = ET.fromstring(package.read("word/charts/chart1.xml"))
    series = list(root.iter(f"{C}ser"))
    values = [
        {p.get("idx"): p.findtext(f"{C}v") for p in s.iter(f"{C}pt") if s.find(f"{C}val") is not None
         and p in list(s.find(f"{C}val").iter(f"{C}pt"))}  # type: ignore[union-attr]
        for s in series
    ]  # fmt: skip
    assert values == [{"0": "210.00"}, {"0": "212.15", "1": "69.00"}]
    assert [e.tag for e in root] == [f"{C}{n}" for n in ("roundedCorners", "chart", "spPr", "txPr", "externalData")]  # fmt: skip


def test_the_workbook_behind_it_holds_the_same(package: zipfile.ZipFile) -> None:
    relations = package.read("word/charts/_rels/chart1.xml.rels").decode()
    assert "../embeddings/chart1.xlsx" in relations
    book = zipfile.ZipFile(io.BytesIO(package.read("word/embeddings/chart1.xlsx")))
    sheet = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))
    cells = {
        c.get("r"): c.findtext(f"{S}v") or c.findtext(f"{S}is/{S}t") for c in sheet.iter(f"{S}c")
    }
    assert cells == {
        "B1": "年初预算", "C1": "决算", "A2": "基本支出", "B2": "210.00", "C2": "212.15",
        "A3": "项目支出", "C3": "69.00",
    }  # fmt: skip


def test_the_package_names_every_part_and_opens(package: zipfile.ZipFile) -> None:
    types = package.read("[Content_Types].xml").decode()
    assert "/word/charts/chart1.xml" in types
    assert 'Extension="xlsx"' in types
    document = Document(io.BytesIO(docx_bytes(REPORT)))
    (shape,) = document.inline_shapes
    assert shape.width.mm == pytest.approx(156, abs=0.1)
    assert "212.15" in document.element.xpath("//wp:docPr/@descr")[0]
    part = document.part.related_parts["rChart1"]
    assert part.content_type.endswith("drawingml.chart+xml")


def test_the_same_report_gives_the_same_bytes_and_none_without_a_chart() -> None:
    assert docx_bytes(REPORT) == docx_bytes(REPORT)
    plain = zipfile.ZipFile(io.BytesIO(docx_bytes(Report("报告", REPORT.blocks[:2]))))
    assert not [n for n in plain.namelist() if "chart" in n]


# ---- the other outputs -------------------------------------------------------------------


def test_pages_data_and_markdown_show_it() -> None:
    page = html_text(REPORT)
    assert '<div class="chart"><svg' in page
    assert "&lt;甲&amp;乙&gt;" in page
    assert "| 项目支出 |  | 69.00 |" in markdown_text(REPORT)
    (chart,) = report_data(REPORT)["sections"][1]["charts"]
    assert chart["series"][0]["values"] == ["210.00", None]


def test_a_chart_is_no_part_of_the_text() -> None:
    assert REPORT.text == Report("报告", REPORT.blocks[:2]).text
    data = report_data(REPORT)
    assert json.dumps(data, ensure_ascii=False)
    assert all(TWO not in span for span in REPORT.spans)


def test_charts_are_drawn_only_when_asked_for(tmp_path: Path, ledger: Ledger) -> None:
    assert not [
        b for b in compose_report(ledger, load_format("hunan")).blocks if isinstance(b, Chart)
    ]
    facts = tmp_path / "2024.yaml"
    facts.write_text(sample_facts(), "utf-8")
    outcome = draft(Request(facts, tmp_path / "run", charts=True, force=True), Quiet())
    drawn = [b for b in outcome.report.blocks if isinstance(b, Chart)]
    assert [(b.name, b.section) for b in drawn] == [
        ("预算与决算对比图", "总体情况"),
        ("项目执行情况图", "资金安排"),
    ]
    names = zipfile.ZipFile(outcome.files[0]).namelist()
    assert "word/charts/chart2.xml" in names


class Quiet:
    """Nobody is told how far a run is."""

    def facts(self, problems: object) -> None: ...
    def sections(self, count: int) -> None: ...
    def section(self, drafted: object) -> None: ...
    def stage(self, name: str) -> None: ...


def test_a_run_remembers_charts_and_a_format_of_ones_own(tmp_path: Path) -> None:
    """What review and assemble open again must be the same report."""
    facts = tmp_path / "2024.yaml"
    facts.write_text(sample_facts(), "utf-8")
    own = tmp_path / "formats" / "mine"
    new_format(own, "hunan")
    request = Request(facts, tmp_path / "run", format=str(own), charts=True, force=True)
    outcome = draft(request, Quiet())
    opened = open_run(tmp_path / "run")
    assert opened.format.name == "mine"
    assert opened.report.blocks == outcome.report.blocks
