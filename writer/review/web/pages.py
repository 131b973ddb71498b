"""State -> HTML. Everything goes through Jinja with escaping on; there is no inline script."""

from __future__ import annotations

import json
import threading
from collections import Counter, OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from writer.findings import VERDICT_NAMES, Severity
from writer.review import names
from writer.review.compare import compare, elided
from writer.review.state import Item, State
from writer.review.web.paper import paper_of

_VIEWS = 8  # renderings remembered, to send a window only what changed since its own
_ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTICE)


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list shows; "" means everything."""

    severity: str = ""
    code: str = ""
    section: str = ""
    status: str = "open"

    @classmethod
    def of(cls, form: Mapping[str, str]) -> Filters:
        status = form.get("status", "open")
        return cls(
            form.get("severity", ""),
            form.get("code", ""),
            form.get("section", ""),
            status if status in ("open", "accepted", "all") else "open",
        )

    def admits(self, item: Item) -> bool:
        return (
            self.severity in ("", item.finding.severity.value)
            and self.code in ("", item.finding.code)
            and self.section in ("", item.finding.section)
            and (self.status == "all" or (self.status == "open") == item.open)
        )


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters offer, with counts of what is there."""

    codes: list[tuple[str, int]]
    sections: list[tuple[str, int]]


@cache
def environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        severities={s.value: names.SEVERITIES[s] for s in _ORDER},
        verdicts={v.value: text for v, text in VERDICT_NAMES.items()},
        rule_title=names.rule_title,
        decision_name=names.decision_name,
        moment=names.moment,
        compare=compare,
        elided=elided,
    )
    made.filters["compact"] = lambda value: json.dumps(value, ensure_ascii=False)
    return made


def render(template: str, **values: Any) -> Markup:
    return Markup(environment().get_template(template).render(**values))  # noqa: S704


class Views:
    """Renderings of the report by their id, so that a window gets only the parts that changed."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, dict[str, str]] = OrderedDict()
        self._guard = threading.Lock()

    def parts(self, state: State) -> dict[str, str]:
        """Part id -> HTML of the whole report."""
        ident = view_id(state)
        with self._guard:
            if ident in self._kept:
                self._kept.move_to_end(ident)
                return self._kept[ident]
        template = environment().get_template("part.html")
        made = {part.id: template.render(part=part) for part in paper_of(state)}
        with self._guard:
            self._kept[ident] = made
            while len(self._kept) > _VIEWS:
                self._kept.popitem(last=False)
        return made

    def changed(self, state: State, seen: str) -> dict[str, str] | None:
        """The parts that differ from what a window shows; None when all must be sent."""
        with self._guard:
            old = self._kept.get(seen)
        new = self.parts(state)
        if old is None or list(old) != list(new):
            return None
        return {ident: html for ident, html in new.items() if old[ident] != html}


def view_id(state: State) -> str:
    """Names a rendering: the run's drafts and the last decision."""
    stamp = hash(state.run.stamp) & 0xFFFFFFFF
    return f"{stamp:08x}-{state.revision}"


def listed(state: State, filters: Filters) -> list[Item]:
    return [item for item in state.items if filters.admits(item)]


def choices(state: State) -> Choices:
    codes = Counter(item.finding.code for item in state.items)
    sections = Counter(item.finding.section for item in state.items if item.finding.section)
    return Choices(sorted(codes.items()), list(sections.items()))


def following(items: list[Item], passed: Collection[str]) -> Item | None:
    """The item to go on with: the first that was not passed, else the first."""
    return next((i for i in items if i.key not in passed), items[0] if items else None)
