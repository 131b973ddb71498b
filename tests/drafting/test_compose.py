"""Composing: line forms, whole reports of every format, and what must never come out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from writer.drafting.compose import compose_report, compose_section
from writer.drafting.sections import DraftLine, SectionDraft, read_lines
from writer.errors import FormatError
from writer.facts import parse_facts
from writer.formats import load_format, outline
from writer.formats.numbering import mark
from writer.ledger import Ledger, build_ledger, load_ledger
from writer.report import Heading, Paragraph, Report, Table

SAMPLES = Path(__file__).parents[2] / "evals" / "samples"
REPORTS = {
    "hunan": "hunan-huaihua-rescue-brigade-2023",
    "hunan-bureau": "hunan-huaihua-emergency-bureau-2023",
    "sichuan": "sichuan-ebian-emergency-bureau-2024",
    "guangdong": "guangdong-suixi-emergency-bureau-2024",
    "hebei": "hebei-xushui-emergency-bureau-2024",
}


@pytest.fixture(scope="module")
def composed() -> dict[str, Report]:
    return {
        name: compose_report(load_ledger(SAMPLES / folder / "facts.yaml"), load_format(name))
        for name, folder in REPORTS.items()
    }


def ledger_of(text: str) -> Ledger:
    return build_ledger(parse_facts(text))


def mini(tmp_path: Path, compose: str) -> Path:
    folder = tmp_path / "f"
    folder.mkdir()
    (folder / "format.yaml").write_text(
        "格式: 小\n说明: 小\n报告标题: 报告\n提纲:\n  - {键: 甲, 标题: 甲节, 模板: 甲.j2}\n",
        encoding="utf-8",
    )
    (folder / "甲.j2").write_text(
        '{% extends "_base.j2" %}{% block guidance %}写{% endblock %}\n'
        "{% block compose %}\n" + compose + "\n{% endblock %}\n",
        encoding="utf-8",
    )
    return folder


# ---- line forms --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲，\n乙。\n\n丙。", [("text", "甲，乙。"), ("text", "丙。")]),
        ("# 标题。\n正文", [("h1", "标题"), ("text", "正文。")]),
        ("## 小标题\n\n- 一项\n  续行\n- 二项", [("h2", "小标题"), ("item", "一项续行。"), ("item", "二项。")]),
        ("{表:专项资金收支情况}", [("table", "专项资金收支情况")]),
        ("甲。。乙，，丙，。", [("text", "甲。乙，丙。")]),
        ("甲，乙，", [("text", "甲，乙。")]),
        ("如下：", [("text", "如下：")]),
        ("。", []),
        ("\u2060# 不是标题", [("text", "# 不是标题。")]),
        ("\u2060{表:专项资金收支情况}", [("text", "{表:专项资金收支情况}。")]),
    ],
)  # fmt: skip
def test_lines(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(line.kind, line.text) for line in read_lines(text)] == expected


def test_a_draft_survives_json() -> None:
    draft = SectionDraft(
        "甲#1", (DraftLine("text", "“一”\n{F1}"), DraftLine("table", "表")), ("a",)
    )
    assert SectionDraft.from_json(draft.to_json()) == draft
    assert "“一”" in draft.to_json()


@pytest.mark.parametrize(
    "text", ["[]", '{"key": "甲"}', '{"key":"甲","lines":[["weird","x"]]}', "{"]
)
def test_what_is_no_draft_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        SectionDraft.from_json(text)


def test_marks_below_a_section_are_made_by_the_program(tmp_path: Path) -> None:
    source = "总起。\n\n# 甲目\n- 一\n- 二\n\n## 细目\n文。\n\n# 2024年乙目\n- 一\n\n# 丙目\n- 一"
    report = compose_report(ledger_of("年度: 2024"), load_format(mini(tmp_path, source)))
    assert [b.text for b in report.blocks if isinstance(b, Heading | Paragraph)] == [
        "一、甲节", "总起。", "（一）甲目", "1.一。", "2.二。", "3.细目", "文。",
        "（二）2024年乙目", "1.一。", "（三）丙目", "1.一。",
    ]  # fmt: skip


def test_facts_cannot_bring_structure_into_a_report(tmp_path: Path) -> None:
    facts = "年度: 2024\n职责: ['# 假标题', '- 假条目', '{表:专项资金收支情况}', '{{ 7*7 }}']\n"
    source = "{% for 一 in 职责 %}\n{{ 一 }}\n\n{% endfor %}"
    report = compose_report(ledger_of(facts), load_format(mini(tmp_path, source)))
    texts = [b.text for b in report.blocks if isinstance(b, Paragraph)]
    assert texts == ["# 假标题。", "- 假条目。", "{表:专项资金收支情况}。", "{{ 7*7 }}。"]
    assert "\u2060" not in report.text


def test_a_table_that_does_not_exist_is_a_fault(tmp_path: Path) -> None:
    fmt = load_format(mini(tmp_path, "{表:没有的表}"))
    with pytest.raises(FormatError, match="专项资金收支情况"):
        compose_report(ledger_of("年度: 2024"), fmt)


def test_a_text_that_names_its_section_stands_there() -> None:
    folder = SAMPLES / REPORTS["hunan"] / "facts.yaml"
    text = folder.read_text("utf-8") + "\n文字材料:\n  - {内容: 补充一句。, 章节: 人员编制}\n"
    ledger = build_ledger(parse_facts(text))
    fmt = load_format("hunan")
    section = next(s for s in outline(fmt, ledger) if s.key == "人员编制")
    assert compose_section(section, ledger, fmt).lines[-1].text == "补充一句。"


def test_a_section_without_facts_says_the_text_meant_for_it_not_none() -> None:
    fmt = load_format("hunan")
    ledger = ledger_of(
        "年度: 2024\n单位: 某局\n自评得分与扣分: {得分: 95}\n"
        "收支: {支出: {名称: 部门整体支出, 决算: 30.00}}\n"
        "文字材料:\n  - {内容: 本次自评不含下属单位。, 章节: 其他情况}\n"
    )
    said = {
        s.key: [line.text for line in compose_section(s, ledger, fmt).lines]
        for s in outline(fmt, ledger)
        if s.key in ("其他情况", "问题")
    }
    assert said == {"其他情况": ["本次自评不含下属单位。"], "问题": ["无。"]}


# ---- whole reports -----------------------------------------------------------------------


@pytest.mark.parametrize(("name", "least"), [
    ("hunan", 5000), ("hunan-bureau", 5000), ("sichuan", 5000), ("guangdong", 3500), ("hebei", 4500),
])  # fmt: skip
def test_a_report_is_whole(composed: dict[str, Report], name: str, least: int) -> None:
    report = composed[name]
    prose = "".join(b.text for b in report.blocks if isinstance(b, Paragraph))
    assert len(prose) >= least
    for heading, after in zip(report.blocks, [*report.blocks[1:], None], strict=True):
        if isinstance(heading, Heading):
            lower = isinstance(after, Heading) and after.level > heading.level
            assert lower or isinstance(after, Paragraph | Table), heading.text


@pytest.mark.parametrize("name", REPORTS)
def test_composing_twice_gives_the_same_report(composed: dict[str, Report], name: str) -> None:
    ledger = load_ledger(SAMPLES / REPORTS[name] / "facts.yaml")
    assert compose_report(ledger, load_format(name)) == composed[name]


@pytest.mark.parametrize("name", REPORTS)
def test_headings_are_numbered_without_gap(composed: dict[str, Report], name: str) -> None:
    patterns = load_format(name).layout.numbering
    counts: dict[int, int] = {}
    for block in composed[name].blocks:
        if isinstance(block, Heading):
            counts = {level: n for level, n in counts.items() if level <= block.level}
            counts[block.level] = counts.get(block.level, 0) + 1
            expected = mark(patterns[block.level - 1], counts[block.level])
            assert block.number.strip() == expected


@pytest.mark.parametrize("name", REPORTS)
def test_no_trace_of_the_template_is_left(composed: dict[str, Report], name: str) -> None:
    prose = [b.text for b in composed[name].blocks if isinstance(b, Paragraph)]
    for text in prose:
        assert not re.search(r"[{}%]\s*[%{}]|None|Undefined|\u2060|××|\[.*\]", text), text
        assert not re.search(r"[，；、]。|。。|，，|：。|（）|“”|其中。|^[，。；、]", text), text
        assert not re.search(r"(?<![\d.])0\.00(万元|元|%)", text), text
        assert text[-1] in "。：；" or text[0] in "①②③④⑤", text
        assert not re.search(r"(增加|减少|增长|下降)了?(增加|减少|增长|下降|持平)", text), text


@pytest.mark.parametrize("name", REPORTS)
def test_no_paragraph_stands_twice(composed: dict[str, Report], name: str) -> None:
    prose = [b.text for b in composed[name].blocks if isinstance(b, Paragraph)]
    long = [text for text in prose if len(text) > 30]
    assert len(long) == len(set(long))


def test_like_projects_do_not_read_alike(composed: dict[str, Report]) -> None:
    """The frame words of two projects in a row differ, the words of the facts taken out."""
    for name in ("hunan", "sichuan", "hebei"):
        frames = []
        for block in composed[name].blocks:
            if isinstance(block, Paragraph) and block.section.startswith("项目#"):
                said = re.findall(
                    r"年初目标|年初设定的目标|项目年初目标|项目资金实际支出|项目实际支出|实际支出资金|实际支出|共支出|已支出",
                    block.text,
                )
                if said:
                    frames.append((block.section, tuple(said)))
        pairs = [(a, b) for (s, a), (t, b) in zip(frames, frames[1:], strict=False) if s != t]
        differing = sum(a != b for a, b in pairs)
        assert differing >= len(pairs) * 0.6, name


def test_frames_of_the_formats(composed: dict[str, Report]) -> None:
    bureau = composed["hunan-bureau"]
    assert bureau.cover[0] == "2023年度怀化市应急管理局"
    assert bureau.blocks[0] == Paragraph(bureau.blocks[0].text, "lead", "lead")
    assert composed["hunan"].cover == ()
    assert composed["hunan"].signature == "怀化市专业应急救援支队"
    assert composed["hunan"].date == ""
    assert composed["hebei"].date == "2025年3月12日"
    assert composed["guangdong"].header == (
        "评价年度：2024年度", "评价单位（公章）：遂溪县应急管理局本级", "填报日期：2025年7月25日",
    )  # fmt: skip
    assert composed["sichuan"].subtitle == "（峨边彝族自治县应急管理局）"


def test_tables_stand_in_the_text_and_behind_it(composed: dict[str, Report]) -> None:
    report = composed["hunan"]
    tables = [b for b in report.blocks if isinstance(b, Table)]
    assert [t.name for t in tables] == ["专项资金收支情况"]
    assert tables[0].section == "资金安排"
    assert report.attachments[0] == "部门整体支出绩效评价基础数据表"
    assert any(isinstance(b, Table) for b in report.appendix)


def test_forms_bear_the_names_of_the_list_and_their_year(composed: dict[str, Report]) -> None:
    (basics,) = [b for b in composed["hunan-bureau"].appendix if isinstance(b, Table)]
    assert basics.caption == composed["hunan-bureau"].attachments[0]
    assert "2023年决算数" in basics.text, "its columns say the year"
    facts = ledger_of(
        "年度: 2024\n单位: 某局\n收支: {支出: {名称: 部门整体支出, 决算: 50.00}}\n"
        "绩效指标: [{三级指标: 甲, 目标值: ≥60次, 完成值: 60次, 分值: 90}]\n"
        "自评得分与扣分: {得分: 90}\n附件: [部门整体支出绩效自评表, 审计报告]\n"
    )
    report = compose_report(facts, load_format("hunan"))
    assert report.attachments[1:] == ("部门整体支出绩效自评表", "审计报告"), "named once"
    captions = [b.caption for b in report.appendix if isinstance(b, Table)]
    assert captions == [report.attachments[0], "部门整体支出绩效自评表（2024年度）"]


def test_a_list_longer_than_circled_numbers_has_marks_of_one_kind() -> None:
    """① to ⑳ and then （21） would look like the level above."""
    projects = ", ".join(
        f"{{名称: {name}项目, 下达金额: 1.00, 支出金额: 1.00}}"
        for name in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌"
    )
    text = (
        "年度: 2024\n单位: 某局\n自评得分与扣分: {得分: 95}\n"
        f"收支: {{支出: {{名称: 部门整体支出, 决算: 21.00}}}}\n专项与项目: [{projects}]\n"
    )
    said = compose_report(ledger_of(text), load_format("hunan")).text
    assert "\n1）“甲项目”指标1.00万元。" in said
    assert "\n21）戌项目\n" in said
    assert "①" not in said
    assert "\n21.戌项目\t" in said, "in the basics form too"
    assert "（21）" not in said


def test_a_bare_department_still_gets_correct_sentences() -> None:
    """One project, no prior figures, zero amounts: singular and zero cases."""
    text = """
年度: 2024
单位: 某县档案馆
收支: {支出: {名称: 部门整体支出, 年初预算: 50.00, 决算: 50.00, 构成: [{名称: 基本支出, 年初预算: 50.00, 决算: 50.00}, {名称: 项目支出, 决算: 0}]}}
三公经费: {名称: “三公”经费, 构成: [{名称: 公务接待费, 年初预算: 0.10, 决算: 0}, {名称: 因公出国（境）费, 决算: 0}]}
专项与项目: [{名称: 档案数字化, 下达金额: 5.00, 支出金额: 4.00, 偏差原因: 年底合同未到付款期。}]
机构与人员: {编制: 5, 在职: 5}
自评得分与扣分: {得分: 90, 扣分明细: [{项目: 预算执行率, 扣分: 2, 原因: 部分合同跨年。}]}
"""
    report = compose_report(ledger_of(text), load_format("hunan"))
    said = report.text
    assert "编制已满" in said
    assert "公务接待费年初预算0.10万元，未发生支出" in said
    assert "因公出国（境）费未发生支出" in said
    assert "预算执行率80.00%" in said
    assert "其余项目" not in said, "there is no other project"
    assert "偏差原因：年底合同未到付款期。" in said
    assert "预算执行率扣2分，原因是部分合同跨年。" in said
    assert "评价等级为“优”" in said
    assert "决算0.00" not in said
    assert "合计5.00" not in said


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("folder", REPORTS.values())
def test_any_department_fits_any_form_or_is_told_what_is_missing(name: str, folder: str) -> None:
    """No template may stumble over facts that another form does not ask for."""
    ledger = load_ledger(SAMPLES / folder / "facts.yaml")
    fmt = load_format(name)
    scored = ledger.facts.self_score is not None and ledger.facts.self_score.score is not None
    if (name != "hebei" and not scored) or (name == "hebei" and not ledger.facts.projects):
        with pytest.raises(FormatError, match="必需"):
            compose_report(ledger, fmt)
    else:
        assert compose_report(ledger, fmt).blocks
