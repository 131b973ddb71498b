"""The round trip with a file that LibreOffice opened, edited with tracked changes and saved."""

from __future__ import annotations

import json
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

from tests.review.kit import first_open
from writer.documents import read_document
from writer.review.desk import Desk
from writer.review.manuscript import UnitKind
from writer.review.store import Kind
from writer.review.word.export import export_desk_word
from writer.review.word.importing import import_into
from writer.review.word.manifest import lines_of

SYSTEM_PYTHON = "/usr/bin/python3"
SCRIPT = Path(__file__).with_name("libreoffice_edit.py")


@cache
def bridge() -> bool:
    if not shutil.which("soffice") or not Path(SYSTEM_PYTHON).exists():
        return False
    return subprocess.run([SYSTEM_PYTHON, "-c", "import uno"], capture_output=True).returncode == 0


@pytest.mark.skipif(not bridge(), reason="needs LibreOffice and python3-uno")
def test_changes_made_in_libreoffice_come_back(desk: Desk, tmp_path: Path) -> None:
    source, target, plan = tmp_path / "out.docx", tmp_path / "edited.docx", tmp_path / "plan.json"
    export_desk_word(desk, source)
    state = desk.state
    item, other = [i for i in state.items if i.finding.code == "GR101"][:2]
    assert item == first_open(desk)
    wrong = state.edition.report.text[item.finding.start : item.finding.end]
    units = state.replayed.manuscript.units
    plain = [
        units[s.unit].text
        for s in state.edition.spans
        if units[s.unit].kind is UnitKind.SENTENCE
        and s.unit not in state.by_unit
        and len(units[s.unit].text) > 24
    ]
    changes = {
        "replace": [[wrong, item.finding.suggestion]],
        "delete": [plain[1]],
        "append": [[plain[2], "本段在 LibreOffice 中加写。共有两句。"]],
        "resolve": [other.key],
    }
    plan.write_text(json.dumps(changes, ensure_ascii=False), "utf-8")
    subprocess.run(
        [SYSTEM_PYTHON, str(SCRIPT), str(source), str(target), str(plan)], check=True, timeout=120
    )
    report = import_into(desk, target)
    assert report.unmapped == []
    assert report.conflicts == []
    kinds = {d.kind for d in report.decisions}
    assert kinds == {Kind.EDIT, Kind.INSERT, Kind.ACCEPT}
    after = desk.state
    assert item.key not in after.by_key
    assert not after.by_key[other.key].open
    text = after.edition.report.text
    assert plain[1] not in text
    assert "本段在 LibreOffice 中加写。共有两句。" in text
    theirs = [t for t in lines_of(read_document(target)) if not t.startswith("\0")]
    ours = [" ".join(part.split()) for part in text.replace("\t", "\n").split("\n")]
    assert [line for line in theirs if line not in ours] == []
