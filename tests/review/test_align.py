"""Any edit at all of the text comes back whole, or is reported: never dropped, never doubled."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from writer.documents import Block, BlockKind, Document, read_document
from writer.review.desk import Desk
from writer.review.edition import edition
from writer.review.manuscript import sentences
from writer.review.matching import OldLine, likeness, match
from writer.review.replay import replay
from writer.review.state import State
from writer.review.store import Decision
from writer.review.word.comments import Marginalia
from writer.review.word.export import export_desk_word
from writer.review.word.import_report import ImportReport
from writer.review.word.importing import text_decisions, verify
from writer.review.word.manifest import TABLE_LINE, Manifest, lines_of

NOTHING = Marginalia((), {}, ())
WORDS = (
    "经核实，情况属实。",
    "本年新增支出12.50万元。",
    "另见说明，",
    "无。",
    "已按要求整改到位。",
)


def old(*rows: str) -> list[OldLine]:
    return [
        OldLine(row, tuple((f"{i}.{n}", s) for n, s in enumerate(sentences(row))))
        for i, row in enumerate(rows)
    ]


def placed(rows: list[OldLine], *new: str) -> list[list[tuple[str | None, str]]]:
    found = match(rows, new)
    return [[(p.unit, p.text) for p in found.placed[j]] for j in range(len(new))]


def test_same_lines_are_themselves() -> None:
    rows = old("甲乙丙。丁戊己。", "庚辛壬。")
    assert placed(rows, "甲乙丙。丁戊己。", "庚辛壬。") == [
        [("0.0", "甲乙丙。"), ("0.1", "丁戊己。")],
        [("1.0", "庚辛壬。")],
    ]


def test_an_edited_sentence_keeps_its_unit_between_its_neighbours() -> None:
    rows = old("第一句话在这里。第二句话在那里。第三句话在后面。")
    shown = placed(rows, "第一句话在这里。第二句话改到那里去了。第三句话在后面。")
    assert shown == [[
        ("0.0", "第一句话在这里。"), ("0.1", "第二句话改到那里去了。"), ("0.2", "第三句话在后面。"),
    ]]  # fmt: skip


def test_one_sentence_made_two_and_two_made_one() -> None:
    rows = old("全年开展训练十二次，考核优良率有所提高。", "另一段。")
    assert placed(rows, "全年开展训练十二次。考核优良率有所提高。", "另一段。")[0] == [
        ("0.0", "全年开展训练十二次。考核优良率有所提高。")
    ]
    rows = old("全年开展训练十二次。考核优良率有所提高。", "另一段。")
    found = match(rows, ["全年开展训练十二次，考核优良率有所提高。", "另一段。"])
    assert [p.unit for p in found.placed[0]] == ["0.0"]
    assert found.deleted == ["0.1"]


def test_a_moved_and_edited_sentence_is_found_again() -> None:
    rows = old("防汛物资按标准储备，定期检查。", "训练按计划进行。", "经费支出合规。")
    found = match(rows, ["训练按计划进行。", "经费支出合规。", "防汛物资按标准储备，并定期检查。"])
    assert [p.unit for p in found.placed[2]] == ["0.0"]
    assert found.deleted == []


def test_a_fixed_line_is_matched_whole_or_lost() -> None:
    rows = [OldLine("一、基本情况", (("h", "基本情况"),), fixed=True), *old("正文在此。")]
    found = match(rows, ["一、单位基本情况", "正文在此。"])
    assert found.fixed == {0: 0}
    assert match(rows, ["正文在此。"]).lost == [0]


@pytest.mark.parametrize(("a", "b", "low", "high"), [
    ("同一句话。", "同一句话。", 1, 1), ("同一句话。", "完全不同的文字", 0, 0.3), ("", "", 1, 1),
])  # fmt: skip
def test_likeness(a: str, b: str, low: float, high: float) -> None:
    assert low <= likeness(a, b) <= high


class Changed:
    """The exported file with its paragraphs rewritten at random; tables and headings stay."""

    def __init__(self, exported: Document, manifest: Manifest, seed: int) -> None:
        self.chance = random.Random(seed)
        fixed = {line.text.strip() for line in manifest.lines if line.fixed}
        self.lines = lines_of(exported)
        for _ in range(self.chance.randint(1, 12)):
            free = [i for i, t in enumerate(self.lines) if t not in fixed]
            if len(free) > 3:
                self._once(free, fixed)
        self.document = _document(self.lines, exported)

    def _once(self, free: list[int], fixed: set[str]) -> None:
        chance, lines = self.chance, self.lines
        i = chance.choice(free)
        parts = sentences(lines[i])
        kind = chance.choice(("edit", "delete", "insert", "split", "merge", "move", "cut", "add"))
        if kind == "edit":
            at = chance.randrange(len(lines[i]))
            lines[i] = (
                lines[i][:at] + chance.choice("甲乙丙丁9") + lines[i][at + chance.randint(0, 3) :]
            )
        elif kind == "delete":
            del lines[i]
        elif kind == "insert":
            lines.insert(i + chance.randint(0, 1), "".join(chance.sample(WORDS, 2)))
        elif kind == "split" and len(lines[i]) > 4:
            at = len(parts[0]) if len(parts) > 1 else len(lines[i]) // 2
            lines[i : i + 1] = [lines[i][:at], lines[i][at:]]
        elif kind == "merge" and i + 1 < len(lines) and lines[i + 1] not in fixed:
            lines[i : i + 2] = [lines[i] + lines[i + 1]]
        elif kind == "move":
            line = lines.pop(i)
            lines.insert(chance.choice([f for f in free if f <= len(lines)]), line)
        elif kind == "cut" and len(parts) > 1:
            parts.pop(chance.randrange(len(parts)))
            lines[i] = "".join(parts)
        elif kind == "add":
            parts.insert(chance.randint(0, len(parts)), chance.choice(WORDS))
            lines[i] = "".join(parts)
        self.lines = [line for line in lines if line.strip()]


def _document(lines: list[str], exported: Document) -> Document:
    """The lines as a file that was read, with the tables of the exported one in their places."""
    cells: dict[int, list[Block]] = {}
    for block in exported.blocks:
        if block.kind is BlockKind.CELL and block.table is not None:
            cells.setdefault(block.table, []).append(block)
    text, blocks = "", []
    for line in lines:
        if line.startswith(TABLE_LINE):
            for block in cells[int(line.removeprefix(TABLE_LINE))]:
                words = exported.text_of(block)
                start, text = len(text), text + words + "\t"
                blocks.append(Block(start, start + len(words), BlockKind.CELL, 0, block.table,
                                    block.row, block.column))  # fmt: skip
            text += "\n"
        else:
            blocks.append(Block(len(text), len(text) + len(line), BlockKind.PARAGRAPH))
            text += line + "\n"
    return Document(text, tuple(blocks))


def body_lines(state: State) -> list[str]:
    """The report's lines without those of tables, as a reader of the file sees them."""
    text = state.edition.report.text
    found = []
    for start, end, block in state.edition.report.spans:
        if type(block).__name__ != "Table":
            found.append(" ".join(text[start:end].split()))
    return found


def read_with(state: State, made: Sequence[Decision]) -> State:
    """The desk as it would read with these decisions; nothing of it is checked anew."""
    numbered = [replace(d, id=i) for i, d in enumerate(made, 1)]
    replayed = replay(state.run.manuscript, state.run.ledger, numbered)
    text = edition(replayed.manuscript, replayed.body, replayed.texts)
    return replace(state, replayed=replayed, edition=text, log=tuple(numbered))


@pytest.mark.parametrize("block", range(3))
def test_random_edits_come_back_whole(drafted: Path, tmp_path: Path, block: int) -> None:
    """The report as it would read has the file's lines in the file's order."""
    desk = Desk(drafted)
    exported = tmp_path / "out.docx"
    export_desk_word(desk, exported)
    read = read_document(exported)
    manifest = Manifest.from_json(desk.store.exports()[0])
    for seed in range(block * 15, block * 15 + 15):
        changed = Changed(read, manifest, seed)
        report = ImportReport()
        made = text_decisions(desk.state, manifest, changed.document, NOTHING, "甲", report)
        trial = read_with(desk.state, made)
        verify(trial, changed.document, report)
        assert not report.conflicts
        assert report.unmapped == [], f"seed {seed}"
        theirs = [" ".join(t.split()) for t in changed.lines if not t.startswith(TABLE_LINE)]
        captions = {line.text for line in manifest.lines if line.fixed}
        ours = [t for t in body_lines(trial) if t]
        left, right = (
            [t for t in ours if t not in captions],
            [t for t in theirs if t not in captions],
        )
        assert left == right, f"seed {seed}"
        again = text_decisions(trial, manifest, changed.document, NOTHING, "甲", ImportReport())
        assert again == [], f"seed {seed}: taking it back again changes nothing"


def test_the_number_of_decisions_follows_the_number_of_changes(
    drafted: Path, tmp_path: Path
) -> None:
    """A moved paragraph is one move, not a rewrite of everything between its places."""
    desk = Desk(drafted)
    export_desk_word(desk, tmp_path / "out.docx")
    read = read_document(tmp_path / "out.docx")
    manifest = Manifest.from_json(desk.store.exports()[0])
    lines = lines_of(read)
    fixed = {line.text.strip() for line in manifest.lines if line.fixed}
    free = [i for i, t in enumerate(lines) if t not in fixed]
    single = next(i for i in free if len(sentences(lines[i])) == 1)
    line = lines.pop(single)
    lines.insert(free[-2], line)
    made = text_decisions(
        desk.state, manifest, _document(lines, read), NOTHING, "甲", ImportReport()
    )
    assert Counter(d.kind for d in made) == {"move": 1}
