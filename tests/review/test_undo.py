"""Every sort of decision can be taken back, and then all is as it was."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from tests.review.kit import ANNE, BO, first_open
from writer.errors import FactsError
from writer.review.desk import Desk, ReviewError
from writer.review.facts_edit import content_hash
from writer.review.manuscript import Row
from writer.review.store import Decision, Kind


def facts(desk: Desk) -> Path:
    assert desk.run.facts_path is not None
    return desk.run.facts_path


def test_undo_takes_back_ones_own_last_decision(desk: Desk) -> None:
    first, second = [i for i in desk.state.items if i.finding.code == "GR101"][:2]
    desk.accept(first.key, "理由", 0, ANNE)
    desk.accept(second.key, "理由", 0, BO)
    own = desk.last_of("甲")
    assert own is not None
    assert own.finding == first.key
    desk.undo(own.id, ANNE)
    assert desk.last_of("甲") is None
    assert desk.state.by_key[first.key].open
    assert not desk.state.by_key[second.key].open
    with pytest.raises(ReviewError, match="已经撤销"):
        desk.undo(own.id, ANNE)
    with pytest.raises(ReviewError, match="没有这一项"):
        desk.undo(999, ANNE)


def _take(desk: Desk) -> Decision:
    return desk.take(first_open(desk).key, 0, ANNE)


def _delete(desk: Desk) -> Decision:
    return desk.edit(first_open(desk).unit, "", 0, ANNE)


def _accept(desk: Desk) -> Decision:
    return desk.accept(first_open(desk).key, "经核实", 0, ANNE)


def _fact(desk: Desk) -> Decision:
    return _correct(desk, "226.00")


def _note(desk: Desk) -> Decision:
    return desk.store.append(Decision(Kind.NOTE, first_open(desk).unit, "甲", after="请核对"))


def _paragraph(desk: Desk) -> Row:
    rows = [p for p in desk.state.edition.parts if isinstance(p, Row) and len(p.units) > 1]
    return rows[-1]


def _insert(desk: Desk) -> Decision:
    detail = {"after": _paragraph(desk).units[0], "own": True}
    return desk.store.append(Decision(Kind.INSERT, "w1", "甲", after="加写一段。", detail=detail))


def _move(desk: Desk) -> Decision:
    first, second, *_ = _paragraph(desk).units
    detail = {"after": second, "own": True}
    return desk.store.append(Decision(Kind.MOVE, first, "甲", detail=detail))


def _split(desk: Desk) -> Decision:
    return desk.store.append(Decision(Kind.SPLIT, _paragraph(desk).units[1], "甲"))


def _join(desk: Desk) -> Decision:
    parts = desk.state.edition.parts
    below = next(b for a, b in pairwise(parts) if isinstance(a, Row) and isinstance(b, Row))
    return desk.store.append(Decision(Kind.JOIN, below.units[0], "甲"))


@pytest.mark.parametrize(
    "decide", [_take, _delete, _accept, _fact, _note, _insert, _move, _split, _join]
)
def test_every_decision_can_be_taken_back(desk: Desk, decide: Callable[[Desk], Decision]) -> None:
    def shown() -> tuple[object, ...]:
        state = desk.state
        text = state.edition.report.text
        return text, state.items, state.replayed.notes, facts(desk).read_bytes()

    if decide is _fact:
        desk.undo(_fact(desk).id, ANNE)  # drafts anew, which mends what was planted
    before = shown()
    made = decide(desk)
    assert shown() != before
    desk.undo(made.id, ANNE)
    assert shown() == before
    assert desk.state.replayed.outdated == []
    again = Desk(desk.path)
    assert (again.state.edition.report.text, again.state.items) == before[:2]
    with pytest.raises(ReviewError, match="已经撤销过"):
        desk.undo(made.id, ANNE)


def _correct(desk: Desk, value: str) -> Decision:
    seen = content_hash(facts(desk).read_text("utf-8"))
    return desk.correct_fact("收支.支出.构成.0.决算", value, "", seen, ANNE)


def test_a_correction_is_not_taken_back_over_a_later_one(desk: Desk) -> None:
    first, second = _correct(desk, "226.00"), _correct(desk, "227.00")
    with pytest.raises(ReviewError, match="后来又改成了“227.00”"):
        desk.undo(first.id, ANNE)
    assert "决算: 227.00" in facts(desk).read_text("utf-8")
    desk.undo(second.id, ANNE)
    desk.undo(first.id, ANNE)
    assert "决算: 225.15" in facts(desk).read_text("utf-8")


def test_a_correction_that_could_not_be_written_is_not_in_force(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, correction: object) -> None:
        raise FactsError(f"无法写入事实文件 {path}：磁盘已满。")

    monkeypatch.setattr("writer.review.desk.write_facts", full)
    with pytest.raises(FactsError, match="磁盘已满"):
        _correct(desk, "226.00")
    monkeypatch.undo()
    again = Desk(desk.path)
    assert "决算: 225.15" in facts(again).read_text("utf-8"), "nor written when it is opened again"
    assert [d.kind for d in again.state.replayed.applied] == []
