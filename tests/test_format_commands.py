"""draft formats show/new/template/check and draft facts new, as a user meets them."""

from __future__ import annotations

from pathlib import Path

import pytest

from writer.cli import run
from writer.drafting.trial import try_format
from writer.formats import list_formats, load_format

FORMATS = [name for name, _ in list_formats()]
HEAD = '{% extends "_base.j2" %}\n{% block guidance %}写{% endblock %}\n'


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    return tmp_path


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    status = run(["formats", *arguments])
    printed = capsys.readouterr()
    return status, printed.out + printed.err


@pytest.mark.parametrize("name", FORMATS)
def test_show_names_every_section_and_what_it_takes(
    here: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    status, text = said(capsys, "show", name)
    assert status == 0
    for node, _ in load_format(name).nodes():
        plain = node.title.partition("{")[0]
        assert plain in text or node.key in text
    assert "需要：" in text
    assert "用到：" in text


def test_show_reads_facts_through_loops_includes_and_functions(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, text = said(capsys, "show", "hunan")
    assert "一、部门、单位基本情况  必需" in text
    assert "表格：专项资金收支情况" in text
    project = text.partition("专项与项目的每一项一节")[2].partition("“三公”")[0]
    assert "偏差原因" in project, "a variable of a loop"
    staff = text.partition("（二）人员编制情况")[2].partition("（三）")[0]
    assert "截止日期" in staff, "a function, in an included template"
    assert "其他人员" in staff


@pytest.mark.parametrize("name", FORMATS)
def test_the_formats_that_ship_pass_their_own_check(
    here: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    status, text = said(capsys, "check", name)
    assert (status, "没有问题" in text) == (0, True), text


def test_a_format_of_ones_own_from_beginning_to_end(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said(capsys, "new", "云南", "--from", "sichuan")[0] == 0
    assert said(capsys, "check", "云南")[0] == 0, "unchanged it is as good as its parent"
    file = here / "云南" / "format.yaml"
    text = file.read_text("utf-8")
    assert "继承: sichuan\n格式: 云南\n" in text
    file.write_text(text + "  - {键: 经验, 标题: 主要经验及做法, 模板: 经验.j2}\n", "utf-8")
    status, printed = said(capsys, "check", "云南")
    line = text.count("\n") + 1
    assert status == 1
    assert f"format.yaml:{line}:" in printed
    assert "draft formats template 云南\n" in printed, "to be copied as it stands"
    status, printed = said(capsys, "template", "云南")
    assert printed.strip().endswith("经验.j2")
    status, printed = said(capsys, "check", "云南")
    assert (status, "还是初稿" in printed) == (1, True)
    body = HEAD + "{% block compose %}{{ 自称 }}总结了经验。{% endblock %}"
    (here / "云南" / "经验.j2").write_text(body, "utf-8")
    assert said(capsys, "check", "云南")[0] == 0
    assert "主要经验及做法" in said(capsys, "show", "云南")[1]
    assert run(["facts", "new", "--format", "云南"]) == 0
    assert "格式: 云南" in capsys.readouterr().out


def test_a_template_is_copied_from_the_parent_to_be_changed(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, "new", "甲", "--from", "hunan")
    said(capsys, "new", "乙", "--from", "甲")
    assert said(capsys, "template", "乙", "问题.j2")[0] == 0
    copied = (here / "乙" / "问题.j2").read_text("utf-8")
    assert "写存在的问题及原因分析" in copied
    assert said(capsys, "template", "乙", "绩效.j2", "--like", "措施.j2")[0] == 0
    assert "写下一步改进措施" in (here / "乙" / "绩效.j2").read_text("utf-8")
    assert said(capsys, "template", "乙", "结果.j2", "--like", "sichuan/结果应用.j2")[0] == 0
    assert "信息公开" in (here / "乙" / "结果.j2").read_text("utf-8")
    assert "都已经有了" in said(capsys, "template", "乙")[1]


def test_a_first_draft_gives_way_to_a_model_unless_someone_wrote_in_it(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, "new", "甲", "--from", "hunan")
    said(capsys, "template", "甲", "经验.j2")
    file = here / "甲" / "经验.j2"
    assert "（待写）" in file.read_text("utf-8")
    assert said(capsys, "template", "甲", "经验.j2")[0] == 2, "a draft for a draft is no gain"
    assert said(capsys, "template", "甲", "经验.j2", "--like", "措施.j2")[0] == 0
    written = file.read_text("utf-8")
    assert "写下一步改进措施" in written
    status, printed = said(capsys, "template", "甲", "经验.j2", "--like", "问题.j2")
    assert (status, "先删掉它或改名" in printed) == (2, True)
    assert file.read_text("utf-8") == written


def test_the_name_of_an_item_outside_its_section_is_explained(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, "new", "甲", "--from", "hunan")
    said(capsys, "template", "甲", "问题.j2", "--like", "guangdong/经验.j2")
    status, printed = said(capsys, "check", "甲")
    assert status == 1
    assert "没有“主题”这个名称：只有提纲里写着“逐项称为: 主题”的一节才有" in printed
    assert "是不是“问题”" not in printed


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["new", "a b"], "不能作格式的名称"),
        (["new", "满"], "不是空文件夹"),
        (["new", "新", "--from", "没有"], "没有“没有”这个格式"),
        (["template", "满", "问题.j2"], "没有“满”这个格式"),
        (["template", "好", "问题"], "以 .j2 结尾"),
        (["template", "好", "../问题.j2"], "不带文件夹"),
        (["template", "好", "甲.j2", "--like", "没有.j2"], "没有“没有.j2”这个模板"),
        (["template", "好", "已有.j2"], "已经有了"),
    ],
)  # fmt: skip
def test_a_wrong_call_says_what_is_wrong(
    here: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    (here / "满").mkdir()
    (here / "满" / "x").touch()
    said(capsys, "new", "好")
    (here / "好" / "已有.j2").touch()
    status, text = said(capsys, *arguments)
    assert status == 2
    assert message in text


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("{{ 单位.主管部门 }}", "没有填写“单位.主管部门”，模板却要写出它；请在模板里先判断（只填必填项时）"),
        ("{% if 单位.办公地址 %}{{ 数据('没有的') }}{% endif %}", "数据.没有的"),
        ("{% if 职责|length > 99 %}多{% endif %}", "没有写出任何内容（各项都填写时）"),
        ("{% if 单位.办公地址 %}有{% endif %}", "（只填必填项时）；没有填就不写的，在提纲里给这一节写明“需要”"),
        ("{{ 职责 / 2 }}", "无法运行"),
        ("支出123.45万元。", "“123.45万元”核对不过：数要用 {{ }} 取自事实"),
        ("{{ 支出名 }}{{ 支出.决算 }}，比年初预算减少5%。", "“5%”核对不过"),
    ],
)  # fmt: skip
def test_a_fault_that_shows_only_in_writing_is_found_by_writing(
    tmp_path: Path, body: str, message: str
) -> None:
    (tmp_path / "format.yaml").write_text(
        "格式: 小\n说明: 小\n报告标题: 报\n提纲:\n"
        "  - {键: 甲, 标题: 甲, 模板: 甲.j2, 必需: true, 需要: [单位]}\n",
        "utf-8",
    )
    (tmp_path / "甲.j2").write_text(HEAD + "{% block compose %}" + body + "{% endblock %}", "utf-8")
    found = try_format(load_format(tmp_path)).problems
    assert any(message in p.message and p.file.endswith("甲.j2") for p in found), found


def test_a_format_may_be_named_by_its_file_and_an_empty_one_is_told(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, "new", "好")
    assert said(capsys, "show", "好/format.yaml") == said(capsys, "show", "好")
    (here / "好" / "format.yaml").write_text("等级: [{等级: 优, 下限: 九十}\n", "utf-8")
    assert "没有成对，或两项之间少了逗号" in said(capsys, "check", "好")[1]
    (here / "好" / "format.yaml").write_text(
        "继承: hunan\n格式: 好\n等级: [{等级: 优, 下限: 九十}]\n", "utf-8"
    )
    assert "等级.0.下限：应为数字，而这里是“九十”" in said(capsys, "check", "好")[1]
    (here / "好" / "format.yaml").write_text("", "utf-8")
    status, text = said(capsys, "check", "好")
    assert (status, "是空的" in text, "事实文件" in text) == (2, True, False)


def test_a_province_of_ones_own_made_with_nothing_but_these_commands(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """tests/data/yunnan was begun with `formats new`, its templates with `formats template`."""
    folder = str(Path(__file__).parent / "data" / "yunnan")
    status, text = said(capsys, "check", folder)
    assert (status, "没有问题" in text) == (0, True), text
    shown = said(capsys, "show", folder)[1]
    for title in ("四、存在的问题和整改情况", "（五）严控“三公经费”支出情况", "2.组织实施"):
        assert title in shown
