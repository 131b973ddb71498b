"""The review page served for a test, and a client that speaks plain HTTP to it."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import uvicorn

from writer.review.desk import Desk
from writer.review.watching import Watched
from writer.review.web.app import make_app, make_watch_app
from writer.review.web.serving import config_of, listen
from writer.review.wording import ModelFactory
from writer.runs import RunFolder
from writer.settings import Settings

TOKEN = "token-for-tests"


@dataclass
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")


@dataclass
class Client:
    """A browser's view of the page: sends cookie, Host and Origin as a browser would."""

    port: int
    cookie: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.cookie = self.cookie or f"jixiao-{self.port}={TOKEN}"

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def send(
        self,
        method: str,
        path: str,
        body: bytes | str | None = None,
        headers: Mapping[str, str | None] | None = None,
    ) -> Answer:
        """`headers` replace the usual ones; None takes one away."""
        given: dict[str, str | None] = {
            "Host": f"127.0.0.1:{self.port}", "Cookie": self.cookie, **self.headers,
        }  # fmt: skip
        if method != "GET":
            given["Origin"] = self.origin
            given["Content-Type"] = "application/x-www-form-urlencoded"
        given |= headers or {}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            data = body.encode() if isinstance(body, str) else body or b""
            sent = {name.lower() for name in given}
            if method != "GET" and "content-length" not in sent and "transfer-encoding" not in sent:
                given["Content-Length"] = str(len(data))
            for name, value in given.items():
                if value is not None:
                    connection.putheader(name, value.encode("latin-1", "replace").decode("latin-1"))
            connection.endheaders(data)
            response = connection.getresponse()
            found = {k.lower(): v for k, v in response.getheaders()}
            return Answer(response.status, found, response.read())
        finally:
            connection.close()

    def get(self, path: str) -> Answer:
        return self.send("GET", path)

    def post(self, path: str, /, **form: str | int) -> Answer:
        return self.send("POST", path, urlencode(form, errors="surrogatepass"))


class Site:
    """The page in a thread of this process: the desk, or a run that is still being written."""

    def __init__(
        self,
        run: Path,
        model: ModelFactory | None = None,
        who: str = "甲",
        settings: Settings | None = None,
    ) -> None:
        self._socket = listen("127.0.0.1", 0)
        self.port = int(self._socket.getsockname()[1])
        if RunFolder(run).busy():
            self.app = make_watch_app(Watched(run), TOKEN, settings=settings, who=who)
        else:
            self.desk = Desk(run, settings)
            self.app = make_app(self.desk, TOKEN, model=model, who=who)
        self.app.port = self.port
        self._server = uvicorn.Server(config_of(self.app))
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True
        )

    def __enter__(self) -> Site:
        self._thread.start()
        while not self._server.started:
            time.sleep(0.01)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(10)
        self._socket.close()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/?t={TOKEN}"

    def client(self) -> Client:
        return Client(self.port)


_SERVER = """
import sys
from pathlib import Path
from writer.review.web.serving import serve_run
serve_run(Path(sys.argv[1]), port=int(sys.argv[2]), open_browser=False, token=sys.argv[3])
"""


class Process:
    """The page in a process of its own, which can be killed and started again at its port."""

    def __init__(self, run: Path, port: int = 0) -> None:
        self.run = run
        self.port = port or _free_port()
        self._child: subprocess.Popen[str] | None = None

    def __enter__(self) -> Process:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """No test leaves a server behind, however it ends."""
        if self._child is not None and self._child.poll() is None:
            self.kill()

    def start(self) -> float:
        """Seconds until it told its address."""
        began = time.monotonic()
        self._child = subprocess.Popen(
            [sys.executable, "-c", _SERVER, str(self.run), str(self.port), TOKEN],
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self._child.stdout is not None
        line = self._child.stdout.readline()
        assert "审阅页面" in line, line
        return time.monotonic() - began

    def kill(self) -> None:
        """kill -9."""
        assert self._child is not None
        assert self._child.stdout is not None
        os.kill(self._child.pid, signal.SIGKILL)
        self._child.wait()
        self._child.stdout.close()

    def cpu(self) -> float:
        """Seconds of processor time so far, to a hundredth."""
        assert self._child is not None
        fields = Path(f"/proc/{self._child.pid}/stat").read_text("utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> int:
        """Resident megabytes at the most so far."""
        assert self._child is not None
        status = Path(f"/proc/{self._child.pid}/status").read_text("utf-8")
        return int(status.split("VmHWM:")[1].split()[0]) // 1024


def _free_port() -> int:
    with listen("127.0.0.1", 0) as sock:
        return int(sock.getsockname()[1])
