"""JSON and Markdown: all of the report, offsets that can be used, nothing read as markup."""

from __future__ import annotations

import json

from writer.assemble.data import report_data, write_json
from writer.assemble.layout import (
    attachment_lines,
    cover_is_field,
    sheets,
    signature_indents,
    title_break,
)
from writer.assemble.markdown import markdown_text, write_markdown
from writer.assemble.marks import Mark
from writer.assemble.plan import Grid, plan
from writer.assemble.table_layout import column_shares, grid
from writer.facts import parse_facts
from writer.findings import Verdict
from writer.ledger import build_ledger
from writer.report import Cell, Heading, PageBreak, Paragraph, Report, Table


def test_every_offset_of_the_json_leads_to_its_text(report, tmp_path):
    path = tmp_path / "a.json"
    write_json(report, path)
    data = json.loads(path.read_text(encoding="utf-8"))
    text = data["text"]
    assert text == report.text
    for section in data["sections"]:
        assert text[section["start"] :].startswith(section["number"] + section["title"])
        for paragraph in section["paragraphs"]:
            joined = "".join(s["text"] for s in paragraph["sentences"])
            assert joined == text[paragraph["start"] : paragraph["end"]]
        for table in section["tables"]:
            for row in table["rows"]:
                assert all(text[c["start"] : c["end"]] == c["text"] for c in row)
    levels = [(s["level"], s["title"]) for s in data["sections"]]
    assert [lv for lv in levels if lv[0]] == [
        (b.level, b.title) for b in (*report.blocks, *report.appendix) if isinstance(b, Heading)
    ]
    assert sum(len(s["tables"]) for s in data["sections"]) == 3


def test_the_json_gives_mentions_with_the_figures_they_rest_on():
    ledger = build_ledger(
        parse_facts("年度: 2023\n收支: {支出: {名称: 支出, 年初预算: 2.00, 决算: 1.00}}")
    )
    rate = next(f for f in ledger.figures.values() if f.unit == "%")
    report = Report("标题", (Paragraph("执行率50.00%。"),))
    start = report.text.index("50")
    mark = Mark(
        start, start + 6, "50.00%", "percent", "0.5", "%", Verdict.DERIVED, rate.id, rate.formula
    )
    data = report_data(report, mentions=[mark], ledger=ledger)
    assert data["year"] == 2023
    assert data["mentions"][0]["verdict"] == "derived"
    assert data["figures"][rate.id]["inputs"] == list(rate.inputs)
    assert set(rate.inputs) <= set(data["figures"])
    assert "第2行" in data["figures"][rate.inputs[0]]["source"]


def test_markdown_has_headings_tables_and_all_texts(report, tmp_path):
    path = tmp_path / "a.md"
    write_markdown(report, path)
    text = path.read_text(encoding="utf-8")
    assert f"# {report.title}\n" in text
    assert "\n## 一、部门、单位基本情况\n" in text
    assert "\n### （一）机构设置情况\n" in text
    assert "\n## 项目支出绩效自评表\n" in text
    assert "| 合计 | — | 3905.31 | 3905.31 | — |" in text
    assert "| --- | ---: | ---: | ---: | ---: |" in text
    for block in report.blocks:
        if isinstance(block, Paragraph):
            assert block.text in text


def test_markdown_reads_no_text_as_markup():
    paragraphs = (
        "1. 甲",
        "# 乙",
        "- 丙",
        "*丁* _戊_ `己` [庚](x) <b>",
        "2023年",
        "1.辛",
        "第一行\n第二行",
        "===",
    )
    table = Table("", ((Cell("a|b\nc"), Cell("d")),), header_rows=0)
    text = markdown_text(Report("标题", (*map(Paragraph, paragraphs), table)))
    for wanted in (
        "1\\. 甲",
        "\\# 乙",
        "\\- 丙",
        "\\*丁\\* \\_戊\\_ \\`己\\` \\[庚\\](x) \\<b\\>",
        "\n2023年\n",
        "\n1.辛\n",
        "第一行\\\n第二行",
        "\\===",
        "| a\\|b<br>c | d |",
    ):
        assert wanted in text


def test_the_plan_knows_where_every_text_stands(report):
    placed = 0
    for section in plan(report):
        for item in section.items:
            if isinstance(item, Grid):
                slots = [s for row in grid(item.table) for s in row if s.offset is not None]
                for slot in slots:
                    start = item.start + (slot.offset or 0)
                    assert report.text[start : start + len(slot.cell.text)] == slot.cell.text
                placed += len("\n".join("\t".join(row) for row in item.table.grid)) + 1
            elif item.start is not None:
                assert report.text[item.start : item.start + len(item.text)] == item.text
                placed += len(item.text) + 1
    assert placed == len(report.text) + 1


def test_titles_break_by_sense_with_the_longer_line_above():
    title = "2023年度云川市应急管理局部门整体支出绩效自评报告"
    assert title[: title_break(title, "云川市应急管理局")] == "2023年度云川市应急管理局"
    assert title_break("部门整体支出绩效自评报告", "") == 0
    form = "市级预算部门整体支出绩效自评表（2024年度）"
    assert form[title_break(form, "") :] == "（2024年度）"
    short = "云川市水务局2023年度部门整体支出绩效自评工作情况报告"
    upper = short[: title_break(short, "云川市水务局")]
    assert upper in ("云川市水务局2023年度部门整体支出", "云川市水务局2023年度")


def test_a_long_unit_s_name_moves_the_date_below_its_middle():
    long = signature_indents("云川市应急管理局安全生产综合行政执法支队", "2024年3月1日")
    assert long.unit == 2
    assert long.date == 2 + 20 / 2 - 3
    assert signature_indents("", "2024年3月1日").date == 4
    assert signature_indents("云川市水务局", "").unit == 4


def test_a_single_attachment_has_no_number():
    assert [line[0] for line in attachment_lines(("基础数据表",))] == ["附件：基础数据表"]


def test_cover_fields_are_told_from_its_title():
    assert not cover_is_field("2023年度云川市应急管理局")
    assert all(
        map(cover_is_field, ("单位名称：（盖章）", "年  月  日", "2024年6月28日", "（此页为封面）"))
    )


def test_sheets_go_by_name_where_an_attachment_has_several_pages():
    forms = tuple(
        Table(f"2023年度{n}", ((Cell("x"),),), name=n)
        for n in ("基础数据表", "项目自评表", "项目自评表")
    )
    made = sheets(Report("", (), attachments=("市级基础数据表", "市级项目自评表"), appendix=forms))
    assert [s.mark for s in made] == ["附件1", "附件2", ""]
    single = sheets(
        Report(
            "",
            (),
            attachments=("别的名称",),
            appendix=(Paragraph("一"), PageBreak(), Paragraph("二")),
        )
    )
    assert [s.mark for s in single] == ["附件", ""]


def test_columns_of_numbers_are_as_wide_as_their_longest_number():
    table = Table(
        "",
        (
            (
                Cell("一个很长很长很长很长很长很长的项目名称"),
                Cell("123456789.00", number=True),
                Cell("1", number=True),
            ),
        ),
    )
    shares = column_shares(table)
    assert round(shares[0] / shares[1] * 7, 6) == 16
    assert abs(sum(shares) - 1) < 1e-9


def test_merged_cells_keep_their_places_in_ragged_tables():
    table = Table(
        "", ((Cell("甲", down=2), Cell("乙", across=2)), (Cell("丙"),), (Cell("丁", across=3),))
    )
    rows = grid(table)
    assert [[(s.column, s.cell.text, s.continues) for s in row] for row in rows] == [
        [(0, "甲", False), (1, "乙", False)],
        [(0, "甲", True), (1, "丙", False), (2, "", False)],
        [(0, "丁", False)],
    ]
    assert rows[1][2].filler
