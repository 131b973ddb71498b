"""A reference must stand behind words that speak of its figure."""

from __future__ import annotations

from pathlib import Path

import pytest

from writer.drafting.checked import check_report
from writer.drafting.compose import compose_section
from writer.drafting.placing import misplaced
from writer.formats import Book, load_format, outline
from writer.ledger import Figure, load_ledger
from writer.prompting import section_messages
from writer.report import Paragraph, Report

ROOT = Path(__file__).parents[2]
FACTS = sorted(
    [*ROOT.glob("evals/*/*/facts.yaml"), ROOT / "tests" / "data" / "flood.yaml"], key=str
)


def figure(subject: str, measure: str, basis: str, kind: str, value: str, unit: str) -> Figure:
    derived = "计算" if measure in ("执行率", "比年初预算增减") else None
    return Figure(
        f"{subject}.{measure}.{basis}", subject, measure, basis, "2024", kind, value, unit, 2,
        "万元" if unit == "元" else unit, formula=derived,
    )  # fmt: skip


REFERENCES = {
    "F1": figure("基本支出", "金额", "年初预算", "money", "3010900", "元"),
    "F2": figure("基本支出", "金额", "决算", "money", "2773000", "元"),
    "F3": figure("项目支出", "金额", "决算", "money", "622200", "元"),
    "F4": figure("基本支出", "执行率", "决算", "percent", "0.921", "%"),
    "F5": figure("基本支出", "比年初预算增减", "决算", "money", "-237900", "元"),
    "F6": figure("基本支出", "下达日期", "", "date", "2024-03-05", ""),
    "F7": figure("其他工资福利支出", "金额", "决算", "money", "2700", "元"),
    "F9": figure("年度", "报告年度", "", "text", "2023年", ""),
    "F8": figure("工资福利支出", "金额", "决算", "money", "2000000", "元"),
}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("基本支出决算为{F1}。", "口径是年初预算"),
        ("基本支出年初预算{F2}。", "口径是决算"),
        ("基本支出决算为{F6}。", "应是金额"),
        ("基本支出决算为{F4}。", "应是金额"),
        ("基本支出预算执行率为{F2}。", "应是比率"),
        ("基本支出的支付进度为{F6}。", "应是比率"),
        ("基本支出为{F4}。", "没有写明"),
        ("项目支出决算为{F2}。", "前面写的是“项目支出”"),
        ("项目支出为{F2}。", "前面写的是“项目支出”"),
        ("基本支出较年初预算明显上升，{F5}。", "前面写的是“上升”"),
        ("基本支出较年初预算增加{F5}。", "前面写的是“增加”"),
        ("资金下达日期为{F2}。", "应是日期，不是277.30万元"),
        ("我馆核定编制{F9}。", "应是人数，不是2023年"),
        ("实有在职人员{F6}。", "应是人数"),
    ],
)
def test_a_reference_in_the_wrong_place_is_told(text: str, said: str) -> None:
    (found,) = misplaced(text, REFERENCES)
    assert said in found.why


@pytest.mark.parametrize(
    "text",
    [
        "基本支出年初预算{F1}，决算{F2}，预算执行率{F4}。",
        "基本支出决算数为{F2}，较年初预算{F5}。",
        "年初预算、决算分别为{F1}、{F2}。",
        "基本支出决算为{F2}，完成年初预算的{F4}。",
        "其中：基本支出{F2}、项目支出{F3}。",
        "工资福利支出中的其他工资福利支出决算为{F7}。",
        "人员减少，基本支出较年初预算明显下降，{F5}。",
        "受人员增加影响，基本支出较年初预算{F5}。",
        "资金于{F6}下达，金额与决算相同。",
    ],
)
def test_a_reference_in_its_place_is_silent(text: str) -> None:
    assert list(misplaced(text, REFERENCES)) == []


@pytest.mark.parametrize("path", FACTS, ids=lambda path: path.parent.name)
def test_composed_sections_with_references_for_their_numbers_are_silent(path: Path) -> None:
    """The templates write as people do; the check of the text says which figure each number is."""
    ledger = load_ledger(path)
    fmt = load_format(ledger.facts.format or "hunan")
    book = Book(ledger)
    for section in outline(fmt, ledger):
        draft = compose_section(section, ledger, fmt, book)
        texts = [line.text for line in draft.lines if line.kind in ("text", "item")]
        if not (section.template and texts):
            continue
        references = section_messages(section, ledger, fmt, book=book).references
        names = {figure.id: name for name, figure in references.items()}
        result = check_report(Report("报告", tuple(map(Paragraph, texts))), ledger)
        text = result.text
        for judged in reversed(result.mentions):
            if judged.figure in names and judged.verdict is not None and judged.verdict.good:
                start, end = judged.mention.start, judged.mention.end
                text = f"{text[:start]}{{{names[judged.figure]}}}{text[end:]}"
        assert list(misplaced(text, references)) == [], section.title
