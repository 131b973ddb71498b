"""The command line as a user meets it: what it prints, how it exits, what it never loads."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from writer.cli import run
from writer.cli.write import default_folder

FACTS = Path(__file__).parent / "data" / "flood.yaml"
SPENDING = "2023年，部门整体支出决算280.15万元。\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, no colour."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    return tmp_path


def loaded_after(*arguments: str, cwd: Path) -> set[str]:
    """Top-level modules that a whole process has loaded when the call is done."""
    code = (
        "import sys; from writer.cli import run; run(sys.argv[1:]);"
        "print('\\nLOADED', *{m.split('.')[0] for m in sys.modules})"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.rpartition("LOADED")[2].split())


def test_help_and_check_never_load_what_only_drafting_needs(here: Path) -> None:
    (here / "r.txt").write_text(SPENDING, encoding="utf-8")
    drafting_only = {"openai", "instructor", "jinja2"}
    assert not loaded_after("--help", cwd=here) & drafting_only
    assert not loaded_after("check", "r.txt", "--facts", str(FACTS), cwd=here) & drafting_only


def test_a_check_without_facts_loads_no_library_that_reads_facts(here: Path) -> None:
    (here / "r.txt").write_text(SPENDING, encoding="utf-8")
    assert not loaded_after("check", "r.txt", cwd=here) & {"pydantic", "ruamel"}


def test_drafting_without_a_model_never_loads_the_model_libraries(here: Path) -> None:
    loaded = loaded_after("--facts", str(FACTS), "-q", cwd=here)
    assert "jinja2" in loaded
    assert not loaded & {"openai", "instructor"}


def test_drafts_when_the_first_argument_is_an_option(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = run(["--facts", str(FACTS), "--out", "r"])
    printed = capsys.readouterr()
    assert status in (0, 1)
    assert (here / "r" / "report.docx").is_file()
    assert "r/report.docx" in printed.out
    assert "核实" in printed.out
    assert "没有离开本机" in printed.out
    assert "\x1b" not in printed.out + printed.err, "no colour in a pipe"


def test_the_closing_table_ends_with_what_to_do_next(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    deep = here / "单位 甲" / ("长" * 30) / "r"
    status = run(["--facts", str(FACTS), "--out", str(deep)])
    lines = capsys.readouterr().out.splitlines()
    (step,) = [line for line in lines if line.startswith("下一步")]
    assert status == 0
    assert "定稿：draft assemble '" in "".join(lines[lines.index(step) :])
    assert any(str(deep) in line for line in lines), "a path is never folded"
    text = FACTS.read_text("utf-8").replace("在职: 16", "在职: {合计: 16, 构成: {在编人员: 12}}")
    (here / "f.yaml").write_text(text, encoding="utf-8")
    assert run(["--facts", "f.yaml", "--out", "r", "--force"]) == 1
    assert "下一步    先改正事实文件中对不上的 1 处，再重新成文" in capsys.readouterr().out


def test_attachments_without_a_table_are_asked_for(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = FACTS.read_text("utf-8") + "附件: [审计报告]\n"
    (here / "f.yaml").write_text(text, encoding="utf-8")
    run(["--facts", "f.yaml", "--out", "r"])
    out = capsys.readouterr().out
    assert re.search(r"^说明 +附件\d“审计报告”没有数据，程序没有生成，请另附。$", out, re.MULTILINE)
    assert "基础数据表”没有" not in out


def test_quiet_prints_the_path_and_nothing_else(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["--facts", str(FACTS), "--quiet"])
    printed = capsys.readouterr()
    assert printed.out.strip() == os.path.join("runs", "flood", "report.docx")
    assert printed.err == ""


def test_json_holds_what_the_table_shows(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = run(["--facts", str(FACTS), "--out", "r", "--output", "json"])
    data = json.loads(capsys.readouterr().out)
    assert data["final"] is (status == 0)
    assert data["files"] == [os.path.join("r", "report.docx")]
    assert data["numbers"]["verified"] > 30
    assert data["sections"]["all"] == data["sections"]["composed"] > 10
    assert data["model"] is None


def test_every_output_is_written(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["--facts", str(FACTS), "--out", "r", "--to", "docx，md,html,json", "--output", "json"])
    files = json.loads(capsys.readouterr().out)["files"]
    assert files == [os.path.join("r", f"report.{kind}") for kind in ("docx", "md", "html", "json")]
    assert all((here / file).stat().st_size > 1000 for file in files)
    assert "280.15万元" in (here / "r" / "report.md").read_text("utf-8")


def test_the_run_is_named_after_the_facts(here: Path) -> None:
    assert default_folder(Path("x/2023.yaml")) == Path("runs/2023")
    assert default_folder(here / "brigade" / "facts.yaml") == Path("runs/brigade")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--out", "r"], "缺少选项 --facts"),
        (["--facts", "nosuch.yaml"], "找不到事实文件 nosuch.yaml"),
        (["--fact", "x"], "--facts"),
        (["chek"], "是不是“check”"),
        (["2023.yaml"], "draft --facts 2023.yaml"),
        (["report.docx"], "draft check report.docx"),
        (["check"], "缺少参数"),
        (["check", "nosuch.docx"], "没有这个文件"),
        (["check", "r.txt", "--output", "xml"], "--output 只能是：text、json、sarif、html、docx"),
        (["facts", "check"], "缺少参数"),
        (["facts", "check", "r.txt"], "最外层应为"),
        (["--facts", "bad.yaml"], "bad.yaml:2:1"),
        (["--facts", "odd.yaml"], "应为“中”"),
        (["--facts", "good.yaml", "--format", "nosuch"], "nosuch"),
        (["--facts", "good.yaml", "--out", "full"], "已有别的文件"),
        (["--facts", "good.yaml", "--out", "r.txt"], "不是文件夹"),
        (["--facts", "good.yaml", "--to", "doc"], "没有“doc”这种输出"),
        (["--facts", "good.yaml", "--settings", "none.toml"], "找不到设置文件"),
        (["--facts", "good.yaml", "--model", "m"], "OPENAI_API_KEY"),
        (["--facts", "good.yaml", "--model", "m", "--base-url", "x.y"], "x.y"),
    ],
)
def test_a_wrong_call_says_what_is_wrong_and_exits_2(
    here: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    (here / "r.txt").write_text("text\n", encoding="utf-8")
    (here / "bad.yaml").write_text("年度: 2023\n单 位: 某局\n", encoding="utf-8")
    (here / "odd.yaml").write_text("年度: 2023\n自评得分与扣分: {得分: 70, 等级: 优}\n", "utf-8")
    (here / "good.yaml").write_text(FACTS.read_text(encoding="utf-8"), encoding="utf-8")
    (here / "full").mkdir()
    (here / "full" / "letter.txt").write_text("x", encoding="utf-8")
    assert run(arguments) == 2
    printed = capsys.readouterr()
    assert said in printed.err
    assert "Traceback" not in printed.err


def test_force_drafts_in_spite_of_facts_that_contradict_each_other(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = FACTS.read_text(encoding="utf-8").replace("等级: 优", "等级: 良")
    (here / "odd.yaml").write_text(text, encoding="utf-8")
    assert run(["--facts", "odd.yaml", "--out", "r"]) == 2
    assert not (here / "r").exists()
    assert run(["--facts", "odd.yaml", "--out", "r", "--force", "--output", "json"]) == 1
    assert "FA007" in {problem["code"] for problem in json.loads(capsys.readouterr().out)["facts"]}


def test_facts_check_shows_line_and_both_figures(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "年度: 2023\n收支:\n  支出: {名称: 支出, 决算: 3.00, 构成: [{名称: 甲, 决算: 2.00}]}\n"
    (here / "f.yaml").write_text(text, encoding="utf-8")
    assert run(["facts", "check", "f.yaml"]) == 1
    printed = capsys.readouterr().out
    assert "错误 FA001" in printed
    assert "f.yaml:3:" in printed
    assert "3.00万元" in printed
    assert "2.00万元" in printed
    assert run(["facts", "check", "f.yaml", "--output", "json"]) == 1
    assert json.loads(capsys.readouterr().out)["problems"][0]["code"] == "FA001"


def test_facts_schema_names_a_file_that_exists(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["facts", "schema"]) == 0
    line = capsys.readouterr().out.strip()
    assert line.startswith("# yaml-language-server: $schema=")
    assert Path(line.partition("=")[2]).is_file()


def test_formats_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["formats"]) == 0
    assert "hunan" in capsys.readouterr().out


@pytest.mark.parametrize("command", [[], ["check"], ["facts"], ["facts", "check"], ["write"]])
def test_help_teaches_in_chinese(capsys: pytest.CaptureFixture[str], command: list[str]) -> None:
    assert run([*command, "--help"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("用法：draft")
    assert "Options" not in printed
    assert "default" not in printed
    assert "[required]" not in printed
    assert not re.search(r"[，。；：] +[一-鿿]", printed), "no blank inside a Chinese sentence"
    usage, _, taught = printed.partition("\n选项:")[0].partition("\n")
    assert "draft" in taught, usage


@pytest.fixture
def no_typst(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("writer.outputs.find_spec", lambda name: None)


@pytest.mark.usefixtures("no_typst")
def test_what_cannot_be_made_is_told_before_the_work_and_the_others_are_written(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        run(["--facts", str(FACTS), "--out", "r", "--to", "pdf,md,json", "--output", "json"]) == 2
    )
    printed = capsys.readouterr()
    assert "-m pip install" in printed.err
    files = json.loads(printed.out)["files"]
    assert files == [os.path.join("r", f"report.{kind}") for kind in ("md", "json")]
    assert run(["--facts", str(FACTS), "--out", "s", "--to", "pdf"]) == 2
    assert not (here / "s").exists(), "nothing is drafted for an output that cannot be made"


def test_an_output_that_fails_does_not_stop_the_others(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "r" / "report.html").mkdir(parents=True)
    (here / "r" / "run.json").write_text("{}", encoding="utf-8")
    assert run(["--facts", str(FACTS), "--out", "r", "--to", "html,md"]) == 2
    printed = capsys.readouterr()
    assert "report.html" in printed.err
    assert "report.md" in printed.out, "the closing table is shown all the same"
    assert (here / "r" / "report.md").is_file()
