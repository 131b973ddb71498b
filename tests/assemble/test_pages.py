"""Pages of the appendix: whose attachment a sheet is, and which way it lies."""

from __future__ import annotations

from writer.assemble.layout import sheets, width
from writer.assemble.plan import Role, Text, plan
from writer.assemble.table_layout import ROW, SIZES, TIGHT_ROW, UPRIGHT, table_layout, turned
from writer.report import Cell, PageBreak, Paragraph, Report, Table


def test_a_form_for_each_project_goes_on_with_its_attachment() -> None:
    """Three pages and three names, but the second form is no attachment of its own."""
    form = Table("项目支出绩效自评表", ((Cell("甲"),),), name="项目支出绩效自评表")
    mark = Paragraph("附件1", role="field")
    report = Report(
        "报告",
        (Paragraph("正文。"),),
        attachments=("项目支出绩效自评表", "资产清单", "其他"),
        appendix=(PageBreak(), mark, form, form, form),
    )
    assert [(sheet.mark, sheet.own_mark) for sheet in sheets(report)] == [
        ("", True),
        ("", False),
        ("", False),
    ]
    roles = [i.role for s in plan(report) for i in s.items if isinstance(i, Text)]
    assert roles.count(Role.ATTACHMENT_TITLE) == 3


def test_a_table_turns_where_a_column_would_read_from_top_to_bottom() -> None:
    head = tuple(Cell(f"第{i}栏", header=True) for i in range(11))
    short = (*(Cell("数量指标") for _ in range(10)), Cell("已完成"))
    long = (*short[:10], Cell("二季度馆舍维修闭馆二十天，今后的维修都安排在淡季，并提前公告。"))
    assert not turned(Table("表", (head, short)))
    assert turned(Table("表", (head, long), widths=(1,) * 11))
    assert turned(Table("表", (head, short), landscape=True))
    pages = plan(Report("报告", (Paragraph("正文。"), Table("表", (head, long), widths=(1,) * 11))))
    assert [page.turned for page in pages] == [False, True]


def form(rows: int, caption: str = "表") -> Table:
    head = (Cell("项目", header=True), Cell("决算数", header=True))
    body = ((Cell(f"第{i}项"), Cell("1.00", number=True)) for i in range(rows - 1))
    return Table(caption, (head, *body), widths=(3, 1))


def test_a_form_that_spills_a_few_rows_is_drawn_together_onto_its_page() -> None:
    looks = [
        (layout.row, layout.size)
        for layout in (table_layout(form(rows), UPRIGHT + 0.05) for rows in (25, 27, 60))
    ]
    assert looks == [(ROW, SIZES[0]), (TIGHT_ROW, SIZES[1]), (ROW, SIZES[0])]
    assert (
        table_layout(form(25, "市级预算部门整体支出绩效评价基础数据汇总表"), UPRIGHT).row < ROW
    ), "a title of two lines leaves less room"


def test_a_form_s_long_title_breaks_before_its_year() -> None:
    name = "市级预算部门整体支出绩效自评表"
    table = Table(f"{name}（2024年度）", ((Cell("甲"),),))
    mark = Paragraph("附件", role="field")
    report = Report(
        "报告", (Paragraph("正文。"),), attachments=(name,), appendix=(PageBreak(), mark, table)
    )
    (title,) = [
        i
        for s in plan(report)
        for i in s.items
        if isinstance(i, Text) and i.role is Role.ATTACHMENT_TITLE
    ]
    assert title.room == width(name) + 0.5
