"""`draft check` as a user meets it: every output, many files, exit statuses, silenced rules."""

from __future__ import annotations

import io
import json
import os
import pickle
import subprocess
import sys
from pathlib import Path

import docx
import pytest

from writer.cli import run
from writer.documents import read_document
from writer.documents.word import read_word
from writer.errors import DocumentError, SettingsError
from writer.grounding.many import check_files, reports_in
from writer.grounding.rules import all_rules
from writer.ledger import load_ledger
from writer.views.delivery import targets

FACTS = Path(__file__).parent / "data" / "flood.yaml"
RIGHT = "2023年，部门整体支出决算280.15万元。\n"
WRONG = RIGHT.replace("280.15", "281.15")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder with a right and a wrong report."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    (tmp_path / "right.txt").write_text(RIGHT, encoding="utf-8")
    (tmp_path / "wrong.txt").write_text(WRONG, encoding="utf-8")
    return tmp_path


def checked(*arguments: str | Path) -> int:
    # what a report of one sentence lacks is not what is tested here
    return run(["check", *map(str, arguments), "--facts", str(FACTS), "--ignore", "DC"])


def test_json_is_the_fixed_contract(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert checked("wrong.txt", "--output", "json") == 1
    data = json.loads(capsys.readouterr().out)
    assert set(data) == {"text", "mentions", "findings", "summary"}
    money = next(m for m in data["mentions"] if m["kind"] == "money")
    assert data["text"][money["start"] : money["end"]] == money["text"] == "281.15万元"
    assert set(money) == {
        "start", "end", "text", "kind", "value", "unit", "verdict", "figure", "formula"
    }  # fmt: skip
    assert money["value"] == "2811500"
    assert data["summary"]["errors"] == 1


def test_without_facts_there_are_no_verdicts(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", "wrong.txt", "--output", "json", "--silence", "DC"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert {m["verdict"] for m in data["mentions"]} <= {None, "structural"}


def test_the_terminal_shows_caret_and_expected_figure_without_colour_in_a_pipe(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert checked("wrong.txt") == 1
    printed = capsys.readouterr().out
    assert "\x1b" not in printed
    lines = printed.splitlines()
    at = next(i for i, line in enumerate(lines) if "│" in line and "281.15" in line)
    assert lines[at + 1].count("^") == len("281.15") + 2 * len("万元")
    assert any("280.15万元" in line and "flood.yaml:" in line for line in lines)


def test_an_output_file_holds_what_would_have_been_printed(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for output in ("text", "json", "sarif"):
        checked("wrong.txt", "--output", output)
        printed = capsys.readouterr().out
        assert checked("wrong.txt", "--output", output, "--out", f"r.{output}") == 1
        told = capsys.readouterr()
        assert (here / f"r.{output}").read_text("utf-8") == printed
        assert (told.out, told.err) == ("", f"已写出 r.{output}\n")


def test_html_and_docx_stand_beside_the_report(here: Path) -> None:
    assert checked("wrong.txt", "--output", "html") == 1
    assert "281.15万元" in (here / "wrong.核对.html").read_text("utf-8")
    assert checked("wrong.txt", "--output", "docx") == 1
    assert len(list(docx.Document(str(here / "wrong.核对.docx")).comments)) == 1


def test_a_word_report_comes_back_with_comments(here: Path) -> None:
    document = docx.Document()
    document.add_paragraph(WRONG.strip())
    document.save("报告.docx")
    assert checked("报告.docx", "--output", "docx", "--out", "批注.docx") == 1
    back = (here / "批注.docx").read_bytes()
    assert read_word(back, "").text == read_document(here / "报告.docx").text
    (comment,) = docx.Document(io.BytesIO(back)).comments
    assert "280.15万元" in comment.text


def test_several_reports_are_a_list_and_the_worst_decides(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "b.pdf").write_bytes(b"%PDF-1.4")
    assert checked("right.txt", "--output", "json") == 0
    assert checked("right.txt", "wrong.txt", "--output", "json") == 1
    capsys.readouterr()
    assert checked("wrong.txt", "b.pdf", "right.txt", "--output", "json") == 2
    printed = capsys.readouterr()
    data = json.loads(printed.out)
    assert [item["file"] for item in data] == ["wrong.txt", "b.pdf", "right.txt"]
    assert data[0]["summary"]["errors"] == 1
    assert "不能读取 PDF" in data[1]["error"]
    assert "b.pdf" in printed.err


def test_a_folder_is_its_reports(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "in" / "sub").mkdir(parents=True)
    for name in ("b.txt", "sub/a.md", ".hidden.txt", "~$lock.docx", "b.核对.docx", "x.png"):
        (here / "in" / name).write_text(RIGHT, encoding="utf-8")
    assert checked("in", "--output", "json") == 0
    data = json.loads(capsys.readouterr().out)
    assert [item["file"] for item in data] == [
        os.path.join("in", "b.txt"),
        os.path.join("in", "sub", "a.md"),
    ]
    assert checked("in", "--output", "html", "--out", "pages") == 0
    assert sorted(p.name for p in (here / "pages").iterdir()) == ["a.核对.html", "b.核对.html"]


def test_a_folder_of_one_report_is_still_a_list(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "in").mkdir()
    (here / "in" / "a.txt").write_text(RIGHT, encoding="utf-8")
    assert checked("in", "--output", "json") == 0
    assert [item["file"] for item in json.loads(capsys.readouterr().out)] == [
        os.path.join("in", "a.txt")
    ]


def test_reports_are_taken_once_and_an_empty_folder_is_an_error(here: Path) -> None:
    (here / "in").mkdir()
    with pytest.raises(DocumentError, match="没有 .docx、.md 或 .txt 报告"):
        reports_in([here / "in"])
    assert reports_in([Path("right.txt"), Path("right.txt")]) == [Path("right.txt")]


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_order_whatever_the_number_of_processes(here: Path, jobs: int) -> None:
    ledger = load_ledger(FACTS)
    paths = [Path(("right.txt", "wrong.txt", "none.txt")[i % 3]) for i in range(12)]
    results = list(check_files(paths, ledger, ignore=("DC",), jobs=jobs))
    assert [r.path for r in results] == paths
    assert [r.result.errors if r.result else -1 for r in results] == [0, 1, -1] * 4
    alone = next(check_files([Path("wrong.txt")], ledger, ignore=("DC",)))
    assert alone.result is not None
    assert results[1].result is not None
    assert results[1].result.as_json() == alone.result.as_json()


def test_a_ledger_can_go_to_another_process(here: Path) -> None:
    copy = pickle.loads(pickle.dumps(load_ledger(FACTS)))
    (result,) = check_files([Path("wrong.txt")], copy, ignore=("DC",))
    assert result.result is not None
    assert result.result.errors == 1


def test_a_process_that_dies_takes_no_other_file_with_it(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(path: Path) -> None:
        os._exit(9)

    monkeypatch.setattr("writer.grounding.many.read_document", dies)
    results = list(check_files([Path("right.txt"), Path("wrong.txt")], jobs=1))
    assert ["意外结束" in r.error for r in results] == [True, True]


def test_a_fault_of_ours_in_one_file_is_told_and_the_others_go_on(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from writer.grounding import many

    read = many.read_document

    def faulty(path: Path) -> object:
        if path.name == "right.txt":
            raise ZeroDivisionError("oops")
        return read(path)

    monkeypatch.setattr(many, "read_document", faulty)
    first, second = check_files([Path("right.txt"), Path("wrong.txt")], jobs=1)
    assert first.error == "right.txt：程序出错（ZeroDivisionError：oops）"
    assert second.result is not None


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["right.txt", "--output", "html", "--out", "right.txt"], "不能写到被核对的报告上"),
        (["right.txt", "--output", "json", "--out", "./right.txt"], "不能写到被核对的报告上"),
        (["right.txt", "--output", "json", "--out", "."], "--out 应是文件"),
        (["right.txt", "wrong.txt", "--output", "docx", "--out", "right.txt"], "--out 应是文件夹"),
        (["right.txt", "--ignore", "XX9"], "没有“XX9”这条规则"),
        (["right.txt", "--ignore", ""], "没有“”这条规则"),
        (["right.txt", "--jobs", "0"], "--jobs"),
        (["nosuch"], "没有这个文件"),
        (["right.txt", "--output", "html", "--out", "right.txt/x/y.html"], "无法建立文件夹"),
    ],
)
def test_a_wrong_call_exits_2_and_says_why(
    here: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert run(["check", *arguments]) == 2
    assert said in capsys.readouterr().err
    assert (here / "right.txt").read_text("utf-8") == RIGHT


def test_silenced_rules_are_counted_with_their_reasons(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "jixiao.toml").write_text('[check.silence]\nGR101 = "决算待批复"\n', encoding="utf-8")
    assert checked("wrong.txt") == 0
    printed = capsys.readouterr().out
    assert "未提示 GR101 共 1 条：决算待批复" in printed
    checked("wrong.txt", "--output", "json")
    assert json.loads(capsys.readouterr().out)["summary"]["silenced"]["GR101"] == 1
    (here / "jixiao.toml").unlink()
    run(["check", "wrong.txt", "--facts", str(FACTS), "--ignore", "GR"])
    assert "未提示 GR101 共 1 条：命令行 --ignore" in capsys.readouterr().out


def test_two_reports_of_one_name_get_two_files(here: Path) -> None:
    reports = [Path("a/r.docx"), Path("b/r.docx"), Path("b/s.docx")]
    found = targets("html", here / "out", reports)
    assert [t.name for t in found.values()] == ["r.核对.html", "r-2.核对.html", "s.核对.html"]
    with pytest.raises(SettingsError):
        targets("docx", None, [Path("r.docx"), Path("r.核对.docx")])


def test_the_progress_line_is_only_for_a_terminal(here: Path) -> None:
    call = [
        sys.executable,
        "-c",
        "from writer.cli import main; main()",
        "check",
        "right.txt",
        "wrong.txt",
        "--output",
        "json",
    ]
    piped = subprocess.run(call, capture_output=True, text=True, check=False)
    assert piped.stderr == ""
    primary, secondary = os.openpty()
    with subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=secondary) as process:
        os.close(secondary)
        shown = b""
        while chunk := _read(primary):
            shown += chunk
        process.wait()
    os.close(primary)
    assert "核对 2/2  wrong.txt" in shown.decode()


def _read(handle: int) -> bytes:
    try:
        return os.read(handle, 4096)
    except OSError:  # how Linux tells that the other end has closed
        return b""


def test_rules_are_listed_and_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules"]) == 0
    listed = capsys.readouterr().out
    codes = [rule.code for rule in all_rules()]
    assert all(f" {code} " in listed for code in codes)
    assert run(["rules", "gr102"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("GR102 ")
    assert "反例：" in printed
    assert run(["rules", "GR"]) == 0
    printed = capsys.readouterr().out
    assert [c for c in codes if f"{c} " in printed] == [c for c in codes if c.startswith("GR")]
    assert run(["rules", "XX"]) == 2
    assert "没有“XX”这条规则" in capsys.readouterr().err
