"""The only importer of openai and instructor: messages in, one structured answer out.

Both libraries take more than a second to import, so they are imported inside the functions that
need them. Retries are counted here and nowhere else: the SDK's and instructor's own are off.
instructor is never given `context=`, because it would then render the messages as Jinja and
braces in a user's facts would run as a template.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from writer.errors import DraftRejected, ModelError, ModelUnavailable
from writer.replies import Answer, SectionReply
from writer.runs import CallLog, fingerprint, to_json
from writer.settings import ModelSettings

if TYPE_CHECKING:
    from instructor import Instructor
    from openai import OpenAIError
    from openai.types.chat import ChatCompletion

Message = dict[str, str]
_MILLION = Decimal(1_000_000)
BACKOFF = (1.0, 3.0, 8.0)  # seconds before the first, second, further retries
_LONGEST_WAIT = 30.0


@dataclass(slots=True)
class Usage:
    """Sums over a run; replayed answers cost nothing."""

    calls: int = 0
    replayed: int = 0
    retries: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost: Decimal | None = None


class Model:
    """A model server behind one method; safe to call from many threads."""

    def __init__(self, settings: ModelSettings, log: CallLog) -> None:
        self.settings = settings
        self.usage = Usage()
        self._log = log
        self._guard = threading.Lock()

    def ask(self, messages: Sequence[Message], purpose: str) -> Answer:
        """One answer; taken from the log when the very same thing was asked before.

        Raises ModelUnavailable when no server answers at all, DraftRejected when it answers
        with errors to the last retry.
        """
        key = self._key(messages)
        record = self._log.answer(key)
        if record is not None:
            answer = _answer_of(record)
            self._count(answer)
            return answer
        answer = self._call(messages, key, purpose)
        self._count(answer)
        return answer

    def _key(self, messages: Sequence[Message]) -> str:
        """Hash of everything that could change the answer."""
        s = self.settings
        schema = SectionReply.model_json_schema()
        asked = [s.url, s.name, s.mode, s.prompt_style, s.max_tokens, list(messages), schema]
        return fingerprint(to_json(asked))

    def _count(self, answer: Answer) -> None:
        with self._guard:
            if answer.replayed:
                self.usage.replayed += 1
                return
            self.usage.calls += 1
            self.usage.tokens_in += answer.tokens_in
            self.usage.tokens_out += answer.tokens_out
            if answer.cost is not None:
                self.usage.cost = (self.usage.cost or Decimal(0)) + answer.cost

    def _call(self, messages: Sequence[Message], key: str, purpose: str) -> Answer:
        import openai

        for attempt in range(self.settings.retries + 1):
            started = time.monotonic()
            try:
                completion = self._complete(messages)
            except openai.OpenAIError as error:
                self._log_failure(key, purpose, messages, error, time.monotonic() - started)
                if attempt == self.settings.retries or not _transient(error):
                    raise _explained(error, self.settings) from None
                with self._guard:
                    self.usage.retries += 1
                time.sleep(_pause(error, attempt))
                continue
            answer = self._answer(completion, time.monotonic() - started)
            self._log.append(_record(key, purpose, messages, answer, self.settings))
            return answer
        raise AssertionError("the last attempt returns or raises")

    @cached_property
    def _client(self) -> Instructor:
        import instructor
        import openai

        key = os.environ.get(self.settings.api_key_env, "")
        if not key and not self.settings.local:
            raise ModelUnavailable(
                f"没有密钥：请设置环境变量 {self.settings.api_key_env}，"
                "或用 --base-url 指定本机服务。"
            )
        # it logs every retry and failure as an error; ours are in calls.jsonl and the findings
        logging.getLogger("instructor").setLevel(logging.CRITICAL + 1)
        client = openai.OpenAI(
            api_key=key or "none",
            base_url=self.settings.url,
            timeout=self.settings.timeout,
            max_retries=0,
        )
        modes = {
            "json_schema": instructor.Mode.JSON_SCHEMA,
            "json": instructor.Mode.JSON,
            "tools": instructor.Mode.TOOLS,
            "md_json": instructor.Mode.MD_JSON,
            "text": instructor.Mode.JSON_SCHEMA,
        }
        return instructor.from_openai(client, mode=modes[self.settings.mode])

    def _complete(self, messages: Sequence[Message]) -> ChatCompletion:
        """One request; a reply that does not validate is handed on as it came."""
        from instructor.core.exceptions import (
            IncompleteOutputException,
            InstructorRetryException,
        )

        with self._guard:  # the client is built once
            client = self._client
        asked: dict[str, Any] = {
            "model": self.settings.name,
            "messages": [dict(message) for message in messages],
            "temperature": 0,
            "max_tokens": self.settings.max_tokens,
        }
        if self.settings.mode == "text":
            asked["response_model"] = None
            completion: ChatCompletion = client.chat.completions.create(max_retries=0, **asked)
            return completion
        try:
            _, completion = client.chat.completions.create_with_completion(
                response_model=SectionReply, max_retries=0, **asked
            )
        except (IncompleteOutputException, InstructorRetryException) as error:
            fault = _api_error(error)
            if fault is not None:
                raise fault from None
            if error.last_completion is None:
                raise
            completion = error.last_completion
        return completion

    def _answer(self, completion: ChatCompletion, seconds: float) -> Answer:
        choice = completion.choices[0] if completion.choices else None
        message = choice.message if choice else None
        text = (message.content or "") if message else ""
        for call in (message.tool_calls or []) if message else []:
            function = getattr(call, "function", None)
            text = function.arguments if function else text
        usage = completion.usage
        tokens_in = usage.prompt_tokens if usage else 0
        tokens_out = usage.completion_tokens if usage else 0
        return Answer(
            text=text,
            finish=(choice.finish_reason or "stop") if choice else "stop",
            refusal=(message.refusal or "") if message else "",
            tokens_in=tokens_in,
            tokens_out=tokens_out,
            cost=self._cost(tokens_in, tokens_out),
            seconds=seconds,
        )

    def _cost(self, tokens_in: int, tokens_out: int) -> Decimal | None:
        s = self.settings
        if s.price_in is None or s.price_out is None:
            return None
        return (s.price_in * tokens_in + s.price_out * tokens_out) / _MILLION

    def _log_failure(
        self, key: str, purpose: str, messages: Sequence[Message], error: Exception, seconds: float
    ) -> None:
        self._log.append({
            "key": key, "purpose": purpose, "model": self.settings.name,
            "host": self.settings.host, "messages": list(messages), "reply": None,
            "error": f"{type(error).__name__}: {_reason(error, self.settings)}",
            "seconds": round(seconds, 3),
        })  # fmt: skip


def _api_error(error: BaseException | None) -> OpenAIError | None:
    """The SDK's error that instructor wrapped, if one is behind it."""
    import openai

    while error is not None:
        if isinstance(error, openai.OpenAIError):
            return error
        error = error.__cause__ or error.__context__
    return None


def _record(
    key: str, purpose: str, messages: Sequence[Message], answer: Answer, settings: ModelSettings
) -> dict[str, Any]:
    return {
        "key": key, "purpose": purpose, "model": settings.name, "host": settings.host,
        "messages": list(messages), "reply": answer.text, "finish": answer.finish,
        "refusal": answer.refusal, "tokens_in": answer.tokens_in,
        "tokens_out": answer.tokens_out, "cost": answer.cost, "seconds": round(answer.seconds, 3),
    }  # fmt: skip


def _answer_of(record: dict[str, Any]) -> Answer:
    return Answer(
        text=record["reply"], finish=record.get("finish", "stop"),
        refusal=record.get("refusal", ""), tokens_in=record.get("tokens_in", 0),
        tokens_out=record.get("tokens_out", 0), replayed=True,
    )  # fmt: skip


def _reason(error: Exception, settings: ModelSettings) -> str:
    """The error in one line, without secrets: some servers send the key back."""
    text = " ".join(str(error).split())
    for secret in settings.secrets:
        text = text.replace(secret, "***")
    return text[:300]


def _transient(error: Exception) -> bool:
    import openai

    if isinstance(error, openai.RateLimitError):
        return error.code != "insufficient_quota"
    return isinstance(error, openai.APIConnectionError | openai.InternalServerError)


def _pause(error: Exception, attempt: int) -> float:
    """Seconds to wait: what the server asks for, else longer each time."""
    response = getattr(error, "response", None)
    asked = response.headers.get("retry-after", "") if response is not None else ""
    if asked.replace(".", "", 1).isdecimal():
        return min(float(asked), _LONGEST_WAIT)
    return BACKOFF[min(attempt, len(BACKOFF) - 1)]


def _explained(error: Exception, settings: ModelSettings) -> ModelError:
    """The SDK's error as ours: does asking again make sense, and what can the user do?"""
    import openai

    place = f"{settings.address} 的模型 {settings.name}"
    if isinstance(error, openai.AuthenticationError | openai.PermissionDeniedError):
        return ModelUnavailable(f"{place} 拒绝了密钥，请检查环境变量 {settings.api_key_env}。")
    if isinstance(error, openai.NotFoundError):
        return ModelUnavailable(
            f"{settings.address} 没有模型 {settings.name}，请检查名称和服务地址。"
        )
    if isinstance(error, openai.APITimeoutError):
        return DraftRejected(f"服务超过 {settings.timeout} 秒没有回答")
    if isinstance(error, openai.APIConnectionError):
        return ModelUnavailable(f"连接不上 {settings.address}，请检查服务地址和网络。")
    if isinstance(error, openai.RateLimitError) and error.code == "insufficient_quota":
        return ModelUnavailable(f"{place} 的额度已用完。")
    if (
        isinstance(error, openai.BadRequestError)
        and "context" not in _reason(error, settings).lower()
    ):
        return ModelUnavailable(
            f"{place} 不接受请求（{_reason(error, settings)}）；"
            '如果服务不支持结构化输出，请在 jixiao.toml 的 [model] 中设 mode = "json"。'
        )
    if isinstance(error, openai.APIStatusError):
        return DraftRejected(f"服务出错（HTTP {error.status_code}）")
    return ModelUnavailable(f"{place} 无法使用：{_reason(error, settings)}")


def served_models(settings: ModelSettings) -> list[str]:
    """The names of the models at the server; raises ModelUnavailable."""
    import openai

    client = openai.OpenAI(
        api_key=os.environ.get(settings.api_key_env, "") or "none",
        base_url=settings.url, timeout=min(settings.timeout, 20), max_retries=0,
    )  # fmt: skip
    try:
        return [model.id for model in client.models.list()]
    except openai.OpenAIError as error:
        raise _explained(error, settings) from None
