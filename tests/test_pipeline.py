"""A whole run: artefacts, resuming after kill -9, no answer paid twice, the same bytes again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from tests.scripted_server import MODEL, Script, ScriptedServer
from writer.calls import read_calls
from writer.cli.progress import Silent
from writer.drafts import all_at_once
from writer.errors import ModelUnavailable, RunError
from writer.pipeline import Outcome, Request, draft
from writer.resuming import request_of
from writer.settings import ModelSettings, Settings, recorded_model

DATA = Path(__file__).parent / "data"
FACTS, FORMAT = DATA / "flood.yaml", str(DATA / "format")


def run(folder: Path, server: ScriptedServer | None = None, facts: Path = FACTS) -> Outcome:
    model = ModelSettings(name=MODEL, base_url=server.url) if server else ModelSettings()
    return draft(Request(facts, folder, FORMAT, model=model), Silent())


def written(folder: Path) -> dict[str, tuple[int, int]]:
    """Every artefact with inode and time of writing: a file written again has others."""
    return {
        str(p.relative_to(folder)): (p.stat().st_ino, p.stat().st_mtime_ns)
        for p in folder.rglob("*")
        if p.is_file()
    }


def test_every_stage_leaves_its_artefact(tmp_path: Path) -> None:
    run(tmp_path / "r")
    assert {
        "facts.yaml", "ledger.json", "reconcile.json", "outline.json", "run.json",
        "sections/01-总体情况.json", "sections/02-项目#1.json", "sections/04-评价结论.json",
        "report.txt", "findings.json", "report.docx",
    } <= set(written(tmp_path / "r"))  # fmt: skip
    assert (tmp_path / "r" / "facts.yaml").read_text("utf-8") == FACTS.read_text("utf-8")
    ledger = json.loads((tmp_path / "r" / "ledger.json").read_text("utf-8"))
    rate = next(f for f in ledger["figures"] if f["measure"] == "执行率")
    assert "÷" in rate["formula"]
    assert rate["shown"].endswith("%")


def test_the_same_facts_give_the_same_bytes(tmp_path: Path) -> None:
    first = run(tmp_path / "a").files[0].read_bytes()
    time.sleep(1.1)  # a clock in the file would show in its seconds
    assert run(tmp_path / "b").files[0].read_bytes() == first
    assert run(tmp_path / "a").files[0].read_bytes() == first


def test_the_same_answers_give_the_same_bytes(server: ScriptedServer, tmp_path: Path) -> None:
    server.script = Script("good", {"评价结论": "refusal"})
    first = run(tmp_path / "a", server)
    assert run(tmp_path / "b", server).files[0].read_bytes() == first.files[0].read_bytes()


def test_a_finished_run_does_nothing_again(server: ScriptedServer, tmp_path: Path) -> None:
    run(tmp_path / "r", server)
    before, asked = written(tmp_path / "r"), len(server.requests)
    again = run(tmp_path / "r", server)
    assert all(d.reused for d in again.drafted)
    assert len(server.requests) == asked
    kept = {k: v for k, v in before.items() if k != "report.docx"}
    assert {k: v for k, v in written(tmp_path / "r").items() if k in kept} == kept


def test_a_lost_section_is_written_again_without_paying(
    server: ScriptedServer, tmp_path: Path
) -> None:
    first = run(tmp_path / "r", server)
    (tmp_path / "r" / "sections" / "02-项目#1.json").unlink()
    asked = len(server.requests)
    again = run(tmp_path / "r", server)
    assert len(server.requests) == asked
    assert again.usage is not None
    assert (again.usage.calls, again.usage.replayed) == (0, 1)
    assert again.report == first.report
    assert [d.reused for d in again.drafted] == [True, False, True, True]


def test_changed_facts_are_written_anew(server: ScriptedServer, tmp_path: Path) -> None:
    facts = tmp_path / "f.yaml"
    facts.write_text(FACTS.read_text("utf-8"), "utf-8")
    run(tmp_path / "r", server, facts)
    facts.write_text(FACTS.read_text("utf-8").replace("救生衣 300 件", "救生衣 310 件"), "utf-8")
    asked = len(server.requests)
    again = run(tmp_path / "r", server, facts)
    assert "310 件" in again.report.text
    assert len(server.requests) == asked + 1, "only the section whose prompt changed is asked"
    assert sum(d.reused for d in again.drafted) == 3, "the others are not even looked at again"


def test_fresh_asks_for_everything_again_and_takes_nothing_from_other_runs(
    server: ScriptedServer, tmp_path: Path
) -> None:
    model = ModelSettings(name=MODEL, base_url=server.url)
    request = Request(FACTS, tmp_path / "r", FORMAT, model=model, shared=tmp_path / "cache")
    draft(request, Silent())
    asked = len(server.requests)
    again = draft(replace(request, fresh=True), Silent())
    assert not any(d.reused for d in again.drafted)
    assert len(server.requests) == 2 * asked
    assert len(read_calls(tmp_path / "r" / "calls.jsonl")) == 2 * asked, "both were paid"
    (tmp_path / "r" / "sections" / "01-总体情况.json").unlink()
    draft(request_of(tmp_path / "r"), Silent())
    assert len(server.requests) == 2 * asked, "what was answered afresh is not asked again"


def test_runs_share_what_was_answered(server: ScriptedServer, tmp_path: Path) -> None:
    model = ModelSettings(name=MODEL, base_url=server.url)
    request = Request(FACTS, tmp_path / "a", FORMAT, model=model, shared=tmp_path / "cache")
    first = draft(request, Silent())
    asked = len(server.requests)
    other = draft(replace(request, folder=tmp_path / "b"), Silent())
    assert len(server.requests) == asked
    assert other.files[0].read_bytes() == first.files[0].read_bytes()
    assert other.usage is not None
    assert (other.usage.calls, other.usage.replayed) == (0, asked)


def test_a_section_that_only_the_server_failed_is_asked_for_again(
    server: ScriptedServer, tmp_path: Path
) -> None:
    server.script = Script("good", {"评价结论": "http_500", "总体情况": "refusal"})
    first = run(tmp_path / "r", server)
    codes = [d.rejected.code if d.rejected else "" for d in first.drafted]
    assert codes == ["MD408", "", "", "MD412"]
    server.script = Script("good")
    again = draft(request_of(tmp_path / "r"), Silent())
    assert [d.reused for d in again.drafted] == [True, True, True, False]
    assert again.drafted[3].engine == MODEL


def test_resuming_asks_for_what_was_asked_for(server: ScriptedServer, tmp_path: Path) -> None:
    model = ModelSettings(name=MODEL, base_url=server.url, mask_values=True, concurrency=2)
    request = Request(
        FACTS, tmp_path / "r", FORMAT, model=model, silence=("DC306",), force=True,
        outputs=("docx", "md"), charts=True,
    )  # fmt: skip
    draft(request, Silent())
    marked = (tmp_path / "r" / "run.json").read_bytes()
    resumed = request_of(tmp_path / "r")
    assert replace(resumed, format=FORMAT, facts=FACTS) == request
    assert resumed.facts.resolve() == FACTS.resolve()
    draft(resumed, Silent())
    assert (tmp_path / "r" / "run.json").read_bytes() == marked


def test_a_folder_that_is_no_run_is_said(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="不是 draft 的运行文件夹"):
        request_of(tmp_path)
    (tmp_path / "run.json").write_text("{")
    with pytest.raises(RunError, match="已损坏"):
        request_of(tmp_path)


def test_run_json_holds_no_secret_and_resuming_finds_it_in_the_settings(tmp_path: Path) -> None:
    secret = {"base_url": "https://me:pass-word@api.example.com/v1", "proxy": "http://p:word2@x:1"}
    model = ModelSettings(name="m", api_key_env="MY_KEY", **secret)  # type: ignore[arg-type]
    record = model.to_record()
    assert "word" not in json.dumps(record)
    assert recorded_model(Settings(models={"mine": model}), record) == model
    assert recorded_model(Settings(), record).address == model.address


def test_another_engine_does_not_reuse_sections(server: ScriptedServer, tmp_path: Path) -> None:
    run(tmp_path / "r", server)
    composed = run(tmp_path / "r")
    assert {d.engine for d in composed.drafted} == {"compose"}
    assert not any(d.reused for d in composed.drafted)


def test_sections_that_are_gone_leave_no_artefact(tmp_path: Path) -> None:
    run(tmp_path / "r")
    facts = tmp_path / "f.yaml"
    text = FACTS.read_text("utf-8")
    start, end = text.index("  - 名称: 抢险队伍训练经费"), text.index("自评得分与扣分:")
    facts.write_text(text[:start] + text[end:], "utf-8")
    run(tmp_path / "r", facts=facts)
    names = sorted(p.name for p in (tmp_path / "r" / "sections").iterdir())
    assert names == ["01-总体情况.json", "02-项目#1.json", "03-评价结论.json"]


def test_no_server_stops_the_run_and_a_later_one_goes_on(
    server: ScriptedServer, tmp_path: Path
) -> None:
    server.script = Script("good", {"评价结论": "wrong_key"})
    with pytest.raises(ModelUnavailable, match="密钥"):
        run(tmp_path / "r", server)
    done = len(list((tmp_path / "r" / "sections").glob("*.json")))
    good = sum("评价结论" not in r["messages"][1]["content"] for r in server.requests)
    server.script = Script("good")
    server.requests.clear()
    outcome = run(tmp_path / "r", server)
    assert outcome.final
    assert sum(d.reused for d in outcome.drafted) >= done
    again = sum("评价结论" not in r["messages"][1]["content"] for r in server.requests)
    assert good + again == 3, "each other section was asked exactly once in both runs together"


# a shell that runs the tests in the background has its children ignore Ctrl-C
_LISTENING = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
    "from writer.cli import main; main()"
)


def start(folder: Path, server: ScriptedServer) -> subprocess.Popen[bytes]:
    command = [
        sys.executable, "-c", _LISTENING, "--facts", str(FACTS),
        "--format", FORMAT, "--out", str(folder), "--model", MODEL, "--base-url", server.url,
    ]  # fmt: skip
    environment = dict(os.environ, NO_PROXY="127.0.0.1")
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    )


def wait_for_sections(folder: Path, count: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while len(list(folder.glob("sections/*.json"))) < count and process.poll() is None:
        assert time.monotonic() < deadline
        time.sleep(0.002)


@pytest.mark.parametrize("sections", [0, 1, 2, 3, 4])
def test_killed_at_any_moment_a_run_goes_on_and_pays_nothing_twice(
    server: ScriptedServer, tmp_path: Path, sections: int
) -> None:
    reference = run(tmp_path / "whole", server)
    server.start_over(Script("good", {"项目": "good"}, delay=0.05))
    folder = tmp_path / "r"
    process = start(folder, server)
    while not (folder / "run.json").exists() and process.poll() is None:
        time.sleep(0.002)
    wait_for_sections(folder, sections, process)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    kept = {k: v for k, v in written(folder).items() if k.startswith("sections/") and k[9] != "."}
    answered = len((folder / "calls.jsonl").read_bytes().splitlines()) if sections else 0
    asked_before = len(server.requests)
    outcome = run(folder, server)
    assert {k: v for k, v in written(folder).items() if k in kept} == kept
    assert sum(d.reused for d in outcome.drafted) == len(kept) >= sections
    # what was asked but not yet answered when it died cannot be known; all else is not asked again
    assert len(server.requests) - asked_before <= 4 - answered
    assert outcome.files[0].read_bytes() == reference.files[0].read_bytes()


def test_a_refused_key_does_not_wait_for_slow_answers(
    server: ScriptedServer, tmp_path: Path
) -> None:
    server.script = Script("good", {"评价结论": "wrong_key"}, delay=600, slow="总体情况")
    process = start(tmp_path / "r", server)
    _, errors = process.communicate(timeout=300)
    assert process.returncode == 2
    assert "密钥" in errors.decode()


def test_ctrl_c_says_how_to_go_on(server: ScriptedServer, tmp_path: Path) -> None:
    server.script = Script("good", delay=30)
    process = start(tmp_path / "r", server)
    deadline = time.monotonic() + 60
    while not server.requests:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 130
    said = errors.decode()
    assert f"接着写：draft resume {tmp_path / 'r'}" in said
    assert "Traceback" not in said
    assert (tmp_path / "r" / "outline.json").is_file()


def test_libraries_are_loaded_ahead_only_where_a_call_is_to_come(
    tmp_path: Path, server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []
    monkeypatch.setattr("writer.models.load_ahead", loaded.append)
    run(tmp_path / "composed")
    assert loaded == []
    run(tmp_path / "r", server)
    run(tmp_path / "r", server)
    assert loaded == ["json_schema"], "the second time every answer is there"


def test_the_wait_for_the_first_answer_is_used(tmp_path: Path) -> None:
    used = threading.Event()

    def write(section: str) -> bool:
        return used.wait(30)  # as long as the caller has not got round to it

    done = all_at_once(["甲", "乙"], write, 2, meanwhile=used.set)
    assert sorted(done) == [("乙", True), ("甲", True)]
