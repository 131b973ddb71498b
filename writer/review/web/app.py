"""The routes of the review page. Each changes the desk by one call and shows what came of it."""

from __future__ import annotations

import getpass
from functools import cache
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from writer.review.desk import Desk
from writer.review.texts import MAX_NAME, one_line
from writer.review.watching import Watched
from writer.review.web.answers import Answers
from writer.review.web.calls import Handler, endpoint
from writer.review.web.correcting import Correcting
from writer.review.web.deciding import Deciding
from writer.review.web.filing import Filing
from writer.review.web.guard import Guard
from writer.review.web.rewording import Rewording
from writer.review.web.watch import Watching, watch_app
from writer.review.wording import ModelFactory
from writer.settings import Settings

_STATIC = {  # only these names are ever opened
    "htmx.js": ("htmx-4.0.1.min.js", "text/javascript"),
    "desk.js": ("desk.js", "text/javascript"),
    "desk.css": ("desk.css", "text/css"),
    "watch.js": ("watch.js", "text/javascript"),
    "watch.css": ("watch.css", "text/css"),
    "icon.svg": ("icon.svg", "image/svg+xml"),
}
UPLOADS = frozenset({"/word"})


def make_app(desk: Desk, token: str, *, model: ModelFactory | None = None, who: str = "") -> Guard:
    """The whole application behind its guard; set `guard.port` before serving."""
    return Guard(desk_app(desk, model=model, who=who), token, UPLOADS)


def make_watch_app(
    watched: Watched,
    token: str,
    *,
    settings: Settings | None = None,
    model: ModelFactory | None = None,
    who: str = "",
) -> Guard:
    """A run as it is being written; behind the same guard it becomes the desk when it is over."""

    def turn() -> None:
        if guard.inner is watch:  # several windows may see the end at once
            guard.inner = desk_app(Desk(watched.path, settings), model=model, who=who)

    watch = watch_app(Watching(watched, turn), _static_route(), who)
    guard = Guard(watch, token, UPLOADS)
    return guard


def _static_route() -> Route:
    return Route("/static/{name}", static)


def desk_app(desk: Desk, *, model: ModelFactory | None = None, who: str = "") -> Starlette:
    answers = Answers(desk)
    deciding, correcting = Deciding(desk, answers), Correcting(desk, answers)
    rewording, filing = Rewording(desk, answers, model), Filing(desk, answers)
    default = one_line(who, MAX_NAME) or login_name()

    def route(path: str, handler: Handler, method: str, *, upload: bool = False) -> Route:
        run = endpoint(handler, default, answers.refused, upload=upload)
        return Route(path, run, methods=[method])

    gets: dict[str, Handler] = {
        "/": answers.page,
        "/list": deciding.listing,
        "/next": deciding.next,
        "/history": deciding.history,
        "/files": filing.files,
        "/finding/{key}": deciding.finding,
        "/finding/{key}/accept": deciding.accept_form,
        "/finding/{key}/fact": correcting.fact_form,
        "/finding/{key}/model": rewording.model_form,
        "/unit/{unit}": deciding.unit,
        "/unit/{unit}/edit": deciding.edit_form,
        "/unit/{unit}/model": rewording.model_form,
        "/download/word": filing.download_word,
        "/download/record.docx": filing.download_record,
        "/download/record.csv": filing.download_record_csv,
    }
    posts: dict[str, Handler] = {
        "/preview": deciding.preview,
        "/take": deciding.take,
        "/edit": deciding.edit,
        "/accept": deciding.accept,
        "/undo": deciding.undo_last,
        "/undo/{ident}": deciding.undo,
        "/keep/{ident}": deciding.keep,
        "/fact/diff": correcting.fact_diff,
        "/fact/save": correcting.fact_save,
        "/model": rewording.model,
        "/model/take": rewording.model_take,
        "/redraft": correcting.redraft,
        "/assemble": filing.assemble,
        "/who": filing.set_name,
    }
    # "/live": windows that still show the run being written are told to load the desk
    routes = [_static_route(), Route("/live", over)]
    routes += [route(path, handler, "GET") for path, handler in gets.items()]
    routes += [route(path, handler, "POST") for path, handler in posts.items()]
    routes.append(route("/word", filing.take_word, "POST", upload=True))
    return Starlette(routes=routes)


def login_name() -> str:
    """The name of this computer's user, for the record; it can be changed on the page."""
    try:
        return one_line(getpass.getuser(), MAX_NAME) or "审阅人"
    except (KeyError, OSError):
        return "审阅人"


async def over(request: Request) -> Response:
    return JSONResponse({"over": True})


@cache
def _static_bytes(name: str) -> bytes:
    return (Path(__file__).with_name("static") / _STATIC[name][0]).read_bytes()


async def static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _STATIC:
        return PlainTextResponse("没有这个文件。", status_code=404)
    return Response(_static_bytes(name), media_type=_STATIC[name][1])
