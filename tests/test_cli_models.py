"""draft models and draft resume, as a user calls them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.scripted_server import MODEL, Script, ScriptedServer
from writer.cli import run

DATA = Path(__file__).parent / "data"


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")


@pytest.fixture
def named(server: ScriptedServer, tmp_path: Path) -> ScriptedServer:
    (tmp_path / "jixiao.toml").write_text(
        f'[models.office]\nname = "{MODEL}"\nbase_url = "{server.url}"\nretries = 0\n', "utf-8"
    )
    return server


def draft(*arguments: str) -> int:
    facts = ["--facts", str(DATA / "flood.yaml"), "--format", str(DATA / "format")]
    return run([*facts, "--out", "r", *arguments])


def test_the_list_says_where_facts_go_and_whether_the_key_is_there(
    named: ScriptedServer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["models", "list"]) == 0
    said = capsys.readouterr().out
    assert f"office\n  {MODEL}，本机 127.0.0.1" in said
    assert "环境变量 OPENAI_API_KEY（已找到）" in said
    assert "sk-secret" not in said


def test_without_models_the_list_says_how_to_set_one_up(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["models", "list"]) == 0
    assert "[models.deepseek]" in capsys.readouterr().out


def test_a_good_model_passes_in_every_mode_and_the_surest_is_suggested(
    named: ScriptedServer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["models", "test", "office"]) == 0
    said = capsys.readouterr().out
    assert said.count("JSON ✓  编号 ✓  中文 ✓") == 4
    assert "token" in said
    assert "[models.office]" in said
    assert 'mode = "json_schema"' in said


@pytest.mark.parametrize(
    ("behaviour", "status", "says"),
    [
        ("prose", 1, "JSON ✗  编号 –"),
        ("typed_digits", 1, "JSON ✓  编号 ✗  中文 ✓"),
        ("english", 1, "中文 ✗"),
        ("bad_request", 1, "不支持"),
        ("wrong_key", 2, "拒绝了密钥"),
    ],
)
def test_what_a_model_cannot_do_is_said(
    named: ScriptedServer,
    capsys: pytest.CaptureFixture[str],
    behaviour: str,
    status: int,
    says: str,
) -> None:
    named.script = Script(behaviour)
    assert run(["models", "test", "office"]) == status
    printed = capsys.readouterr()
    assert says in printed.out + printed.err
    assert "sk-secret" not in printed.out + printed.err


def test_parameters_that_a_model_does_not_take_are_found_out(
    named: ScriptedServer, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    named.script = Script(dialect="reasoning")
    assert run(["models", "test", "office"]) == 0
    said = capsys.readouterr().out
    assert 'tokens_field = "max_completion_tokens"' in said
    assert "send_temperature = false" in said
    (tmp_path / "jixiao.toml").write_text(said.partition("jixiao.toml：")[2], "utf-8")
    assert draft("--model", "office") == 0
    assert all("temperature" not in r for r in named.requests[-4:])


def test_a_stopped_run_says_how_to_go_on_and_goes_on(
    named: ScriptedServer, capsys: pytest.CaptureFixture[str]
) -> None:
    named.script = Script("good", {"评价结论": "no_quota"})
    assert draft("--model", "office") == 2
    assert "接着写：draft resume r" in capsys.readouterr().err
    named.script = Script("good")
    asked = len(named.requests)
    assert run(["resume", "r", "-q"]) == 0
    assert capsys.readouterr().out == "r/report.docx\n"
    assert 1 <= len(named.requests) - asked <= 4


def test_mask_sends_no_values_and_says_so(
    named: ScriptedServer, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert draft("--model", "office", "--mask") == 0
    assert "280.15" not in str(named.requests)
    assert "不离开这台电脑" in capsys.readouterr().err


def test_answers_are_shared_counted_and_cleared(
    named: ScriptedServer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert draft("--model", "office") == 0
    asked = len(named.requests)
    assert draft("--model", "office", "--out", "other") == 0
    assert len(named.requests) == asked
    capsys.readouterr()
    assert run(["models", "cache"]) == 0
    assert f"{asked} 个回答" in capsys.readouterr().out
    assert run(["models", "cache", "--clear"]) == 0
    assert f"已删除 {asked} 个回答" in capsys.readouterr().out
    assert draft("--model", "office", "--fresh") == 0
    assert len(named.requests) == 2 * asked


@pytest.mark.parametrize("sparing", [("-q",), ("--output", "json")])
def test_where_facts_go_is_said_even_to_those_who_want_to_hear_little(
    named: ScriptedServer, capsys: pytest.CaptureFixture[str], sparing: tuple[str, ...]
) -> None:
    draft("--model", "office", *sparing)
    assert "127.0.0.1" in capsys.readouterr().err


def test_a_budget_without_a_price_is_refused_before_anything_is_sent(
    server: ScriptedServer, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    asked = ("--base-url", server.url, "--budget", "5元")
    assert draft("--model", MODEL, *asked) == 2
    assert f'models = ["{MODEL}"]' in capsys.readouterr().err
    assert draft(*asked) == 2
    assert "请用 --model 指明模型" in capsys.readouterr().err
    assert not server.requests
    assert not (tmp_path / "r").exists()


def test_what_is_kept_of_a_run_that_stops_is_said_as_it_is(
    named: ScriptedServer, capsys: pytest.CaptureFixture[str]
) -> None:
    named.script = Script("wrong_key")
    assert draft("--model", "office") == 2
    assert "还没有写好的章节，接着写：draft resume r" in capsys.readouterr().err


def test_a_run_can_be_watched_in_the_page_that_becomes_the_desk(
    named: ScriptedServer, tmp_path: Path
) -> None:
    command = "from writer.cli import main; main()"
    facts = ["--facts", str(DATA / "flood.yaml"), "--format", str(DATA / "format"), "--out", "r"]
    process = subprocess.Popen(
        [sys.executable, "-c", command, *facts, "--model", "office", "--watch"],
        cwd=tmp_path, env=dict(os.environ, BROWSER="true"), start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stderr is not None
    lines = iter(process.stderr.readline, "")
    assert any("审阅页面：http://127.0.0.1:" in line for line in lines)
    assert any("只在本机可用" in line for line in lines), "only then does it wait for Ctrl-C"
    os.killpg(process.pid, signal.SIGINT)  # as the terminal sends it
    out, _ = process.communicate(timeout=60)
    assert process.returncode in (0, 130), "130 when it came while sections were written"
    assert (process.returncode == 130) != ("r/report.docx" in out)
