"""What handlers share: the desk, the panel, and how a decision is answered."""

from __future__ import annotations

from collections.abc import Callable, Collection

from starlette.responses import Response

from writer.review.desk import Desk, ReviewError
from writer.review.manuscript import UnitKind
from writer.review.state import Item, State
from writer.review.store import StaleVersion
from writer.review.web.answers import Answers
from writer.review.web.calls import Call, nonce
from writer.review.web.pages import render

GONE = "这一处提示已经不在，可能刚被处理。"


class Handlers:
    """Base of the handlers; see calls.endpoint for how they are run."""

    def __init__(self, desk: Desk, answers: Answers) -> None:
        self.desk = desk
        self.answers = answers

    @property
    def state(self) -> State:
        return self.desk.state

    def item(self, state: State, key: str) -> Item:
        """The finding; raises ReviewError when it has gone."""
        found = state.by_key.get(key)
        if found is None:
            raise ReviewError(GONE)
        return found

    def known(self, state: State, unit: str) -> UnitKind:
        found = state.replayed.manuscript.units.get(unit)
        if found is None:
            raise ReviewError("报告中已没有这句话。")
        return found.kind

    def passed(self, key: str, unit: str) -> frozenset[str]:
        """The findings before the one at hand (or before a sentence that has none): what comes
        next is the first that is not among them, however many a decision settles or causes."""
        state = self.state
        keys = [item.key for item in state.items]
        if key in keys:
            return frozenset(keys[: keys.index(key)])
        span = state.places.get(unit)
        start = span.start if span is not None else 0
        return frozenset(i.key for i in state.items if i.finding.start < start)

    def changed(
        self,
        call: Call,
        unit: str,
        passed: Collection[str],
        mine: str | None,
        act: Callable[[], object],
        message: str,
    ) -> Response:
        """Does it and goes on; when somebody else was faster, shows both versions."""
        try:
            act()
        except StaleVersion as stale:
            return self._conflict(call, unit, mine, stale)
        return self.answers.proceed(call, passed, message)

    def _conflict(self, call: Call, unit: str, mine: str | None, stale: StaleVersion) -> Response:
        state = self.state
        known = unit in state.replayed.manuscript.units
        shown = render(
            "conflict.html",
            unit=unit,
            newer=stale.newer,
            theirs=state.replayed.text(unit) if known else "",
            mine=mine if known else None,
            seen=state.version(unit),
            key=call.text("key"),
            nonce=nonce(),
        )
        return self.answers.updated(call, shown, "没有保存：这句话刚被别人改过。", bad=True)
