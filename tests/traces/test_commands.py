"""draft cost and draft trace as a user meets them."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tests.traces.conftest import CALL, CALLS, at
from writer.cli import run

Make = Callable[..., Path]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")


def said(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    status = run([str(argument) for argument in arguments])
    printed = capsys.readouterr()
    return status, printed.out + printed.err


def test_cost_by_section(run_folder: Make, capsys: pytest.CaptureFixture[str]) -> None:
    status, text = said(capsys, "cost", run_folder(*CALLS))
    assert status == 0
    rows = {line.split()[0]: line.split()[1:] for line in text.splitlines() if "元" in line}
    assert rows["部门概况"] == ["1", "1000000", "0", "500000", "6.00", "元"]
    assert rows["购书专项"] == ["2", "2000000", "0", "1000000", "12.00", "元"]
    assert rows["合计"] == ["3", "3000000", "0", "1500000", "18.00", "元"]
    assert "1 次没有答复；服务商对超时、中断的请求可能照样计费" in text
    assert "以服务商的账单为准" in text


def test_what_to_do_about_a_missing_price_is_said_whole(
    run_folder: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    unknown = replace(CALLS[0], model="nobody-knows", cost=None, currency="")
    text = said(capsys, "cost", run_folder(unknown))[1]
    assert "把单价写进 jixiao.toml 的 [[prices]] 后再看" in text, "not taken for markup"


def test_cost_of_all_runs_by_run_month_and_model(
    run_folder: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said(capsys, "cost")[0] == 2, "there are no runs yet"
    run_folder(CALL, name="runs/a")
    run_folder(replace(CALL, started="2026-12-01T00:00:00+08:00"), CALL, name="runs/b")
    status, text = said(capsys, "cost", "--output", "json")
    found = json.loads(text)
    assert (status, found["by"]) == (0, "run")
    assert {row["name"]: row["calls"] for row in found["rows"]} == {"runs/a": 1, "runs/b": 2}
    found = json.loads(said(capsys, "cost", "--by", "month", "--output", "json")[1])
    assert {row["name"]: row["cost"] for row in found["rows"]} == {
        "2026-11": {"CNY": "12"},
        "2026-12": {"CNY": "6"},
    }
    assert found["total"]["cost_cny"] == "18"
    assert "deepseek-chat（api.deepseek.com）" in said(capsys, "cost", "--by", "model")[1]


def test_currencies_are_added_only_by_a_given_rate(
    run_folder: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dollars = at(9, "问题#1", cost=Decimal(2), currency="美元")
    folder = run_folder(CALL, dollars)
    text = said(capsys, "cost", folder)[1]
    assert "6.00 元，2.00 美元" in text
    assert "币种不同，没有合计" in text
    assert "折合 20.20 元" in said(capsys, "cost", folder, "--rate", "美元=7.1")[1]
    (tmp_path / "jixiao.toml").write_text("[costs.rates]\n美元 = 7.2\n".replace("美元", '"美元"'))
    assert "折合 20.40 元" in said(capsys, "cost", folder)[1], "from the settings file"
    assert said(capsys, "cost", folder, "--rate", "美元")[0] == 2
    assert said(capsys, "cost", folder, "--rate", "贝壳=3")[0] == 2


def test_the_user_s_own_price_counts(
    run_folder: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = run_folder(replace(CALL, model="qwen3", host="10.1.2.3:8000"))
    text = said(capsys, "cost", folder)[1]
    assert "1 次没有单价" in text
    assert "jixiao.toml" in text
    (tmp_path / "jixiao.toml").write_text(
        '[[prices]]\nmodels = ["qwen*"]\ncurrency = "元"\ninput = 1\noutput = 1\nnoted = "2026-11"\n'
    )
    assert "1.50 元" in said(capsys, "cost", folder)[1]
    assert "qwen*" in said(capsys, "cost", "--prices")[1]
    (tmp_path / "jixiao.toml").write_text('[[prices]]\nmodels = ["q"]\ninput = 1\nouput = 1\n')
    status, text = said(capsys, "cost", folder)
    assert (status, "是不是“output”" in text) == (2, True)


def test_csv_opens_in_a_spreadsheet(run_folder: Make, capsys: pytest.CaptureFixture[str]) -> None:
    folder = run_folder(CALL, at(9, "概况#2", cost=Decimal("0.5"), currency="美元"))
    text = said(capsys, "cost", folder, "--output", "csv")[1]
    assert text.startswith("\ufeff")
    head, first, second = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    assert head[0] == "章节"
    assert first == ["部门概况", "2", "0", "2000000", "0", "1000000", "6", "元"]
    assert second == ["部门概况", "", "", "", "", "", "0.5", "美元"], "counts stand once"


def test_prices_say_when_they_were_noted(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, "cost", "--prices")[1]
    assert "2026-09-11" in text
    assert "请核对" in text
    rows = json.loads(said(capsys, "cost", "--prices", "--output", "json")[1])
    assert {row["currency"] for row in rows} == {"CNY", "USD"}


def test_a_run_without_a_model_cost_nothing(
    run_folder: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "没有费用" in said(capsys, "cost", run_folder())[1]


def test_trace_in_every_form(run_folder: Make, capsys: pytest.CaptureFixture[str]) -> None:
    folder = run_folder(*CALLS)
    status, text = said(capsys, "trace", folder)
    assert (status, "█" in text) == (0, True)
    status, text = said(capsys, "trace", folder, "--html")
    assert (status, f"{folder / 'trace.html'}" in text) == (0, True)
    assert (folder / "trace.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert said(capsys, "trace", folder, "--html", folder / "过程.html")[0] == 0
    assert (folder / "过程.html").exists()
    rows = json.loads(said(capsys, "trace", folder, "--output", "json")[1])
    assert [row["purpose"] for row in rows] == [call.purpose for call in CALLS]
    assert all("messages" not in row and "reply" not in row for row in rows)


@pytest.mark.parametrize("command", ["cost", "trace"])
def test_a_folder_that_is_no_run_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    status, text = said(capsys, command, tmp_path)
    assert (status, "不是 draft 的运行文件夹" in text) == (2, True)


def test_neither_loads_the_model_libraries(run_folder: Make) -> None:
    folder = run_folder(*CALLS)
    program = (
        "import sys; from writer.cli import run\n"
        f"run(['cost', {str(folder)!r}]); run(['trace', {str(folder)!r}, '--html'])\n"
        "sys.exit(bool({'openai', 'instructor', 'opentelemetry', 'httpx2'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
