"""OpenTelemetry spans by the GenAI conventions, without a collector."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.traces.conftest import CALL, CALLS
from writer.errors import RunError, SettingsError
from writer.traces import read_trace
from writer.traces.otel import attributes_of, export, send

pytest.importorskip("opentelemetry.sdk")

from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.semconv._incubating.attributes import gen_ai_attributes
from opentelemetry.trace import SpanKind, StatusCode

Make = Callable[..., Path]


def spans_of(folder: Path) -> list[ReadableSpan]:
    exporter = InMemorySpanExporter()
    export(read_trace(folder), exporter)
    return list(exporter.get_finished_spans())


def test_every_call_is_a_client_span_under_its_section(run_folder: Make) -> None:
    spans = spans_of(run_folder(*CALLS))
    calls = [s for s in spans if s.name == "chat deepseek-chat"]
    assert len(calls) == len(CALLS)
    assert {s.kind for s in calls} == {SpanKind.CLIENT}
    sections = {s.context.span_id: s.name for s in spans if s.name.startswith("section ")}
    runs = {s.context.span_id for s in spans if s.name == "draft 2023"}
    assert len(runs) == 2, "one a session"
    assert sorted(sections.values()) == ["section 概况", "section 问题", "section 项目#1"]
    assert all(s.parent is not None and s.parent.span_id in sections for s in calls)


def test_the_names_are_those_of_the_conventions() -> None:
    known = {v for k, v in vars(gen_ai_attributes).items() if k.startswith("GEN_AI_")}
    ours = {name for name in attributes_of(CALLS[0]) if name.startswith("gen_ai.")}
    assert ours <= known
    assert ours >= {"gen_ai.operation.name", "gen_ai.provider.name", "gen_ai.request.model"}


def test_tokens_time_and_server(run_folder: Make) -> None:
    (span,) = (s for s in spans_of(run_folder(CALL)) if s.name.startswith("chat"))
    assert span.attributes is not None
    assert span.attributes["gen_ai.provider.name"] == "deepseek"
    assert span.attributes["gen_ai.usage.input_tokens"] == 1_000_000
    assert span.attributes["gen_ai.response.finish_reasons"] == ("stop",)
    assert span.attributes["server.address"] == "api.deepseek.com"
    assert span.start_time is not None
    assert span.end_time is not None
    assert span.end_time - span.start_time == 4_000_000_000
    assert span.start_time == 1_795_309_200 * 10**9, "2026-11-22 01:00 UTC"


def test_a_failed_call_is_an_error_of_its_kind(run_folder: Make) -> None:
    failed = next(
        s for s in spans_of(run_folder(*CALLS)) if s.status.status_code is StatusCode.ERROR
    )
    assert failed.attributes is not None
    assert failed.attributes["error.type"] == "rate_limited"
    assert "gen_ai.usage.input_tokens" not in failed.attributes


def test_what_was_said_stays_here(run_folder: Make) -> None:
    for span in spans_of(run_folder(*CALLS)):
        assert "<b>概况</b>" not in str(span.attributes)
        assert "本节" not in str(span.attributes)


def test_sent_twice_it_is_the_same_trace(run_folder: Make) -> None:
    folder = run_folder(*CALLS)
    first, second = spans_of(folder), spans_of(folder)
    assert [s.context for s in first] == [s.context for s in second]
    assert len({s.context.span_id for s in first}) == len(first)


def test_a_collector_that_is_not_there_is_said_plainly(
    run_folder: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("opentelemetry.exporter.otlp.proto.http")
    from opentelemetry.exporter.otlp.proto.http import trace_exporter
    from opentelemetry.sdk.trace.export import SpanExportResult

    monkeypatch.setattr(
        trace_exporter.OTLPSpanExporter, "export", lambda *_: SpanExportResult.FAILURE
    )
    with pytest.raises(RunError, match="没有收下"):
        send(read_trace(run_folder(CALL)), "http://127.0.0.1:9/v1/traces")


def test_what_is_no_address_is_refused(run_folder: Make) -> None:
    with pytest.raises(SettingsError, match="应类似"):
        send(read_trace(run_folder(CALL)), "localhost:4318")
