"""Another wording from the model."""

from __future__ import annotations

from starlette.responses import HTMLResponse, Response

from writer.review.desk import Desk
from writer.review.state import State
from writer.review.store import Source
from writer.review.web.answers import Answers
from writer.review.web.calls import Call, nonce
from writer.review.web.handling import Handlers
from writer.review.web.pages import render
from writer.review.wording import ModelFactory, Wording, reword, take_wording


class Rewording(Handlers):
    """Asks, shows the comparison, takes over."""

    def __init__(self, desk: Desk, answers: Answers, model: ModelFactory | None) -> None:
        super().__init__(desk, answers)
        self._model = model

    def model_form(self, call: Call) -> Response:
        state = self.state
        item = state.by_key.get(call.path.get("key", ""))
        unit = item.unit if item else call.path.get("unit", "")
        self.known(state, unit)
        section = state.replayed.manuscript.units[unit].section
        return HTMLResponse(self._model_page(state, unit, item.key if item else "", section))

    def _model_page(
        self, state: State, unit: str, key: str, section: str, wording: Wording | None = None
    ) -> str:
        settings = state.run.settings.model
        titled = section in state.run.by_key
        return render(
            "model.html", unit=unit, key=key, model=settings.name, host=settings.host,
            masked=settings.mask_values, wording=wording,
            whole=state.run.titles.get(section, "") if titled else "",
            seen=state.version(unit), nonce=nonce(),
        )  # fmt: skip

    def model(self, call: Call) -> Response:
        state = self.state
        unit = call.text("unit")
        self.known(state, unit)
        wording = reword(self.desk, unit, call.text("scope"), self._model)
        section = state.replayed.manuscript.units[unit].section
        return HTMLResponse(self._model_page(state, unit, call.text("key"), section, wording))

    def model_take(self, call: Call) -> Response:
        unit, text = call.text("unit"), call.text("text")
        item = self.state.by_key.get(call.text("key"))

        def act() -> object:
            if call.text("scope") == "section":
                return take_wording(self.desk, unit, text, call.author)
            return self.desk.edit(
                unit, text, call.number("seen"), call.author, item=item, source=Source.MODEL
            )

        passed = self.passed(call.text("key"), unit)
        return self.changed(call, unit, passed, text, act, "已采用模型的写法。")
