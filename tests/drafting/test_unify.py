"""The last reading of the whole report: names are unified, and nothing else can change."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.scripted_server import MODEL, Script, ScriptedServer
from writer.cli.progress import Silent
from writer.drafting.unify import tokens_for_numbers
from writer.pipeline import Outcome, Request, draft
from writer.settings import ModelSettings

DATA = Path(__file__).parents[1] / "data"
FACTS, FORMAT = DATA / "flood.yaml", str(DATA / "format")
WHOLE = "第1段｜"


def drafted(server: ScriptedServer, folder: Path, unify: bool = True, **changes: Any) -> Outcome:
    model = ModelSettings(name=MODEL, base_url=server.url, **changes)
    return draft(Request(FACTS, folder, FORMAT, model=model, unify=unify), Silent())


def rewordings(folder: Path) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads((folder / "unified.json").read_text("utf-8"))[
        "rewordings"
    ]
    return found


def numbers(outcome: Outcome) -> list[tuple[str, str | None]]:
    return [(j.mention.text, j.figure) for j in outcome.check.mentions]


def test_one_thing_gets_one_name(server: ScriptedServer, tmp_path: Path) -> None:
    server.script = Script("two_names")
    plain = drafted(server, tmp_path / "plain", unify=False)
    server.start_over(Script("two_names"))
    unified = drafted(server, tmp_path / "r")
    assert plain.report.text.count("该单位") == 4
    assert unified.report.text == plain.report.text.replace("该单位", "我中心")
    assert numbers(unified) == numbers(plain)
    assert [r["refused"] for r in rewordings(tmp_path / "r")] == [""] * 4


def test_the_model_sees_no_number_there(server: ScriptedServer, tmp_path: Path) -> None:
    drafted(server, tmp_path / "r")
    whole = server.requests[-1]["messages"][1]["content"]
    assert WHOLE in whole
    assert "280.15" not in whole
    assert "{1}" in whole


def test_whatever_it_offers_no_number_changes(server: ScriptedServer, tmp_path: Path) -> None:
    plain = drafted(server, tmp_path / "plain", unify=False)
    server.start_over(Script("vandal"))
    outcome = drafted(server, tmp_path / "r")
    assert numbers(outcome) == numbers(plain)
    assert outcome.final
    refused = [r["refused"] for r in rewordings(tmp_path / "r")]
    assert len(refused) > 3
    assert all(refused)
    assert outcome.report.text == plain.report.text


def test_a_second_run_reads_nothing_again(server: ScriptedServer, tmp_path: Path) -> None:
    server.script = Script("two_names")
    first = drafted(server, tmp_path / "r")
    asked = len(server.requests)
    again = drafted(server, tmp_path / "r")
    assert len(server.requests) == asked
    assert again.report.text == first.report.text
    back = drafted(server, tmp_path / "r", unify=False)
    assert "该单位" in back.report.text, "without it the sections are as they were drafted"
    assert len(server.requests) == asked


def test_a_report_that_nobody_s_model_wrote_is_not_read(
    server: ScriptedServer, tmp_path: Path
) -> None:
    server.script = Script("prose")
    drafted(server, tmp_path / "r")
    assert all(WHOLE not in r["messages"][1]["content"] for r in server.requests)


@pytest.mark.parametrize("behaviour", ["refusal", "broken_json", "silent"])
def test_an_answer_that_cannot_be_read_changes_nothing(
    server: ScriptedServer, tmp_path: Path, behaviour: str
) -> None:
    plain = drafted(server, tmp_path / "plain", unify=False)
    server.start_over(Script("good", whole=behaviour))
    outcome = drafted(server, tmp_path / "r")
    assert outcome.report.text == plain.report.text
    assert json.loads((tmp_path / "r" / "unified.json").read_text("utf-8"))["failed"]


@given(st.text("支出为年初预算1234567890.,万元%增长{}｛F3一二十三", max_size=40))
def test_masked_numbers_come_back_as_they_were(text: str) -> None:
    masked, found = tokens_for_numbers(text)
    restored = masked
    for count, number in enumerate(found, 1):
        restored = restored.replace(f"{{{count}}}", number, 1)
    assert restored == text.replace("{", "｛").replace("}", "｝")
