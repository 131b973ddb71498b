"""The round trip with a file that LibreOffice opened, edited with tracked changes and saved."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from tests.review.kit import first_open
from tests.review.word_editor import WordEditor
from writer.documents import read_document
from writer.review.desk import Desk
from writer.review.manuscript import Row, Unit, UnitKind
from writer.review.state import State
from writer.review.store import Kind
from writer.review.word.export import export_desk_word
from writer.review.word.import_report import ImportReport
from writer.review.word.importing import import_into
from writer.review.word.manifest import lines_of

SYSTEM_PYTHON = "/usr/bin/python3"
SCRIPT = Path(__file__).with_name("libreoffice_edit.py")


@cache
def bridge() -> bool:
    if not shutil.which("soffice") or not Path(SYSTEM_PYTHON).exists():
        return False
    return subprocess.run([SYSTEM_PYTHON, "-c", "import uno"], capture_output=True).returncode == 0


pytestmark = pytest.mark.skipif(not bridge(), reason="needs LibreOffice and python3-uno")


class Office:
    """The desk's exported file, edited by LibreOffice after a plan, and the way back."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk, self.folder = desk, folder
        export_desk_word(desk, folder / "out.docx")

    def back(self, **plan: Sequence[object]) -> ImportReport:
        source, target, file = (self.folder / n for n in ("out.docx", "edited.docx", "plan.json"))
        file.write_text(json.dumps(plan, ensure_ascii=False), "utf-8")
        command = [SYSTEM_PYTHON, str(SCRIPT), str(source), str(target), str(file)]
        subprocess.run(command, check=True, timeout=120)
        return import_into(self.desk, target)

    def same_as_file(self) -> None:
        """Line by line the report reads as the edited file does."""
        read = read_document(self.folder / "edited.docx")
        theirs = [t for t in lines_of(read) if not t.startswith("\0")]
        text = self.desk.state.edition.report.text
        ours = [" ".join(part.split()) for part in text.replace("\t", "\n").split("\n")]
        assert [line for line in theirs if line not in ours] == []


@pytest.fixture
def office(desk: Desk, tmp_path: Path) -> Office:
    return Office(desk, tmp_path)


def paragraphs(state: State, least: int) -> list[list[Unit]]:
    """Paragraphs of at least so many sentences, none of them flagged or short."""
    units = state.replayed.manuscript.units
    found = []
    for part in state.edition.parts:
        own = [units[u] for u in part.units]
        plain = all(u.kind is UnitKind.SENTENCE and u.id not in state.by_unit for u in own)
        if plain and len(own) >= least and min(len(u.text) for u in own) > 12:
            found.append(own)
    return found


def test_edits_deletions_additions_and_ticks_come_back(office: Office) -> None:
    state = office.desk.state
    item, other = [i for i in state.items if i.finding.code == "GR101"][:2]
    assert item == first_open(office.desk)
    wrong = state.edition.report.text[item.finding.start : item.finding.end]
    gone, before = [p[0].text for p in paragraphs(state, 1)][1:3]
    report = office.back(
        replace=[[wrong, item.finding.suggestion]],
        delete=[gone],
        append=[[before, "本段在 LibreOffice 中加写。共有两句。"]],
        resolve=[other.key],
    )
    assert report.unmapped == []
    assert report.conflicts == []
    assert {d.kind for d in report.decisions} == {Kind.EDIT, Kind.INSERT, Kind.ACCEPT}
    after = office.desk.state
    assert item.key not in after.by_key
    assert not after.by_key[other.key].open
    assert gone not in after.edition.report.text
    assert "本段在 LibreOffice 中加写。共有两句。" in after.edition.report.text
    office.same_as_file()


def test_what_was_moved_split_and_merged_comes_back(office: Office) -> None:
    state = office.desk.state
    parted = paragraphs(state, 2)[0]
    single = [p for p in paragraphs(state, 1) if p is not parted and len(p) == 1]
    moved, behind = single[0][0], single[-1][0]
    units = list(state.places)
    rows = [p for p in state.edition.parts if isinstance(p, Row)]
    merged = next(
        (a, b)
        for a, b in pairwise(rows)
        if not {moved.id, behind.id, parted[0].id} & {*a.units, *b.units}
        and units.index(b.units[0]) == units.index(a.units[-1]) + 1
        and state.replayed.text(a.units[-1]).endswith("。")
        and state.edition.parts.index(b) == state.edition.parts.index(a) + 1
        and not any(u in state.by_unit for u in (*a.units, *b.units))
    )
    last = state.replayed.text(merged[0].units[-1])
    report = office.back(move=[[moved.text, behind.text]], split=[parted[1].text], merge=[last])
    assert report.unmapped == []
    assert Counter(d.kind for d in report.decisions) == {
        Kind.MOVE: 1, Kind.SPLIT: 1, Kind.JOIN: 1,
    }  # fmt: skip
    office.same_as_file()


def test_an_answer_written_in_word_outlives_libreoffice(office: Office) -> None:
    item, other = [i for i in office.desk.state.items if i.finding.code == "GR101"][:2]
    word = WordEditor(office.folder / "out.docx")
    word.reply(item.key, "财政局已确认")
    word.reply(other.key, "口径不同", done=True)
    word.save(office.folder / "out.docx")
    report = office.back()
    assert report.unmapped == []
    report.decisions.sort(key=lambda d: d.kind, reverse=True)
    answers = [(d.kind, d.reason or d.after) for d in report.decisions]
    assert answers == [(Kind.NOTE, "财政局已确认"), (Kind.ACCEPT, "口径不同")]
    assert office.desk.state.by_key[item.key].open
    assert not office.desk.state.by_key[other.key].open
