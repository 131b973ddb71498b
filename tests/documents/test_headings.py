"""Headings by their numbering, in the forms that reports use and misuse."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from writer.documents import BlockKind, Document, read_document, read_text
from writer.documents.headings import han_number


def outline(document: Document) -> list[tuple[int, str]]:
    return [(b.level, document.title_of(b)) for b in document.headings]


def test_four_levels_and_the_path_over_a_place() -> None:
    doc = read_text(
        "一、基本情况\n（一）支出\n1.项目支出情况\n（1）专项资金分析\n共支出5万元。\n二、结论\n"
    )
    assert outline(doc) == [
        (1, "一、基本情况"),
        (2, "（一）支出"),
        (3, "1.项目支出情况"),
        (4, "（1）专项资金分析"),
        (1, "二、结论"),
    ]
    inside = doc.text.index("5万元")
    assert doc.section_at(inside) == (
        "一、基本情况",
        "（一）支出",
        "1.项目支出情况",
        "（1）专项资金分析",
    )
    assert doc.section_at(doc.text.index("二、")) == ("二、结论",)


def test_marks_of_one_character_are_marks() -> None:
    doc = read_text("一、项目\n⒈法律援助。支出114.00万元。\n⒉社区矫正。支出93.60万元。\n⑴帮教\n")
    assert outline(doc) == [(1, "一、项目"), (3, "⒈法律援助"), (3, "⒉社区矫正"), (4, "⑴帮教")]
    assert doc.section_at(doc.text.index("93.60")) == ("一、项目", "⒉社区矫正")


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("（一）评价结论。按照通知要求，我单位开展了自评，得分97分。", "（一）评价结论"),
        ("（2） 训练 ：支队在年初制定了相关训练计划，并严格组织实施。", "（2） 训练"),
        ("1、加强管理，完善指标。一是编制目标。二是细化指标。", "1、加强管理，完善指标"),
        ("(3) 对比目标与成果。将全年成果与目标进行比对。", "(3) 对比目标与成果"),
    ],
)
def test_run_in_heading_is_part_of_its_paragraph(line: str, title: str) -> None:
    doc = read_text(f"前文。\n{line}\n后文。")
    runin = next(doc.of_kind(BlockKind.RUNIN))
    assert doc.title_of(runin) == title
    paragraph = doc.block_at(runin.start)
    assert paragraph is not None
    assert (paragraph.kind, doc.text_of(paragraph)) == (BlockKind.PARAGRAPH, line)
    assert doc.section_at(doc.text.index("后文")) == (title,)


@pytest.mark.parametrize(
    "line",
    [
        "2024年，本单位支出5万元",
        "3.5万元用于采购",
        "一是加强组织领导。二是专款专用。",
        "一、二级单位共十家，均已完成自评。",
        "12018年新增任务。",
        "1.提高应急救援人员的专业技能和知识水平，增强应对复杂情况的能力。",
        "1.坚持依法行政，",
        "",
    ],
)
def test_sentences_items_and_amounts_are_no_headings(line: str) -> None:
    assert outline(read_text(f"{line}\n")) == []


def test_short_items_with_a_stop_are_a_list_but_a_lone_one_is_a_heading() -> None:
    for items in (
        "1.改善作风。\n2.提高效率。\n",
        "（一）负责应急管理工作，指导各部门。\n（二）拟订政策。\n",
    ):
        assert outline(read_text(items)) == []
    alone = read_text("（2） 机构职能和人员概况。\n本单位共有编制71名。\n")
    assert outline(alone) == [(4, "（2） 机构职能和人员概况")]


def test_wrong_marks_take_the_level_that_their_number_continues() -> None:
    doc = read_text(
        "一、概况\n（一）机构组成。\n甲。\n（2） 职能概况。\n乙。\n（四）目标\n"
        "二、收支\n（一）收入\n（2） 支出\n（3） 结转\n3、 管理情况\n（1） 履职。\n丙。\n（2） 项目。\n"
        "1.目标管理\n（1）制定：合理。\n（三）分析\n五、结论\n"
    )
    assert [level for level, _ in outline(doc)] == [1, 2, 2, 2, 1, 2, 2, 2, 1, 2, 2, 3, 4, 2, 1]


def test_right_marks_keep_their_level_after_a_list_of_sentences() -> None:
    doc = read_text(
        "一、任务\n（一）重点\n1、强化党建引领，\n\n提升能力。\n2、守牢底线。发挥作用，坚决防范。\n3、提高保障。加快建设。\n"
    )
    assert [level for level, _ in outline(doc)] == [1, 2, 3, 3]


def test_duties_in_one_paragraph_do_not_reopen_the_outer_list() -> None:
    doc = read_text(
        "（一）负责全市应急管理工作，指导各部门。（二）拟订政策，组织实施，监督检查。\n（三）目标设定情况\n"
    )
    assert outline(doc) == [(2, "（三）目标设定情况")]


def test_label_holds_for_its_own_paragraph_only() -> None:
    doc = read_text(
        "二、目标实现情况\n安全生产专家经费：通过督导检查全区安全生产，共排查隐患企业81人次。\n其他工作有序。\n"
    )
    assert doc.section_at(doc.text.index("81")) == ("二、目标实现情况", "安全生产专家经费")
    assert doc.section_at(doc.text.index("其他工作")) == ("二、目标实现情况",)


@pytest.mark.parametrize(
    ("text", "number"),
    [("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("二十三", 23), ("7", 7)]
    + [("一二", 0), ("十十", 0), ("十一二", 0), ("二三十", 0)],
)
def test_han_numbers(text: str, number: int) -> None:
    assert han_number(text) == number


@pytest.mark.samples
@pytest.mark.skipif("JIXIAO_SAMPLES" not in os.environ, reason="JIXIAO_SAMPLES is not set")
@pytest.mark.parametrize(
    ("sample", "levels"),
    [
        ("guangdong-suixi-emergency-bureau-2024", {1: 4, 2: 13, 3: 14, 4: 8}),
        ("hebei-xushui-emergency-bureau-2024", {1: 4}),
        ("hunan-huaihua-emergency-bureau-2023", {1: 10, 2: 13, 3: 5}),
        ("hunan-huaihua-rescue-brigade-2023", {1: 9, 2: 16, 3: 12, 4: 9}),
        ("sichuan-ebian-emergency-bureau-2024", {1: 4, 2: 14, 3: 26, 4: 10}),
    ],
)
def test_samples_have_the_headings_counted_by_hand(sample: str, levels: dict[int, int]) -> None:
    doc = read_document(Path(os.environ["JIXIAO_SAMPLES"]) / f"{sample}.txt")
    found = {k: sum(b.level == k for b in doc.headings) for k in (1, 2, 3, 4)}
    assert {k: n for k, n in found.items() if n} == levels
