"""A model behind one method: what was answered before is not asked, a fault is dealt with here."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any

from writer.calls import CallLog, CallRecord, Message, estimated_tokens, prompt_text
from writer.costs import Budget, Hold, Price, PriceTable
from writer.errors import CallFailed, ModelUnavailable
from writer.faults import FaultKind, Outcome, server_faults
from writer.models.client import Client
from writer.models.limits import Limits
from writer.models.pricing import price_of
from writer.models.retrying import Pauses, RetryBudget
from writer.replies import Answer, SectionReply
from writer.runs import fingerprint, to_json
from writer.settings import ModelSettings

# faults after which a server may well charge for an answer that never arrived
_WORK_DONE = ("timeout", "reset")
Watch = Callable[[str, str], None]


@dataclass(slots=True)
class Usage:
    """Sums over a run; replayed answers cost nothing."""

    calls: int = 0
    replayed: int = 0
    retries: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost: Decimal | None = None
    currency: str = ""


class Model:
    """Safe to call from many threads. `watch` is told (purpose, text so far) as answers grow.

    `price` is what its tokens cost, if anybody knows; a `budget` stops calls that might go beyond
    it before they are made.
    """

    def __init__(
        self,
        settings: ModelSettings,
        log: CallLog,
        *,
        watch: Watch = lambda purpose, text: None,
        pauses: Pauses | None = None,
        price: Price | None = None,
        budget: Budget | None = None,
    ) -> None:
        self.settings = settings
        self.budget = budget
        self._price = price or price_of(settings, PriceTable(()))
        self.usage = Usage(currency=self._price.currency if self._price else "")
        self._log = log
        self._watch = watch
        self._pauses = pauses or Pauses(first=float(settings.retry_pause))
        self._client = Client(settings)
        self._limits = Limits(
            settings.concurrency, settings.calls_per_minute, settings.tokens_per_minute
        )
        self._retries = RetryBudget(settings.retry_budget)
        self._guard = threading.Lock()
        self._asking: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._answered = False
        self._refused = 0

    def ask(self, messages: Sequence[Message], purpose: str, variant: int = 0) -> Answer:
        """One answer; taken from the log when the very same thing was asked before.

        A `variant` asks for another answer to the same question: 0 for the likeliest.

        Raises ModelUnavailable when asking for anything else would not help either, CallFailed
        (ContextTooLong) when only this question goes without an answer, BudgetReached when the
        answer might cost more than what is left.
        """
        key = self._key(messages, variant)
        with self._guard:
            alone = self._asking[key]
        with alone:  # the same question from two threads is paid once
            record = self._log.answer(key, purpose)
            if record is None:
                return self._call(messages, key, purpose, variant)
        with self._guard:
            self.usage.replayed += 1
        return _answer_of(record)

    def _key(self, messages: Sequence[Message], variant: int) -> str:
        """Hash of everything that could change the answer."""
        s = self.settings
        schema = _schema()
        asked = [s.url, s.name, s.mode, s.prompt_style, s.max_tokens, list(messages), schema]
        asked += [] if s.send_temperature else ["its own temperature"]
        return fingerprint(to_json([*asked, variant] if variant else asked))

    def _call(self, messages: Sequence[Message], key: str, purpose: str, variant: int) -> Answer:
        attempt = 0
        while True:
            attempt += 1
            started = datetime.now().astimezone().isoformat(timespec="milliseconds")
            record = CallRecord(
                key, purpose, self.settings.name, self.settings.host, tuple(messages),
                started=started, attempt=attempt, currency=self.usage.currency,
            )  # fmt: skip
            try:
                return self._try(messages, record, variant)
            except CallFailed as error:
                pause = self._pauses.before_retry(attempt, error.retry_after)
                if not self._worth_a_retry(error, attempt):
                    raise self._final(error) from None
            time.sleep(pause)

    def _try(self, messages: Sequence[Message], record: CallRecord, variant: int) -> Answer:
        """One request within budget and limits, logged whatever comes of it."""
        s = self.settings
        self._log.make_sure_of_room()
        sent = prompt_text(messages)
        expected = estimated_tokens(sent) + s.max_tokens
        # money first: who waits for a turn has it already, so that none waits for the other
        with self._held(sent) as hold, self._limits.turn(expected) as turn:
            begun = time.monotonic()
            try:
                answer = self._client.complete(
                    messages, lambda text: self._watch(record.purpose, text), variant
                )
            except CallFailed as error:
                self._log.append(_failed(record, error, time.monotonic() - begun))
                if error.code == "rate_limited":
                    self._limits.refused(turn, error.retry_after or 0.0)
                if hold and error.code in _WORK_DONE:
                    hold.lose()
                raise
            turn.tokens = answer.tokens_in + answer.tokens_out
            answer = replace(answer, cost=self._cost(answer))
            if hold and answer.cost is not None:
                hold.book(answer.cost, answer.tokens_in)
        self._log.append(_answered(record, answer))
        self._limits.answered()
        self._count(answer)
        return answer

    def _held(self, sent: str) -> AbstractContextManager[Hold | None]:
        if self.budget is None:
            return nullcontext()
        return self.budget.hold(len(sent.encode()), self.settings.max_tokens)

    def _worth_a_retry(self, error: CallFailed, attempt: int) -> bool:
        if not _kind(error).transient or attempt > self.settings.retries:
            return False
        if not self._retries.take():
            return False
        with self._guard:
            self.usage.retries += 1
        return True

    def _final(self, error: CallFailed) -> CallFailed | ModelUnavailable:
        """Whether the fault stops the run or only this section."""
        kind = _kind(error)
        with self._guard:
            self._refused += 1
            at_start = not self._answered and self._refused > kind.patience
        if kind.outcome is Outcome.STOP or (kind.outcome is Outcome.STOP_AT_START and at_start):
            return ModelUnavailable(error.message)
        return error

    def _count(self, answer: Answer) -> None:
        with self._guard:
            self._answered = True
            self.usage.calls += 1
            self.usage.tokens_in += answer.tokens_in
            self.usage.tokens_out += answer.tokens_out
            if answer.cost is not None:
                self.usage.cost = (self.usage.cost or Decimal(0)) + answer.cost

    def _cost(self, answer: Answer) -> Decimal | None:
        if self._price is None:
            return None
        return self._price.cost(answer.tokens_in, answer.tokens_out, answer.tokens_cached).amount


@cache
def _schema() -> dict[str, Any]:
    return SectionReply.model_json_schema()


def _kind(error: CallFailed) -> FaultKind:
    return server_faults()[error.code]


def _failed(record: CallRecord, error: CallFailed, seconds: float) -> CallRecord:
    said = error.said or error.message
    return replace(record, outcome=error.code, error=said, seconds=seconds)


def _answered(record: CallRecord, answer: Answer) -> CallRecord:
    return replace(
        record, reply=answer.text, finish=answer.finish, refusal=answer.refusal,
        tokens_in=answer.tokens_in, tokens_out=answer.tokens_out,
        tokens_cached=answer.tokens_cached, estimated=answer.estimated, cost=answer.cost,
        seconds=answer.seconds, first=answer.first,
    )  # fmt: skip


def _answer_of(record: CallRecord) -> Answer:
    return Answer(
        text=record.reply or "", finish=record.finish, refusal=record.refusal,
        tokens_in=record.tokens_in, tokens_out=record.tokens_out,
        tokens_cached=record.tokens_cached, estimated=record.estimated, replayed=True,
    )  # fmt: skip
