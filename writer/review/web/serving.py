"""Runs the page: a socket on the loopback, a token of this start's own, the browser opened."""

from __future__ import annotations

import secrets
import socket
import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path

import uvicorn

from writer.errors import RunError
from writer.review.desk import Desk
from writer.review.watching import Watched
from writer.review.web.app import make_app, make_watch_app
from writer.review.web.guard import Guard
from writer.review.wording import ModelFactory
from writer.runs import RunFolder
from writer.settings import Settings

_HOSTS = ("127.0.0.1", "localhost", "::1")
_HEADER_BYTES = 32 * 1024
_WAITING = 64  # connections the system may hold back


def serve_run(
    run_path: Path,
    host: str = "127.0.0.1",
    port: int = 0,
    open_browser: bool = True,
    *,
    settings: Settings | None = None,
    token: str = "",
    model: ModelFactory | None = None,
    announce: Callable[[str], None] | None = None,
) -> None:
    """Serves until Ctrl-C: the desk, or first the run as it is being written.

    `announce` is told the address when it answers.

    Raises RunError for a host that is not this machine's own, or a port in use.
    """
    if host not in _HOSTS:
        raise RunError(f"审阅页面只在本机打开（{'、'.join(_HOSTS)}），不能用 {host}。")
    secret = token or secrets.token_urlsafe(32)
    if RunFolder(run_path).busy():
        app = _watching(run_path, secret, settings, model)
    else:
        desk = Desk(run_path, settings)
        _ = desk.state  # read and checked before anybody waits for it
        app = make_app(desk, secret, model=model)
    tell = announce or _print
    sock = listen(host, port)
    bound = int(sock.getsockname()[1])
    app.port = bound
    address = f"http://{'[::1]' if host == '::1' else host}:{bound}/?t={secret}"
    server = _Server(config_of(app), lambda: _started(address, open_browser, tell))
    try:
        server.run(sockets=[sock])
    except KeyboardInterrupt:
        tell("已停止；决定都已保存，再次运行可接着审阅。")
    finally:
        sock.close()


def _watching(
    run_path: Path, secret: str, settings: Settings | None, model: ModelFactory | None
) -> Guard:
    watched = Watched(run_path)
    watched.look()  # raises RunError when it has not come far enough to be looked at
    return make_watch_app(watched, secret, settings=settings, model=model)


def config_of(app: Guard) -> uvicorn.Config:
    """No header that says what serves, none believed about who asks, nothing but HTTP."""
    return uvicorn.Config(
        app,
        access_log=False,
        log_level="warning",
        server_header=False,
        date_header=False,
        proxy_headers=False,
        ws="none",
        lifespan="off",
        h11_max_incomplete_event_size=_HEADER_BYTES,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=3,
    )


def _print(text: str) -> None:
    print(text, flush=True)  # noqa: T201 — the address is what the caller waits for


def listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if host == "::1" else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
    except OSError:
        sock.close()
        raise RunError(f"端口 {port} 已被占用，请换一个，或不指定端口。") from None
    sock.listen(_WAITING)
    return sock


def _started(address: str, open_browser: bool, announce: Callable[[str], None]) -> None:
    announce(f"审阅页面：{address}\n（只在本机可用；按 Ctrl-C 结束）")
    if open_browser:
        # a browser that has to be started can keep the caller waiting
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


class _Server(uvicorn.Server):
    """Tells when it answers."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._tell = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if self.started:
            self._tell()
