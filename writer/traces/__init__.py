"""What a run asked of models and when: a waterfall, a page, OpenTelemetry spans."""

from writer.traces.model import Call, Fate, Session, Trace, read_trace

__all__ = ["Call", "Fate", "Session", "Trace", "read_trace"]
