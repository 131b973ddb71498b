"""The run folder: whole files only, one process at a time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from writer.errors import RunError
from writer.runs import RunFolder, fingerprint, write_atomically


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


def test_parts_of_a_fingerprint_cannot_run_into_each_other() -> None:
    assert fingerprint("ab", "c") != fingerprint("a", "bc")
    assert fingerprint("ab", b"c") == fingerprint("ab", "c")
