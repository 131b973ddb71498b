"""Text and Markdown: encodings, line ends, wrapped lines, tables, captions."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from writer.documents import BlockKind, Document, read_document, read_text

REPORT = "一、基本情况\n2023年支出合计318.09万元。\n"


def cells(doc: Document, table: int = 0) -> dict[tuple[int, int], str]:
    return {at: doc.text_of(block) for at, block in doc.tables[table].items()}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_any_usual_encoding_and_line_end_gives_the_same_text(
    tmp_path: Path, encoding: str, newline: str
) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(REPORT.replace("\n", newline).encode(encoding))
    doc = read_document(path)
    assert doc.text == REPORT
    assert doc.source == str(path)
    assert [doc.text_of(b) for b in doc.blocks] == ["一、基本情况", "2023年支出合计318.09万元。"]


def test_text_is_kept_as_it_is() -> None:
    text = "  一、情况 \n\n\t支出 1 234.56 万元\u3000\n"
    doc = read_text(text)
    assert doc.text == text
    assert [doc.text_of(b) for b in doc.blocks] == ["一、情况", "支出 1 234.56 万元"]


def test_line_broken_at_the_margin_is_one_paragraph() -> None:
    long = "全县共发生各类生产安全事故8宗，受伤2人，分别同比下降20%、33.33%，死亡人数同比持平，安全形势平稳向"
    doc = read_text(f"{long}\n\n好，得到肯定。\n附件目录\n")
    assert [doc.text_of(b) for b in doc.blocks] == [f"{long}\n\n好，得到肯定。", "附件目录"]


def test_lines_that_end_by_intention_stay_apart() -> None:
    text = "保定市徐水区应急管理局\n2025年3月12日\n"
    assert len(read_text(text).blocks) == 2


def test_rows_of_tabs_are_a_table_with_its_caption() -> None:
    doc = read_text(
        "专项资金收支表\n单位：万元\n项目\t收入\t支出\n监管\t192.32\t\n合计\t\t192.32\n以上。\n"
    )
    assert cells(doc) == {
        (0, 0): "项目", (0, 1): "收入", (0, 2): "支出",
        (1, 0): "监管", (1, 1): "192.32",
        (2, 0): "合计", (2, 2): "192.32",
    }  # fmt: skip
    assert [doc.text_of(b) for b in doc.captions_of(0)] == ["专项资金收支表", "单位：万元"]
    assert [b.kind for b in doc.blocks][-1] is BlockKind.PARAGRAPH


def test_a_cell_a_line_as_word_saves_tables_to_text() -> None:
    doc = read_text(
        "二、收支情况\n\n\t 项目\n\t收入\n\n\t监管\n\t192.32\n\n\t合  计：\n\t-\n\n\n三、管理情况\n"
    )
    assert cells(doc) == {
        (0, 0): "项目", (0, 1): "收入",
        (1, 0): "监管", (1, 1): "192.32",
        (2, 0): "合  计：", (2, 1): "-",
    }  # fmt: skip
    assert [doc.title_of(b) for b in doc.headings] == ["二、收支情况", "三、管理情况"]


def test_a_tab_inside_one_paragraph_is_no_table() -> None:
    assert read_text("保障了运转。\t招聘队员40人；\t\n下一段。\n").tables == ()
    assert read_text("\t首行缩进的一段。\n\t又一段。\n").tables == ()


def test_markdown_headings_and_table() -> None:
    doc = read_text(
        "# 绩效自评报告\n\n## **概况**\n\n| 项目 | 支出 |\n|---|---:|\n| 办公\\|费 | 0.76 |\n| | 1 |\n\n正文。\n"
    )
    assert [(b.level, doc.title_of(b)) for b in doc.headings] == [(1, "绩效自评报告"), (2, "概况")]
    assert cells(doc) == {
        (0, 0): "项目",
        (0, 1): "支出",
        (1, 0): "办公\\|费",
        (1, 1): "0.76",
        (2, 1): "1",
    }
    assert doc.section_at(doc.text.index("0.76")) == ("绩效自评报告", "概况")


def test_rows_with_bars_between_cells_are_a_table_without_dashes() -> None:
    doc = read_text("完成情况\n指标 | 目标 | 实际\n招聘 | 120人 | 132人\n培训 | | 25期\n以上。\n")
    assert cells(doc) == {
        (0, 0): "指标", (0, 1): "目标", (0, 2): "实际",
        (1, 0): "招聘", (1, 1): "120人", (1, 2): "132人",
        (2, 0): "培训", (2, 2): "25期",
    }  # fmt: skip
    assert read_text("甲 | 乙\n正文。\n").tables == ()
    assert read_text("甲 | 乙\n甲 | 乙 | 丙\n").tables == ()


def test_table_title_by_number_is_a_caption_anywhere() -> None:
    doc = read_text("表1 收支总表\n正文在此，共三项。\n表明已经完成。\n")
    assert [doc.text_of(b) for b in doc.of_kind(BlockKind.CAPTION)] == ["表1 收支总表"]


TEXT = st.text(
    alphabet=st.sampled_from("一二十、。：，（）()1234.|-#* \t\n\u3000年元表单位\u2003\x0c"),
    max_size=120,
)


@given(TEXT)
def test_blocks_are_sorted_disjoint_and_cover_every_visible_character(text: str) -> None:
    doc = read_text(text)
    outer = [b for b in doc.blocks if b.kind is not BlockKind.RUNIN]
    end = 0
    for block in outer:
        assert end <= block.start < block.end
        assert doc.text_of(block) == doc.text_of(block).strip()
        end = block.end
    for runin in doc.of_kind(BlockKind.RUNIN):
        around = doc.block_at(runin.start)
        assert around is not None
        assert around.start == runin.start < runin.end <= around.end
    covered = {i for b in outer for i in range(b.start, b.end)}
    left = {text[i] for i in range(len(text)) if i not in covered}
    assert all(c.isspace() or c in "|-:#*" for c in left)


REPORT_UNIT = (
    "一、基本情况\n（一）支出情况。" + "本年支出318.09万元，完成预算。" * 40 + "\n甲\t1\n乙\t2\n\n"
)


@pytest.mark.parametrize(
    "unit",
    [
        REPORT_UNIT,
        "\n",
        "\t",
        " ",
        "\t缩进的段落\n",
        "\t甲\n\t乙\n\n\t丙\n\n",
        "甲\t乙\n\n",
        "|-| \n",
        "**  ",
        "（一）",
        "1.甲\n（2）乙\n（三）丙\n",
        "（1）甲\n甲\n",
        "甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲\n",
    ],
)
def test_time_is_linear_in_the_text(unit: str) -> None:
    def seconds(size: int) -> float:
        start = time.process_time()
        doc = read_text(unit * (size // len(unit)))
        doc.section_at(len(doc.text) - 1)
        return time.process_time() - start

    small, large = seconds(20_000), seconds(200_000)
    assert large < 40 * max(small, 0.01)


def test_a_hundred_long_reports_in_one_text_work(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    path.write_text(REPORT_UNIT * (1_000_000 // len(REPORT_UNIT)), encoding="utf-8")
    start = time.process_time()
    assert len(read_document(path).text) > 990_000
    assert time.process_time() - start < 5  # a fifth of a second where it was written
