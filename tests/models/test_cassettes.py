"""Recorded conversations replayed with the network blocked; every recorded answer is used."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.scripted_server import MODEL, Script, ScriptedServer
from writer.calls import read_calls
from writer.cli.progress import Silent
from writer.pipeline import Outcome, Request, draft
from writer.settings import ModelSettings

DATA = Path(__file__).parents[1] / "data"
SECTION = "预算执行总体情况"
CASSETTES = Path(__file__).parents[1] / "cassettes"


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret-that-must-not-be-recorded")


def played(
    address: tuple[str, ScriptedServer | None],
    folder: Path,
    behaviour: str | list[str],
    dialect: str = "openai",
    **settings: Any,
) -> Outcome:
    url, server = address
    if server is not None:
        server.start_over(Script("good", {SECTION: behaviour}, dialect=dialect))
    # one section at a time: the order of a recording is the order of its replay
    model = ModelSettings(name=MODEL, base_url=url, concurrency=1, **settings)
    request = Request(DATA / "flood.yaml", folder, str(DATA / "format"), model=model)
    return draft(request, Silent())


BAD = [
    ("typed_digits", "MD401"),
    ("wrong_reference", "MD402"),
    ("refusal", "MD408"),
    ("broken_json", "MD409"),
    ("wrong_section", "MD410"),
    ("last_year", "MD411"),
]


def recording(vcr: Any) -> bool:
    return bool(vcr.dirty)


@pytest.mark.vcr
@pytest.mark.block_network
def test_good(server_address: Any, tmp_path: Path, vcr: Any) -> None:
    outcome = played(server_address, tmp_path, "good")
    assert [d.engine for d in outcome.drafted] == [MODEL] * 4
    assert outcome.final
    assert recording(vcr) or vcr.all_played


@pytest.mark.vcr
@pytest.mark.block_network
@pytest.mark.parametrize(("behaviour", "code"), BAD)
def test_bad(server_address: Any, tmp_path: Path, vcr: Any, behaviour: str, code: str) -> None:
    outcome = played(server_address, tmp_path, behaviour)
    rejected = outcome.drafted[0].rejected
    assert rejected is not None
    assert rejected.code == code
    assert len(rejected.texts) == 3
    assert [d.engine for d in outcome.drafted[1:]] == [MODEL] * 3
    assert all(j.verdict is not None and j.verdict.good for j in outcome.check.mentions)
    assert recording(vcr) or vcr.all_played


@pytest.mark.vcr
@pytest.mark.block_network
def test_mended(server_address: Any, tmp_path: Path, vcr: Any) -> None:
    outcome = played(server_address, tmp_path, ["typed_digits", "broken_json", "good"])
    assert outcome.drafted[0].engine == MODEL
    assert outcome.drafted[0].asked == 3
    assert recording(vcr) or vcr.all_played


SHAPES: dict[str, dict[str, Any]] = {
    "openai": {"mode": "json_schema"},
    "deepseek": {"mode": "tools"},
    "vllm": {"mode": "json_schema", "stream": False},
    "ollama": {"mode": "json_schema"},
}


@pytest.mark.vcr
@pytest.mark.block_network
@pytest.mark.parametrize("dialect", SHAPES)
def test_shape(server_address: Any, tmp_path: Path, vcr: Any, dialect: str) -> None:
    """Servers answer in the same language with different accents; numbers must come out the same."""
    outcome = played(server_address, tmp_path, "good", dialect, **SHAPES[dialect])
    assert [d.engine for d in outcome.drafted] == [MODEL] * 4
    assert outcome.final
    assert "部门整体支出决算为280.15万元" in outcome.report.text
    calls = read_calls(tmp_path / "calls.jsonl")
    assert all(call.tokens_in > 0 and call.tokens_out > 0 for call in calls)
    assert any(call.tokens_cached for call in calls) == (dialect in ("openai", "deepseek"))
    assert [call.estimated for call in calls] == [dialect == "ollama"] * 4
    assert recording(vcr) or vcr.all_played


SECRETS = ("sk-", "authorization", "bearer", "api-key", "api_key", "cookie", "password")


def test_cassettes_hold_no_secret_and_say_where_they_come_from() -> None:
    for path in CASSETTES.rglob("*.yaml"):
        text = path.read_text("utf-8")
        assert text.startswith("# Recorded from tests/scripted_server")
        assert not [word for word in SECRETS if word in text.lower()], path.name
        assert "\\u" not in text, "Chinese stays readable"


def test_no_cassette_lies_about_unused() -> None:
    names = {"test_good", "test_mended", *(f"test_shape[{dialect}]" for dialect in SHAPES)}
    names |= {f"test_bad[{behaviour}-{code}]" for behaviour, code in BAD}
    assert {path.stem for path in CASSETTES.rglob("*.yaml")} == names
