"""Looking: the list, a finding, a sentence, the log."""

from __future__ import annotations

from starlette.responses import HTMLResponse, Response

from writer.review.web.calls import Call
from writer.review.web.handling import GONE, Handlers
from writer.review.web.pages import Filters, render


class Looking(Handlers):
    """Shows and changes nothing."""

    def listing(self, call: Call) -> Response:
        return HTMLResponse(self.answers.listing(self.state, Filters.of(call.form)))

    def next(self, call: Call) -> Response:
        return self.answers.proceed(call, (), "")

    def finding(self, call: Call) -> Response:
        state = self.state
        item = state.by_key.get(call.path["key"])
        if item is None:
            return self.answers.proceed(call, (), GONE)
        return HTMLResponse(self.answers.finding(state, item, Filters.of(call.form)))

    def unit(self, call: Call) -> Response:
        state = self.state
        self.known(state, call.path["unit"])
        return HTMLResponse(self.answers.unit(state, call.path["unit"]))

    def history(self, call: Call) -> Response:
        return HTMLResponse(self.log_page())

    def log_page(self) -> str:
        state = self.state
        return render(
            "history.html",
            log=list(reversed(state.log)),
            outdated=state.replayed.outdated,
            undone=state.replayed.undone,
            units=state.replayed.manuscript.units,
        )
