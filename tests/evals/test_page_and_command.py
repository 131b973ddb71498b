"""The scoreboard holds what was measured and nothing that runs; the command's exit status tells."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from evals import gate
from evals import speed as bench
from evals.__main__ import main
from evals.measures import flatten
from evals.page import coloured, page
from evals.results import Result
from evals.speed_task import speed


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("result")
    call = ["reports", "--only", "reference-hebei", "--jobs", "1"]
    assert main([*call, "--json", str(folder / "r.json"), "--html", str(folder / "r.html")]) == 0
    return folder


def test_the_page_is_one_file_without_scripts_or_network(made: Path) -> None:
    html = (made / "r.html").read_text("utf-8")
    assert "<script" not in html
    assert not re.search(r"(src|href)=[\"'](?!#)", html)
    assert "default-src 'none'" in html
    for word in ("平陌区水利局", "提纲与成稿对照", "186.40万元", "各节"):
        assert word in html


def test_what_a_report_says_cannot_run_in_the_page(made: Path) -> None:
    result = Result.read(made / "r.json")
    result.drafts[0]["notes"] = ["<script>alert(1)</script>"]
    result.drafts[0]["findings"] = [[0, 4, "GR101", "error", '"><img onerror=x>']]
    html = page(result, [])
    assert "<script>alert" not in html
    assert "<img" not in html


def test_numbers_are_coloured_by_verdict_and_findings_say_what_is_wrong() -> None:
    draft = {
        "text": "支出5万元，增长<9%",
        "mentions": [[2, 5, "verified"], [8, 11, "wrong_value"]],
        "findings": [[8, 11, "GR101", "error", "应为8%"]],
    }
    html = str(coloured(draft, 0, 11))
    assert '<span class="good">5万元</span>' in html
    assert '<span class="wrong finding error" title="GR101 应为8%">&lt;9%</span>' in html
    assert str(coloured(draft, 0, 4)).endswith('<span class="good">5万</span>')


def test_the_past_is_drawn(made: Path) -> None:
    lines = [{"commit": "a", "reports/x": 0.5}, {"commit": "b", "reports/x": 0.9}]
    html = page(Result.read(made / "r.json"), lines)
    assert "<polyline" in html
    assert "a 0.5 → b 0.9" in html


def test_two_results_are_compared(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(made / "r.json")
    assert main(["--compare", path, path]) == 0
    told = capsys.readouterr().out
    assert re.search(r"(\d+) of \1 measures are the same", told)


@pytest.mark.parametrize(
    "call",
    [["nonsense"], ["reports", "--engine", "nobody"], ["--compare", "a.json", "b.json"],
     ["reports", "--judge", "nowhere"]],
)  # fmt: skip
def test_a_wrong_call_is_told_in_a_line(
    call: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(call) == 2
    assert capsys.readouterr().err.startswith("evals: ")


def test_the_gate_fails_a_fall(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(gate, "BASELINE", tmp_path / "baseline.json")
    falls = iter([["reports/x: was 1.0000, is 0.5000"], []])
    monkeypatch.setattr(gate, "falls", lambda result: next(falls))
    call = ["reading", "--fast", "--gate"]
    assert main(call) == 1
    assert "1 fell" in capsys.readouterr().out
    assert main(call) == 0
    assert "nothing fell" in capsys.readouterr().out


def test_speed_is_measured_in_its_own_units_and_never_gated(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read = SimpleNamespace(name="reading", characters=1000, seconds=0.002)
    checked = SimpleNamespace(name="check", characters=1000, seconds=0.01)
    process = SimpleNamespace(name="draft --help", wall=0.2, memory=40)
    monkeypatch.setattr(bench, "reading", lambda: read)
    monkeypatch.setattr(bench, "checking", lambda *_: checked)
    monkeypatch.setattr(bench, "processes", lambda: [process])
    found = dict(flatten({"speed": speed()}))
    assert found["speed/reading/rate"].value == 500_000
    assert found["speed/draft --help/wall"].value == 0.2
    assert found["speed/draft --help/memory"].lower
    assert not any(measure.gated for measure in found.values())
