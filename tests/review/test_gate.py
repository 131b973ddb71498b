"""The gate, the review record, and the commands that lead to them."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.review.kit import ANNE, BO, clean_sentences, first_open
from tests.review.word_editor import WordEditor
from writer.cli import run as draft
from writer.documents import read_document
from writer.errors import AssemblyError
from writer.findings import Severity
from writer.review import assemble, export_record, export_word, import_word, open_errors
from writer.review.desk import Desk
from writer.review.facts_edit import content_hash
from writer.review.gate import DRAFT, FINAL
from writer.review.store import Decision, Kind


def part(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as archive:
        return "".join(archive.read(n).decode("utf-8") for n in archive.namelist() if name in n)


def accept_all(desk: Desk) -> None:
    for item in desk.state.blocking:
        desk.accept(item.key, "经核实无误", desk.state.version(item.unit), ANNE)


def test_an_open_error_makes_it_a_draft(run: Path) -> None:
    made = assemble(run)
    assert (made.final, made.path.name) == (False, f"{DRAFT}.docx")
    assert made.open == open_errors(run)
    assert all(item.finding.severity is Severity.ERROR for item in made.open)
    assert "草稿" in part(made.path, "header")
    comments = part(made.path, "comments")
    assert all(item.finding.message.split("“")[0] in comments for item in made.open)


def test_without_open_errors_it_is_final_and_clean(run: Path) -> None:
    desk = Desk(run)
    accept_all(desk)
    made = assemble(run)
    assert (made.final, made.path.name, made.open) == (True, f"{FINAL}.docx", ())
    assert part(made.path, "header") == ""
    assert part(made.path, "comments") == ""
    assert "经核实无误" not in read_document(made.path).text, "reasons are for the record only"


def test_an_old_final_file_is_pointed_out(run: Path) -> None:
    desk = Desk(run)
    accept_all(desk)
    first = assemble(run)
    decision = desk.last_of("甲")
    assert decision is not None
    desk.undo(decision.id, ANNE)
    again = assemble(run)
    assert not again.final
    assert again.stale == first.files


def test_the_gate_tells_what_the_file_leaves_out(
    run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Facts changed after drafting, and decisions that no longer hold."""
    desk = Desk(run)
    item = first_open(desk)
    stale = Decision(
        Kind.EDIT, item.unit, "甲", "原。", "改。", figures={item.finding.figures[0]: "0"}
    )
    desk.store.append(stale)
    facts = run.parent / "facts-2023.yaml"
    facts.write_text(facts.read_text("utf-8").replace("225.15", "225.20"), "utf-8")
    draft(["assemble", str(run)])
    said = capsys.readouterr().err
    assert "在成文之后改过" in said
    assert "1 项决定已过期" in said
    Desk(run).draft_again()
    Desk(run).undo(1, ANNE)
    assert assemble(run).notes == ()


def test_the_final_file_has_the_editors_words(run: Path, tmp_path: Path) -> None:
    desk = Desk(run)
    item = first_open(desk)
    unit, _ = clean_sentences(desk.state)[0]
    desk.take(item.key, 0, ANNE)
    desk.edit(unit.id, "编辑改写的一句话。", 0, BO)
    accept_all(desk)
    made = assemble(run, tmp_path / "自评报告.docx")
    text = read_document(made.path).text
    assert "编辑改写的一句话。" in text
    assert unit.text not in text
    assert (item.finding.suggestion or "") in text


def test_every_output_says_what_the_editors_left(run: Path) -> None:
    desk = Desk(run)
    unit, _ = clean_sentences(desk.state)[0]
    desk.edit(unit.id, "编辑改写的一句话。", 0, BO)
    made = assemble(run, outputs=("docx", "html", "md", "json"))
    assert [p.name for p in made.files] == [f"{DRAFT}.{n}" for n in ("docx", "html", "md", "json")]
    for path in made.files[1:]:
        assert "编辑改写的一句话" in path.read_text("utf-8")
    assert [p for p in run.iterdir() if p.name.startswith(".assemble")] == []


def test_a_name_with_dots_stays_whole(run: Path, tmp_path: Path) -> None:
    assert assemble(run, tmp_path / "2024.3.1").path == tmp_path / "2024.3.1.docx"
    with pytest.raises(AssemblyError, match="无法写出"):
        assemble(run, tmp_path / "none" / "a.docx")


def busy(run: Path) -> Desk:
    """A desk with a decision of every sort that the page can make."""
    desk = Desk(run)
    item = first_open(desk)
    desk.take(item.key, 0, ANNE)
    other = first_open(desk)
    desk.accept(other.key, "以决算批复为准", 0, BO)
    unit = next(u for u, _ in clean_sentences(desk.state) if not desk.state.version(u.id))
    undone = desk.edit(unit.id, "将被撤销的写法。", 0, ANNE)
    desk.undo(undone.id, ANNE)
    facts = desk.run.facts_path
    assert facts is not None
    desk.correct_fact(
        "收支.支出.构成.0.决算", "225.16", "更正", content_hash(facts.read_text("utf-8")), BO
    )
    return desk


def test_the_record_says_who_did_what_when_and_why(run: Path, tmp_path: Path) -> None:
    desk = busy(run)
    assert export_record(run, tmp_path / "r.csv") == 5
    rows = list(csv.DictReader(io.StringIO((tmp_path / "r.csv").read_text("utf-8-sig"))))
    assert [r["决定"] for r in rows] == [
        "采用建议",
        "保留原文",
        "修改句子",
        "撤销第3项",
        "更正事实",
    ]
    assert [r["审阅人"] for r in rows] == ["甲", "乙", "甲", "甲", "乙"]
    assert rows[1]["理由"] == "以决算批复为准"
    assert rows[2]["状态"] == "已撤销"
    assert rows[4]["章节或位置"].startswith("事实文件第")
    assert (rows[4]["原文"], rows[4]["改后"]) == ("225.15", "225.16")
    assert all(r["时间"] for r in rows)
    assert rows[0]["提示"] == "GR101 数值与台账不符"
    export_record(run, tmp_path / "r.docx")
    text = read_document(tmp_path / "r.docx").text
    for row in rows:
        assert row["审阅人"] in text
        assert row["改后"] in text
    assert "审阅记录" in text
    assert desk.state.log


def test_a_record_of_another_kind_is_refused(run: Path, tmp_path: Path) -> None:
    with pytest.raises(AssemblyError, match=r"\.docx 或 \.csv"):
        export_record(run, tmp_path / "r.pdf")
    assert export_record(run, tmp_path / "empty.docx") == 0


# ---- commands ----------------------------------------------------------------------------


def test_assemble_says_what_is_open(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert draft(["assemble", str(run)]) == 1
    said = capsys.readouterr()
    assert "草稿" in said.out
    assert "不能作为正式稿" in said.err
    assert "GR101" in said.err
    accept_all(Desk(run))
    assert draft(["assemble", str(run)]) == 0
    assert "正式稿" in capsys.readouterr().out


def test_review_by_word(run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert draft(["review", str(run), "--word"]) == 0
    exported = run / "审阅稿.docx"
    desk = Desk(run)
    item = first_open(desk)
    word = WordEditor(exported)
    word.replace(
        desk.state.edition.report.text[item.finding.start : item.finding.end],
        item.finding.suggestion or "",
    )
    edited = word.save(tmp_path / "edited.docx")
    assert draft(["review", str(run), "--from", str(edited)]) == 0
    assert "修改句子 1" in capsys.readouterr().out
    assert draft(["review", str(run), "--record", str(tmp_path / "r.csv")]) == 0
    assert (tmp_path / "r.csv").exists()


def test_word_by_the_library_calls(run: Path, tmp_path: Path) -> None:
    count = export_word(run, tmp_path / "w.docx")
    assert count == sum(i.open and i.problem is None for i in Desk(run).state.items)
    assert import_word(run, tmp_path / "w.docx").counts == []


def test_a_wrong_folder_is_one_line_and_status_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in ("review", "assemble"):
        assert draft([command, str(tmp_path / "none")]) == 2
        assert "不是 draft 的运行文件夹" in capsys.readouterr().err


def test_help_loads_no_web_server() -> None:
    code = (
        "import sys\nfrom writer.cli import run\nrun(['review', '--help'])\n"
        "bad = {'uvicorn', 'starlette', 'jinja2', 'sqlite3', 'docx'} & set(sys.modules)\n"
        "sys.exit(repr(bad) if bad else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "审阅" in done.stdout
