"""The model server as one method: what each failure means, what is counted, what is logged."""

from __future__ import annotations

import json
import socket
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.scripted_server import MODEL, Script, ScriptedServer
from writer.calls import CallLog
from writer.cli import run
from writer.errors import ContextTooLong, DraftRejected, ModelError, ModelUnavailable
from writer.models import Model, served_models
from writer.settings import ModelSettings

KEY = "sk-a-secret-key"
MESSAGES = [
    {"role": "user", "content": "章节：总体情况\nF1 | 支出 · 金额 · 决算 · 2023 | 3.00万元"}
]
FACTS = Path(__file__).parents[1] / "data" / "flood.yaml"


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)


def model(server: ScriptedServer, folder: Path, **changes: Any) -> Model:
    settings = ModelSettings(name=MODEL, base_url=server.url, **changes)
    return Model(settings, CallLog(folder / "calls.jsonl"))


def test_an_answer_with_its_tokens_and_cost(server: ScriptedServer, tmp_path: Path) -> None:
    asked = model(server, tmp_path, price_in=Decimal(2), price_out=Decimal(8))
    answer = asked.ask(MESSAGES, "总体情况#1")
    assert answer.reply().section == "总体情况"
    assert answer.tokens_in == len(MESSAGES[0]["content"])
    expected = (2 * answer.tokens_in + 8 * answer.tokens_out) / Decimal(1_000_000)
    assert asked.usage.cost == expected == answer.cost


def test_every_call_is_one_line_with_messages_reply_tokens_and_no_key(
    server: ScriptedServer, tmp_path: Path
) -> None:
    server.script = Script(["http_500", "good"])
    model(server, tmp_path).ask(MESSAGES, "总体情况#1")
    text = (tmp_path / "calls.jsonl").read_text("utf-8")
    failed, answered = map(json.loads, text.splitlines())
    assert failed["reply"] is None
    assert (failed["outcome"], failed["attempt"]) == ("server_error", 1)
    assert (answered["outcome"], answered["attempt"]) == ("answered", 2)
    assert "scripted fault" in failed["error"]
    assert answered["messages"] == MESSAGES
    assert json.loads(answered["reply"])["section"] == "总体情况"
    assert answered["tokens_out"] > 0
    assert answered["seconds"] >= 0
    assert KEY not in text


def test_a_key_that_the_server_sends_back_is_not_written_down(
    server: ScriptedServer, tmp_path: Path
) -> None:
    server.script = Script("bad_request")
    with pytest.raises(DraftRejected) as error:
        model(server, tmp_path).ask(MESSAGES, "a")
    logged = (tmp_path / "calls.jsonl").read_text("utf-8")
    assert "***" in logged
    assert KEY not in logged + str(error.value)


def test_the_same_question_is_paid_once(server: ScriptedServer, tmp_path: Path) -> None:
    first = model(server, tmp_path).ask(MESSAGES, "a")
    later = model(server, tmp_path)
    again = later.ask(MESSAGES, "b")
    assert (again.text, again.replayed) == (first.text, True)
    assert (later.usage.calls, later.usage.replayed, later.usage.tokens_in) == (0, 1, 0)
    assert len(server.requests) == 1
    other = model(server, tmp_path, max_tokens=900)
    other.ask(MESSAGES, "c")
    assert other.usage.calls == 1, "another setting is another question"


@pytest.mark.parametrize(
    ("behaviour", "kind", "said"),
    [
        ("wrong_key", ModelUnavailable, "OPENAI_API_KEY"),
        ("no_model", ModelUnavailable, f"{MODEL}：没有这个模型"),
        ("no_quota", ModelUnavailable, "额度"),
        ("bad_request", DraftRejected, "draft models test"),
        ("too_much_context", ContextTooLong, "上下文长度"),
        ("http_500", DraftRejected, "HTTP 500"),
        ("rate_limit", DraftRejected, "HTTP 429"),
    ],
)
def test_what_a_failure_means(
    server: ScriptedServer, tmp_path: Path, behaviour: str, kind: type[ModelError], said: str
) -> None:
    server.script = Script(behaviour)
    with pytest.raises(kind, match=said) as error:
        model(server, tmp_path, retries=1).ask(MESSAGES, "a")
    assert KEY not in str(error.value)
    transient = behaviour in ("http_500", "rate_limit")
    assert len(server.requests) == (2 if transient else 1)


def test_no_answer_in_time(server: ScriptedServer, tmp_path: Path) -> None:
    server.script = Script(delay=5)
    with pytest.raises(DraftRejected, match="超过 1 秒"):
        model(server, tmp_path, timeout=1, retries=0).ask(MESSAGES, "a")


def test_nobody_listens(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    settings = ModelSettings(name=MODEL, base_url=url, retries=0)
    with pytest.raises(ModelUnavailable, match="连接不上"):
        Model(settings, CallLog(tmp_path / "calls.jsonl")).ask(MESSAGES, "a")


def test_a_server_elsewhere_needs_a_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY")
    settings = ModelSettings(name=MODEL, base_url="https://api.example.com/v1")
    with pytest.raises(ModelUnavailable, match="没有密钥"):
        Model(settings, CallLog(tmp_path / "calls.jsonl")).ask(MESSAGES, "a")


def test_the_schema_sent_bounds_every_string(server: ScriptedServer, tmp_path: Path) -> None:
    model(server, tmp_path).ask(MESSAGES, "a")
    schema = server.requests[0]["response_format"]["json_schema"]["schema"]
    assert schema["properties"]["section"]["maxLength"] > 0
    paragraphs = schema["properties"]["paragraphs"]
    assert paragraphs["maxItems"] > 0
    assert paragraphs["items"]["maxLength"] > 0


def test_a_server_that_serves_one_model_needs_no_name(
    server: ScriptedServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert served_models(ModelSettings(base_url=server.url)) == [MODEL]
    run(["--facts", str(FACTS), "--out", "r", "--base-url", server.url])
    printed = capsys.readouterr()
    assert "事实不离开这台电脑" in printed.err
    assert "调用" in printed.out
    assert "token" in printed.out


def test_a_model_that_cannot_be_reached_is_one_line_and_exit_2(
    server: ScriptedServer, capsys: pytest.CaptureFixture[str]
) -> None:
    server.script = Script("wrong_key")
    status = run(["--facts", str(FACTS), "--out", "r", "--model", MODEL, "--base-url", server.url])
    assert status == 2
    printed = capsys.readouterr()
    assert "拒绝了密钥" in printed.err
    assert "Traceback" not in printed.err
    assert KEY not in printed.err + printed.out
