"""There and back by Word: what the editor changed comes back, and nothing is dropped."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.review.kit import ANNE, FACTS, clean_sentences, draft_run, first_open
from tests.review.word_editor import AUTHOR, WordEditor
from writer.documents import read_document
from writer.errors import DocumentError
from writer.review.desk import Desk
from writer.review.manuscript import Unit, UnitKind
from writer.review.store import Kind, Source
from writer.review.word.export import export_desk_word, export_word
from writer.review.word.import_report import ImportReport
from writer.review.word.importing import import_into, import_word
from writer.review.word.manifest import lines_of


class Trip:
    """A desk, the file that it exported, and the way back."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk, self.folder = desk, folder
        self.exported = folder / "out.docx"
        self.comments = export_desk_word(desk, self.exported)
        self.word = WordEditor(self.exported)

    def back(self) -> ImportReport:
        edited = self.word.save(self.folder / "edited.docx")
        return import_into(self.desk, edited)

    def sentences(self) -> list[Unit]:
        """Sentences of paragraphs that hold several, in order, without findings."""
        state = self.desk.state
        units = state.replayed.manuscript.units
        return [
            units[s.unit]
            for s in state.edition.spans
            if units[s.unit].kind is UnitKind.SENTENCE
            and s.unit not in state.by_unit
            and len(units[s.unit].text) > 16
        ]

    def text(self) -> str:
        return self.desk.state.edition.report.text

    def same_as_word(self) -> None:
        """Line by line the report reads as the file does with all changes accepted."""
        document = read_document(self.folder / "edited.docx")
        theirs = [line for line in lines_of(document) if not line.startswith("\0")]
        ours = [" ".join(part.split()) for part in self.text().replace("\t", "\n").split("\n")]
        assert [line for line in theirs if line not in ours] == []


@pytest.fixture
def trip(desk: Desk, tmp_path: Path) -> Trip:
    return Trip(desk, tmp_path)


def paragraph_of(trip: Trip, at_least: int = 2) -> list[Unit]:
    """A paragraph with several sentences, none of them flagged."""
    state = trip.desk.state
    units = state.replayed.manuscript.units
    for part in state.edition.parts:
        own = [units[u] for u in part.units]
        plain = all(u.kind is UnitKind.SENTENCE and u.id not in state.by_unit for u in own)
        if len(own) >= at_least and plain and min(len(u.text) for u in own) >= 12:
            return own
    raise AssertionError("no such paragraph")


def test_an_untouched_file_changes_nothing(trip: Trip) -> None:
    report = trip.back()
    assert report.counts == []
    assert trip.desk.state.log == ()
    assert trip.comments == sum(i.open and i.problem is None for i in trip.desk.state.items)


@pytest.fixture(scope="module")
def broken_lines(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run whose facts break lines and double blanks where words may stand."""
    folder = tmp_path_factory.mktemp("lines")
    text = FACTS.read_text("utf-8")
    for old, new in (
        ("按标准补充储备物资。", r'"按标准  储备物资。\n\n及时补充。"'),
        ("部分训练因场地维修延至次年。", r'"部分训练因场地维修\n延至次年。 "'),
        ("执行进度不均衡", r'"执行进度\n不均衡"'),
    ):
        assert old in text
        text = text.replace(old, new)
    text += (
        r'附件: ["专项资金\n使用 情况", 其他材料]' + "\n"
        "绩效指标:\n  - {一级指标: 产出指标, 二级指标: 数量指标, 目标值: 12次, 完成值: 12次,"
        r' 分值: 10, 得分: 10, 三级指标: "训练\n次数"}' + "\n"
    )
    (folder / "facts.yaml").write_text(text, "utf-8")
    return draft_run(folder / "r", folder / "facts.yaml")


def test_lines_broken_by_the_facts_are_no_changes(broken_lines: Path, tmp_path: Path) -> None:
    trip = Trip(Desk(broken_lines), tmp_path)
    texts = [u.text for u in trip.desk.state.replayed.manuscript.units.values()]
    assert any("\n" in text for text in texts), "cells of several lines"
    assert "专项资金 使用 情况" in trip.desk.state.edition.report.attachments
    assert trip.back().counts == []


def test_a_cell_of_several_lines_keeps_them(broken_lines: Path, tmp_path: Path) -> None:
    shutil.copytree(broken_lines.parent, tmp_path / "r")
    trip = Trip(Desk(tmp_path / "r" / "run"), tmp_path)
    cell = next(
        u
        for u in trip.desk.state.replayed.manuscript.units.values()
        if u.kind is UnitKind.CELL and u.text.count("\n") == 1 and len(u.text) > 30
    )
    first, second = cell.text.split("\n")
    inside = next(t for t in trip.word.document.iter("{*}t") if t.text == second and _in(t, "tc"))
    inside.text = second + "另行说明。"
    trip.back()
    assert trip.desk.state.replayed.text(cell.id) == f"{first}\n{second}另行说明。"
    seen = trip.desk.state.version(cell.id)
    made = trip.desk.edit(cell.id, f" {first}\r\n\r\n{second}\x07", seen, ANNE)
    assert made.after == cell.text


def test_each_comment_names_its_finding(trip: Trip) -> None:
    texts = ["".join(c.itertext()) for c in trip.word.comments]  # type: ignore[union-attr]
    for item in trip.desk.state.items:
        assert any(item.key in t and item.finding.message in t for t in texts)


@pytest.mark.parametrize("tracked", [True, False])
def test_an_edited_number_comes_back(trip: Trip, tracked: bool) -> None:
    item = first_open(trip.desk)
    span = trip.desk.state.places[item.unit]
    wrong = trip.text()[item.finding.start : item.finding.end]
    right = item.finding.suggestion or ""
    sentence = trip.text()[span.start : span.end]
    trip.word.replace(wrong, right, tracked=tracked)
    report = trip.back()
    made = report.decisions[0]
    assert (made.kind, made.source, made.before) == (Kind.EDIT, Source.WORD, sentence)
    assert made.after == sentence.replace(wrong, right, 1)
    assert made.who == (AUTHOR if tracked else "Word")
    assert item.key not in trip.desk.state.by_key
    assert not report.unmapped
    trip.same_as_word()


def test_taking_the_same_file_back_twice_changes_nothing(trip: Trip) -> None:
    one = paragraph_of(trip)[0]
    trip.word.insert_paragraph(one.text, "新的一段。其中有两句。")
    trip.word.add_comment(one.text, "请再核对")
    trip.word.replace(one.text[-6:], "，另行说明。")
    first = trip.back()
    assert first.decisions
    again = import_into(trip.desk, trip.folder / "edited.docx")
    assert again.decisions == []
    assert again.conflicts == []
    trip.same_as_word()


def test_a_paragraph_added_is_added_and_checked(trip: Trip) -> None:
    one = paragraph_of(trip)[0]
    trip.word.insert_paragraph(one.text, "本年公务接待费支出9.36万元。")
    report = trip.back()
    assert [d.kind for d in report.decisions] == [Kind.INSERT]
    trip.same_as_word()
    state = trip.desk.state
    assert any(
        i.unit == report.decisions[0].unit and i.finding.code.startswith("GR") for i in state.items
    ), "the new number is grounded like any other"
    trip.desk.undo(report.decisions[0].id, ANNE)
    assert "9.36万元" not in trip.text()


def test_a_sentence_added_inside_a_paragraph_stays_inside(trip: Trip) -> None:
    one, two = paragraph_of(trip)[:2]
    trip.word.replace(two.text, f"中间加一句。{two.text}")
    report = trip.back()
    assert not report.unmapped
    assert f"{one.text}中间加一句。{two.text}" in trip.text()
    trip.same_as_word()


@pytest.mark.parametrize("tracked", [True, False])
def test_a_paragraph_deleted_is_deleted(trip: Trip, tracked: bool) -> None:
    own = paragraph_of(trip)
    trip.word.delete_paragraph(own[0].text, tracked=tracked)
    report = trip.back()
    assert {d.unit for d in report.decisions} == {u.id for u in own}
    assert all(d.kind is Kind.EDIT and d.after == "" for d in report.decisions)
    assert own[0].text not in trip.text()
    trip.same_as_word()


def test_one_sentence_deleted_leaves_the_others(trip: Trip) -> None:
    one, two = paragraph_of(trip)[:2]
    trip.word.replace(one.text, "")
    trip.back()
    assert one.text not in trip.text()
    assert two.text in trip.text()
    trip.same_as_word()


def test_a_paragraph_moved_is_moved(trip: Trip) -> None:
    own = paragraph_of(trip)
    others = [u for u in trip.sentences() if u.section != own[0].section]
    target = others[-1]
    trip.word.move_paragraph(own[0].text, after=target.text)
    report = trip.back()
    assert {d.kind for d in report.decisions} == {Kind.MOVE}
    assert trip.text().index(own[0].text) > trip.text().index(target.text)
    assert not report.unmapped
    trip.same_as_word()


def test_a_paragraph_split_is_two(trip: Trip) -> None:
    one, two = paragraph_of(trip)[:2]
    trip.word.split_paragraph(two.text)
    report = trip.back()
    assert [d.kind for d in report.decisions] == [Kind.SPLIT]
    assert f"{one.text}\n{two.text}" in trip.text()
    trip.same_as_word()


def test_a_sentence_split_in_its_middle_keeps_both_halves(trip: Trip) -> None:
    unit = next(u for u in trip.sentences() if "，" in u.text and len(u.text) > 20)
    behind = unit.text[unit.text.index("，") + 1 :]
    trip.word.split_paragraph(behind)
    trip.back()
    trip.same_as_word()


def test_two_paragraphs_merged_are_one(trip: Trip) -> None:
    state = trip.desk.state
    rows = [p for p in state.edition.parts if p.units and p.units[0] in _plain(trip)]
    pair = next(
        (a, b)
        for a, b in zip(state.edition.parts, state.edition.parts[1:], strict=False)
        if a in rows and b in rows
    )
    first, second = (trip.desk.state.replayed.text(p.units[0]) for p in pair)
    trip.word.merge_with_next(first)
    report = trip.back()
    assert [d.kind for d in report.decisions] == [Kind.JOIN]
    assert not report.unmapped
    last = trip.desk.state.replayed.text(pair[0].units[-1])
    assert last + second in trip.text()
    trip.same_as_word()


def _plain(trip: Trip) -> set[str]:
    return {u.id for u in trip.sentences()}


def test_a_heading_edited_keeps_its_number(trip: Trip) -> None:
    units = trip.desk.state.replayed.manuscript.units.values()
    heading = next(u for u in units if u.kind is UnitKind.HEADING and len(u.text) > 4)
    trip.word.replace(heading.text, heading.text + "（补充）")
    report = trip.back()
    assert [d.after for d in report.decisions] == [heading.text + "（补充）"]
    assert not report.unmapped
    trip.same_as_word()


def test_a_heading_deleted_is_reported_and_stays(trip: Trip) -> None:
    units = trip.desk.state.replayed.manuscript.units.values()
    heading = next(u for u in units if u.kind is UnitKind.HEADING and len(u.text) > 4)
    trip.word.delete_paragraph(heading.text)
    report = trip.back()
    assert any(heading.text in u.text for u in report.unmapped)
    assert heading.text in trip.text()


def test_a_table_cell_edited_comes_back(trip: Trip) -> None:
    state = trip.desk.state
    cell = next(
        u
        for u in state.replayed.manuscript.units.values()
        if u.kind is UnitKind.CELL and u.text.count(".") == 1 and u.id in state.places
    )
    table = next(iter(trip.word.document.iter("{*}tbl")))
    target = next(
        t for t in trip.word.document.iter("{*}t") if t.text == cell.text and _in(t, "tc")
    )
    assert table is not None
    target.text = "77.77"
    report = trip.back()
    assert [d.after for d in report.decisions] == ["77.77"]
    trip.same_as_word()


def _in(element: object, tag: str) -> bool:
    return any(a.tag.endswith("}" + tag) for a in element.iterancestors())  # type: ignore[attr-defined]


def test_a_table_row_added_is_reported(trip: Trip) -> None:
    from copy import deepcopy

    table = next(iter(trip.word.document.iter("{*}tbl")))
    row = deepcopy(list(table.iter("{*}tr"))[-1])
    for t in row.iter("{*}t"):
        t.text = "加的"
    table.append(row)
    report = trip.back()
    assert any("表" in u.why for u in report.unmapped)


def test_a_resolved_comment_is_an_acceptance_with_its_answer(trip: Trip) -> None:
    one, two = [i for i in trip.desk.state.items if i.finding.code == "GR101"][:2]
    trip.word.reply(one.key, "财政局已确认此数", done=True)
    trip.word.resolve(two.key)
    trip.word.renumber_comments()
    report = trip.back()
    made = {d.finding: d for d in report.decisions}
    assert made[one.key].kind is Kind.ACCEPT
    assert (made[one.key].reason, made[one.key].who) == ("财政局已确认此数", AUTHOR)
    assert made[two.key].reason == "在 Word 中标为已解决"
    state = trip.desk.state
    assert not state.by_key[one.key].open
    assert not state.by_key[two.key].open


def test_an_answer_alone_is_a_remark_and_the_finding_stays_open(trip: Trip) -> None:
    item = first_open(trip.desk)
    trip.word.reply(item.key, "待财务科核实")
    report = trip.back()
    assert [(d.kind, d.after) for d in report.decisions] == [(Kind.NOTE, "待财务科核实")]
    assert trip.desk.state.by_key[item.key].open
    assert trip.desk.state.replayed.notes[0].unit == item.unit


def test_a_comment_on_the_same_words_is_an_answer(trip: Trip) -> None:
    """As LibreOffice leaves an answer: a comment of its own in the place of the other."""
    item = next(i for i in trip.desk.state.items if i.finding.code == "GR101")
    trip.word.reply(item.key, "财政局已确认此数")
    trip.word.forget_threads()
    trip.word.resolve(item.key)
    report = trip.back()
    assert [(d.kind, d.reason, d.who) for d in report.decisions] == [
        (Kind.ACCEPT, "财政局已确认此数", AUTHOR)
    ]


def test_a_deleted_comment_is_no_answer(trip: Trip) -> None:
    item = first_open(trip.desk)
    trip.word.remove_comment(item.key)
    report = trip.back()
    assert report.removed_comments == 1
    assert trip.desk.state.by_key[item.key].open


def test_a_new_comment_is_kept_with_its_sentence(trip: Trip) -> None:
    one = paragraph_of(trip)[0]
    trip.word.add_comment(one.text, "这里要不要写明时间？")
    report = trip.back()
    assert [(d.kind, d.unit, d.after) for d in report.decisions] == [
        (Kind.NOTE, one.id, "这里要不要写明时间？")
    ]


def test_what_changed_on_both_sides_is_not_overwritten(trip: Trip) -> None:
    one, two = paragraph_of(trip)[:2]
    trip.desk.edit(one.id, "页面上的写法。", 0, ANNE)
    trip.desk.edit(two.id, "只在页面上改。", 0, ANNE)
    trip.word.replace(one.text, "Word 里的写法。")
    report = trip.back()
    assert [(c.here, c.word) for c in report.conflicts] == [("页面上的写法。", "Word 里的写法。")]
    assert "页面上的写法。只在页面上改。" in trip.text()
    assert [n.after for n in trip.desk.state.replayed.notes] == ["Word 里的写法。"]


def test_a_file_exported_before_a_new_draft_reports_what_has_gone(trip: Trip) -> None:
    """The fact behind a sentence changed: its edited form has no place any more."""
    unit, judged = next(
        (u, j) for u, j in clean_sentences(trip.desk.state) if u.text.count("225.15万元")
    )
    assert judged
    trip.word.replace(unit.text[-5:], "，以此为准。")
    from writer.review.facts_edit import content_hash

    correction = trip.desk.correction("收支.支出.构成.0.决算", "226.00")
    trip.desk.correct_fact(correction.path, "226.00", "", content_hash(correction.old_text), ANNE)
    report = trip.back()
    assert any("以此为准" in u.text for u in report.unmapped)


def test_everything_at_once(trip: Trip) -> None:
    own = paragraph_of(trip)
    sentences = [u for u in trip.sentences() if u not in own and len(u.text) > 14]
    item = first_open(trip.desk)
    wrong = trip.text()[item.finding.start : item.finding.end]
    trip.word.replace(wrong, item.finding.suggestion or "")
    trip.word.replace(sentences[0].text[-4:], "（已核）。")
    trip.word.insert_paragraph(sentences[1].text, "加写一段。再加一句。")
    trip.word.delete_paragraph(sentences[-1].text)
    trip.word.move_paragraph(own[0].text, after=sentences[3].text)
    trip.word.renumber_comments()
    report = trip.back()
    assert not report.unmapped, report.unmapped
    trip.same_as_word()


def test_a_foreign_or_broken_file_is_refused(run: Path, drafted: Path, tmp_path: Path) -> None:
    export_word(run, tmp_path / "out.docx")
    foreign = tmp_path / "foreign.docx"
    from writer.assemble.docx import write_docx
    from writer.report import Paragraph, Report

    write_docx(Report("别的文件", (Paragraph("完全不相干的内容。"),)), foreign)
    with pytest.raises(DocumentError, match="不像是由这份报告"):
        import_word(run, foreign)
    (tmp_path / "broken.docx").write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(DocumentError):
        import_word(run, tmp_path / "broken.docx")
    assert Desk(run).state.log == ()


def test_script_in_a_word_comment_is_only_text(trip: Trip) -> None:
    one = paragraph_of(trip)[0]
    trip.word.add_comment(one.text, "<script>alert(1)</script>‮=1+1")
    report = trip.back()
    assert report.decisions[0].after == "<script>alert(1)</script>=1+1"
