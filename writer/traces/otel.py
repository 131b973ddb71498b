"""The trace as OpenTelemetry spans, named by the GenAI semantic conventions (1.41).

https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans/ : a call is a CLIENT span `chat
MODEL`; what was asked and answered is left out, as the conventions ask unless someone opts in:
it holds the facts. Spans are made from the run folder after the run, with their true times, so
that drafting neither needs the SDK nor waits for a collector.

Only this module imports opentelemetry, inside functions: it is an extra (`jixiao[otel]`).
"""

from __future__ import annotations

import hashlib
import logging
import random
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from writer.calls import ANSWERED, CallRecord
from writer.errors import RunError, SettingsError
from writer.traces.model import Call, Trace

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SpanExporter
    from opentelemetry.sdk.trace.id_generator import IdGenerator
    from opentelemetry.trace import Span, Tracer

SERVICE = "jixiao"
_PROVIDERS = {"api.openai.com": "openai", "api.deepseek.com": "deepseek"}
_NANO = 1_000_000_000
Value = str | int | tuple[str, ...]


def attributes_of(record: CallRecord) -> dict[str, Value]:
    """A call by the GenAI conventions; section, try and price in a namespace of ours."""
    host = urlsplit(f"//{record.host}")
    found: dict[str, Value] = {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": _PROVIDERS.get(host.hostname or "", host.hostname or "_OTHER"),
        "gen_ai.request.model": record.model,
        "server.address": host.hostname or "",
        "jixiao.section": record.section,
        "jixiao.purpose": record.purpose,
        "jixiao.attempt": record.attempt,
    }
    if host.port:
        found["server.port"] = host.port
    if record.reply is not None:
        found |= {
            "gen_ai.response.finish_reasons": (record.finish,),
            "gen_ai.usage.input_tokens": record.tokens_in,
            "gen_ai.usage.output_tokens": record.tokens_out,
        }
        if record.tokens_cached:
            found["gen_ai.usage.cache_read.input_tokens"] = record.tokens_cached
    if record.outcome != ANSWERED:
        found["error.type"] = record.outcome
    if record.cost is not None:
        found |= {"jixiao.cost": str(record.cost), "jixiao.currency": record.currency}
    return found


def export(trace: Trace, exporter: SpanExporter) -> int:
    """Every call as a span under its section's, under the session's; gives how many spans.

    The same run has the same ids every time: sent twice, it is there once.
    """
    provider = _provider(trace)
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor

    provider.add_span_processor(SimpleSpanProcessor(exporter))
    tracer = provider.get_tracer(SERVICE)
    count = sum(_session(trace, tracer))
    provider.shutdown()
    return count


def send(trace: Trace, endpoint: str) -> int:
    """To a collector by OTLP over HTTP (…/v1/traces); raises SettingsError without the extra,
    RunError when the collector does not take the spans."""
    if urlsplit(endpoint).scheme not in ("http", "https"):
        raise SettingsError(f"网址“{endpoint}”有误，应类似 http://127.0.0.1:4318/v1/traces。")
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.trace.export import SpanExportResult
    except ModuleNotFoundError:
        raise SettingsError(
            '导出到 OpenTelemetry 需要另装：python -m pip install "jixiao[otel]"。'
        ) from None
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    # it logs every try in English; what it comes to is said below
    logging.getLogger("opentelemetry").setLevel(logging.CRITICAL + 1)
    kept = InMemorySpanExporter()
    count = export(trace, kept)
    sent = OTLPSpanExporter(endpoint=endpoint).export(kept.get_finished_spans())
    if sent is not SpanExportResult.SUCCESS:
        raise RunError(f"{endpoint} 没有收下，请检查地址（一般以 /v1/traces 结尾）和网络。")
    return count


def _session(trace: Trace, tracer: Tracer) -> Iterator[int]:
    """Numbers of spans made, session by session."""
    from opentelemetry.trace import set_span_in_context

    for session in trace.sessions:
        begin = _nanoseconds(session.started)
        whole = tracer.start_span(f"draft {trace.folder.name}", start_time=begin)
        inside = set_span_in_context(whole)
        sections: dict[str, list[Call]] = {}
        for call in session.calls:
            sections.setdefault(call.record.section, []).append(call)
        for key, calls in sections.items():
            span = tracer.start_span(
                f"section {key}", inside, start_time=begin + _after(min(c.start for c in calls)),
                attributes={"jixiao.section": key, "jixiao.title": trace.title(calls[0].record)},
            )  # fmt: skip
            for call in calls:
                _call(call, begin, span, tracer)
            span.end(begin + _after(max(c.end for c in calls)))
        whole.end(begin + _after(session.seconds))
        yield 1 + len(sections) + len(session.calls)


def _call(call: Call, begin: int, parent: Span, tracer: Tracer) -> None:
    from opentelemetry.trace import SpanKind, Status, StatusCode, set_span_in_context

    span = tracer.start_span(
        f"chat {call.record.model}", set_span_in_context(parent), SpanKind.CLIENT,
        attributes_of(call.record), start_time=begin + _after(call.start),
    )  # fmt: skip
    if call.record.outcome != ANSWERED:
        span.set_status(Status(StatusCode.ERROR, call.record.error))
    span.end(begin + _after(call.end))


class _Ids:
    """The SDK's IdGenerator, by a seed; not derived from it, since the SDK may not be there."""

    def __init__(self, seed: bytes) -> None:
        self._chance = random.Random(seed)

    def generate_span_id(self) -> int:
        return self._chance.getrandbits(64) or 1

    def generate_trace_id(self) -> int:
        return self._chance.getrandbits(128) or 1

    def is_trace_id_random(self) -> bool:
        return True


def _provider(trace: Trace) -> TracerProvider:
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider

    keys = "\n".join(f"{r.key} {r.started} {r.attempt}" for r in trace.records)
    ids = _Ids(hashlib.sha256(keys.encode()).digest())
    return TracerProvider(
        resource=Resource({"service.name": SERVICE}), id_generator=cast("IdGenerator", ids)
    )


def _nanoseconds(moment: datetime | None) -> int:
    return round(moment.timestamp() * 1000) * (_NANO // 1000) if moment else 0


def _after(seconds: float) -> int:
    return round(seconds * _NANO)
