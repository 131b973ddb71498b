"""Pages of the appendix: whose attachment a sheet is, and which way it lies."""

from __future__ import annotations

from writer.assemble.layout import sheets
from writer.assemble.plan import Role, Text, plan
from writer.assemble.table_layout import turned
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
