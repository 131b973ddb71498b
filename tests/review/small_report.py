"""A report with one of everything."""

from __future__ import annotations

from writer.report import Cell, Heading, PageBreak, Paragraph, Report, Table


def report() -> Report:
    table = Table(
        "收支表",
        (
            (Cell("项目", down=2, header=True), Cell("金额", across=2, header=True)),
            (Cell("预算"), Cell("决算")),
            (Cell("合计"), Cell("3.00", number=True), Cell("2.00", number=True)),
        ),
        unit="万元",
    )
    return Report(
        title="某局自评报告",
        cover=("封面", ""),
        header=("评价年度：2023年",),
        blocks=(
            Paragraph("导语一。导语二。", "lead", "lead"),
            Heading(1, "一、", "基本情况", "a"),
            Paragraph("共3人。共3人。", "a"),
            table,
            PageBreak(),
            Paragraph("结尾", "a"),
        ),
        attachments=("表一", "表二"),
        signature="某局",
        date="2024年3月1日",
        appendix=(Paragraph("附件1", role="field"), table),
    )
