"""Last year's report as an example: its words by section, none of its numbers."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from writer.documents.reading import read_text
from writer.drafting.example import GAP, LONGEST, Example, example_of, masked, read_example
from writer.errors import DocumentError
from writer.grounding.mentions import Kind
from writer.grounding.reading import read

REPORT = """某县图书馆2022年度部门整体支出绩效自评报告

根据财绩〔2023〕5号文件要求，我馆对2022年度部门整体支出开展了绩效自评，现将情况报告如下。

一、部门概况
（一）机构设置。我馆内设科室3个，编制21人，年末实有十九人，均为在职人员，另有临聘人员若干。
二、部门整体支出情况
2022年决算280.15万元，较年初预算增加20.15万元，增长7.75%，主要是购书经费增加所致。
三、存在的问题
一是“三公”经费管理还需加强；二是资金支出进度偏慢，第四季度支出占全年支出的四成。
"""


def leaks(text: str) -> list[str]:
    """Everything numeric that is still there."""
    digits = [sign for sign in text if unicodedata.category(sign) in ("Nd", "No")]
    read_still = [
        m.text for m in read(text) if m.kind not in (Kind.ENUM, Kind.IDIOM)
    ]  # fmt: skip
    return digits + read_still


def test_the_words_of_a_section_without_its_numbers() -> None:
    example = example_of(read_text(REPORT))
    spent = example.of("部门整体支出情况")
    assert spent == f"{GAP}决算{GAP}，较年初预算增加{GAP}，增长{GAP}，主要是购书经费增加所致。"
    assert example.of("机构设置").startswith(f"我馆内设科室{GAP}，编制{GAP}，年末实有{GAP}")
    assert "现将情况报告如下" in example.of(""), "the lead has no heading"


def test_set_phrases_are_style_and_stay() -> None:
    problems = example_of(read_text(REPORT)).of("存在的问题")
    assert "一是“三公”经费管理还需加强；二是" in problems
    assert "四成" not in problems


def test_a_section_of_a_like_name_is_found_and_a_strange_one_is_not() -> None:
    example = example_of(read_text(REPORT))
    assert example.of("部门整体支出情况分析") == example.of("部门整体支出情况")
    assert example.of("党风廉政建设") == ""
    assert example.of("情况") == "", "too short a name to go by"


def test_a_long_section_is_cut_behind_a_sentence() -> None:
    long = "一、职责\n" + "贯彻执行法律法规，承担本行业的监督管理工作。" * 80
    text = example_of(read_text(long)).of("职责")
    assert LONGEST // 2 < len(text) <= LONGEST
    assert text.endswith("。")


NUMBERS = st.one_of(
    st.decimals(0, 10**7, places=2).map(lambda d: f"{d:f}万元"),
    st.integers(0, 10**6).map(lambda n: f"{n:,}元"),
    st.integers(1, 99).map(lambda n: f"{n}.5%"),
    st.integers(1990, 2030).map(lambda n: f"{n}年3月"),
    st.text("〇一二两三四五六七八九十百千万亿", min_size=1, max_size=7).map(lambda t: t + "人次"),
    st.text("壹贰叁肆伍陆柒捌玖拾佰仟万", min_size=2, max_size=7).map(lambda t: t + "元整"),
    st.text("０１２３４５６７８９", min_size=1, max_size=5),
    st.sampled_from(["①", "Ⅳ", "½", "财预〔2020〕10号", "百分之五", "三分之一", "两成", "24小时值守",
                     "119指挥中心", "“5+2”", "1亿2000万元", "近千人", "十余", "٣"]),
)  # fmt: skip
WORDS = st.sampled_from(
    ["支出", "，增长", "了", "约", "第", "（", "）。", "进一步加强", "一是", "“三公”经费", "\n",
     "多", "个百分点", "{F3}", "{{ x }}", "年初预算", "至", "以上", "、", "：", "-", "．"]
)  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(NUMBERS, WORDS), max_size=14).map("".join))
def test_nothing_numeric_is_left(text: str) -> None:
    assert leaks(masked(text)) == []
    assert masked(masked(text)) == masked(text)


@pytest.mark.skipif("JIXIAO_SAMPLES" not in os.environ, reason="JIXIAO_SAMPLES is not set")
def test_nothing_numeric_is_left_of_the_published_reports() -> None:
    for path in sorted(Path(os.environ["JIXIAO_SAMPLES"]).glob("*.txt")):
        example = read_example(path)
        assert len(example.parts) >= 4, path.name  # the shortest has four sections
        for part in example.parts.values():
            assert leaks(part) == []


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError):
        read_example(tmp_path / "none.docx")


def test_an_example_without_sections_has_nothing_to_show() -> None:
    assert Example({}).of("部门概况") == ""
