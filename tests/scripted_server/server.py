"""The server: chat completions, whole or streamed, and the list of models, over real HTTP on 127.0.0.1."""

from __future__ import annotations

import hashlib
import json
import socket
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from tests.scripted_server.behaviours import BEHAVIOURS, Played, Prompt
from tests.scripted_server.dialects import not_taken, spoken, streamed

MODEL = "scripted"
PIECE = 40  # characters of an answer in one piece of a stream


@dataclass
class Script:
    """Which behaviour answers: by words in the section's heading, else `default`.

    A list is played in order, one entry an attempt; its last entry answers all later ones.
    `delay` is how long an answer takes, in seconds; with `slow`, only in sections of that name.
    `whole` answers what is asked of the whole report, if it is to be another behaviour.
    `dialect` names the kind of server whose small differences are played (dialects.py).
    """

    default: str | Sequence[str] = "good"
    sections: dict[str, str | Sequence[str]] = field(default_factory=dict)
    delay: float = 0.0
    slow: str = ""
    whole: str = ""
    dialect: str = ""

    def behaviour(self, prompt: Prompt, asked: int) -> str:
        """`asked` counts identical requests before this one (retries after an HTTP fault)."""
        if self.whole and not prompt.heading:
            return self.whole
        found = next((b for w, b in self.sections.items() if w in prompt.heading), self.default)
        steps = [found] if isinstance(found, str) else list(found)
        return steps[min(prompt.attempt + asked, len(steps) - 1)]


class ScriptedServer:
    """with ScriptedServer(Script("good")) as server: … server.url …

    `certificate` is a file with a certificate and its key: the server then speaks TLS.
    """

    def __init__(
        self, script: Script | None = None, port: int = 0, certificate: str | None = None
    ) -> None:
        self._scheme = "https" if certificate else "http"
        self.script = script or Script()
        self.requests: list[dict[str, Any]] = []
        self._seen: Counter[str] = Counter()
        self._guard = threading.Lock()
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind(("127.0.0.1", port))
        app = Starlette(
            routes=[
                Route("/v1/chat/completions", self._completion, methods=["POST"]),
                Route("/v1/models", self._models),
            ]
        )
        config = uvicorn.Config(
            app, log_level="critical", lifespan="off", access_log=False,
            ssl_certfile=certificate, log_config=None,
        )  # fmt: skip
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True
        )

    def start_over(self, script: Script) -> None:
        """Forgets what was asked so far and plays another script."""
        with self._guard:
            self.script = script
            self.requests.clear()
            self._seen.clear()

    @property
    def url(self) -> str:
        return f"{self._scheme}://127.0.0.1:{self._socket.getsockname()[1]}/v1"

    def __enter__(self) -> ScriptedServer:
        self._thread.start()
        while not self._server.started:
            time.sleep(0.005)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(5)
        self._socket.close()

    async def _models(self, request: Request) -> Response:
        return JSONResponse({"object": "list", "data": [{"id": MODEL, "object": "model"}]})

    async def _completion(self, request: Request) -> Response:
        import asyncio

        body = await request.json()
        prompt = Prompt(body["messages"], body.get("seed") or 0)
        with self._guard:
            self.requests.append(body)
            digest = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
            asked = self._seen[digest]
            self._seen[digest] += 1
        name = self.script.behaviour(prompt, asked)
        unwanted = not_taken(body, self.script.dialect)
        if unwanted:
            return JSONResponse({"error": {"message": unwanted, "code": None}}, 400)
        if self.script.delay and self.script.slow in prompt.heading:
            await asyncio.sleep(self.script.delay)
        key = request.headers.get("authorization", "")
        return _response(BEHAVIOURS[name](prompt), body, digest, key, self.script.dialect)


def _response(
    played: Played, body: dict[str, Any], digest: str, key: str, dialect: str
) -> Response:
    if played.page:
        return HTMLResponse(played.page)
    if played.status != 200:
        # as badly behaved servers do, the key comes back in the message
        said = f"{played.said or 'scripted fault'} for {key}"
        error = {"message": said, "type": "scripted", "code": played.code}
        headers = {"retry-after": played.retry_after} if played.retry_after is not None else {}
        return JSONResponse({"error": error}, played.status, headers)
    if body.get("stream"):
        pieces = streamed(_stream(played, body, f"scripted-{digest[:12]}"), dialect)
        return StreamingResponse(_sent(played, pieces), media_type="text/event-stream")
    answer = _whole(body, f"scripted-{digest[:12]}", "chat.completion")
    answer["choices"] = [
        {"index": 0, "message": _message(played.text, played, body), "finish_reason": played.finish}
    ]
    return JSONResponse(spoken(answer | {"usage": _usage(played, body)}, dialect))


def _whole(body: dict[str, Any], ident: str, kind: str) -> dict[str, Any]:
    return {"id": ident, "object": kind, "created": 0, "model": body["model"]}


def _usage(played: Played, body: dict[str, Any]) -> dict[str, int]:
    asked = sum(len(m["content"]) for m in body["messages"])
    told = len(played.text)
    return {"prompt_tokens": asked, "completion_tokens": told, "total_tokens": asked + told}


def _message(text: str, played: Played, body: dict[str, Any]) -> dict[str, Any]:
    """A text as a message, or as a piece of one: content, arguments of a tool, a refusal."""
    if played.refusal is not None:
        return {"role": "assistant", "content": None, "refusal": played.refusal}
    if not body.get("tools"):
        return {"role": "assistant", "content": text}
    function = {"name": body["tools"][0]["function"]["name"], "arguments": text}
    call = {"index": 0, "id": "call-1", "type": "function", "function": function}
    return {"role": "assistant", "content": None, "tool_calls": [call]}


def _stream(played: Played, body: dict[str, Any], ident: str) -> Iterator[dict[str, Any]]:
    """The events of a streamed answer."""
    start = _whole(body, ident, "chat.completion.chunk")
    pieces = [played.text[n : n + PIECE] for n in range(0, len(played.text), PIECE)] or [""]
    for piece in pieces:
        delta = _message(piece, played, body)
        yield start | {"choices": [{"index": 0, "delta": delta, "finish_reason": None}]}
    if played.stream_error:
        yield {"error": {"message": played.stream_error, "code": None}}
        return
    yield start | {"choices": [{"index": 0, "delta": {}, "finish_reason": played.finish}]}
    if body.get("stream_options", {}).get("include_usage") and played.usage:
        yield start | {"choices": [], "usage": _usage(played, body)}


async def _sent(played: Played, events: Iterator[str]) -> AsyncIterator[str]:
    import asyncio

    for number, event in enumerate(events):
        if played.cut and number == played.cut:
            raise ConnectionResetError("scripted")
        if not played.drip:
            yield event
            continue
        for sign in event:
            yield sign
            await asyncio.sleep(played.drip)
