"""The routes of the review page. Each changes the desk by one call and shows what came of it."""

from __future__ import annotations

import getpass
import threading
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from writer.errors import JixiaoError
from writer.review.desk import Desk, ReviewError
from writer.review.facts_edit import content_hash, find_scalar
from writer.review.gate import assemble_desk
from writer.review.manuscript import UnitKind
from writer.review.record import export_desk
from writer.review.state import State
from writer.review.store import Source, StaleVersion
from writer.review.texts import MAX_NAME, MAX_SENTENCE, one_line
from writer.review.web.answers import Answers
from writer.review.web.calls import Call, Handler, endpoint, nonce, number, set_who
from writer.review.web.guard import Guard
from writer.review.web.marks import pieces_of
from writer.review.web.pages import Filters, render
from writer.review.word.export import export_desk_word
from writer.review.word.importing import import_into
from writer.review.wording import ModelFactory, Wording, reword, take_wording

_STATIC = {  # only these names are ever opened
    "htmx.js": ("htmx-4.0.1.min.js", "text/javascript"),
    "desk.js": ("desk.js", "text/javascript"),
    "desk.css": ("desk.css", "text/css"),
    "icon.svg": ("icon.svg", "image/svg+xml"),
}
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
UPLOADS = frozenset({"/word"})


def make_app(desk: Desk, token: str, *, model: ModelFactory | None = None, who: str = "") -> Guard:
    """The whole application behind its guard; set `guard.port` before serving."""
    pages = Pages(desk, model)
    default = one_line(who, MAX_NAME) or login_name()

    def route(path: str, handler: Handler, method: str, *, upload: bool = False) -> Route:
        run = endpoint(handler, default, pages.answers.refused, upload=upload)
        return Route(path, run, methods=[method])

    gets: dict[str, Handler] = {
        "/": pages.answers.page,
        "/list": pages.listing,
        "/next": pages.next,
        "/history": pages.history,
        "/files": pages.files,
        "/finding/{key}": pages.finding,
        "/finding/{key}/accept": pages.accept_form,
        "/finding/{key}/fact": pages.fact_form,
        "/finding/{key}/model": pages.model_form,
        "/unit/{unit}": pages.unit,
        "/unit/{unit}/edit": pages.edit_form,
        "/unit/{unit}/model": pages.model_form,
        "/download/word": pages.download_word,
        "/download/record.docx": pages.download_record,
        "/download/record.csv": pages.download_record_csv,
        "/download/report": pages.download_report,
    }
    posts: dict[str, Handler] = {
        "/preview": pages.preview,
        "/take": pages.take,
        "/edit": pages.edit,
        "/accept": pages.accept,
        "/undo": pages.undo_last,
        "/undo/{ident}": pages.undo,
        "/keep/{ident}": pages.keep,
        "/fact/diff": pages.fact_diff,
        "/fact/save": pages.fact_save,
        "/model": pages.model,
        "/model/take": pages.model_take,
        "/redraft": pages.redraft,
        "/assemble": pages.assemble,
        "/who": pages.set_name,
    }
    routes = [Route("/static/{name}", static)]
    routes += [route(path, handler, "GET") for path, handler in gets.items()]
    routes += [route(path, handler, "POST") for path, handler in posts.items()]
    routes.append(route("/word", pages.take_word, "POST", upload=True))
    return Guard(Starlette(routes=routes), token, UPLOADS)


def login_name() -> str:
    """The name of this computer's user, for the record; it can be changed on the page."""
    try:
        return one_line(getpass.getuser(), MAX_NAME) or "审阅人"
    except (KeyError, OSError):
        return "审阅人"


@cache
def _static_bytes(name: str) -> bytes:
    return (Path(__file__).with_name("static") / _STATIC[name][0]).read_bytes()


async def static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _STATIC:
        return PlainTextResponse("没有这个文件。", status_code=404)
    return Response(_static_bytes(name), media_type=_STATIC[name][1])


class Pages:
    """Handlers; see calls.endpoint for how they are run."""

    def __init__(self, desk: Desk, model: ModelFactory | None) -> None:
        self.desk = desk
        self.answers = Answers(desk)
        self._model = model
        self._heavy = threading.Lock()  # one Word file, one assembly at a time

    @property
    def state(self) -> State:
        return self.desk.state

    # ---- looking -----------------------------------------------------------------------

    def listing(self, call: Call) -> Response:
        return HTMLResponse(self.answers.listing(self.state, Filters.of(call.form)))

    def next(self, call: Call) -> Response:
        return self.answers.proceed(call, 0, "")

    def finding(self, call: Call) -> Response:
        state = self.state
        item = state.by_key.get(call.path["key"])
        if item is None:
            return self.answers.proceed(call, 0, "这一处提示已经不在，可能刚被处理。")
        return HTMLResponse(self.answers.finding(state, item, Filters.of(call.form)))

    def unit(self, call: Call) -> Response:
        state = self.state
        self._known(state, call.path["unit"])
        return HTMLResponse(self.answers.unit(state, call.path["unit"]))

    def history(self, call: Call) -> Response:
        return HTMLResponse(self._history())

    def _history(self) -> str:
        state = self.state
        return render(
            "history.html",
            log=list(reversed(state.log)),
            outdated=state.replayed.outdated,
            undone=state.replayed.undone,
            units=state.replayed.manuscript.units,
        )

    def files(self, call: Call) -> Response:
        return HTMLResponse(self._files(call))

    def _files(self, call: Call, message: str = "", *, good: bool = True) -> str:
        return render(
            "files.html", blocking=len(self.state.blocking), who=call.who,
            message=message, good=good, made="",
        )  # fmt: skip

    # ---- sentences ---------------------------------------------------------------------

    def edit_form(self, call: Call) -> Response:
        state = self.state
        unit = call.path["unit"]
        self._known(state, unit)
        return HTMLResponse(self.answers.edit(state, unit, call.text("key")))

    def preview(self, call: Call) -> Response:
        unit, text = call.text("unit"), one_line(call.text("text"), MAX_SENTENCE)
        shown = self.desk.preview(unit, text)
        typed = None if text == self.state.replayed.text(unit) else text
        self.desk.store.typed(unit, one_line(call.text("pane"), 64), call.who, typed)
        ledger = self.state.run.ledger
        pieces = pieces_of(shown.text, 0, shown.judged, (), ledger)
        numbers = [piece for piece in pieces if piece.verdict]
        return HTMLResponse(render("live.html", preview=shown, numbers=numbers, problem=""))

    def take(self, call: Call) -> Response:
        key, seen = call.text("key"), call.number("seen")
        place = self._place(key)
        unit = item.unit if (item := self.state.by_key.get(key)) else ""
        return self._changed(
            call, unit, place, None, lambda: self.desk.take(key, seen, call.author), "已采用建议。"
        )

    def edit(self, call: Call) -> Response:
        unit, text, key = call.text("unit"), call.text("text"), call.text("key")
        item = self.state.by_key.get(key)
        return self._changed(
            call, unit, self._place(key), text,
            lambda: self.desk.edit(unit, text, call.number("seen"), call.author, item=item),
            "已保存。",
        )  # fmt: skip

    def accept(self, call: Call) -> Response:
        key, reason = call.text("key"), call.text("reason")
        item = self.state.by_key.get(key)
        return self._changed(
            call, item.unit if item else "", self._place(key), None,
            lambda: self.desk.accept(key, reason, call.number("seen"), call.author),
            "已保留原文，理由记入审阅记录。",
        )  # fmt: skip

    def accept_form(self, call: Call) -> Response:
        state = self.state
        item = state.by_key.get(call.path["key"])
        if item is None:
            raise ReviewError("这一处提示已经不在，可能刚被处理。")
        seen = state.version(item.unit)
        return HTMLResponse(render("accept.html", key=item.key, seen=seen, nonce=nonce()))

    def _changed(
        self,
        call: Call,
        unit: str,
        place: int,
        mine: str | None,
        act: Callable[[], object],
        message: str,
    ) -> Response:
        """Does it and goes on; when somebody else was faster, shows both versions."""
        try:
            act()
        except StaleVersion as stale:
            return self._conflict(call, unit, mine, stale)
        return self.answers.proceed(call, place, message)

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

    # ---- taking back -------------------------------------------------------------------

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
        return self.answers.proceed(call, 0, "已撤销。")

    def keep(self, call: Call) -> Response:
        self.desk.keep(number(call.path["ident"]), call.author)
        return self.answers.updated(call, self._history(), "已按现在的报告重新采用。")

    # ---- facts -------------------------------------------------------------------------

    def fact_form(self, call: Call) -> Response:
        state = self.state
        item = state.by_key.get(call.path["key"])
        if item is None:
            raise ReviewError("这一处提示已经不在，可能刚被处理。")
        return HTMLResponse(self._fact_form(state, call.path["key"], "", "", ""))

    def _fact_form(self, state: State, key: str, value: str, reason: str, problem: str) -> str:
        item = state.by_key[key]
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
        first = value or str(facts[0]["raw"])
        return render("fact.html", facts=facts, value=first, reason=reason, problem=problem)

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
        return self.answers.proceed(call, 0, "事实文件已更正，报告已重新成文并核对。")

    def redraft(self, call: Call) -> Response:
        self.desk.draft_again()
        return self.answers.proceed(call, 0, "已按现在的事实文件重新成文。")

    # ---- another wording ---------------------------------------------------------------

    def model_form(self, call: Call) -> Response:
        state = self.state
        item = state.by_key.get(call.path.get("key", ""))
        unit = item.unit if item else call.path.get("unit", "")
        self._known(state, unit)
        section = state.replayed.manuscript.units[unit].section
        return HTMLResponse(self._model_page(state, unit, item.key if item else "", section))

    def _model_page(
        self, state: State, unit: str, key: str, section: str, wording: Wording | None = None
    ) -> str:
        settings = state.run.settings.model
        titled = section in state.run.by_key
        return render(
            "model.html", unit=unit, key=key, model=settings.name, host=settings.host,
            masked=settings.mask_values, problem="", wording=wording,
            whole=state.run.titles.get(section, "") if titled else "",
            seen=state.version(unit), nonce=nonce(),
        )  # fmt: skip

    def model(self, call: Call) -> Response:
        state = self.state
        unit = call.text("unit")
        self._known(state, unit)
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

        place = self._place(call.text("key"))
        return self._changed(call, unit, place, text, act, "已采用模型的写法。")

    # ---- files -------------------------------------------------------------------------

    def assemble(self, call: Call) -> Response:
        with self._heavy:
            made = assemble_desk(self.desk)
        what = "正式稿" if made.final else "草稿"
        message = f"已生成{what}：{made.path}"
        return self.answers.updated(
            call, self._files(call, message) if not made.final else self._finished(call, message)
        )

    def _finished(self, call: Call, message: str) -> str:
        return self._files(call, message)

    def download_report(self, call: Call) -> Response:
        with self._heavy:
            path = assemble_desk(self.desk).path
            return _download(path.read_bytes(), path.name, _WORD)

    def download_word(self, call: Call) -> Response:
        return self._made(lambda path: export_desk_word(self.desk, path), "审阅稿.docx", _WORD)

    def download_record(self, call: Call) -> Response:
        return self._made(lambda path: export_desk(self.desk, path), "审阅记录.docx", _WORD)

    def download_record_csv(self, call: Call) -> Response:
        return self._made(
            lambda path: export_desk(self.desk, path), "审阅记录.csv", "text/csv; charset=utf-8"
        )

    def _made(self, make: Callable[[Path], object], name: str, kind: str) -> Response:
        with self._heavy, TemporaryDirectory() as folder:
            path = Path(folder) / name
            make(path)
            return _download(path.read_bytes(), name, kind)

    def take_word(self, call: Call) -> Response:
        with self._heavy, TemporaryDirectory() as folder:
            path = Path(folder) / "word.docx"
            path.write_bytes(call.body)
            report = import_into(self.desk, path, call.who)
        return self.answers.updated(call, render("imported.html", report=report), "已取回。")

    def set_name(self, call: Call) -> Response:
        name = one_line(call.text("who"), MAX_NAME)
        if not name:
            raise ReviewError("请写一个名字。")
        page = self._files(replace(call, who=name), f"以后以“{name}”记入审阅记录。")
        response = HTMLResponse(page)
        set_who(response, name)
        return response

    # ---- parts -------------------------------------------------------------------------

    def _place(self, key: str) -> int:
        """The place of a finding among all, so that the next one can be shown."""
        keys = [item.key for item in self.state.items]
        return keys.index(key) if key in keys else 0

    def _known(self, state: State, unit: str) -> UnitKind:
        found = state.replayed.manuscript.units.get(unit)
        if found is None:
            raise ReviewError("报告中已没有这句话。")
        return found.kind


def _download(data: bytes, name: str, kind: str) -> Response:
    shown = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(data, media_type=kind, headers={"content-disposition": shown})
