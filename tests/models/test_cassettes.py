"""Recorded conversations replayed with the network blocked; every recorded answer is used."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.scripted_server import MODEL, Script, ScriptedServer
from writer.cli.progress import Silent
from writer.pipeline import Outcome, Request, draft
from writer.settings import ModelSettings

DATA = Path(__file__).parents[1] / "data"
SECTION = "预算执行总体情况"
CASSETTES = Path(__file__).parents[1] / "cassettes"


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret-that-must-not-be-recorded")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def played(
    address: tuple[str, ScriptedServer | None], folder: Path, behaviour: str | list[str]
) -> Outcome:
    url, server = address
    if server is not None:
        server.start_over(Script("good", {SECTION: behaviour}))
    # one section at a time: the order of a recording is the order of its replay
    model = ModelSettings(name=MODEL, base_url=url, concurrency=1)
    request = Request(DATA / "flood.yaml", folder, str(DATA / "format"), model=model)
    return draft(request, Silent())


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
@pytest.mark.parametrize(
    ("behaviour", "code"),
    [
        ("typed_digits", "MD401"),
        ("wrong_reference", "MD402"),
        ("refusal", "MD408"),
        ("broken_json", "MD409"),
        ("wrong_section", "MD410"),
        ("last_year", "MD411"),
    ],
)
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


def test_cassettes_hold_no_key_and_say_where_they_come_from() -> None:
    files = list(CASSETTES.rglob("*.yaml"))
    assert len(files) == 8
    for path in files:
        text = path.read_text("utf-8")
        assert text.startswith("# Recorded from tests/scripted_server")
        assert "sk-secret" not in text
        assert "authorization" not in text.lower()
        assert "\\u" not in text, "Chinese stays readable"
