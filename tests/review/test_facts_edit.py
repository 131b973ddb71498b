"""Correcting one value in the facts file: nothing else in it may change."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.review.kit import FACTS
from writer.errors import FactsError
from writer.ledger import load_ledger
from writer.review.facts_edit import correct, find_scalar, write_facts

TEXT = """# 开头的注释
年度: 2023
单位:   {名称: 甲局, 自称: "我局"}   # 行尾注释
机构与人员: {编制: {合计: 18, 构成: {行政: 10, 事业: 8}}, 在职: 16}
收支:
  支出:
    名称: 部门支出

    # 说明：经核对
    决算:   280.15   # 万元
    构成:
      - {名称: 基本支出, 决算: 225.15}
      - 名称: 项目支出
        actual: '55.00'
数据:
  - {id: cpr, 事项: 训练, 数值: 60, 单位: 次}
文字材料:
  - id: one
    text: |
      第一行说明。
      第二行说明。
    # 块后的注释
  - id: two
    text: >-
      折叠的
      文字。
"""

CASES = {
    "收支.支出.决算": ("280.15", "281.00", "    决算:   281.00   # 万元"),
    "收支.支出.构成.0.决算": ("225.15", "226", "      - {名称: 基本支出, 决算: 226}"),
    "收支.支出.构成.1.决算": ("55.00", "56.00", "        actual: '56.00'"),
    "机构与人员.编制": (
        "18",
        "19",
        "机构与人员: {编制: {合计: 19, 构成: {行政: 10, 事业: 8}}, 在职: 16}",
    ),
    "机构与人员.编制.构成.事业": (
        "8",
        "9",
        "机构与人员: {编制: {合计: 18, 构成: {行政: 10, 事业: 9}}, 在职: 16}",
    ),
    "数据.0": ("60", "61", "  - {id: cpr, 事项: 训练, 数值: 61, 单位: 次}"),
    "单位.名称": ("甲局", "乙局", '单位:   {名称: 乙局, 自称: "我局"}   # 行尾注释'),
    "单位.自称": ("我局", "本局", '单位:   {名称: 甲局, 自称: "本局"}   # 行尾注释'),
}


@pytest.mark.parametrize("path", list(CASES))
def test_only_the_value_changes(path: str) -> None:
    before, value, line = CASES[path]
    made = correct(TEXT, "f.yaml", path, value)
    old, new = TEXT.splitlines(), made.new_text.splitlines()
    changed = [i for i, (a, b) in enumerate(zip(old, new, strict=True)) if a != b]
    assert (made.before, made.after) == (before, value)
    assert [new[i] for i in changed] == [line]
    assert made.line == changed[0] + 1


def test_the_difference_is_shown_with_its_line() -> None:
    made = correct(TEXT, "f.yaml", "收支.支出.决算", "281.00")
    signed = [(d.sign, d.line, d.text.strip()) for d in made.diff if d.sign != " "]
    assert signed == [("-", 10, "决算:   280.15   # 万元"), ("+", 10, "决算:   281.00   # 万元")]


@pytest.mark.parametrize(
    "value", ["含: 冒号", "# 井号开头", "- 列表", "{花括号}", '引"号', "true", "是, 否", "*星"]
)
def test_words_that_yaml_would_read_otherwise_are_quoted(value: str) -> None:
    made = correct(TEXT, "f.yaml", "单位.名称", value)
    assert find_scalar(made.new_text, "f.yaml", "单位.名称").value == value


def test_a_block_of_text_keeps_its_layout() -> None:
    made = correct(TEXT, "f.yaml", "文字材料.0.text", "第一行改过。\n第二行说明。")
    assert made.new_text == TEXT.replace("第一行说明。", "第一行改过。")
    folded = correct(TEXT, "f.yaml", "文字材料.1.text", "折叠的文字改过。")
    assert "折叠的文字改过。" in folded.new_text
    assert folded.new_text.startswith(TEXT[: TEXT.index("    text: >-")])


def test_windows_line_ends_stay() -> None:
    text = TEXT.replace("\n", "\r\n")
    made = correct(text, "f.yaml", "文字材料.0.text", "第一行改过。\n第二行说明。")
    assert made.new_text == text.replace("第一行说明。", "第一行改过。")


@pytest.mark.parametrize(
    ("path", "value", "why"),
    [
        ("收支.支出.决算", "", "不能为空"),
        ("收支.支出.决算", "280.15", "相同"),
        ("收支.支出.决算", "不是数", "金额"),
        ("收支.支出.决算", "1 # 注释", "事实文件"),
        ("收支.支出.决算", "{a: 1}", "事实文件"),
        ("收支.支出", "5", "不是单个值"),
        ("机构与人员.在职", "-3", "非负整数"),
    ],
)
def test_what_would_break_the_file_is_refused(path: str, value: str, why: str) -> None:
    with pytest.raises(FactsError, match=why):
        correct(TEXT, "f.yaml", path, value)


def test_every_figure_of_a_facts_file_can_be_found() -> None:
    ledger = load_ledger(FACTS)
    text = ledger.file.text
    found = 0
    for figure in ledger.figures.values():
        if figure.formula or figure.id == "自评.满分":  # the full score is a default
            continue
        scalar = find_scalar(text, "f.yaml", figure.source.path)
        assert text[scalar.start : scalar.end].strip("'\"") == scalar.value
        found += 1
    assert found > 20


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_file_keeps_its_encoding_and_permissions(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "f.yaml"
    path.write_bytes(TEXT.encode(encoding))
    path.chmod(0o640)
    write_facts(path, correct(TEXT, "f.yaml", "单位.名称", "丙局"))
    assert path.read_bytes() == TEXT.replace("甲局", "丙局").encode(encoding)
    assert path.stat().st_mode & 0o777 == 0o640
    assert [p.name for p in tmp_path.iterdir()] == ["f.yaml"]


def test_a_file_changed_in_the_meantime_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    made = correct(TEXT, "f.yaml", "单位.名称", "丙局")
    path.write_text(TEXT + "# 别人加的\n", "utf-8")
    with pytest.raises(FactsError, match="刚被别的程序改过"):
        write_facts(path, made)
    assert path.read_text("utf-8") == TEXT + "# 别人加的\n"


def test_a_link_to_the_facts_file_stays_a_link(tmp_path: Path) -> None:
    path, link = tmp_path / "f.yaml", tmp_path / "link.yaml"
    path.write_text(TEXT, "utf-8")
    link.symlink_to(path)
    write_facts(link, correct(TEXT, "f.yaml", "单位.名称", "丙局"))
    assert link.is_symlink()
    assert "丙局" in path.read_text("utf-8")
