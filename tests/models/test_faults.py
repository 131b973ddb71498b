"""Every row of the table of faults: what the server does, what is recorded, what is done then."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
import trustme

from tests.scripted_server import MODEL, Script, ScriptedServer
from writer.calls import CallLog, read_calls
from writer.errors import CallFailed, ContextTooLong, ModelUnavailable, SettingsError
from writer.faults import DOCUMENT, Outcome, answer_faults, document, refused, server_faults
from writer.models import Model
from writer.models.retrying import Pauses
from writer.settings import ModelSettings

MESSAGES = [
    {"role": "user", "content": "章节：总体情况\nF1 | 支出 · 金额 · 决算 · 2023 | 3.00万元"}
]
AT_ONCE = Pauses(first=0, longest_asked=0)


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-a-secret-key")
    monkeypatch.setenv("NO_PROXY", "*")


@contextmanager
def nobody() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{free.getsockname()[1]}/v1"


@contextmanager
def no_such_host() -> Iterator[str]:
    yield "http://no-such-host.invalid/v1"


@contextmanager
def expired() -> Iterator[str]:
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    with tls(not_after=long_ago) as (url, _):
        yield url


@contextmanager
def tls(**dates: datetime) -> Iterator[tuple[str, Path]]:
    """A server that speaks TLS; its address, and the file of the authority that signed for it."""
    authority = trustme.CA()
    certificate = authority.issue_cert("127.0.0.1", **dates)
    with (
        certificate.private_key_and_cert_chain_pem.tempfile() as pair,
        authority.cert_pem.tempfile() as root,
        ScriptedServer(certificate=pair) as server,
    ):
        yield server.url, Path(root)


@dataclass(frozen=True)
class Demo:
    """A way to bring a fault about: a behaviour of the scripted server, or a place to ask."""

    code: str
    behaviour: str = "good"
    place: Callable[[], AbstractContextManager[str]] | None = None
    settings: tuple[tuple[str, Any], ...] = ()


DEMOS = [
    Demo("rate_limited", "rate_limit"),
    Demo("rate_limited", "rate_limit_bare"),
    Demo("server_error", "http_500"),
    Demo("server_error", "http_502"),
    Demo("server_error", "http_503"),
    Demo("server_error", "stream_error"),
    Demo("timeout", "drip", settings=(("timeout", 1),)),
    Demo("reset", "reset"),
    Demo("unreadable", "login_page"),
    Demo("unreadable", "login_page", settings=(("stream", False),)),
    Demo("unreachable", place=nobody),
    Demo("unknown_host", place=no_such_host),
    Demo("bad_certificate", place=expired),
    Demo("wrong_key", "wrong_key"),
    Demo("no_quota", "no_quota"),
    Demo("no_quota", "no_balance"),
    Demo("no_model", "no_model"),
    Demo("context_too_long", "too_much_context"),
    Demo("content_filtered", "content_risk"),
    Demo("bad_request", "bad_request"),
]


def test_every_row_is_shown() -> None:
    assert {demo.code for demo in DEMOS} == set(server_faults())


def model(url: str, folder: Path, **changes: Any) -> Model:
    settings = ModelSettings(name=MODEL, base_url=url, **({"retries": 1} | changes))
    return Model(settings, CallLog(folder / "calls.jsonl"), pauses=AT_ONCE)


@pytest.mark.parametrize("demo", DEMOS, ids=lambda d: f"{d.code}-{d.behaviour}")
def test_a_fault_is_recognised_retried_or_not_and_said(
    running: ScriptedServer, tmp_path: Path, demo: Demo
) -> None:
    kind = server_faults()[demo.code]
    running.start_over(Script(demo.behaviour))
    stopping = kind.outcome is Outcome.STOP or (
        kind.outcome is Outcome.STOP_AT_START and not kind.patience
    )
    with demo.place() if demo.place else nullcontext(running.url) as url:
        asked = model(url, tmp_path, **dict(demo.settings))
        with pytest.raises(ModelUnavailable if stopping else CallFailed) as error:
            asked.ask(MESSAGES, "甲#1")
    records = read_calls(tmp_path / "calls.jsonl")
    assert [r.outcome for r in records] == [demo.code] * (2 if kind.transient else 1)
    assert [r.attempt for r in records] == list(range(1, len(records) + 1))
    assert str(error.value).startswith(kind.message.partition("{")[0])
    assert "{" not in str(error.value)
    assert "sk-a-secret" not in str(error.value) + (tmp_path / "calls.jsonl").read_text("utf-8")
    assert isinstance(error.value, ContextTooLong) == (kind.outcome is Outcome.SPLIT)


@pytest.mark.parametrize("code", ["unreachable", "bad_request"])
def test_what_stops_at_the_start_only_costs_a_section_later(
    running: ScriptedServer, tmp_path: Path, code: str
) -> None:
    running.start_over(Script("good"))
    asked = model(running.url, tmp_path, retries=0)
    asked.ask(MESSAGES, "甲#1")
    failing = "bad_request" if code == "bad_request" else "reset"
    running.start_over(Script(failing))
    for number in range(3):
        with pytest.raises(CallFailed) as error:
            asked.ask([*MESSAGES, {"role": "user", "content": str(number)}], "乙#1")
        assert not isinstance(error.value, ModelUnavailable)


def test_a_request_that_is_never_accepted_stops_the_run_at_the_second(
    running: ScriptedServer, tmp_path: Path
) -> None:
    running.start_over(Script("bad_request"))
    asked = model(running.url, tmp_path)
    with pytest.raises(CallFailed):
        asked.ask(MESSAGES, "甲#1")
    with pytest.raises(ModelUnavailable, match="draft models test"):
        asked.ask([{"role": "user", "content": "乙"}], "乙#1")


def test_retries_come_out_of_one_budget(running: ScriptedServer, tmp_path: Path) -> None:
    running.start_over(Script("http_500"))
    asked = model(running.url, tmp_path, retries=2, retry_budget=3)
    for number in range(4):
        with pytest.raises(CallFailed):
            asked.ask([{"role": "user", "content": str(number)}], f"{number}#1")
    assert asked.usage.retries == 3
    assert len(running.requests) == 4 + 3


def test_an_own_authority_is_trusted_when_it_is_named(tmp_path: Path) -> None:
    with tls() as (url, root):
        with pytest.raises(ModelUnavailable, match="ca_file"):
            model(url, tmp_path).ask(MESSAGES, "甲#1")
        assert model(url, tmp_path, ca_file=str(root)).ask(MESSAGES, "甲#1").text


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_a_file_that_holds_no_certificate_is_said(tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "root.pem"
    if content is not None:
        file.write_text(content)
    with pytest.raises(SettingsError, match="root.pem"):
        model("https://127.0.0.1:1/v1", tmp_path, ca_file=str(file)).ask(MESSAGES, "甲#1")


def test_a_proxy_is_used_and_its_password_not_told(running: ScriptedServer, tmp_path: Path) -> None:
    running.start_over(Script())
    with nobody() as dead:
        proxy = dead.removesuffix("/v1").replace("http://", "http://user:pass-word@")
        with pytest.raises(ModelUnavailable) as error:
            model(running.url, tmp_path, proxy=proxy).ask(MESSAGES, "甲#1")
    assert not running.requests, "the proxy was asked, not the server"
    assert "pass-word" not in str(error.value) + (tmp_path / "calls.jsonl").read_text("utf-8")


def test_how_long_the_server_asks_to_wait() -> None:
    pauses = Pauses(chance=lambda: 0.0)
    assert pauses.before_retry(1, 7.0) == 7.0
    assert pauses.before_retry(1, 7000.0) == 60.0
    grown = [pauses.before_retry(n) for n in range(1, 8)]
    assert grown == [0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 15.0]
    assert Pauses(chance=lambda: 1.0).before_retry(1) == 1.0, "never all at the same moment"


@pytest.mark.parametrize("form", ["3", "date", "soon"])
def test_retry_after_is_read_as_seconds_or_a_date(
    running: ScriptedServer, tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.scripted_server import BEHAVIOURS
    from tests.scripted_server.behaviours import Played

    until = format_datetime(datetime.now(UTC) + timedelta(seconds=3000), usegmt=True)
    said = until if form == "date" else form
    monkeypatch.setitem(BEHAVIOURS, "asks", lambda prompt: Played(status=429, retry_after=said))
    running.start_over(Script("asks"))
    with pytest.raises(CallFailed) as error:
        model(running.url, tmp_path, retries=0).ask(MESSAGES, "甲#1")
    wanted = error.value.retry_after
    if form == "soon":
        assert wanted is None
    else:
        assert wanted is not None
        assert (wanted == 3) if form == "3" else (2000 < wanted <= 3000)


def test_a_server_s_words_come_before_its_status() -> None:
    assert refused(429, "You exceeded your current quota").code == "no_quota"
    assert refused(500, "this model's maximum context length is 4096").code == "context_too_long"
    assert refused(599, "").code == "server_error"
    assert refused(418, "").code == "bad_request"


def test_tokens_are_estimated_where_the_server_does_not_tell(
    running: ScriptedServer, tmp_path: Path
) -> None:
    running.start_over(Script("no_usage"))
    answer = model(running.url, tmp_path).ask(MESSAGES, "甲#1")
    assert answer.estimated
    assert 0 < answer.tokens_out <= len(answer.text)


def test_the_document_is_what_the_table_says() -> None:
    assert DOCUMENT.read_text("utf-8") == document(), "python -m writer.faults"
    assert all(f"`{code}`" in document() for code in (*server_faults(), *answer_faults()))
