"""The run folder: whole files only, one process at a time, no call paid twice."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from writer.errors import RunError
from writer.runs import CallLog, RunFolder, fingerprint, write_atomically


def test_a_failed_write_leaves_the_old_file_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.json"
    write_atomically(path, "old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_atomically(path, "new")
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.json"]


def test_the_same_text_is_not_written_again(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    assert write_atomically(path, "x")
    before = path.stat().st_mtime_ns, path.stat().st_ino
    assert not write_atomically(path, "x")
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == before


def test_only_one_process_holds_a_run(tmp_path: Path) -> None:
    folder = tmp_path / "r"
    code = (
        "import sys; from pathlib import Path; from writer.runs import RunFolder\n"
        "with RunFolder(Path(sys.argv[1])).held(): pass"
    )
    with RunFolder(folder).held():
        other = subprocess.run(
            [sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=False
        )
        assert "正被另一个 draft 使用" in other.stderr
    again = subprocess.run([sys.executable, "-c", code, str(folder)], check=False)
    assert again.returncode == 0


def test_a_folder_with_other_things_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("x")
    with pytest.raises(RunError, match="已有别的文件"), RunFolder(tmp_path).held():
        pass
    assert [p.name for p in tmp_path.iterdir()] == ["letter.txt"]


def test_leftovers_of_a_killed_process_are_swept(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "r")
    with folder.held():
        folder.write_json("run.json", {})
        folder.write_json("sections/01-a.json", {})
    (folder / "sections" / ".01-a.json.99.tmp").write_text('{"ha')
    with folder.held():
        assert [p.name for p in (folder / "sections").iterdir()] == ["01-a.json"]


def test_a_torn_artefact_counts_as_missing(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    (tmp_path / "a.json").write_text('{"key": ')
    assert folder.read_json("a.json") is None
    assert folder.read_json("none.json") is None


def test_an_answer_is_found_by_what_was_asked(tmp_path: Path) -> None:
    log = CallLog(tmp_path / "calls.jsonl")
    log.append({"key": "k1", "reply": "一"})
    log.append({"key": "k2", "reply": None, "error": "500"})
    again = CallLog(tmp_path / "calls.jsonl")
    assert again.answer("k1") == {"key": "k1", "reply": "一"}
    assert again.answer("k2") is None, "a failed call is no answer"


@pytest.mark.parametrize("cut", [1, 10, 30])
def test_a_line_torn_by_a_kill_loses_only_itself(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "calls.jsonl"
    log = CallLog(path)
    log.append({"key": "k1", "reply": "第一个回答"})
    log.append({"key": "k2", "reply": "第二个回答，写到一半断电"})
    path.write_bytes(path.read_bytes()[:-cut])
    torn = CallLog(path)
    assert torn.answer("k1") is not None
    torn.append({"key": "k3", "reply": "三"})
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    assert json.loads(lines[-1])["key"] == "k3"
    assert CallLog(path).answer("k3") is not None


def test_parts_of_a_fingerprint_cannot_run_into_each_other() -> None:
    assert fingerprint("ab", "c") != fingerprint("a", "bc")
    assert fingerprint("ab", b"c") == fingerprint("ab", "c")
