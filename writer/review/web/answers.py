"""What a window is sent after something happened: the panel, and what else has changed."""

from __future__ import annotations

from collections.abc import Collection

from starlette.responses import HTMLResponse, Response

from writer.review.desk import Desk
from writer.review.explain import Evidenced, expected, neighbours
from writer.review.manuscript import UnitKind
from writer.review.state import Item, State, suggested
from writer.review.web.calls import Call, nonce
from writer.review.web.marks import pieces_of
from writer.review.web.pages import Filters, Views, choices, following, listed, render, view_id


class Answers:
    """Builds the page and its fragments for one desk."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.views = Views()

    # ---- whole page and list -----------------------------------------------------------

    def page(self, call: Call) -> Response:
        state = self.desk.state
        filters = Filters.of(call.form)
        report = state.edition.report
        return HTMLResponse(
            render(
                "page.html",
                title=report.title or "报告",
                unit=report.unit,
                pane=nonce(),
                view=view_id(state),
                parts=self.views.parts(state),
                detail=self.next(state, filters),
                list=self.listing(state, filters),
                **self.counts(state),
            )
        )

    def counts(self, state: State) -> dict[str, object]:
        counts = {str(s): n for s, n in state.open_counts.items()}
        return {
            "counts": {name: counts.get(name, 0) for name in ("error", "warning", "notice")},
            "left": sum(counts.values()),
            "outdated": len(state.replayed.outdated),
            "facts_changed": state.run.facts_changed,
            "notice": "",
        }

    def listing(self, state: State, filters: Filters) -> str:
        return render(
            "list.html", items=listed(state, filters), filters=filters, choices=choices(state)
        )

    # ---- the panel ---------------------------------------------------------------------

    def next(self, state: State, filters: Filters, passed: Collection[str] = ()) -> str:
        """The panel with the item to go on with, or with what is left to do."""
        items = [item for item in listed(state, filters) if item.open]
        item = following(items, passed)
        if item is not None:
            return self.finding(state, item, filters)
        left = sum(state.open_counts.values())
        filtered = bool(left) and filters != Filters()
        return render("done.html", left=left, filtered=filtered, blocking=len(state.blocking))

    def finding(self, state: State, item: Item, filters: Filters) -> str:
        items = listed(state, filters)
        keys = [i.key for i in items]
        span = state.places.get(item.unit)
        if item.whole:
            span = None
        sentence = state.edition.report.text[span.start : span.end] if span else ""
        rejected = self._rejected(state, item)
        return render(
            "detail.html",
            item=item,
            position=keys.index(item.key) + 1 if item.key in keys else 0,
            total=len(items),
            sentence=sentence,
            pieces=pieces_of(sentence, span.start, (), [item.finding], state.run.ledger)
            if span
            else [],
            proposal=suggested(state, item) if item.open else None,
            expected=expected(state, item),
            near=neighbours(state, item),
            correctable=bool(self.correctable(state, item)),
            discarded=rejected,
            notes=[n for n in state.replayed.notes if n.unit == item.unit],
            model=self.model(state),
            seen=state.version(item.unit),
            nonce=nonce(),
        )

    def _rejected(self, state: State, item: Item) -> list[str]:
        """The model's texts for the section that the finding speaks of."""
        unit = state.replayed.manuscript.units.get(item.unit)
        drafted = state.run.by_key.get(unit.section) if unit else None
        if drafted is None or drafted.rejected is None or not item.finding.code.startswith("MD"):
            return []
        return [text for text in drafted.rejected.texts if text.strip()]

    def unit(self, state: State, unit: str) -> str:
        span = state.places.get(unit)
        text = state.replayed.text(unit)
        section = state.section_path(unit)
        judged = state.judged_in(span.start, span.end) if span else []
        numbers = [
            (j.mention.text, j.verdict.value, self._figure(state, j.figure))
            for j in judged
            if j.verdict is not None and j.figure is not None
        ]
        return render(
            "unit.html",
            unit=unit,
            sentence=text,
            section=" › ".join(section),
            items=state.by_unit.get(unit, []),
            numbers=numbers,
            model=self.model(state),
        )

    def _figure(self, state: State, ident: str) -> Evidenced | None:
        from writer.review.explain import evidenced

        figure = state.run.ledger.figures.get(ident)
        return evidenced(state.run.ledger, figure) if figure else None

    def edit(self, state: State, unit: str, key: str, text: str | None = None) -> str:
        kind = state.replayed.manuscript.units[unit].kind
        now = state.replayed.text(unit)
        unsaved = [t for t in self.desk.store.unsaved(unit) if t.text != now]
        return render(
            "edit.html",
            unit=unit,
            key=key,
            seen=state.version(unit),
            nonce=nonce(),
            text=now if text is None else text,
            source="page",
            unsaved=unsaved,
            removable=kind in (UnitKind.SENTENCE, UnitKind.LINE),
        )

    def correctable(self, state: State, item: Item) -> list[Evidenced]:
        """The values in the facts file that a finding leads to, each once."""
        found: dict[str, Evidenced] = {}

        def collect(figure: Evidenced) -> None:
            # a count of a list has a place in the file, but is no value there
            if figure.path and not figure.formula:
                found.setdefault(figure.path, figure)
            for inner in figure.inputs:
                collect(inner)

        for figure in expected(state, item):
            collect(figure)
        if item.problem is not None:
            figures = state.run.ledger.figures.values()
            near = [f for f in figures if f.source.path.startswith(item.problem.path)]
            for f in near[:12]:
                if shown := self._figure(state, f.id):
                    collect(shown)
        return list(found.values())

    def model(self, state: State) -> str:
        return state.run.settings.model.name

    # ---- after a decision --------------------------------------------------------------

    def updated(self, call: Call, detail: str, message: str = "", *, bad: bool = False) -> Response:
        """The panel, and as partials the list, the counters and the parts that changed."""
        state = self.desk.state
        filters = Filters.of(call.form)
        parts = self.views.changed(state, call.text("view"))
        body = render(
            "update.html",
            detail=detail,
            parts=parts,
            all_parts=self.views.parts(state) if parts is None else {},
            list=self.listing(state, filters),
            view=view_id(state),
            message=message,
            bad=bad,
            **self.counts(state),
        )
        return HTMLResponse(body, status_code=409 if bad else 200)

    def proceed(self, call: Call, passed: Collection[str], message: str) -> Response:
        """On to the next item, with a word on what was done."""
        state = self.desk.state
        return self.updated(call, self.next(state, Filters.of(call.form), passed), message)

    def refused(self, message: str) -> Response:
        """Nothing was changed; the panel stays as it is."""
        return HTMLResponse(render("refused.html", message=message), status_code=422)
