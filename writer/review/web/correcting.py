"""Correcting facts: choose the value, see the difference, confirm."""

from __future__ import annotations

from starlette.responses import HTMLResponse, Response

from writer.errors import JixiaoError
from writer.review.desk import ReviewError
from writer.review.facts_edit import content_hash, find_scalar
from writer.review.state import Item, State
from writer.review.web.calls import Call, nonce
from writer.review.web.handling import Handlers
from writer.review.web.pages import render


class Correcting(Handlers):
    """The facts file, by way of a difference that is shown first."""

    def fact_form(self, call: Call) -> Response:
        state = self.state
        return HTMLResponse(self._form(state, self.item(state, call.path["key"])))

    def _form(self, state: State, item: Item) -> str:
        text, name = state.run.ledger.file.text, state.run.ledger.file.positions.file
        facts = []
        for figure in self.answers.correctable(state, item):
            try:
                raw = find_scalar(text, name, figure.path).value
            except JixiaoError:
                continue  # a list, such as the offices that are counted: not one value
            facts.append(
                {"path": figure.path, "name": figure.name, "raw": raw, "line": figure.line}
            )
        if not facts:
            raise ReviewError("这里没有单个的值可改，请直接打开事实文件修改。")
        return render("fact.html", facts=facts)

    def fact_diff(self, call: Call) -> Response:
        path, value, reason = call.text("path"), call.text("value"), call.text("reason")
        correction = self.desk.correction(path, value)
        return HTMLResponse(
            render(
                "fact_diff.html",
                correction=correction,
                reason=reason,
                nonce=nonce(),
                hash=content_hash(correction.old_text),
                file=self.state.run.facts_path,
            )  # fmt: skip
        )

    def fact_save(self, call: Call) -> Response:
        self.desk.correct_fact(
            call.text("path"), call.text("value"), call.text("reason"), call.text("hash"),
            call.author,
        )  # fmt: skip
        return self.answers.proceed(call, (), "事实文件已更正，报告已重新成文并核对。")

    def redraft(self, call: Call) -> Response:
        self.desk.draft_again()
        return self.answers.proceed(call, (), "已按现在的事实文件重新成文。")
