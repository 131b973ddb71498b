"""Sections are found in order and by level, parts by how they open, numbering by its marks."""

from __future__ import annotations

import pytest

from evals.cases import Expected
from evals.reports.alignment import Lines, Span, align, numbering, surroundings
from writer.report import Heading, PageBreak, Paragraph, Report, Table

Block = Heading | Paragraph | Table | PageBreak


def heading(level: int, text: str) -> Heading:
    marks = {1: "、", 2: "）", 3: ".", 4: "）"}
    at = text.index(marks[level]) + 1
    return Heading(level, text[:at], text[at:])


def lines(*blocks: Block) -> Lines:
    return Lines.of_report(Report("某局报告", blocks, date="2024年3月1日"))


def expected(ident: str, level: int, title: str = "") -> Expected:
    return Expected(id=ident, level=level, title=title or ident)


def text_of(found: Lines, span: Span) -> str:
    return found.text[span.start : span.end].strip()


def test_a_section_goes_up_to_the_next_one_that_was_asked_for() -> None:
    made = lines(
        heading(1, "一、概况"), Paragraph("甲。"), heading(2, "（一）没人问的"), Paragraph("乙。"),
        heading(1, "二、支出"), Paragraph("丙。"),
    )  # fmt: skip
    spans = align([expected("概况", 1), expected("支出", 1)], made)
    assert text_of(made, spans["概况"]).endswith("乙。")
    assert text_of(made, spans["支出"]) == "二、支出\n丙。"


def test_what_stands_in_another_order_is_not_found() -> None:
    made = lines(heading(1, "一、问题"), heading(1, "二、概况"), heading(1, "三、支出"))
    sections = [expected("概况", 1), expected("支出", 1), expected("问题", 1)]
    assert set(align(sections, made)) == {"概况", "支出"}


def test_of_two_headings_of_one_title_the_one_of_the_right_level_is_taken() -> None:
    made = lines(heading(1, "一、预算执行"), heading(2, "（一）预算执行"), Paragraph("甲。"))
    assert align([expected("预算执行", 2)], made)["预算执行"].level == 2


def test_another_wording_is_known_by_its_words() -> None:
    made = lines(heading(1, "一、自然灾害防控形势依然严峻"))
    section = Expected(
        id="灾", level=1, title="自然灾害防控依然严峻", words=("自然灾害防控", "严峻")
    )
    assert "灾" in align([section], made)
    assert not align([section], lines(heading(1, "一、自然灾害防控")))


def test_parts_split_the_section_above_them_in_order() -> None:
    made = lines(
        heading(1, "一、项目"), Paragraph("共两项。"),
        Paragraph("路灯电费资金：支出5万元。"), Paragraph("续。"), Paragraph("1.抢修资金：支出3万元。"),
    )  # fmt: skip
    sections = [
        expected("项目", 1),
        Expected(id="电费", part=("路灯电费",)),
        Expected(id="抢修", part=("抢修资金",)),
    ]
    spans = align(sections, made)
    assert text_of(made, spans["项目"]) == "一、项目\n共两项。"
    assert text_of(made, spans["电费"]).endswith("续。")
    assert text_of(made, spans["抢修"]).startswith("1.抢修")


def test_what_has_no_paragraph_of_its_own_is_looked_for_under_its_heading() -> None:
    made = lines(
        heading(1, "一、项目"), Paragraph("甲资金：支出5万元。"), Paragraph("乙资金支出3万元。"),
        heading(1, "二、问题"),
    )  # fmt: skip
    sections = [
        expected("项目", 1),
        Expected(id="甲", part=("甲资金",)),
        Expected(id="丙", part=("丙资金",)),
        expected("问题", 1),
        expected("没有的", 1),
        Expected(id="丁", part=("丁资金",)),
    ]
    spans = align(sections, made)
    around = surroundings(sections, spans)
    assert "丙" not in spans
    assert text_of(made, around["丙"]).startswith("一、项目")
    assert text_of(made, around["丙"]).endswith("乙资金支出3万元。")
    assert "丁" not in around


def test_a_part_named_late_in_a_paragraph_does_not_begin_there() -> None:
    made = lines(heading(1, "一、项目"), Paragraph("本年" + "资金按月结算，" * 12 + "含路灯电费。"))
    assert "电费" not in align([expected("项目", 1), Expected(id="电费", part=("路灯电费",))], made)


def test_the_lead_stands_before_the_first_heading() -> None:
    made = lines(Paragraph("根据通知。"), heading(1, "一、概况"))
    spans = align([Expected(id="导语", lead=True), expected("概况", 1)], made)
    assert text_of(made, spans["导语"]) == "根据通知。"


@pytest.mark.parametrize(
    ("headings", "wrong"),
    [
        ([(1, "一、甲"), (2, "（一）乙"), (3, "1.丙"), (4, "（1）丁"), (2, "（二）戊"), (1, "二、己")], 0),
        ([(1, "一、甲"), (3, "1.乙"), (3, "2.丙"), (1, "二、丁")], 0),
        ([(1, "一、甲"), (1, "三、乙")], 1),
        ([(1, "一、甲"), (2, "（一）乙"), (1, "二、丙"), (2, "（二）丁")], 1),
        ([(1, "十二、甲")], 1),
    ],
)  # fmt: skip
def test_marks_count_up_from_one_under_each_heading(
    headings: list[tuple[int, str]], wrong: int
) -> None:
    made = lines(*(heading(level, text) for level, text in headings))
    assert sum(bool(fault) for _, fault in numbering(made)) == wrong


def test_a_level_keeps_its_style_of_mark() -> None:
    mixed = (heading(1, "一、甲"), heading(2, "（一）乙"), Heading(2, "（2）", "丙"))
    assert [fault for _, fault in numbering(lines(*mixed)) if fault] == ["a mark of another level"]


def test_an_outline_without_a_kind_of_section_is_refused() -> None:
    with pytest.raises(ValueError, match="heading"):
        Expected(id="甲")
    with pytest.raises(ValueError, match="title"):
        Expected(id="甲", level=1)
