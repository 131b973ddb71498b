"""The report as one HTML file: every number in the colour of its verdict, with its figure and
formula on hover and focus, and the findings beside it with links both ways.

No script, nothing from the network: the page's policy allows only its own style sheet.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from writer.findings import Verdict
from writer.views.characters import harmless, visible
from writer.views.checked import Checked
from writer.views.html_body import body_lines, css_of
from writer.views.terminal import numbers_line, strength_line
from writer.views.wording import SEVERITIES, verdict_name

if TYPE_CHECKING:
    from jinja2 import Template

_LEGEND: tuple[Verdict | None, ...] = (
    *(v for v in Verdict if v is not Verdict.STRUCTURAL), None,
)  # fmt: skip


class _Item(NamedTuple):
    """A finding in the list; `number` joins it to its mark in the text."""

    number: int
    section: str
    css: str
    severity: str
    code: str
    message: str
    suggestion: str | None
    grounds: list[str]


def html_page(checked: Checked) -> str:
    """The whole page; the same result gives the same page."""
    style = _resource("page.css")
    return _template().render(
        name=visible(checked.source),
        style=Markup(style),  # ours, and quotes in it must stand as they are
        style_hash=style_hash(style),
        severities=list(_severities(checked)),
        numbers=numbers_line(checked),
        strength=strength_line(checked) if checked.result.strength is not None else "",
        silenced=[(c, n, visible(reason)) for c, n, reason in checked.silenced()],
        legend=list(_legend(checked)),
        body=list(body_lines(checked)),
        findings=list(_items(checked)),
    )


def style_hash(style: str) -> str:
    """The source expression that lets a policy admit exactly this style sheet."""
    digest = hashlib.sha256(style.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _severities(checked: Checked) -> Iterator[tuple[str, int, str]]:
    counts = Counter(f.severity for f in checked.result.findings)
    return ((name, counts[severity], str(severity)) for severity, name in SEVERITIES.items())


def _legend(checked: Checked) -> Iterator[tuple[str, int, str]]:
    counts = Counter(judged.verdict for judged in checked.result.mentions)
    return ((verdict_name(v), counts[v], css_of(v)) for v in _LEGEND if counts[v])


def _items(checked: Checked) -> Iterator[_Item]:
    document = checked.result.document
    for number, finding in enumerate(checked.result.findings, 1):
        yield _Item(
            number,
            visible(" › ".join(document.section_at(finding.start))) or "（标题之前）",
            str(finding.severity),
            SEVERITIES[finding.severity],
            finding.code,
            harmless(finding.message),
            None if finding.suggestion is None else harmless(finding.suggestion),
            [harmless(ground.line) for ground in checked.grounds.of_finding(finding)],
        )


def _by_section(items: Iterable[_Item]) -> list[tuple[str, list[_Item]]]:
    """Neighbours of one section together, in the order of the text."""
    return [(name, list(group)) for name, group in groupby(items, key=lambda i: i.section)]


@cache
def _resource(name: str) -> str:
    return (resources.files(__package__) / name).read_text(encoding="utf-8")


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined  # only this output needs it

    environment = Environment(autoescape=True, undefined=StrictUndefined)
    environment.filters["by_section"] = _by_section
    return environment.from_string(_resource("page.html.j2"))
