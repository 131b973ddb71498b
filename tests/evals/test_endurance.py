"""A few runs of the endurance bench: faults and kills are borne, and the bench sees what it should."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from evals.endurance.facts import many_projects
from evals.endurance.faulty import faulty_runs
from evals.endurance.filled import full_disks, namespaces
from evals.endurance.serving import Served, question, serving
from evals.endurance.timing import first_run, wall
from writer.calls import CallLog
from writer.models import Model

needs_fork = pytest.mark.skipif(sys.platform == "win32", reason="needs fork")


@needs_fork
def test_runs_with_every_third_call_faulty_are_whole_flagged_and_paid_once() -> None:
    borne = faulty_runs(runs=3, rate=0.35, seed=5)
    assert (borne.runs, borne.sections) == (3, 12)
    assert borne.faults > 0
    assert borne.numbers > 30
    assert borne.whole, borne


@needs_fork
def test_killed_runs_go_on_to_the_same_bytes() -> None:
    # in a process of its own: pytest has threads, and a fork of those may hang
    code = (
        "from evals.endurance.killed import killed_runs\n"
        "r = killed_runs(3, seed=2)\n"
        "print(r.kills, r.killed > 0, r.whole)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert ended.stdout.split() == ["3", "True", "True"], ended.stderr


@pytest.mark.skipif(not namespaces(), reason="no mount namespaces here")
def test_a_disk_that_fills_up_stops_a_run_cleanly_and_costs_nothing_twice() -> None:
    filled = full_disks(step=60)
    assert filled.whole, filled
    assert any("磁盘空间不足" in said for said in filled.said)
    assert any("的磁盘只剩" in said for said in filled.said), "none is asked without room"


@needs_fork
def test_the_server_s_log_tells_what_was_asked_twice(tmp_path: Path) -> None:
    message = {"role": "user", "content": "章节：甲"}
    with serving(tmp_path / "log") as server:
        for number in range(2):
            Model(server.settings, CallLog(tmp_path / f"{number}.jsonl")).ask([message], "甲#1")
        assert server.served() == [Served(question([message]), "good")] * 2
    assert not Served("q", "reset").answered


@needs_fork
def test_sections_are_asked_for_at_once() -> None:
    took = wall(sections=4, delay=0.2)
    assert took.sections == 4
    assert took.chain >= 0.2


@needs_fork
def test_a_first_run_is_measured_from_the_process_s_start_to_its_end() -> None:
    took = first_run(sections=3, delay=0.2)
    assert took.before > 0 < took.after
    assert took.asking >= took.chain >= 0.2
    assert took.ratio > 1


def test_as_many_sections_as_are_wanted(tmp_path: Path) -> None:
    text = many_projects(tmp_path / "f.yaml", 10).read_text("utf-8")
    assert text.count("- 名称: 第") == 10
    assert text.endswith("按月通报执行进度。}\n")
