"""The log of decisions: kept, versioned, undone, and alive after kill -9."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from writer.errors import RunError
from writer.review.store import FILE, Decision, Kind, Source, StaleVersion, Store


def edit(unit: str, after: str, who: str = "甲") -> Decision:
    return Decision(Kind.EDIT, unit, who, "原句。", after, figures={"f": "1 元"}, code="GR101")


def test_a_decision_comes_back_whole(tmp_path: Path) -> None:
    store = Store(tmp_path, lambda: "2024-03-01T08:00:00.000+00:00")
    given = Decision(
        Kind.INSERT, "u1", "甲", "前", "后", "理由", "一、", "key", "GR101", Source.WORD,
        {"figure": "1 元"}, {"after": "u0", "own": True},
    )  # fmt: skip
    made = store.append(given)
    assert Store(tmp_path).all() == [made]
    assert (made.id, made.at) == (1, "2024-03-01T08:00:00.000+00:00")
    assert made.detail == {"after": "u0", "own": True}


def test_the_second_to_save_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.append(edit("u1", "甲的写法。"), seen=0)
    with pytest.raises(StaleVersion) as told:
        store.append(edit("u1", "乙的写法。", "乙"), seen=0)
    assert told.value.newer.after == "甲的写法。"
    assert [d.after for d in store.all()] == ["甲的写法。"]
    assert store.append(edit("u1", "合并后的写法。", "乙"), seen=told.value.newer.id).id == 2


def test_other_sentences_and_remarks_do_not_make_a_version_stale(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.append(edit("u2", "别的句子。"))
    store.append(Decision(Kind.NOTE, "u1", "乙", after="请再看看"))
    assert store.append(edit("u1", "改。"), seen=0).after == "改。"


def test_an_acceptance_leaves_the_words_and_the_version(tmp_path: Path) -> None:
    store = Store(tmp_path)
    kept = store.append(Decision(Kind.ACCEPT, "u1", "乙", "原句。", "原句。", "理由"), seen=0)
    store.undo(kept.id, "乙")
    assert store.append(edit("u1", "改。"), seen=0).after == "改。"
    with pytest.raises(StaleVersion):
        store.append(Decision(Kind.ACCEPT, "u1", "乙", "原句。", "原句。", "理由"), seen=0)


def test_a_form_sent_twice_is_one_decision(tmp_path: Path) -> None:
    store = Store(tmp_path)
    first = store.append(edit("u1", "改。"), seen=0, nonce="n")
    again = store.append(edit("u1", "改。"), seen=0, nonce="n")
    assert first == again
    assert len(store.all()) == 1


def test_many_decisions_are_written_all_or_none(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.append(edit("u2", "先到。"))
    with pytest.raises(StaleVersion):
        store.append_all([edit("u1", "一。"), edit("u2", "二。")], {"u1": 0, "u2": 0})
    assert [d.unit for d in store.all()] == ["u2"]


def test_undoing_appends_and_happens_once(tmp_path: Path) -> None:
    store = Store(tmp_path)
    made = store.append(edit("u1", "改。"))
    undone = store.undo(made.id, "乙")
    assert undone is not None
    assert (undone.kind, undone.before, undone.after, undone.undoes) == (
        Kind.UNDO,
        "改。",
        "原句。",
        1,
    )
    assert store.undo(made.id, "乙") is None
    assert store.undo(undone.id, "乙") is None
    assert store.undo(99, "乙") is None
    assert len(store.all()) == 2


def test_undoing_makes_what_others_saw_stale(tmp_path: Path) -> None:
    store = Store(tmp_path)
    made = store.append(edit("u1", "改。"))
    store.undo(made.id, "甲")
    with pytest.raises(StaleVersion):
        store.append(edit("u1", "再改。", "乙"), seen=made.id)


def test_unsaved_words_are_kept_by_window(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.typed("u1", "窗口一", "甲", "写到一")
    store.typed("u1", "窗口一", "甲", "写到一半")
    store.typed("u1", "窗口二", "乙", "另一种")
    assert {t.text for t in Store(tmp_path).unsaved("u1")} == {"写到一半", "另一种"}
    store.typed("u1", "窗口二", "乙", None)
    assert [t.text for t in store.unsaved("u1")] == ["写到一半"]
    store.forget_typing("u1")
    assert store.unsaved("u1") == []


@pytest.mark.parametrize(
    "text", ["'; DROP TABLE decisions; --", '")}{%7*7%}', "=1+1", "\x01\x7f", "😀" * 50, ""]
)
def test_any_text_is_only_text(tmp_path: Path, text: str) -> None:
    store = Store(tmp_path)
    store.append(Decision(Kind.NOTE, text, text, text, text, text, text, text, text))
    assert store.all()[0].after == text
    assert store.all()[0].unit == text


def test_a_file_of_another_version_or_a_broken_one_is_refused(tmp_path: Path) -> None:
    Store(tmp_path)
    db = sqlite3.connect(tmp_path / FILE)
    db.execute("PRAGMA user_version=99")
    db.close()
    with pytest.raises(RunError, match="另一版本"):
        Store(tmp_path)
    (tmp_path / FILE).write_bytes(b"not a database at all" * 100)
    with pytest.raises(RunError, match="无法读写"):
        Store(tmp_path)


def test_threads_lose_nothing_and_only_one_wins_each_version(tmp_path: Path) -> None:
    store = Store(tmp_path)
    won: list[int] = []
    lost: list[StaleVersion] = []

    def work(who: int) -> None:
        for n in range(5):
            seen = max((d.id for d in store.all() if d.unit == "u"), default=0)
            try:
                won.append(store.append(edit("u", f"{who}-{n}"), seen=seen).id)
            except StaleVersion as stale:
                lost.append(stale)

    threads = [threading.Thread(target=work, args=(i,)) for i in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) + len(lost) == 30
    assert sorted(won) == [d.id for d in store.all()]


_WRITER = """
import sys
from pathlib import Path
from writer.review.store import Decision, Kind, Store
store = Store(Path(sys.argv[1]))
for n in range(100000):
    made = store.append(Decision(Kind.EDIT, f"u{n}", "甲", after=f"第{n}次"))
    print(made.id, flush=True)
"""


def test_kill_9_loses_nothing_that_was_confirmed(tmp_path: Path) -> None:
    """Whatever the child printed was confirmed; it is killed in the middle of its work."""
    child = subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    confirmed = [child.stdout.readline() for _ in range(40)]
    os.kill(child.pid, signal.SIGKILL)
    confirmed += child.stdout.readlines()
    child.wait()
    child.stdout.close()
    kept = {d.id for d in Store(tmp_path).all()}
    assert {int(line) for line in confirmed if line.endswith("\n")} <= kept
    assert len(kept) >= 40
