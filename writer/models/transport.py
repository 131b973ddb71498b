"""How requests travel: TLS with an office's own certificates, proxies, and time limits.

The SDK's time-out counts from one piece of an answer to the next, so that a server which drips
could go on for ever; the limit here counts for the whole answer.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2

from writer.errors import SettingsError
from writer.settings import ModelSettings

_CONNECTING = 15.0  # seconds until a connection stands
_DEADLINE = "jixiao.deadline"


class _Timed(httpx2.SyncByteStream):
    """A response's bytes, as long as they come in time."""

    def __init__(self, inner: httpx2.SyncByteStream, deadline: float) -> None:
        self._inner = inner
        self._deadline = deadline

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._inner:
            if time.monotonic() > self._deadline:
                raise httpx2.ReadTimeout("the answer as a whole took too long")
            yield piece

    def close(self) -> None:
        self._inner.close()


def http_client(settings: ModelSettings) -> httpx2.Client:
    """A client for one model; raises SettingsError for certificates that cannot be read."""

    def sent(request: httpx2.Request) -> None:
        request.extensions[_DEADLINE] = time.monotonic() + settings.timeout

    def answered(response: httpx2.Response) -> None:
        stream = response.stream
        if isinstance(stream, httpx2.SyncByteStream):
            response.stream = _Timed(stream, response.request.extensions[_DEADLINE])

    return httpx2.Client(
        verify=_certificates(settings.ca_file) if settings.ca_file else True,
        proxy=settings.proxy or None,
        timeout=httpx2.Timeout(settings.timeout, connect=min(_CONNECTING, settings.timeout)),
        limits=httpx2.Limits(max_connections=None, max_keepalive_connections=settings.concurrency),
        event_hooks={"request": [sent], "response": [answered]},
        follow_redirects=True,
    )


def _certificates(file: str) -> ssl.SSLContext:
    """The system's certificates and those of the file."""
    context = ssl.create_default_context()
    try:
        context.load_verify_locations(Path(file).expanduser())
    except OSError as error:  # ssl.SSLError is one
        reason = error.strerror or "内容不是 PEM 格式的证书"
        raise SettingsError(f"ca_file 指明的证书文件 {file} 读不了：{reason}。") from None
    return context
