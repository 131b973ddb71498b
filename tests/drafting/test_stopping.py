"""When a model is not asked any more: the budget does not do, or it fails section after section."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.scripted_server import MODEL, Script, ScriptedServer
from writer.calls import read_calls
from writer.cli import run
from writer.cli.progress import Silent
from writer.drafting.patience import Patience
from writer.errors import SettingsError
from writer.findings import Severity
from writer.pipeline import Outcome, Request, draft
from writer.settings import CostSettings, ModelSettings

DATA = Path(__file__).parents[1] / "data"
FACTS, FORMAT = DATA / "flood.yaml", str(DATA / "format")
PRICED = {"price_in": Decimal(1), "price_out": Decimal(10), "max_tokens": 700, "concurrency": 1}


def drafted(server: ScriptedServer, folder: Path, budget: str = "", **changes: Any) -> Outcome:
    model = ModelSettings(**{"name": MODEL, "base_url": server.url, **changes})
    request = Request(FACTS, folder, FORMAT, model=model, costs=CostSettings(budget=budget))
    return draft(request, Silent())


def codes(outcome: Outcome) -> list[str]:
    return [d.rejected.code if d.rejected else "" for d in outcome.drafted]


def paid(folder: Path) -> Decimal:
    return sum((r.cost or Decimal(0) for r in read_calls(folder / "calls.jsonl")), Decimal(0))


def test_a_budget_stops_before_the_money_is_spent_and_the_report_is_whole(
    server: ScriptedServer, tmp_path: Path
) -> None:
    # a call is held for with some 0.008 and costs some 0.002
    outcome = drafted(server, tmp_path / "r", "0.009元", **PRICED)
    assert codes(outcome)[0] == "", "what the money does for is the model's"
    assert "MD421" in codes(outcome)
    assert 0 < paid(tmp_path / "r") <= Decimal("0.009")
    assert len(server.requests) == sum(d.engine == MODEL for d in outcome.drafted)
    assert outcome.final, "sections without the model are composed, and proven all the same"
    flag = next(f for f in outcome.findings if f.code == "MD421")
    assert "没有请模型写（预算 0.0090 元" in flag.message
    assert flag.severity is Severity.NOTICE, "there is nothing of a model's to look at"


def test_with_more_money_the_rest_is_asked_for_and_nothing_twice(
    server: ScriptedServer, tmp_path: Path
) -> None:
    first = drafted(server, tmp_path / "r", "0.009元", **PRICED)
    before = len(server.requests)
    whole = drafted(server, tmp_path / "r", "1元", **PRICED)
    assert codes(whole) == [""] * 4
    assert len(server.requests) - before == codes(first).count("MD421")
    again = drafted(server, tmp_path / "r", "0.001元", **PRICED)
    assert codes(again) == [""] * 4, "finished sections cost nothing"


def test_what_earlier_calls_of_the_run_cost_counts(server: ScriptedServer, tmp_path: Path) -> None:
    drafted(server, tmp_path / "r", "0.009元", **PRICED)
    spent, asked = paid(tmp_path / "r"), len(server.requests)
    drafted(server, tmp_path / "r", "0.009元", **PRICED)
    assert (paid(tmp_path / "r"), len(server.requests)) == (spent, asked)


@pytest.mark.parametrize("threads", [1, 4])
def test_many_threads_stay_within_it(server: ScriptedServer, tmp_path: Path, threads: int) -> None:
    drafted(server, tmp_path / "r", "0.012元", **PRICED | {"concurrency": threads})
    assert paid(tmp_path / "r") <= Decimal("0.012")


def test_a_budget_without_a_price_is_refused(server: ScriptedServer, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="不知道模型 scripted（models.example）的单价"):
        drafted(server, tmp_path / "r", "5元", base_url="https://models.example/v1")


def test_a_model_on_this_machine_needs_a_price_too(server: ScriptedServer, tmp_path: Path) -> None:
    """What listens on the loopback may pass everything on to somebody who charges."""
    with pytest.raises(SettingsError, match=r"(?s)还没有请模型写.*input = 0\n"):
        drafted(server, tmp_path / "r", "5元")
    assert not server.requests
    assert not (tmp_path / "r").exists()
    free = {"price_in": 0, "price_out": 0}
    assert codes(drafted(server, tmp_path / "r", "0.001元", **free)) == [""] * 4


def test_a_budget_of_nothing_asks_nothing(server: ScriptedServer, tmp_path: Path) -> None:
    outcome = drafted(server, tmp_path / "r", "0元", **PRICED)
    assert codes(outcome) == ["MD421"] * 4
    assert not server.requests
    assert outcome.final, "the whole report, composed"


def test_a_budget_in_another_currency_needs_a_rate(server: ScriptedServer, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="汇率"):
        drafted(server, tmp_path / "r", "$1", **PRICED)


def test_a_model_that_keeps_failing_is_not_asked_any_more(
    server: ScriptedServer, tmp_path: Path
) -> None:
    server.script = Script("prose")
    outcome = drafted(server, tmp_path / "r", concurrency=1, give_up_after=2)
    assert codes(outcome) == ["MD409", "MD409", "MD422", "MD422"]
    assert len(server.requests) == 6
    assert outcome.final
    server.start_over(Script())
    whole = drafted(server, tmp_path / "r", concurrency=1, give_up_after=2)
    assert codes(whole)[2:] == ["", ""], "the next run asks again for what was not asked"


def test_a_section_that_succeeds_restores_patience() -> None:
    patience = Patience(2)
    for failed in (True, False, True):
        (patience.failed if failed else patience.won)()
    assert not patience.lost
    patience.failed()
    assert patience.lost
    patience.won()
    assert patience.lost, "what is under way does not bring it back"


def test_patience_without_end(server: ScriptedServer, tmp_path: Path) -> None:
    server.script = Script("prose")
    outcome = drafted(server, tmp_path / "r", give_up_after=0)
    assert codes(outcome) == ["MD409"] * 4
    kept = json.loads((tmp_path / "r" / "sections" / "01-总体情况.json").read_text("utf-8"))
    assert len(kept["rejected"]["texts"]) == 3


def test_the_command_tells_how_to_go_on(
    server: ScriptedServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "jixiao.toml").write_text(
        f'[model]\nname = "{MODEL}"\nbase_url = "{server.url}"\nprice_in = 1\nprice_out = 10\n'
        'max_tokens = 700\nconcurrency = 1\ncurrency = "美元"\n',
        encoding="utf-8",
    )
    asked = ["--facts", str(FACTS), "--format", FORMAT, "--out", "r"]
    assert run([*asked, "--budget", "5"]) == 2, "五 what?"
    assert not (tmp_path / "r").exists()
    assert run([*asked, "--budget", "0.009美元"]) == 0
    printed = capsys.readouterr()
    assert "因预算用完；提高预算接着写：draft resume r --budget 金额" in printed.out
    assert printed.err.count("改为按事实成文：预算") == 1, "said once, not for every section"
    assert run(["resume", "r", "--output", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["model"]["unpaid"] > 0, "the run's own budget still holds"
    assert data["model"]["currency"] == "USD"
    assert run(["resume", "r", "--budget", "不限", "--output", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["model"]["unpaid"], data["sections"]["fallen_back"]) == (0, 0)
