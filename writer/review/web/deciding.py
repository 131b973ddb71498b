"""Deciding: edit, take over, accept, take back."""

from __future__ import annotations

import threading

from starlette.responses import HTMLResponse, Response

from writer.review.desk import Desk, ReviewError
from writer.review.manuscript import cleaned
from writer.review.texts import one_line
from writer.review.web.answers import Answers
from writer.review.web.calls import Call, nonce, number
from writer.review.web.handling import GONE
from writer.review.web.looking import Looking
from writer.review.web.marks import pieces_of
from writer.review.web.pages import Filters, render


class Deciding(Looking):
    """Decisions on sentences and findings."""

    def __init__(self, desk: Desk, answers: Answers) -> None:
        super().__init__(desk, answers)
        self._typing = threading.Lock()
        self._typed: dict[tuple[str, str], int] = {}  # (unit, window) -> the last arrival

    def edit_form(self, call: Call) -> Response:
        state = self.state
        unit = call.path["unit"]
        self.known(state, unit)
        return HTMLResponse(self.answers.edit(state, unit, call.text("key")))

    def preview(self, call: Call) -> Response:
        unit = call.text("unit")
        text = cleaned(self.known(self.state, unit), call.text("text"))
        self._keep_typed(call, unit, text)
        shown = self.desk.preview(unit, text)
        ledger = self.state.run.ledger
        pieces = pieces_of(shown.text, 0, shown.judged, (), ledger)
        numbers = [piece for piece in pieces if piece.verdict]
        return HTMLResponse(render("live.html", preview=shown, numbers=numbers))

    def _keep_typed(self, call: Call, unit: str, text: str) -> None:
        """Before the check, which takes its time; never over words that were typed later."""
        place = unit, one_line(call.text("pane"), 64)
        with self._typing:
            if call.arrival < self._typed.get(place, 0):
                return
            self._typed[place] = call.arrival
            unchanged = text == self.state.replayed.text(unit)
            self.desk.store.typed(*place, call.who, None if unchanged else text)

    def take(self, call: Call) -> Response:
        key = call.text("key")
        item = self.state.by_key.get(key)
        if item is None:
            return self.answers.proceed(call, (), GONE)
        return self.changed(
            call, item.unit, self.passed(key, item.unit), None,
            lambda: self.desk.take(key, call.number("seen"), call.author),
            "已采用建议。",
        )  # fmt: skip

    def edit(self, call: Call) -> Response:
        unit, text, key = call.text("unit"), call.text("text"), call.text("key")
        item = self.state.by_key.get(key)
        return self.changed(
            call, unit, self.passed(key, unit), text,
            lambda: self.desk.edit(unit, text, call.number("seen"), call.author, item=item),
            "已保存。",
        )  # fmt: skip

    def accept(self, call: Call) -> Response:
        key, reason = call.text("key"), call.text("reason")
        item = self.state.by_key.get(key)
        if item is None:
            return self.answers.proceed(call, (), GONE)
        return self.changed(
            call, item.unit, self.passed(key, item.unit), None,
            lambda: self.desk.accept(key, reason, call.number("seen"), call.author),
            "已保留原文，理由记入审阅记录。",
        )  # fmt: skip

    def accept_form(self, call: Call) -> Response:
        state = self.state
        item = self.item(state, call.path["key"])
        seen = state.version(item.unit)
        return HTMLResponse(render("accept.html", key=item.key, seen=seen, nonce=nonce()))

    def undo_last(self, call: Call) -> Response:
        last = self.desk.last_of(call.who)
        if last is None:
            raise ReviewError("您还没有可以撤销的决定。")
        return self._undone(call, last.id)

    def undo(self, call: Call) -> Response:
        return self._undone(call, number(call.path["ident"]))

    def _undone(self, call: Call, ident: int) -> Response:
        undone = self.desk.undo(ident, call.author)
        state = self.state
        items = [i for i in state.by_unit.get(undone.unit, []) if i.open]
        filters = Filters.of(call.form)
        if items:
            return self.answers.updated(
                call, self.answers.finding(state, items[0], filters), "已撤销。"
            )
        return self.answers.proceed(call, (), "已撤销。")

    def keep(self, call: Call) -> Response:
        self.desk.keep(number(call.path["ident"]), call.author)
        return self.answers.updated(call, self.log_page(), "已按现在的报告重新采用。")
