"""The trace as one HTML page: the waterfall, and each call's messages and answer to unfold.

No script, nothing from the network: the page's policy allows only its own style sheet. Bars are
drawn as SVG, since positions in style attributes would need a looser policy.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from writer.costs import Money, PriceTable, cost_of
from writer.traces.model import Call, Session, Trace
from writer.traces.wording import again_of, duration, outcome_of, state_of, summary_of, tokens_of
from writer.views.characters import visible
from writer.views.html import style_hash

if TYPE_CHECKING:
    from jinja2 import Template

AXIS = 1000  # units of the drawing's width
_THINNEST = 4
_STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600)  # seconds between the lines
_MOST_LINES = 8
_ROLES = {"system": "系统", "user": "请求", "assistant": "先前的回答"}


class _Row(NamedTuple):
    name: str
    again: str
    state: str
    x: int
    width: int
    seconds: str
    tokens: str
    cost: str
    outcome: str
    model: str
    messages: list[tuple[str, str]]
    reply: str


class _Part(NamedTuple):
    title: str
    lines: list[tuple[int, str]]
    rows: list[_Row]


def trace_page(trace: Trace, prices: PriceTable) -> str:
    """The whole page; the same calls give the same page."""
    style = resources.files("writer.traces").joinpath("page.css").read_text(encoding="utf-8")
    return _template().render(
        name=visible(trace.folder.name),
        style=Markup(style),  # ours, and quotes in it must stand as they are
        style_hash=style_hash(style),
        summary=summary_of(trace, prices),
        axis=AXIS,
        parts=[_part(trace, session, prices) for session in trace.sessions],
        fates=[
            (visible(f.title), f.code, visible(f.reason)) for f in trace.fates.values() if f.code
        ],
    )


def _part(trace: Trace, session: Session, prices: PriceTable) -> _Part:
    when = session.started.strftime("%Y年%m月%d日 %H:%M:%S") if session.started else "未记时间"
    rows = [_row(trace, call, session.seconds, prices) for call in session.calls]
    return _Part(f"{when} 起，{duration(session.seconds)}", _lines(session.seconds), rows)


def _row(trace: Trace, call: Call, seconds: float, prices: PriceTable) -> _Row:
    record = call.record
    scale = AXIS / seconds if seconds else 0.0
    width = max(_THINNEST, round(record.seconds * scale))
    cost = cost_of(record, prices) if record.paid else None
    return _Row(
        name=visible(trace.title(record)),
        again=again_of(call),
        state=state_of(record),
        x=min(round(call.start * scale), AXIS - width),
        width=width,
        seconds=duration(record.seconds),
        tokens=tokens_of(record),
        cost=str(Money(cost.amount, cost.currency)) if cost else "",
        outcome=visible(outcome_of(record)),
        model=visible(f"{record.model} @ {record.host}"),
        messages=[
            (_ROLES.get(m.get("role", ""), ""), visible(m.get("content", "")))
            for m in record.messages
        ],
        reply=visible(record.reply or record.refusal or ""),
    )


def _lines(seconds: float) -> list[tuple[int, str]]:
    """(place on the axis, label) of the lines of time."""
    step = next((s for s in _STEPS if seconds / s <= _MOST_LINES), _STEPS[-1])
    count = int(seconds // step) if seconds else 0
    return [(round(AXIS * n * step / seconds), _label(n * step)) for n in range(1, count + 1)]


def _label(seconds: int) -> str:
    return f"{seconds} 秒" if seconds < 60 else f"{seconds // 60} 分 {seconds % 60:02} 秒"


@cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("writer.traces", ""), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("page.html.j2")
