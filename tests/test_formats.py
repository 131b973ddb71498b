"""Formats: loading and inheritance, numbering, the outline, what templates see of the facts."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from writer.errors import FormatError
from writer.facts import parse_facts
from writer.formats import Scope, list_formats, load_format, outline
from writer.formats.numbering import before, chinese_number, mark
from writer.formats.wordings import FILTERS
from writer.ledger import Ledger, build_ledger
from writer.resources import resource_dir

FACTS = """
年度: 2023
单位: {名称: 某市图书馆, 简称: [图书馆], 自称: 我馆}
机构与人员: {编制: {构成: {管理岗: 4, 专业岗: 8}}, 在职: 9}
收支:
  支出:
    名称: 部门整体支出
    年初预算: 100.00
    全年预算: 130.50
    决算: 120.50
    构成:
      - {名称: 基本支出, 年初预算: 90.00, 决算: 80.00}
      - {名称: 项目支出, 年初预算: 10.00, 决算: 40.50}
三公经费:
  名称: “三公”经费
  构成:
    - {名称: 公务接待费, 年初预算: 0.50, 决算: 0.20}
    - {名称: 公务用车运行维护费, 年初预算: 1.00, 决算: 1.00}
专项与项目:
  - {名称: 图书采购, 下达金额: 30.00, 支出金额: 27.00, 实际完成: "采购图书1万册。"}
  - {名称: 阅读推广, 下达金额: 10.50, 支出金额: 10.50}
政府性基金: 无
自评得分与扣分: {得分: 85.5}
"""


def ledger_of(text: str = FACTS) -> Ledger:
    return build_ledger(parse_facts(text))


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return ledger_of()


def say(ledger: Ledger, template: str) -> str:
    return Scope.of(ledger, load_format("hunan")).text(template)


def own_format(folder: Path, text: str, **templates: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "format.yaml").write_text(text, encoding="utf-8")
    for name, source in templates.items():
        (folder / f"{name}.j2").write_text(source, encoding="utf-8")
    return folder


BODY = '{% extends "_base.j2" %}{% block guidance %}写{% endblock %}{% block compose %}文{% endblock %}'
SMALL = "格式: 小\n说明: 小格式\n报告标题: 报告\n提纲:\n  - {键: 甲, 标题: 甲节, 模板: 甲.j2}\n"


# ---- loading -----------------------------------------------------------------------------


def test_the_formats_that_ship_all_load_and_say_what_they_are() -> None:
    labels = dict(list_formats())
    assert {"hunan", "hunan-bureau", "sichuan", "guangdong", "hebei"} <= set(labels)
    assert "湖南" in labels["hunan"]


def test_a_copied_folder_is_a_format_of_its_own(tmp_path: Path, ledger: Ledger) -> None:
    copy = tmp_path / "mine"
    shutil.copytree(resource_dir("prompts") / "hunan", copy)
    changed = (copy / "format.yaml").read_text("utf-8").replace("机构设置情况", "单位设置情况")
    (copy / "format.yaml").write_text(changed, "utf-8")
    titles = [s.title for s in outline(load_format(copy), ledger)]
    assert "单位设置情况" in titles


def test_an_unknown_format_is_answered_with_the_known_ones() -> None:
    with pytest.raises(FormatError, match="hunan-bureau"):
        load_format("hunna")


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("格式: 小\n说明: 小\n报告标题: 报\n提纲:\n  - {键: 甲, 标题: 甲, 模版: 甲.j2}\n", 5, "没有这个键"),
        ("格式: 小\n说明: 小\n报告标题: 报\n金额单位: 块\n提纲:\n  - {键: 甲, 标题: 甲, 模板: 甲.j2}\n", 4, "万元"),
        ("格式: 小\n说明: 小\n提纲:\n  - {键: 甲, 标题: 甲, 模板: 甲.j2}\n", 1, "缺少这一项"),
        ("格式: 小\n说明: 小\n报告标题: 报\n提纲:\n  - {键: 甲, 标题: 甲, 模板: 乙.j2}\n", 5, "乙.j2 不存在"),
        ("格式: 小\n说明: 小\n报告标题: 报\n提纲:\n  - {键: 甲, 标题: 甲}\n", 4, "既没有模板"),
        ("格式: 小\n说明: 小\n报告标题: 报\n编号: [A., （一）]\n提纲:\n  - {键: 甲, 标题: 甲, 模板: 甲.j2}\n", 4, "编号样式"),
        ("格式: 小\n说明: 小\n报告标题: 报\n修改:\n  - {删除: 甲}\n提纲: []\n", 4, "继承"),
        (SMALL + "  - {键: 甲, 标题: 再, 模板: 甲.j2}\n", 4, "用了两次"),
        ("格式: 小\n  说明: 小\n", 2, "冒号"),
    ],
)  # fmt: skip
def test_a_fault_in_format_yaml_is_named_by_file_and_line(
    tmp_path: Path, text: str, line: int, said: str
) -> None:
    folder = own_format(tmp_path / "f", text, 甲=BODY)
    with pytest.raises(FormatError) as caught:
        load_format(folder)
    assert any(p.line == line and p.file.endswith("format.yaml") for p in caught.value.problems)
    assert said in str(caught.value)


def test_inheritance_overrides_removes_and_inserts_by_key(tmp_path: Path, ledger: Ledger) -> None:
    text = """
继承: hunan
格式: mine
说明: 自定
修改:
  - {删除: 其他情况}
  - {覆盖: 问题, 内容: {标题: 存在问题}}
  - {插入: {键: 结果应用, 标题: 结果应用, 模板: 应用.j2}, 之后: 措施}
  - {插入: {键: 附记, 标题: 附记, 空缺时: 无。, 条件: "false"}, 末位于: 基本情况}
"""
    fmt = load_format(own_format(tmp_path / "mine", text, 应用=BODY))
    top = [s for s in outline(fmt, ledger) if s.level == 1]
    assert [s.title for s in top][-3:] == ["存在问题", "下一步改进措施", "结果应用"]
    assert top[-1].number == "九、"
    assert [s.empty for s in outline(fmt, ledger) if s.key == "附记"] == ["无。"]


def test_a_change_to_a_section_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    text = "继承: hunan\n格式: m\n说明: 自\n修改:\n  - {删除: 没有的}\n"
    with pytest.raises(FormatError, match="format.yaml:5:.*没有的"):
        load_format(own_format(tmp_path / "m", text))


def test_formats_that_inherit_from_each_other_are_refused(tmp_path: Path) -> None:
    own_format(tmp_path / "a", "继承: b\n格式: a\n说明: a\n")
    own_format(tmp_path / "b", "继承: a\n格式: b\n说明: b\n")
    with pytest.raises(FormatError, match="循环"):
        load_format(tmp_path / "a")


# ---- numbering and outline ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "number", "expected"),
    [("一、", 11, "十一、"), ("（一）", 20, "（二十）"), ("1.", 3, "3."), ("（1）", 12, "（12）"),
     ("①", 20, "⑳"), ("①", 21, "21）")],
)  # fmt: skip
def test_marks(pattern: str, number: int, expected: str) -> None:
    assert mark(pattern, number) == expected


def test_chinese_numbers() -> None:
    assert [chinese_number(n) for n in (10, 14, 21, 105, 110, 300)] == [
        "十", "十四", "二十一", "一百零五", "一百一十", "三百",
    ]  # fmt: skip


def test_a_mark_never_runs_into_a_number() -> None:
    assert before("4.", "2025年冬春救助") == "4. "
    assert before("4.", "防汛经费") == "4."


def test_the_program_numbers_the_sections_that_apply(ledger: Ledger) -> None:
    sections = outline(load_format("hunan"), ledger)
    top = [(s.number, s.title) for s in sections if s.level == 1]
    assert top[0] == ("一、", "部门、单位基本情况")
    assert top[2] == ("三、", "政府性基金预算支出情况")
    assert [n for n, _ in top] == [mark("一、", i) for i in range(1, len(top) + 1)]
    # no 职责 and no 绩效目标 in the facts: those two are left out, the others close up
    below = [(s.number, s.key) for s in sections if s.level == 2][:2]
    assert below == [("（一）", "机构设置"), ("（二）", "人员编制")]


def test_a_section_is_repeated_for_each_item(ledger: Ledger) -> None:
    projects = [s for s in outline(load_format("hunan"), ledger) if s.node.key == "项目"]
    assert [(s.key, s.number, s.title, s.item) for s in projects] == [
        ("项目#1", "①", "图书采购", 0),
        ("项目#2", "②", "阅读推广", 1),
    ]


def test_a_section_with_nothing_to_say_says_so(ledger: Ledger) -> None:
    fund = next(s for s in outline(load_format("hunan"), ledger) if s.key == "政府性基金")
    assert fund.empty == "2023年，我馆无政府性基金预算支出。"
    assert fund.missing
    assert not fund.template


def test_a_zero_that_was_filled_in_is_told_where_the_section_is_required() -> None:
    nothing_spent = FACTS.replace("决算: 120.50", "决算: 0").replace("85.5", "0")
    keys = {s.node.key for s in outline(load_format("hunan"), ledger_of(nothing_spent))}
    required = {s.node.key for s in outline(load_format("hunan"), ledger_of()) if s.node.required}
    assert required <= keys


def test_a_required_section_without_its_facts_stops() -> None:
    facts = ledger_of("年度: 2023\n单位: 某馆\n")
    with pytest.raises(FormatError) as caught:
        outline(load_format("hunan"), facts)
    places = [p.path for p in caught.value.problems]
    assert places == ["收支.支出.决算", "自评得分与扣分.得分"]


# ---- what templates see ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{{ 支出.决算 }}", "120.50万元"),
        ("{{ 支出.actual }}", "120.50万元"),
        ("{{ 支出.决算|元 }}", "1205000.00元"),
        ("{{ 支出['基本支出'].决算|万元 }}", "80.00万元"),
        ("{{ 三公经费.决算 }}", "1.20万元"),
        ("{{ 机构与人员.编制.合计 }}", "12人"),
        ("{{ 机构与人员.在职.合计 }}", "9人"),
        ("{{ 简称 }}{{ 自称 }}{{ 上年 }}", "图书馆我馆2022"),
        ("{{ 增减(支出.决算, 支出.年初预算) }}", "增加20.50万元"),
        ("{{ 增减率(支出['基本支出'].决算, 支出['基本支出'].年初预算) }}", "下降11.11%"),
        ("{{ 较(支出['基本支出'].决算, 支出['基本支出'].年初预算, '年初预算') }}", "较年初预算减少10.00万元，下降11.11%"),
        ("{{ 较(支出.决算, 支出.决算, '上年') }}", "与上年持平"),
        ("{{ 执行率(支出) }}", "92.34%"),
        ("{{ 执行率(专项与项目[1]) }}", "100%"),
        ("{{ 占比(支出['项目支出'].决算, 支出.决算) }}", "33.61%"),
        ("{{ 组成(支出.构成, 支出.决算) }}", "其中基本支出80.00万元、项目支出40.50万元"),
        ("{{ 组成(支出.构成[:1], 支出.构成[0].决算) }}", "全部为基本支出"),
        ("{{ 组成(支出.构成[:1], 支出.决算) }}", "其中基本支出80.00万元"),
        ("{{ 各项(支出.构成) }}", "基本支出80.00万元、项目支出40.50万元"),
        ("{{ 各项(支出.构成, '决算', 支出.决算) }}", "基本支出80.00万元，占部门整体支出的66.39%；项目支出40.50万元，占部门整体支出的33.61%"),
        ("{{ 合计(专项与项目|map(attribute='支出金额')) }}", "37.50万元"),
        ("{{ 变动最大(支出.构成, '决算', '年初预算').名称 }}", "项目支出"),
        ("{{ 个数(专项与项目) }}{{ 个数(专项与项目, '项') }}", "2个2项"),
        ("{{ ['甲。', '乙', '丙；']|列举('和') }}", "甲、乙和丙"),
        ("{{ '2024-06-08'|日期 }}", "2024年6月8日"),
        ("{{ 变换(1, '甲', '乙') }}{{ 变换(2, '甲', '乙') }}{{ 变换(3, '甲', '乙') }}", "甲乙甲"),
        ("{{ 等级() }}", "良"),
        ("{{ 未执行完(专项与项目)[0].名称 }}", "图书采购"),
        ("{% if 支出.上年决算 %}有{% else %}无{% endif %}", "无"),
        ("{% if 支出['不存在的科目'].决算 %}有{% else %}无{% endif %}", "无"),
        ("{% if 执行率(支出) < 0.95 %}低{% endif %}", "低"),
        ("{{ '社会效益'|题引 }}{{ '任务完成情况'|题引 }}{{ '加强领导，压实责任'|题引 }}", "社会效益方面，从任务完成情况看，加强领导，压实责任。"),
        ("{{ '用于购书。'|用途 }}|{{ '购书'|用途 }}|{{ '资金投向农村。'|用途 }}", "资金用于购书|资金主要用于购书|资金投向农村"),
    ],
)  # fmt: skip
def test_what_a_template_writes(ledger: Ledger, template: str, expected: str) -> None:
    assert say(ledger, template) == expected


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{{ 支出.决蒜 }}", "决算"),
        ("{{ 支出.上年决算 }}", "没有填写"),
        ("{{ 没有这个名字 }}", "没有这个名字"),
        ("{{ 支出 }}", "不能直接写出"),
        ("{{ 单位.名称|万元 }}", "只能用于金额"),
        ("{{ 机构与人员.在职.合计|万元 }}", "不是金额"),
        ("{{ 支出.__class__ }}", "__class__"),
        ("{{ ''.__class__.__mro__ }}", "下划线开头的内部名称"),
        ("{{ 支出.决算|亿 }}", "用了没有的过滤器：亿"),
        ("{% endfo %}", "用了不认识的标记：endfo"),
        ("{{ 执行率() }}", "函数括号里的项数不对"),
        ("{{ 支出.part }}", "part"),
        ("{% if %}", "有误"),
    ],
)
def test_what_a_template_must_not_write(ledger: Ledger, template: str, said: str) -> None:
    with pytest.raises(FormatError, match=said):
        say(ledger, template)


def test_a_fault_in_a_template_names_file_and_line(tmp_path: Path, ledger: Ledger) -> None:
    broken = '{% extends "_base.j2" %}\n{% block compose %}\n{% if 支出 %}\n{{ 支出.决蒜 }}\n{% endif %}\n{% endblock %}\n'
    fmt = load_format(own_format(tmp_path / "f", SMALL, 甲=broken))
    scope = Scope.of(ledger, fmt)
    with pytest.raises(FormatError) as caught:
        scope.render("甲.j2", "成文", {})
    problem = caught.value.problems[0]
    assert (Path(problem.file).name, problem.line) == ("甲.j2", 4)


def test_a_syntax_fault_names_file_and_line(tmp_path: Path, ledger: Ledger) -> None:
    fmt = load_format(own_format(tmp_path / "f", SMALL, 甲="\n\n{% for 一 in 二 %}"))
    with pytest.raises(FormatError) as caught:
        Scope.of(ledger, fmt).render("甲.j2", "成文", {})
    assert caught.value.problems[0].line == 3


def test_small_changes_keep_their_direction_and_lose_a_meaningless_rate() -> None:
    text = "年度: 2024\n金额单位: 元\n收支: {支出: {名称: 整体支出, 年初预算: 34474255.03, 决算: 34474740.51}}"
    said = say(ledger_of(text), "{{ 较(支出.决算, 支出.年初预算, '年初预算') }}")
    assert said == "较年初预算增加485.48元"


def test_no_growth_over_nothing() -> None:
    text = "年度: 2024\n收支: {支出: {名称: 整体支出, 年初预算: 0, 决算: 5.00}}"
    ledger = ledger_of(text)
    assert say(ledger, "{{ 较(支出.决算, 支出.年初预算, '年初预算') }}") == "较年初预算增加5.00万元"
    assert say(ledger, "{% if 执行率(支出) %}有{% else %}无{% endif %}") == "无"


def test_what_a_rendering_used_is_known(ledger: Ledger) -> None:
    scope = Scope.of(ledger, load_format("hunan"))
    scope.text("{% if 支出.决算 %}{{ 支出.年初预算 }}{{ 专项与项目[0].实际完成 }}{% endif %}")
    assert [f.shown for f in scope.used.figures.values()] == ["100.00万元"]
    assert list(scope.used.texts.values()) == ["采购图书1万册。"]


def test_facts_are_never_template_source() -> None:
    text = "年度: 2024\n单位: {名称: '{{ 7 * 7 }}{% for x in [1] %}'}\n"
    assert say(ledger_of(text), "{{ 单位.名称 }}") == "{{ 7 * 7 }}{% for x in [1] %}"


def test_the_readme_names_every_function_and_filter(ledger: Ledger) -> None:
    readme = (resource_dir("prompts") / "README.zh-CN.md").read_text("utf-8")
    functions = [n for n, v in Scope.of(ledger, load_format("hunan")).names.items() if callable(v)]
    assert "较" in functions
    assert [name for name in functions if f"{name}(" not in readme] == []
    assert [name for name in FILTERS if f"|{name}" not in readme] == []


# ---- lines of a template -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("甲\n{{ '' }}\n乙\n", "甲\n乙\n"),
        ("甲\n{{ '' }}{{ '' }} {% if 职责 %}多{% endif %}\n乙\n", "甲\n乙\n"),
        ("甲\n{{ '丙' }}\n乙\n", "甲\n丙\n乙\n"),
        ("甲\n\n{{ '' }}\n乙\n", "甲\n\n乙\n"),
        ("甲\n{{ '丙' if 职责 }}\n\n乙\n", "甲\n\n乙\n"),
        ("甲{{ '' }}\n乙\n", "甲\n乙\n"),
        ("甲\n{% if 职责 %}丙{% endif %}\n乙\n", "甲\n乙\n"),
        ("甲\n{% if 年度 %}丙{% endif %}\n\n乙\n", "甲\n丙\n\n乙\n"),
        ("{% for 字 in ['丙', '丁'] %}{{ 字 }}{% endfor %}\n\n乙\n", "丙丁\n\n乙\n"),
        ("甲{# {{ 注 #}\n{% set 数 = {'甲': 1} %}\n乙{ 丙\n", "甲\n乙{ 丙\n"),
    ],
)  # fmt: skip
def test_only_an_empty_line_of_the_template_parts_paragraphs(
    ledger: Ledger, template: str, text: str
) -> None:
    """A line of {{ }} that prints nothing is no line: it would end the paragraph around it."""
    assert say(ledger, template) == text.strip()


@pytest.mark.parametrize(
    ("sources", "text"),
    [
        ("{中央资金: 20.00, 省级资金: 10.00}", "（其中中央资金20.00万元、省级资金10.00万元）"),
        ("{市级资金: 30.00}", "（全部为市级资金）"),
        ("{市级资金: 20.00}", "（其中市级资金20.00万元）"),
        ("{}", ""),
    ],
)  # fmt: skip
def test_where_money_comes_from_is_an_aside(sources: str, text: str) -> None:
    facts = f"年度: 2023\n专项与项目: [{{名称: 甲, 下达金额: 30.00, 资金来源: {sources}}}]\n"
    assert say(ledger_of(facts), "{{ 资金来源(专项与项目[0]) }}") == text


@pytest.mark.parametrize(
    ("titles", "text"),
    [
        ("[{标题: 训练}, {标题: 比武}, {标题: 其他工作}]", "训练和比武"),
        ("[{标题: 训练}, {标题: 强化领导，压实责任}]", ""),
        ("[只有一段话。]", ""),
    ],
)  # fmt: skip
def test_titles_are_told_off_where_they_are_names(titles: str, text: str) -> None:
    ledger = ledger_of(f"年度: 2023\n履职情况: {titles}\n")
    assert say(ledger, "{{ 短标题(履职情况)|列举('和') }}") == text
