"""calls.jsonl and the store that runs share: nothing answered is lost, nothing asked leaks."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from writer.answer_store import AnswerStore
from writer.calls import CallLog, CallRecord, estimated_tokens, read_calls
from writer.errors import RunError

K1, K2, K3 = (letter * 64 for letter in "abc")


def record(key: str, reply: str | None, **more: object) -> CallRecord:
    return CallRecord(
        key, "总体情况#2", "m", "h", ({"role": "user", "content": "甲"},), reply, **more
    )  # type: ignore[arg-type]


def test_an_answer_is_found_by_what_was_asked(tmp_path: Path) -> None:
    log = CallLog(tmp_path / "calls.jsonl")
    first = record(K1, "一", cost=Decimal("0.10"), tokens_in=3)
    log.append(first)
    log.append(record(K2, None, outcome="server_error"))
    again = CallLog(tmp_path / "calls.jsonl")
    assert again.answer(K1) == first
    assert again.answer(K2) is None, "a failed call is no answer"
    assert first.section == "总体情况"
    assert [r.paid for r in read_calls(tmp_path / "calls.jsonl")] == [True, False]


@pytest.mark.parametrize("cut", [1, 10, 30])
def test_a_line_torn_by_a_kill_loses_only_itself(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "calls.jsonl"
    log = CallLog(path)
    log.append(record(K1, "第一个回答"))
    log.append(record(K2, "第二个回答，写到一半断电"))
    path.write_bytes(path.read_bytes()[:-cut])
    torn = CallLog(path)
    assert torn.answer(K1) is not None
    torn.append(record(K3, "三"))
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    assert json.loads(lines[-1])["key"] == K3
    assert CallLog(path).answer(K3) is not None


def test_lines_of_older_versions_and_foreign_lines_are_read_as_far_as_they_go(
    tmp_path: Path,
) -> None:
    path = tmp_path / "calls.jsonl"
    old = {"key": K1, "reply": "旧", "cost": "0.5", "retired": 1}
    path.write_text("[]\n" + json.dumps(old) + '\n{"key": 5}\n{"key": "x", "cost": "y"}\n', "utf-8")
    (only,) = read_calls(path)
    assert (only.reply, only.cost) == ("旧", Decimal("0.5"))
    assert read_calls(tmp_path / "none.jsonl") == []


def test_starting_over_forgets_answers_but_not_what_they_cost(tmp_path: Path) -> None:
    path = tmp_path / "calls.jsonl"
    log = CallLog(path)
    log.append(record(K1, "旧"))
    log.start_over()
    assert log.answer(K1) is None
    log.append(record(K1, "新"))
    found = CallLog(path).answer(K1)
    assert found is not None
    assert found.reply == "新"
    assert [r.reply for r in read_calls(path)] == ["旧", "新"]


def test_runs_share_answers_but_not_what_was_asked(tmp_path: Path) -> None:
    store = AnswerStore(tmp_path / "cache")
    CallLog(tmp_path / "one.jsonl", store).append(record(K1, "一", tokens_in=7, cost=Decimal(1)))
    other = CallLog(tmp_path / "two.jsonl", store)
    found = other.answer(K1, "评价结论#1")
    assert found is not None
    assert (found.reply, found.source, found.purpose, found.paid) == (
        "一",
        "store",
        "评价结论#1",
        False,
    )
    assert read_calls(tmp_path / "two.jsonl") == [found], "the run has all that it was made of"
    (entry,) = store.entries()
    assert "甲" not in json.dumps(entry.data, ensure_ascii=False)
    assert store.clear() == 1
    assert list(store.entries()) == []


def test_a_broken_or_unwritable_store_is_an_empty_one(tmp_path: Path) -> None:
    store = AnswerStore(tmp_path / "cache")
    store.put(K1, {"key": K1, "reply": "一"})
    (tmp_path / "cache" / "aa" / f"{K1}.json").write_text('{"key": ')
    assert store.get(K1) is None
    (tmp_path / "file").write_text("")
    AnswerStore(tmp_path / "file").put(K2, {"key": K2})
    assert AnswerStore(tmp_path / "file").get(K2) is None


def test_the_first_answer_stays(tmp_path: Path) -> None:
    store = AnswerStore(tmp_path)
    store.put(K1, {"key": K1, "reply": "先"})
    store.put(K1, {"key": K1, "reply": "后"})
    assert store.get(K1) == {"key": K1, "reply": "先"}


def test_a_full_disk_is_one_clear_message_and_the_log_stays_readable(tmp_path: Path) -> None:
    path = tmp_path / "calls.jsonl"
    log = CallLog(path)
    path.symlink_to("/dev/full")  # only now: reading it would never end
    with pytest.raises(RunError, match="从断处接着写"):
        log.append(record(K1, "一"))
    assert log.answer(K1) is None, "what is not on disk does not count as kept"


def test_nothing_is_asked_when_its_answer_might_find_no_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = CallLog(tmp_path / "calls.jsonl")
    log.make_sure_of_room()
    monkeypatch.setattr("writer.calls.ROOM", 1 << 62)
    with pytest.raises(RunError, match="没有再请模型写"):
        log.make_sure_of_room()
    CallLog(tmp_path / "nowhere" / "calls.jsonl").make_sure_of_room()


_UNTIL_FULL = """
import resource, signal, sys
from pathlib import Path
from writer.calls import CallLog, CallRecord
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a full disk is an error, not a signal
resource.setrlimit(resource.RLIMIT_FSIZE, (2500, 2500))
log = CallLog(Path(sys.argv[1]))
for n in range(100):
    log.append(CallRecord(f"{n:064x}", reply="答" * 100))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no RLIMIT_FSIZE")
def test_a_full_disk_is_one_clear_message_and_costs_no_earlier_answer(tmp_path: Path) -> None:
    path = tmp_path / "calls.jsonl"
    ended = subprocess.run(
        [sys.executable, "-c", _UNTIL_FULL, str(path)], capture_output=True, text=True, check=False
    )
    assert "从断处接着写" in ended.stderr.splitlines()[-1]
    kept = read_calls(path)
    assert [r.key for r in kept] == [f"{n:064x}" for n in range(len(kept))]
    assert kept
    assert path.stat().st_size == 2500, "the last line was torn"
    log = CallLog(path)
    log.append(record(K1, "有了空间"))
    assert [r.key for r in read_calls(path)] == [*(r.key for r in kept), K1]


def test_tokens_are_guessed_from_above() -> None:
    assert estimated_tokens("支出") == 2
    assert estimated_tokens("abcdefgh") == 2
    assert estimated_tokens("") == 0


def test_the_section_is_what_stands_before_the_count() -> None:
    assert CallRecord(K1, "项目#1#2").section == "项目#1", "keys count projects likewise"
