"""A request as handlers see it, and handlers as Starlette routes.

Handlers are plain functions run in a thread: a check takes some 100 ms of CPU, and the loop has
to go on answering other windows. What the editor can mend comes back as a message, never as a
traceback.
"""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, unquote

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from writer.errors import JixiaoError
from writer.review.desk import Author
from writer.review.texts import MAX_NAME, one_line
from writer.review.web.guard import TooLarge, too_large

WHO = "jixiao-who"
_FIELDS = 60
_INT_DIGITS = 15
_arrivals = itertools.count(1)


@dataclass(frozen=True)
class Call:
    """`form` holds the query and, on POST, the form over it; `body` the raw bytes of an upload.

    `arrival` counts requests as they came in; threads may take them up in another order.
    """

    form: Mapping[str, str]
    path: Mapping[str, str]
    who: str
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    arrival: int = 0

    def text(self, name: str) -> str:
        return self.form.get(name, "")

    def number(self, name: str) -> int:
        """A version or an id; -1, which nothing has, for what is no number."""
        return number(self.form.get(name, ""))

    @property
    def author(self) -> Author:
        return Author(self.who, one_line(self.text("nonce"), 64) or None)


Handler = Callable[[Call], Response]


def number(text: str) -> int:
    fits = text.isascii() and text.isdigit() and len(text) <= _INT_DIGITS
    return int(text) if fits else -1


def nonce() -> str:
    """Names one form on one screen, so that sending it twice is noticed."""
    return secrets.token_hex(8)


def endpoint(
    handler: Handler, default_who: str, refused: Callable[[str], Response], *, upload: bool = False
) -> Callable[..., object]:
    """The handler as a Starlette endpoint; `refused` shows what cannot be done."""

    async def run(request: Request) -> Response:
        try:
            call = await _call(request, default_who, upload)
        except TooLarge:
            return too_large(upload)
        except ClientDisconnect:
            return PlainTextResponse("", status_code=400)
        except ValueError:
            return PlainTextResponse("请求的内容读不懂。", status_code=400)
        try:
            return await run_in_threadpool(handler, call)
        except JixiaoError as error:
            return refused(str(error))

    return run


async def _call(request: Request, default_who: str, upload: bool) -> Call:
    arrival = next(_arrivals)
    form = _pairs(request.url.query)
    body = b""
    if request.method == "POST":
        data = await request.body()
        if upload:
            body = data
        else:
            form |= _pairs(data.decode("utf-8"))
    who = one_line(unquote(request.cookies.get(WHO, "")), MAX_NAME) or default_who
    path = {name: str(value) for name, value in request.path_params.items()}
    return Call(form, path, who, body, dict(request.headers), arrival)


def _pairs(text: str) -> dict[str, str]:
    """Raises ValueError for what is no form or has too many fields."""
    return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=_FIELDS, errors="replace"))


def set_who(response: Response, who: str) -> None:
    response.set_cookie(WHO, quote(who), httponly=True, samesite="strict", path="/")
