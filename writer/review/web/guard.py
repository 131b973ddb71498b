"""Who may speak to the page: only the browser that opened it with the token, on this machine.

Loopback is no protection by itself: any page in the browser can send requests to 127.0.0.1, and
a name of its own can be made to resolve there. So Host must be a loopback name with our port,
Origin must be ours on everything that changes something, the cookie is SameSite=Strict, and the
token that sets it is only in the address that the program opens.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
MAX_FORM = 256 * 1024  # bytes; a sentence has some hundred
MAX_UPLOAD = 20 * 1024 * 1024  # bytes; what writer.documents reads at most
_SAFE = frozenset({"GET", "HEAD"})
_SITES = frozenset({"same-origin", "none"})
_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_ANSWER_HEADERS: Mapping[str, str] = {
    "content-security-policy": _PAGE_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # same-origin, not no-referrer: with that, browsers send "Origin: null" with our own forms
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cache-control": "no-store",
}


class Guard:
    """ASGI middleware in front of everything. `port` is only known once the socket is open."""

    def __init__(self, app: ASGIApp, token: str, uploads: frozenset[str]) -> None:
        self.inner = app
        self._token = token
        self._uploads = uploads
        self.port = 0

    @property
    def cookie(self) -> str:
        """Cookies do not know ports: two runs under review must not share one."""
        return f"jixiao-{self.port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.inner(scope, receive, send)
            return
        if scope["type"] != "http":
            # nothing here speaks WebSocket; uvicorn turns the close into a 403
            await send({"type": "websocket.close", "code": 1008})
            return
        headers = Headers(scope=scope)
        refusal = self._refusal(scope, headers)
        if refusal is not None:
            await _hardened(refusal)(scope, receive, send)
            return
        limit = MAX_UPLOAD if scope["path"] in self._uploads else MAX_FORM
        if _declared(headers) > limit:
            await _hardened(_too_large(limit))(scope, receive, send)
            return
        await self.inner(scope, _Limited(receive, limit).receive, _Hardened(send).send)

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        """Why the request is not let in; the redirect that opens the page counts as one."""
        if headers.get("host", "") not in {f"{name}:{self.port}" for name in LOOPBACK}:
            return _refused("地址不对：请用程序打开的网址访问。")
        origin = headers.get("origin")
        ours = f"http://{headers['host']}"
        if origin is not None and origin != ours:
            return _refused("请求来自别的网页，已拒绝。")
        if origin is None and scope["method"] not in _SAFE:
            return _refused("请求没有说明来自哪个网页，已拒绝。")
        if headers.get("sec-fetch-site", "none") not in _SITES:
            return _refused("请求来自别的网页，已拒绝。")
        given = parse_qs(scope["query_string"].decode("latin-1")).get("t", [""])[0]
        if given and scope["path"] == "/" and scope["method"] == "GET" and self._same(given):
            return self._opening()
        if self._same(_cookie(headers, self.cookie)):
            return None
        return _refused("没有访问凭证：页面由 draft review 打开；程序重启后请用新打开的页面。")

    def _same(self, given: str) -> bool:
        return secrets.compare_digest(given.encode("utf-8", "replace"), self._token.encode())

    def _opening(self) -> Response:
        """The token leaves the address bar, and with it the browser's history."""
        response = RedirectResponse("/", status_code=303)
        response.set_cookie(self.cookie, self._token, httponly=True, samesite="strict", path="/")
        return response


class TooLarge(Exception):
    """The body went over its limit while it was being read."""


class _Limited:
    """Counts what really comes in: a length that is declared may be wrong or missing."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive = receive
        self._left = limit

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._left -= len(message.get("body", b""))
            if self._left < 0:
                raise TooLarge
        return message


class _Hardened:
    """Sets the headers of every answer; routes may only set stricter ones by leaving them."""

    def __init__(self, send: Send) -> None:
        self._send = send

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _ANSWER_HEADERS.items():
                headers.setdefault(name, value)
        await self._send(message)


def _hardened(response: Response) -> Response:
    for name, value in _ANSWER_HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def _refused(message: str) -> Response:
    return PlainTextResponse(message, status_code=403)


def _too_large(limit: int) -> Response:
    size = f"{limit // 1024 // 1024} MB" if limit >= 1024 * 1024 else f"{limit // 1024} KB"
    return PlainTextResponse(f"内容超过 {size} 的上限。", status_code=413)


def too_large(limit_path: bool) -> Response:
    """The answer when TooLarge was raised inside a route."""
    return _too_large(MAX_UPLOAD if limit_path else MAX_FORM)


def _declared(headers: Headers) -> int:
    text = headers.get("content-length", "0")
    return int(text) if text.isascii() and text.isdigit() else 0


def _cookie(headers: Headers, name: str) -> str:
    jar: SimpleCookie = SimpleCookie()
    try:
        jar.load(headers.get("cookie", ""))
    except CookieError:
        return ""
    return jar[name].value if name in jar else ""
