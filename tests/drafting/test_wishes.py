"""More drafts than one, and last year's report as an example, against the scripted server."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.scripted_server import MODEL, Script, ScriptedServer
from writer.cli.progress import Silent
from writer.drafting.choosing import merit
from writer.drafting.proving import Proof
from writer.drafting.sections import DraftLine, SectionDraft
from writer.errors import DocumentError
from writer.findings import Finding, Severity
from writer.pipeline import Outcome, Request, draft
from writer.settings import CostSettings, ModelSettings

DATA = Path(__file__).parents[1] / "data"
FACTS, FORMAT = DATA / "flood.yaml", str(DATA / "format")
LAST_YEAR = """一、预算执行总体情况
2022年我单位决算支出198.76万元，较上年增长5.43%，共保障重点任务12项，执行率为99.10%，支出结构进一步优化。
"""


def drafted(server: ScriptedServer, folder: Path, budget: str = "", **asked: Any) -> Outcome:
    price = Decimal(10) if budget else None
    model = ModelSettings(
        name=MODEL, base_url=server.url, price_in=price, price_out=price, max_tokens=700,
        concurrency=1,
    )  # fmt: skip
    costs = CostSettings(budget=budget)
    return draft(Request(FACTS, folder, FORMAT, model=model, costs=costs, **asked), Silent())


def test_the_best_of_several_drafts_is_taken(server: ScriptedServer, tmp_path: Path) -> None:
    server.script = Script("moody")
    one = drafted(server, tmp_path / "one")
    assert "大概差不多都搞好了" in one.report.text
    server.start_over(Script("moody"))
    three = drafted(server, tmp_path / "three", drafts=3)
    assert "大概" not in three.report.text
    assert [d.engine for d in three.drafted] == [MODEL] * 4
    seeds = {(r.get("seed"), r["temperature"]) for r in server.requests}
    assert seeds == {(None, 0), (1, 0.7), (2, 0.7)}


def test_one_good_draft_saves_a_section(server: ScriptedServer, tmp_path: Path) -> None:
    server.script = Script(["typed_digits", "typed_digits", "typed_digits", "moody"])
    outcome = drafted(server, tmp_path / "r", drafts=2)
    assert all(d.rejected is None or d.asked > 3 for d in outcome.drafted)
    server.start_over(Script("typed_digits"))
    lost = drafted(server, tmp_path / "lost", drafts=2)
    assert {d.rejected.code for d in lost.drafted if d.rejected} == {"MD401"}


def test_more_drafts_ask_only_for_those_that_are_new(
    server: ScriptedServer, tmp_path: Path
) -> None:
    drafted(server, tmp_path / "r")
    first = len(server.requests)
    drafted(server, tmp_path / "r", drafts=2)
    assert len(server.requests) == 2 * first


def test_without_money_for_another_draft_the_first_is_taken(
    server: ScriptedServer, tmp_path: Path
) -> None:
    whole = drafted(server, tmp_path / "r", "0.03元", drafts=9)
    assert whole.drafted[0].engine == MODEL
    assert whole.drafted[-1].rejected is None or whole.drafted[-1].rejected.code == "MD421"


def draft_of(text: str, *figures: str) -> SectionDraft:
    return SectionDraft("k", (DraftLine("text", text),), figures)


def test_findings_come_before_prose() -> None:
    warned = Proof("", (Finding("CS202", Severity.WARNING, 0, 1, ""),), ())
    plain = merit(draft_of("资金使用规范。", "a"), Proof("", (), ()), (), 1, 7)
    assert plain < merit(draft_of("资金使用规范。", "a"), warned, (), 1, 7)
    assert plain < merit(draft_of("资金使用规范。", "a"), Proof("", (), ()), ("荣获先进",), 1, 7)
    assert plain < merit(draft_of("资金使用规范。"), Proof("", (), ()), (), 1, 7), "a figure less"
    assert plain < merit(draft_of("大概还行，资金规范。", "a"), Proof("", (), ()), (), 1, 7)
    assert plain < merit(draft_of("规范。", "a"), Proof("", (), ()), (), 1, 9)


def test_an_example_is_shown_without_its_numbers(server: ScriptedServer, tmp_path: Path) -> None:
    last = tmp_path / "last.txt"
    last.write_text(LAST_YEAR, encoding="utf-8")
    drafted(server, tmp_path / "r", example=last)
    shown = [r["messages"][1]["content"] for r in server.requests]
    fenced = [re.search(r"【文风示例】.*\n(.*)$", text, re.M) for text in shown]
    examples = [json.loads(found[1]) for found in fenced if found]
    assert len(examples) == 1, "only the section of that name has one"
    assert examples[0].startswith("□我单位决算支出□，较上年增长□，共保障重点任务□")
    for stale in ("198", "5.43", "12项", "99.1", "2022"):
        assert stale not in examples[0]


def test_a_model_that_parrots_the_example_brings_nothing_stale(
    server: ScriptedServer, tmp_path: Path
) -> None:
    last = tmp_path / "last.txt"
    last.write_text(LAST_YEAR, encoding="utf-8")
    server.script = Script("parrot")
    outcome = drafted(server, tmp_path / "r", example=last)
    lost = outcome.drafted[0].rejected
    assert lost is not None
    assert lost.code == "MD413", "a gap is no number"
    assert "198.76" not in outcome.report.text
    assert "□" not in outcome.report.text


def test_another_example_asks_again(server: ScriptedServer, tmp_path: Path) -> None:
    drafted(server, tmp_path / "r")
    first = len(server.requests)
    last = tmp_path / "last.txt"
    last.write_text(LAST_YEAR, encoding="utf-8")
    drafted(server, tmp_path / "r", example=last)
    assert len(server.requests) == first + 1, "for the section that has an example"


def test_an_example_that_cannot_be_read_stops_the_run_at_once(
    server: ScriptedServer, tmp_path: Path
) -> None:
    with pytest.raises(DocumentError):
        drafted(server, tmp_path / "r", example=tmp_path / "none.docx")
    assert server.requests == []
