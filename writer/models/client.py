"""The only importer of openai and instructor: a request is sent, and its answer or fault read.

Both libraries take more than a second to import, so they are imported inside the functions that
need them. instructor shapes the request for a structured answer; reading the answer, and asking
again, is ours (writer.drafting.judging). It is never given `context=`, because it would then
render the messages as Jinja and braces in a user's facts would run as a template.
"""

from __future__ import annotations

import json
import socket
import ssl
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from writer.calls import Message, estimated_tokens, prompt_text
from writer.errors import CallFailed, ContextTooLong, ModelUnavailable
from writer.faults import FaultKind, Outcome, refused, server_faults
from writer.replies import Answer, SectionReply
from writer.settings import ModelSettings

if TYPE_CHECKING:
    from openai import OpenAI
    from openai.types import CompletionUsage

Growing = Callable[[str], None]
_MODES = {"json_schema": "JSON_SCHEMA", "json": "JSON", "tools": "TOOLS", "md_json": "MD_JSON"}
_PATH = "/chat/completions"
_VARIED = 0.7  # the temperature of drafts that are to differ
_UNWORDED = ("json_schema", "tools")  # modes that put nothing into the messages
_SAID = 300  # characters of what a server says that are looked at and kept


@dataclass(slots=True)
class _Heard:
    """An answer as it grows; `first` is when its first characters came."""

    growing: Growing
    started: float = field(default_factory=time.monotonic)
    first: float = 0.0
    text: str = ""
    refusal: str = ""
    finish: str = ""
    usage: CompletionUsage | None = None

    def hear(self, message: Any, finish: str | None) -> None:
        """A message of a whole answer, or what a chunk adds to it."""
        if message is not None:
            texts = [message.content or ""]
            for call in message.tool_calls or []:
                function = getattr(call, "function", None)
                texts.append((function.arguments or "") if function else "")
            self.text += "".join(texts)
            if self.text and not self.first:
                self.first = time.monotonic()
            self.refusal += message.refusal or ""
            self.growing(self.text)
        self.finish = finish or self.finish


class Client:
    """One model at one server."""

    def __init__(self, settings: ModelSettings) -> None:
        self.settings = settings
        self._guard = threading.Lock()

    def complete(self, messages: Sequence[Message], growing: Growing, variant: int = 0) -> Answer:
        """One request, tried once; `growing` is told what has come so far.

        A `variant` other than 0 is drawn at some temperature, by a seed of its own.

        Raises CallFailed (its `code` one of writer.faults), ContextTooLong, ModelUnavailable
        without a key, SettingsError.
        """
        import httpx2
        import openai

        with self._guard:  # built once
            sdk = self._openai
        asked = self._request(messages, variant)
        heard = _Heard(growing)
        try:
            self._listen(sdk, asked, heard)
        except (openai.OpenAIError, httpx2.HTTPError, json.JSONDecodeError) as error:
            raise self._failed(error) from None
        return self._answer(heard, messages)

    def served(self) -> list[str]:
        """The names of the models at the server; raises CallFailed."""
        import openai

        try:
            return [model.id for model in self._openai.models.list()]
        except openai.OpenAIError as error:
            raise self._failed(error) from None

    @cached_property
    def _openai(self) -> OpenAI:
        import openai

        from writer.models.transport import http_client

        key = self.settings.api_key
        if not key and not self.settings.local:
            raise ModelUnavailable(
                f"没有密钥：请设置{self.settings.key_place}，或用 --base-url 指定本机服务。"
            )
        client = http_client(self.settings)
        weakref.finalize(self, client.close)  # connections are left to no one
        return openai.OpenAI(
            api_key=key or "none",
            base_url=self.settings.url,
            max_retries=0,
            http_client=client,
        )

    def _listen(self, sdk: OpenAI, asked: dict[str, Any], heard: _Heard) -> None:
        """Sends the request and hears the answer out.

        By `post`, as the SDK's readme has it for what it does not wrap: `sdk.chat` would first
        load every resource it does wrap, 0.3 s of CPU before the first section is asked for.
        """
        from openai import Stream
        from openai.types.chat import ChatCompletion, ChatCompletionChunk

        if not self.settings.stream:
            completion = sdk.post(_PATH, cast_to=ChatCompletion, body=asked)
            if isinstance(completion, str) or not completion.choices:
                raise self._fault("unreadable")
            choice = completion.choices[0]
            heard.hear(choice.message, choice.finish_reason or "stop")
            heard.usage = completion.usage
            return
        body = asked | {"stream": True, "stream_options": {"include_usage": True}}
        shape = Stream[ChatCompletionChunk]
        with sdk.post(
            _PATH, cast_to=ChatCompletion, body=body, stream=True, stream_cls=shape
        ) as chunks:
            for chunk in chunks:
                heard.usage = chunk.usage or heard.usage
                for part in chunk.choices:
                    heard.hear(part.delta, part.finish_reason)
        if not heard.finish:
            raise self._fault("reset" if heard.text else "unreadable")

    def _request(self, messages: Sequence[Message], variant: int) -> dict[str, Any]:
        asked: dict[str, Any] = {
            "model": self.settings.name,
            "messages": [dict(message) for message in messages],
            self.settings.tokens_field: self.settings.max_tokens,
        }
        if self.settings.send_temperature:
            asked["temperature"] = _VARIED if variant else 0
        if variant:
            asked["seed"] = variant
        if self.settings.continues:
            asked["stop"] = ["\n"]
        if self.settings.mode == "text":
            return asked
        if self.settings.mode in _UNWORDED:
            return self._shape | asked
        return _shaped(self.settings.mode, asked)

    @cached_property
    def _shape(self) -> dict[str, Any]:
        """What a mode that leaves the messages alone adds to every request, made once."""
        return _shaped(self.settings.mode, {})

    def _answer(self, heard: _Heard, messages: Sequence[Message]) -> Answer:
        text, usage = heard.text, heard.usage
        details = usage.prompt_tokens_details if usage else None
        return Answer(
            text=text,
            finish=heard.finish,
            refusal=heard.refusal,
            tokens_in=usage.prompt_tokens if usage else estimated_tokens(prompt_text(messages)),
            tokens_out=usage.completion_tokens if usage else estimated_tokens(text),
            tokens_cached=(details.cached_tokens or 0) if details else _deepseek_cached(usage),
            estimated=usage is None,
            seconds=time.monotonic() - heard.started,
            first=heard.first - heard.started if heard.first else 0.0,
        )

    # ---- what went wrong -------------------------------------------------------------

    def _failed(self, error: Exception) -> CallFailed:
        """The libraries' error as a row of the table, in words for the user."""
        import httpx2
        import openai

        said = self.settings.without_secrets(_said(error))
        if isinstance(error, openai.APIStatusError):
            kind = refused(error.status_code, said)
            return self._fault(kind.code, said, error.status_code, _retry_after(error))
        causes = list(_causes(error))
        for types, code in (
            (ssl.SSLCertVerificationError, "bad_certificate"),
            (socket.gaierror, "unknown_host"),
            ((httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.ProxyError), "unreachable"),
            ((httpx2.TimeoutException, openai.APITimeoutError), "timeout"),
            ((httpx2.TransportError, openai.APIConnectionError), "reset"),
            ((openai.APIResponseValidationError, json.JSONDecodeError), "unreadable"),
        ):
            found = next((cause for cause in causes if isinstance(cause, types)), None)
            if found is not None:
                return self._fault(code, self.settings.without_secrets(_said(found)))
        # an error in the middle of a stream carries no status
        return self._fault(refused(500, said).code, said, 500)

    def _fault(
        self, code: str, said: str = "", status: int = 0, retry_after: float | None = None
    ) -> CallFailed:
        kind: FaultKind = server_faults()[code]
        message = kind.message.format(
            place=f"{self.settings.address} 的模型 {self.settings.name}",
            key=self.settings.key_place,
            seconds=self.settings.timeout,
            status=status,
            detail=said,
        )
        made = ContextTooLong if kind.outcome is Outcome.SPLIT else CallFailed
        return made(message, code, said, retry_after)


def _shaped(mode: str, asked: dict[str, Any]) -> dict[str, Any]:
    """The request for an answer in the shape of SectionReply, as instructor words it."""
    import instructor
    from instructor.processing.response import handle_response_model

    shaped: dict[str, Any] = handle_response_model(
        SectionReply, instructor.Mode[_MODES[mode]], **asked
    )[1]
    return shaped


def load_ahead(mode: str) -> None:
    """Begins to load what a call needs, in a thread: a second of work before the first request."""
    threading.Thread(target=_load, args=(mode,), name="loading", daemon=True).start()


def _load(mode: str) -> None:
    import httpx2
    import openai.types.chat  # noqa: F401 — the loading is what is wanted

    import writer.models.transport  # noqa: F401

    httpx2.Client().close()  # its transport is loaded with the first one
    if mode != "text":
        _shaped(mode, {"messages": []})


def served_models(settings: ModelSettings) -> list[str]:
    """The names of the models at the server; raises ModelUnavailable."""
    try:
        return Client(settings).served()
    except CallFailed as error:
        raise ModelUnavailable(error.message) from None


def _said(error: BaseException) -> str:
    """The server's own words in one line: its message and code, not what it repeats of ours."""
    body = getattr(error, "body", None)
    if isinstance(body, dict):
        words = [str(body[name]) for name in ("code", "type", "message") if body.get(name)]
    else:
        words = [str(error)]
    return " ".join(" ".join(words).split())[:_SAID]


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _retry_after(error: Any) -> float | None:
    """Seconds that the server asks to wait: a number, or a date."""
    asked = error.response.headers.get("retry-after", "").strip()
    if asked.replace(".", "", 1).isdecimal():
        return float(asked)
    try:
        until = parsedate_to_datetime(asked)
    except ValueError:
        return None
    return max(0.0, (until - datetime.now(UTC)).total_seconds())


def _deepseek_cached(usage: CompletionUsage | None) -> int:
    """DeepSeek names the tokens that it had in its cache otherwise."""
    return int(getattr(usage, "prompt_cache_hit_tokens", 0) or 0)
