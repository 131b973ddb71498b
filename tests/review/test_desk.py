"""Every decision on a run: what it does to the report, the findings and the facts."""

from __future__ import annotations

import json
import os
import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from tests.review.kit import ANNE, BO, clean_sentences, draft_run, first_open, plant
from writer.drafting.checked import check_report
from writer.errors import FactsError, RunError
from writer.findings import Severity
from writer.report import Table
from writer.review.desk import Author, Desk, ReviewError
from writer.review.explain import expected, neighbours
from writer.review.facts_edit import content_hash, find_scalar, write_facts
from writer.review.replay import FACT
from writer.review.state import Status, suggested
from writer.review.store import Decision, Kind, Source, StaleVersion


def facts_file(desk: Desk) -> Path:
    path = desk.run.facts_path
    assert path is not None
    return path


def test_the_desk_shows_what_the_check_finds(desk: Desk) -> None:
    state = desk.state
    result = check_report(state.edition.report, state.run.ledger, required=state.run.required)
    assert state.edition.report == state.run.report
    shown = {(i.finding.code, i.finding.start, i.finding.message) for i in state.items}
    assert {(f.code, f.start, f.message) for f in result.findings} <= shown
    assert sum(i.problem is None for i in state.items) == len(result.findings)
    assert sum(i.finding.code == "GR101" for i in state.items) >= 4
    assert state.blocking
    assert len({i.key for i in state.items}) == len(state.items)


def test_taking_a_suggestion_settles_the_finding(desk: Desk) -> None:
    item = first_open(desk)
    text = suggested(desk.state, item)
    made = desk.take(item.key, 0, ANNE)
    assert (made.kind, made.source, made.after, made.code) == (
        Kind.EDIT, Source.SUGGESTION, text, "GR101",
    )  # fmt: skip
    assert item.key not in desk.state.by_key
    assert desk.state.replayed.text(item.unit) == text
    assert text in desk.state.edition.report.text


def test_editing_and_deleting_a_sentence(desk: Desk) -> None:
    unit, _ = clean_sentences(desk.state)[0]
    desk.edit(unit.id, "  改成\n两行的\t一句。\x00 ", 0, ANNE)
    assert desk.state.replayed.text(unit.id) == "改成两行的 一句。"
    version = desk.state.version(unit.id)
    desk.edit(unit.id, "", version, ANNE)
    assert unit.id not in desk.state.places
    desk.undo(desk.last_of("甲").id, ANNE)  # type: ignore[union-attr]
    assert desk.state.replayed.text(unit.id) == "改成两行的 一句。"


def test_headings_cannot_be_emptied_and_no_change_is_no_decision(desk: Desk) -> None:
    units = desk.state.replayed.manuscript.units.values()
    heading = next(u for u in units if u.kind == "heading")
    with pytest.raises(ReviewError, match="不能删空"):
        desk.edit(heading.id, "", 0, ANNE)
    with pytest.raises(ReviewError, match="没有改动"):
        desk.edit(heading.id, heading.text, 0, ANNE)
    with pytest.raises(ReviewError, match="没有这句话"):
        desk.edit("nowhere", "句子。", 0, ANNE)
    assert desk.state.log == ()


def test_accepting_needs_a_reason_and_opens_the_gate(desk: Desk) -> None:
    item = first_open(desk)
    with pytest.raises(ReviewError, match="理由"):
        desk.accept(item.key, " \n ", 0, ANNE)
    made = desk.accept(item.key, "经核实无误", 0, ANNE)
    after = desk.state.by_key[item.key]
    assert (after.status, after.decision) == (Status.ACCEPTED, made)
    assert not after.blocks
    assert item.finding.severity is Severity.ERROR


def test_an_acceptance_ends_when_the_sentence_changes(desk: Desk) -> None:
    item = first_open(desk)
    desk.accept(item.key, "经核实无误", 0, ANNE)
    text = desk.state.replayed.text(item.unit)
    desk.edit(item.unit, text.replace("。", "，特此说明。"), desk.state.version(item.unit), ANNE)
    again = [i for i in desk.state.by_unit[item.unit] if i.finding.code == item.finding.code]
    assert again
    assert all(i.open for i in again)


def test_the_second_to_save_a_sentence_is_told(run: Path) -> None:
    one, two = Desk(run), Desk(run)
    item = first_open(one)
    one.edit(item.unit, "甲的写法。", 0, ANNE)
    with pytest.raises(StaleVersion) as told:
        two.edit(item.unit, "乙的写法。", 0, BO)
    assert told.value.newer.after == "甲的写法。"
    assert two.state.replayed.text(item.unit) == "甲的写法。"


def test_decisions_outlive_the_process_and_a_new_draft(run: Path) -> None:
    desk = Desk(run)
    unit, _ = clean_sentences(desk.state)[0]
    desk.edit(unit.id, "经审阅改写的一句。", 0, ANNE)
    desk.draft_again()
    assert Desk(run).state.replayed.text(unit.id) == "经审阅改写的一句。"
    assert Desk(run).state.replayed.outdated == []


def test_a_decision_is_outdated_when_its_figure_changes(run: Path) -> None:
    """The sentence is drafted in other words then, or relies on another value."""
    desk = Desk(run)
    unit, judged = clean_sentences(desk.state)[0]
    made = desk.edit(unit.id, unit.text.replace("。", "，特此说明。"), 0, ANNE)
    assert judged.figure in made.figures
    figure = desk.run.ledger.figures[judged.figure or ""]
    source = next(
        f for f in [figure, *(desk.run.ledger.figures[i] for i in figure.inputs)] if not f.formula
    )
    text = facts_file(desk).read_text("utf-8")
    old = find_scalar(text, "facts.yaml", source.source.path).value
    correction = desk.correction(source.source.path, _next(old))
    desk.correct_fact(source.source.path, correction.after, "", content_hash(text), ANNE)
    outdated = desk.state.replayed.outdated
    assert [o.decision.id for o in outdated] == [made.id]
    assert outdated[0].why
    desk.undo(made.id, ANNE)
    assert desk.state.replayed.outdated == []


def _next(number: str) -> str:
    return str(int(number[0]) % 9 + 1) + number[1:]


def test_an_outdated_decision_can_be_applied_anew(desk: Desk) -> None:
    item = first_open(desk)
    stale = Decision(
        Kind.EDIT, item.unit, "甲", "原。", "旧的写法。", figures={item.finding.figures[0]: "0"}
    )
    made = desk.store.append(stale)
    assert [o.decision for o in desk.state.replayed.outdated] == [made]
    assert "已经变化" in desk.state.replayed.outdated[0].why
    assert desk.state.replayed.text(item.unit) != "旧的写法。"
    desk.keep(made.id, BO)
    assert desk.state.replayed.outdated == []
    assert desk.state.replayed.text(item.unit) == "旧的写法。"
    with pytest.raises(ReviewError, match="已过期"):
        desk.keep(made.id, BO)


def test_a_sentence_that_has_gone_is_outdated(desk: Desk) -> None:
    desk.store.append(Decision(Kind.EDIT, "0123456789ab", "甲", "原。", "改。"))
    assert "不在报告中" in desk.state.replayed.outdated[0].why
    with pytest.raises(ReviewError, match="不在报告中"):
        desk.keep(1, ANNE)


def test_correcting_a_fact_rewrites_the_report(desk: Desk) -> None:
    before = facts_file(desk).read_text("utf-8")
    correction = desk.correction("收支.支出.构成.0.决算", "226.00")
    made = desk.correct_fact(
        correction.path, "226.00", "以决算批复为准", content_hash(before), ANNE
    )
    after = facts_file(desk).read_text("utf-8")
    assert after == before.replace("决算: 225.15", "决算: 226.00")
    assert (made.kind, made.unit, made.before, made.after) == (
        Kind.FACT, FACT + "收支.支出.构成.0.决算", "225.15", "226.00",
    )  # fmt: skip
    assert "226.00万元" in desk.state.edition.report.text
    assert any(i.problem is not None for i in desk.state.items), "parts no longer make the total"
    desk.undo(made.id, ANNE)
    assert facts_file(desk).read_text("utf-8") == before
    assert "225.15万元" in desk.state.edition.report.text


def test_a_correction_that_was_shown_for_another_file_is_refused(desk: Desk) -> None:
    path = facts_file(desk)
    seen = content_hash(path.read_text("utf-8"))
    path.write_text(path.read_text("utf-8") + "\n# 别人加的\n", "utf-8")
    with pytest.raises(ReviewError, match="刚被改过"):
        desk.correct_fact("收支.支出.构成.0.决算", "226.00", "", seen, ANNE)
    assert desk.state.log == ()
    assert desk.state.run.facts_changed


def test_a_wrong_correction_changes_nothing(desk: Desk) -> None:
    before = facts_file(desk).read_bytes()
    with pytest.raises(FactsError):
        desk.correct_fact("收支.支出.构成.0.决算", "很多", "", "x", ANNE)
    assert facts_file(desk).read_bytes() == before
    assert desk.state.log == ()


@pytest.mark.parametrize("written", [False, True])
def test_a_correction_interrupted_by_a_kill_is_finished(run: Path, written: bool) -> None:
    """The decision is on disk; the facts file may be, the new draft is not."""
    desk = Desk(run)
    correction = desk.correction("收支.支出.构成.0.决算", "226.00")
    detail = {"line": correction.line, "old": content_hash(correction.old_text),
              "new": content_hash(correction.new_text)}  # fmt: skip
    unit = FACT + correction.path
    desk.store.append(Decision(Kind.FACT, unit, "甲", "225.15", "226.00", detail=detail))
    if written:
        write_facts(facts_file(desk), correction)
    again = Desk(run)
    assert "决算: 226.00" in facts_file(again).read_text("utf-8")
    assert "226.00万元" in again.state.edition.report.text
    assert not again.state.run.facts_changed


def test_a_facts_file_that_has_gone_only_stops_corrections(run: Path) -> None:
    (run.parent / "facts-2023.yaml").unlink()
    desk = Desk(run)
    desk.take(first_open(desk).key, 0, ANNE)
    with pytest.raises(RunError, match="没有这个文件"):
        desk.correction("收支.支出.构成.0.决算", "226.00")


def test_facts_that_do_not_reconcile_are_findings_too(tmp_path: Path) -> None:
    from tests.review.kit import FACTS

    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(FACTS.read_text("utf-8").replace("决算: 190.20", "决算: 191.20"), "utf-8")
    desk = Desk(draft_run(tmp_path / "r", wrong))
    item = next(i for i in desk.state.items if i.problem is not None and i.blocks)
    assert item.unit.startswith(FACT)
    desk.accept(item.key, "财政口径如此", 0, ANNE)
    assert not desk.state.by_key[item.key].blocks


def test_another_process_is_seen_at_once(run: Path) -> None:
    one, two = Desk(run), Desk(run)
    item = first_open(one)
    assert item.key in two.state.by_key
    one.take(item.key, 0, ANNE)
    assert item.key not in two.state.by_key
    plant(run, 7)
    assert len(two.state.items) != len(one.run.problems)
    assert two.state.run.stamp == one.state.run.stamp


def test_an_expected_figure_leads_back_to_its_line(desk: Desk) -> None:
    state = desk.state
    for item in (i for i in state.items if i.finding.code == "GR101"):
        figure = expected(state, item)[0]
        lines = state.run.ledger.file.text.splitlines()
        if figure.path:
            assert figure.source == lines[figure.line - 1].strip()
            assert figure.value in item.finding.message
        else:
            assert figure.formula
            assert figure.inputs
    near = [n for item in state.items for n in neighbours(state, item)]
    assert near
    assert all(n.name and n.value for n in near)


def test_a_folder_that_is_no_finished_run_is_refused(run: Path, tmp_path: Path) -> None:
    with pytest.raises(RunError, match="不是 draft 的运行文件夹"):
        Desk(tmp_path / "nothing")
    first = sorted((run / "sections").iterdir())[0]
    first.unlink()
    with pytest.raises(RunError, match="还没有写完"):
        Desk(run)
    (run / "run.json").write_text("{", "utf-8")
    with pytest.raises(RunError, match="已损坏"):
        Desk(run)


def test_a_moved_run_folder_still_opens(run: Path, tmp_path: Path) -> None:
    desk = Desk(run)
    desk.take(first_open(desk).key, 0, ANNE)
    moved = tmp_path / "moved"
    shutil.copytree(run, moved)
    assert Desk(moved).state.log == desk.state.log
    assert os.path.exists(moved / "decisions.sqlite")


def test_the_facts_file_is_found_from_wherever_the_run_is_opened(
    run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not the file of the same name that lies where the desk was started."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    shutil.copy(run.parent / "facts-2023.yaml", elsewhere)
    monkeypatch.chdir(elsewhere)
    assert Desk(run).run.facts_path == run.parent.resolve() / "facts-2023.yaml"
    assert json.loads((run / "run.json").read_text("utf-8"))["facts"] == "../facts-2023.yaml"
    before = (run / "run.json").read_bytes()
    monkeypatch.chdir(run.parent)
    Desk(Path("run")).draft_again()
    assert (run / "run.json").read_bytes() == before


@pytest.mark.parametrize(("old", "new"), [("青岚市", "白石市"), ("年度: 2023", "年度: 2024")])
def test_the_facts_of_another_report_are_left_alone(
    run: Path, tmp_path: Path, old: str, new: str
) -> None:
    """A run folder that was moved beside them must not draft from them."""
    other = tmp_path / "other"
    other.mkdir()
    shutil.copytree(run, other / "run")
    text = (run.parent / "facts-2023.yaml").read_text("utf-8")
    facts = other / "facts-2023.yaml"
    facts.write_text(text.replace("225.15", "225.20"), "utf-8")
    assert Desk(other / "run").run.facts_path == facts.resolve(), "a later state of its own"
    facts.write_text(text.replace(old, new), "utf-8")
    desk = Desk(other / "run")
    assert desk.run.facts_path is None
    assert not desk.run.facts_changed
    with pytest.raises(RunError, match="别的单位"):
        desk.draft_again()
    with pytest.raises(RunError, match="别的单位"):
        desk.correction("收支.支出.构成.0.决算", "226.00")


def test_nonces_make_a_form_sent_twice_one_decision(desk: Desk) -> None:
    item = first_open(desk)
    author = Author("甲", "form-1")
    first = desk.accept(item.key, "理由", 0, author)
    assert desk.accept(item.key, "理由", 0, author) == first
    assert len(desk.state.log) == 1


def test_what_can_be_taken_comes_first_and_the_whole_report_last(desk: Desk) -> None:
    """So that few decisions are left: what follows from a mended number goes by itself."""
    for span in desk.state.edition.spans:
        if "286.40" in desk.state.replayed.text(span.unit):
            desk.edit(span.unit, "全年预算见附表。", 0, ANNE)
    items = desk.state.items
    for one, two in pairwise(items):
        if one.unit == two.unit and not one.whole and not two.whole and one.problem is None:
            assert one.finding.suggestion is not None or two.finding.suggestion is None
    places = [i.whole or i.problem is not None for i in items]
    assert places == sorted(places)
    assert True in places


def test_a_finding_in_an_attachment_is_named_by_its_table(desk: Desk) -> None:
    """Not by the last heading of the report, which stands before it."""
    state = desk.state
    table = next(b for b in state.edition.report.appendix if isinstance(b, Table) and b.caption)
    start = next(s for s, _, block in state.edition.report.spans if block is table)
    cell = next(
        s.unit
        for s in state.edition.spans
        if s.start > start + len(table.text) // 2
        and state.replayed.text(s.unit).replace(".", "").isdecimal()
    )
    made = desk.edit(cell, "77777.77", 0, ANNE)
    assert made.section == table.caption
    found = [i for i in desk.state.items if i.unit == cell]
    assert found
    assert {i.finding.section for i in found} == {table.caption}
    body = [i for i in desk.state.items if i.finding.start < start]
    assert body
    assert table.caption not in {i.finding.section for i in body}
