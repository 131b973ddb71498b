"""draft facts new and check, and what a run says of the facts, as a user meets them."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from writer.cli import run
from writer.errors import FactsError
from writer.facts import parse_facts
from writer.formats import list_formats, load_format
from writer.ledger import load_ledger
from writer.prompting import starter

FORMATS = [name for name, _ in list_formats()]
FACTS = Path(__file__).parent / "data" / "flood.yaml"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    return tmp_path


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    status = run(arguments)
    printed = capsys.readouterr()
    return status, printed.out + printed.err


def test_a_new_facts_file_is_written_and_never_over_another(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, text = said(capsys, "facts", "new", "--year", "2024", "--out", "2024.yaml")
    assert (status, "2024.yaml" in text) == (0, True)
    written = (here / "2024.yaml").read_bytes()
    assert written.decode("utf-8") == said(capsys, "facts", "new", "--year", "2024")[1]
    status, text = said(capsys, "facts", "new", "--format", "sichuan", "--out", "2024.yaml")
    assert (status, "已经存在" in text) == (2, True)
    assert (here / "2024.yaml").read_bytes() == written
    status, text = said(capsys, "facts", "new", "--out", "没有/2024.yaml")
    assert (status, "无法写入" in text) == (2, True)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16-le", "utf-16-be"])
def test_facts_are_read_in_the_encodings_that_windows_writes(here: Path, encoding: str) -> None:
    mark = "\ufeff" if encoding.startswith("utf-16") else ""
    text = mark + FACTS.read_text(encoding="utf-8")
    (here / "f.yaml").write_bytes(text.encode(encoding))
    assert load_ledger(here / "f.yaml").figures.keys() == load_ledger(FACTS).figures.keys()


def test_utf_16_without_its_mark_is_refused(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "f.yaml").write_bytes("year: 2024\n".encode("utf-16-le"))
    status, text = said(capsys, "facts", "check", "f.yaml")
    assert (status, "编码无法识别" in text) == (2, True)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"PK\x03\x04\x14", ["f.yaml 是 Excel 或 Word 文件", "draft facts new", "draft check"]),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", ["f.yaml 是旧版 Excel 或 Word 文件"]),
        (b"%PDF-1.7\n", ["f.yaml 是 PDF 文件"]),
        ("年度: 2024\n单位: 某\x07局\n", ["f.yaml:2:1: 有不能显示的控制字符"]),
        ("年度：2024\n单位：某局\n", ["f.yaml:1:1: 冒号要用半角的，后面留一个空格：年度: …"]),
        (
            "年度: 2024\n单位:\n  名称: 某局\n  自称：我局\n机构与人员:\n",
            ["f.yaml:4:3: 冒号要用半角的"],
        ),
        (
            "年度: 2024\n单位:\n  名称: 某局\n  自称:我局\n机构与人员:\n",
            ["f.yaml:4:3: 冒号要用半角的"],
        ),
        ("年度: 2024\n机构与人员:\n  编制：22\n", ["“编制：22”；冒号要用半角的，后面留一个空格"]),
        ("年度: 2024\n机构与人员:\n  编制: 二十二\n", ["机构与人员.编制.合计：应为整数"]),
        (
            "年度: 2024\n三公经费: {名称: 三公, 决算: 0.94 万}\n",
            ["“0.94 万”；单位要写全：0.94万元"],
        ),
        ("年度: 2024\n三公经费: {名称: 三公, 决算: 0.94吨}\n", ["应为金额", "“0.94吨”\n"]),
    ],
)
def test_a_file_that_is_no_facts_file_or_is_miswritten_is_told_so(
    here: Path, capsys: pytest.CaptureFixture[str], content: bytes | str, says: list[str]
) -> None:
    raw = content.encode() if isinstance(content, str) else content
    (here / "f.yaml").write_bytes(raw)
    status, text = said(capsys, "facts", "check", "f.yaml")
    assert status == 2
    assert all(words in text for words in says), text


def test_dates_and_counts_are_read_as_people_write_them() -> None:
    facts = parse_facts(
        "年度: 2024年\n报告日期: 2025年3月1日\n机构与人员: {截止日期: 2024/12/31, 编制: 22人}\n"
        "专项与项目: [{名称: 甲, 下达日期: 2024.9.3}, {名称: 乙, 下达日期: 2024年11月}]\n"
    ).facts
    assert (facts.year, facts.report_date) == (2024, "2025-03-01")
    assert facts.staff is not None
    assert facts.staff.posts is not None
    assert (facts.staff.as_of, facts.staff.posts.total) == ("2024-12-31", 22)
    assert [p.issued for p in facts.projects] == ["2024-09-03", "2024-11"]


def test_scores_are_read_with_or_without_their_unit() -> None:
    facts = parse_facts(
        "年度: 2024\n自评得分与扣分: {得分: 98.50分, 满分: 100, 扣分明细: [{项目: 执行率, 扣分: 1.5 分}]}\n"
    ).facts
    assert facts.self_score is not None
    assert (facts.self_score.score, facts.self_score.full) == (Decimal("98.50"), 100)
    assert [d.points for d in facts.self_score.deductions] == [Decimal("1.5")]


@pytest.mark.parametrize("score", ["-3分", "九十八分", "98.5%", "98.5人"])
def test_what_is_no_score_is_told(score: str) -> None:
    with pytest.raises(FactsError, match="得分"):
        parse_facts(f"年度: 2024\n自评得分与扣分: {{得分: {score}}}\n")


def test_of_a_long_line_the_part_that_the_message_quotes_is_shown(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    filler = "，各项工作有序推进" * 20
    (here / "f.yaml").write_text(
        "年度: 2024\n数据:\n  - {事项: 心肺复苏训练, 数值: 60, 单位: 次}\n"
        f"履职情况:\n  - 加强管理{filler}，全年开展心肺复苏训练50次{filler}。\n",
        encoding="utf-8",
    )
    status, text = said(capsys, "facts", "check", "f.yaml")
    (shown,) = [line for line in text.splitlines() if line.startswith("    5 | ")]
    assert "心肺复苏训练50次" in shown
    assert len(shown) < 100


def test_check_says_which_text_has_no_place_in_the_report(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (
        "格式: hunan\n年度: 2024\n单位: 某局\n自评得分与扣分: {得分: 95}\n"
        "收支: {支出: {名称: 部门整体支出, 决算: 30.00}}\n文字材料:\n"
        "  - {内容: 甲。, 章节: 下一步改进措施}\n  - 内容: 乙。\n    章节: 履职效益\n  - 内容: 丙。\n"
    )
    (here / "f.yaml").write_text(text, encoding="utf-8")
    status, printed = said(capsys, "facts", "check", "f.yaml")
    assert status == 0
    assert (
        "没有写进  报告里没有“履职效益”一节，这段文字材料不会写进报告\n  --> f.yaml:9:5\n"
        in printed
    )
    assert printed.count("没有写进") == 1, "neither the one in its place nor one without any"
    data = json.loads(said(capsys, "facts", "check", "f.yaml", "--output", "json")[1])
    assert [problem["line"] for problem in data["left_out"]] == [9]


def test_check_says_what_the_report_will_deny_for_want_of_facts(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (
        "格式: hunan\n年度: 2024\n单位: 某局\n自评得分与扣分: {得分: 95}\n"
        "收支: {支出: {名称: 部门整体支出, 决算: 30.00}}\n三公经费: 无\n专项与项目: 没有\n问题: 无\n"
        "文字材料: [{内容: 按月通报进度。, 章节: 措施}]\n"
    )
    (here / "f.yaml").write_text(text, encoding="utf-8")
    status, printed = said(capsys, "facts", "check", "f.yaml")
    (line,) = [row for row in printed.splitlines() if row.startswith("没有填，将写作“无”")]
    assert status == 0
    assert "政府性基金预算支出情况（政府性基金）" in line
    assert "三公" not in line, "the file says so itself"
    assert "项目支出" not in line
    assert "问题" not in line
    assert "措施" not in line, "a text is meant for it"
    assert run(["--facts", "f.yaml", "--out", "r", "-q"]) == 0
    report = (here / "r" / "report.txt").read_text(encoding="utf-8")
    assert "未安排、未发生“三公”经费支出" in report
    assert "存在的问题及原因分析\n无。\n" in report
    assert "下一步改进措施\n按月通报进度。\n" in report
    data = json.loads(
        said(capsys, "facts", "check", "f.yaml", "--output", "json")[1].partition("\n")[2]
    )
    assert {"section": "政府性基金预算支出情况", "key": "政府性基金"} in data["said_to_be_none"]


def test_a_run_tells_warnings_of_the_facts_in_words(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts = FACTS.read_text(encoding="utf-8").replace("在职: 16", "在职: 19")
    (here / "f.yaml").write_text(facts, encoding="utf-8")
    run(["--facts", "f.yaml", "--out", "r"])
    printed = capsys.readouterr().err
    assert "警告 f.yaml:5:" in printed
    assert "Problem(" not in printed


def fresh(name: str) -> str:
    """A new facts file of a format with only the unit's name filled in."""
    text = starter(load_format(name), year=2024)
    return re.sub(r"^(单位:.*\n  名称:).*$", r"\1 某局", text, flags=re.MULTILINE)


@pytest.mark.parametrize("name", FORMATS)
def test_check_says_what_the_format_still_misses_and_drafting_says_the_same(
    here: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (here / "f.yaml").write_text(starter(load_format(name), year=2024), encoding="utf-8")
    status, text = said(capsys, "facts", "check", "f.yaml")
    named = set(re.findall(r"^  (f\.yaml:\d+:)\d+: \S+：必填，还没有填$", text, re.MULTILINE))
    empty = {
        f"f.yaml:{number}:"
        for number, line in enumerate((here / "f.yaml").read_text("utf-8").splitlines(), 1)
        if re.match(r" +(- )?[^#:]+:  # 必填", line)
    }
    assert status == 2
    assert named == empty
    assert said(capsys, "--facts", "f.yaml")[1].endswith(text)


def test_keys_are_named_as_the_file_spells_them_with_their_line(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = fresh("hunan")
    (here / "f.yaml").write_text(text, encoding="utf-8")
    line = 1 + text.splitlines().index(
        next(r for r in text.splitlines() if r.startswith("    决算:"))
    )
    status, printed = said(capsys, "facts", "check", "f.yaml")
    assert status == 1
    assert "收支.支出.决算：必填，还没有填" in printed
    assert f"f.yaml:{line}:" in printed
    assert "自评得分与扣分.得分" in printed
    assert "必填未填 2" in printed
    status, printed = said(capsys, "facts", "check", "f.yaml", "--output", "json")
    assert [entry["path"] for entry in json.loads(printed)["missing"]] == [
        "收支.支出.决算",
        "自评得分与扣分.得分",
    ]
    status, printed = said(capsys, "--facts", "f.yaml")
    assert status == 2
    assert f"f.yaml:{line}:5: 收支.支出.决算：必填，还没有填" in printed


def test_facts_that_name_no_format_miss_nothing(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "f.yaml").write_text("年度: 2024\n数据: [{事项: 甲, 数值: 1}]\n", encoding="utf-8")
    assert said(capsys, "facts", "check", "f.yaml")[0] == 0


def test_what_is_left_empty_is_not_given(here: Path) -> None:
    (here / "f.yaml").write_text(
        "年度: 2024\n单位:\n  名称: 某局\n  主管部门:\n报告日期:\n", "utf-8"
    )
    facts = load_ledger(here / "f.yaml").facts
    assert (facts.unit.parent if facts.unit else None, facts.report_date) == ("", "")
