"""draft facts new and check, and what a run says of the facts, as a user meets them."""

from __future__ import annotations

from pathlib import Path

import pytest

from writer.cli import run
from writer.formats import list_formats
from writer.ledger import load_ledger

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


def test_a_run_tells_warnings_of_the_facts_in_words(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts = FACTS.read_text(encoding="utf-8").replace("在职: 16", "在职: 19")
    (here / "f.yaml").write_text(facts, encoding="utf-8")
    run(["--facts", "f.yaml", "--out", "r"])
    printed = capsys.readouterr().err
    assert "警告 f.yaml:5:" in printed
    assert "Problem(" not in printed
