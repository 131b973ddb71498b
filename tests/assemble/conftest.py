"""A report of an invented department with every kind of block, long enough to fill pages."""

from __future__ import annotations

import pytest

from writer.findings import Finding, Severity
from writer.report import Cell, Heading, PageBreak, Paragraph, Report, Table

UNIT = "云川市应急救援支队"
MANAGEMENT = (
    "2023年，支队按照“先有预算、后有支出”的要求编制和执行预算，基本支出保障人员和日常运转，"
    "项目支出逐项落实到训练、演练和装备维护。年中两次分析支出进度，对进度偏慢的项目约谈责任科室，"
    "全年没有超预算、无预算的支出，也没有截留、挤占和挪用专项资金的情况。"
)


def row(*texts: str, header: bool = False) -> tuple[Cell, ...]:
    """Cells of a line; amounts and dashes are numbers."""
    return tuple(
        Cell(t, header=header, number=not header and (t == "—" or t[:1].isdigit())) for t in texts
    )


def funds_table(lines: int = 4) -> Table:
    head = (
        "项目名称",
        "年初财政拨款结转和结余",
        "财政拨款收入",
        "财政拨款支出",
        "年末财政拨款结转",
    )
    body = [
        row(f"第{i}类应急救援装备购置与维护专项", "—", "192.32", "192.32", "—")
        for i in range(1, lines + 1)
    ]
    return Table(
        "2023年度专项资金收支情况表",
        (row(*head, header=True), *body, row("合计", "—", "3905.31", "3905.31", "—")),
        unit="万元",
        section="projects",
        name="专项资金收支情况",
    )


def overall_table(landscape: bool = False) -> Table:
    """A form with cells merged both ways."""

    def head(text: str, across: int = 1, down: int = 1) -> Cell:
        return Cell(text, across, down, header=True)

    def amount(text: str) -> Cell:
        return Cell(text, number=True)

    return Table(
        "2023年度部门整体支出绩效自评表",
        (
            (head("单位名称"), Cell(UNIT, across=6)),
            (
                head("年度预算申请", down=3),
                head("年初预算数"),
                head("全年预算数"),
                head("全年执行数"),
                head("分值"),
                head("执行率"),
                head("得分"),
            ),
            (
                amount("318.09"),
                amount("339.52"),
                amount("339.52"),
                amount("10"),
                amount("100.00%"),
                amount("10"),
            ),
            (head("按收入性质分", across=3), head("按支出性质分", across=3)),
            (
                head("年度总体目标"),
                Cell(
                    "提高救援能力，确保突发事件得到及时、科学、有效的处置，最大限度减少人员伤亡和财产损失，按计划完成训练和演练。",
                    across=3,
                ),
                Cell("全年接警出动12次，训练演练全部按计划完成。", across=3),
            ),
            (
                head("绩效指标", down=2),
                Cell("产出指标", down=2),
                Cell("数量指标"),
                Cell("心肺复苏训练"),
                Cell("≥60次"),
                Cell("60次"),
                amount("10"),
            ),
            (Cell("质量指标"), Cell("考核合格率"), Cell("≥95%"), Cell("96%"), amount("10")),
        ),
        unit="万元",
        header_rows=1,
        widths=(3, 3, 3, 4, 3, 3, 2),
        landscape=landscape,
        name="部门整体支出绩效自评表",
    )


def full_report(landscape: bool = True) -> Report:
    blocks = [
        Paragraph("根据《项目支出绩效评价管理办法》（财预〔2020〕10号）的要求，支队对2023年度整体支出开展了绩效自评，现将情况报告如下。", "lead", "lead"),
        Heading(1, "一、", "部门、单位基本情况", "unit"),
        Heading(2, "（一）", "机构设置情况", "unit.offices"),
        Paragraph(f"{UNIT}为市应急管理局所属二级预算单位，无内设科室。", "unit.offices"),
        Heading(2, "（二）", "人员编制情况", "unit.staff"),
        Paragraph("经编制部门核定，截至2023年末，支队共有编制22人，在职人员17人。", "unit.staff"),
        Heading(1, "二、", "部门整体支出管理及使用情况", "spending"),
        Heading(2, "（一）", "预算执行、使用、管理总体情况", "spending.all"),
        *(Paragraph(MANAGEMENT, "spending.all") for _ in range(6)),
        Heading(3, "1.", "项目支出情况", "spending.projects"),
        Heading(4, "（1）", "专项资金安排落实及总投入情况", "spending.projects.funds"),
        Paragraph("全年专项资金收入3905.31万元，支出3905.31万元，执行率100.00%，具体见下表。", "spending.projects.funds"),
        funds_table(),
        Paragraph("注：“—”表示该项没有发生额。", "spending.projects.funds", "note"),
        *(Paragraph(MANAGEMENT, "spending.all") for _ in range(3)),
        Heading(1, "三、", "部门整体支出绩效情况", "performance"),
        Paragraph("支队自评得分98.50分，评价等级为“优”。", "performance"),
    ]  # fmt: skip
    return Report(
        title=f"2023年度{UNIT}部门整体支出绩效自评报告",
        subtitle="（市级部门报送）",
        unit=UNIT,
        header=("评价年度：2023年度", f"评价单位（公章）：{UNIT}", "填报日期：2024年6月28日"),
        cover=(f"2023年度{UNIT}", "整体支出绩效自评报告", "单位名称：（盖章）", "2024年6月28日"),
        blocks=tuple(blocks),
        signature=UNIT,
        date="2024年6月28日",
        attachments=("部门整体支出绩效评价基础数据表", "市级预算部门整体支出绩效自评表", "项目支出绩效自评表"),
        appendix=(
            funds_table(40),
            PageBreak(),
            overall_table(landscape),
            PageBreak(),
            Heading(1, "", "项目支出绩效自评表"),
            Paragraph("本年度没有单独填报的项目。"),
        ),
    )  # fmt: skip


def findings_for(report: Report) -> tuple[Finding, ...]:
    """A number, a whole sentence around it, a table cell, the title, and a missing section."""
    text = report.text
    score = text.index("98.50分")
    cell = text.index("192.32")
    return (
        Finding("GR101", Severity.ERROR, score, score + 6, "与台账不符，应为98.00分。", "六", "98.00分"),
        Finding("CS205", Severity.WARNING, score - 6, score + 15, "得分与等级之间需要说明。"),
        Finding("GR102", Severity.ERROR, cell, cell + 6, "单位应为万元。", suggestion=""),
        Finding("DC301", Severity.NOTICE, 0, 4, "年度请核对。"),
        Finding("DC302", Severity.ERROR, len(text), len(text), "缺少“存在的问题”一节。"),
    )  # fmt: skip


@pytest.fixture(scope="session")
def report() -> Report:
    return full_report()


@pytest.fixture(scope="session")
def findings(report: Report) -> tuple[Finding, ...]:
    return findings_for(report)
