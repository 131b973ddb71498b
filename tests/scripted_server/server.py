"""The server: chat completions and the list of models, over real HTTP on 127.0.0.1."""

from __future__ import annotations

import hashlib
import json
import socket
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.scripted_server.behaviours import BEHAVIOURS, Played, Prompt

MODEL = "scripted"


@dataclass
class Script:
    """Which behaviour answers: by words in the section's heading, else `default`.

    A list is played in order, one entry an attempt; its last entry answers all later ones.
    `delay` is how long an answer takes, in seconds; with `slow`, only in sections of that name.
    """

    default: str | Sequence[str] = "good"
    sections: dict[str, str | Sequence[str]] = field(default_factory=dict)
    delay: float = 0.0
    slow: str = ""

    def behaviour(self, prompt: Prompt, asked: int) -> str:
        """`asked` counts identical requests before this one (retries after an HTTP fault)."""
        found = next((b for w, b in self.sections.items() if w in prompt.heading), self.default)
        steps = [found] if isinstance(found, str) else list(found)
        return steps[min(prompt.attempt + asked, len(steps) - 1)]


class ScriptedServer:
    """with ScriptedServer(Script("good")) as server: … server.url …"""

    def __init__(self, script: Script | None = None, port: int = 0) -> None:
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
        config = uvicorn.Config(app, log_level="critical", lifespan="off", access_log=False)
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
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}/v1"

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
        prompt = Prompt(body["messages"])
        with self._guard:
            self.requests.append(body)
            digest = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
            asked = self._seen[digest]
            self._seen[digest] += 1
        name = self.script.behaviour(prompt, asked)
        if self.script.delay and self.script.slow in prompt.heading:
            await asyncio.sleep(self.script.delay)
        key = request.headers.get("authorization", "")
        return _response(BEHAVIOURS[name](prompt), body, digest, key)


def _response(played: Played, body: dict[str, Any], digest: str, key: str) -> Response:
    if played.status != 200:
        # as badly behaved servers do, the key comes back in the message
        error = {"message": f"scripted fault for {key}", "type": "scripted", "code": played.code}
        if played.code == "context_length_exceeded":
            error["message"] = "maximum context length exceeded"
        headers = {"retry-after": played.retry_after}
        return JSONResponse({"error": error}, played.status, headers)
    asked = sum(len(m["content"]) for m in body["messages"])
    message: dict[str, Any] = {"role": "assistant", "content": played.text}
    if played.refusal is not None:
        message |= {"content": None, "refusal": played.refusal}
    if body.get("tools"):
        function = {"name": body["tools"][0]["function"]["name"], "arguments": played.text}
        message |= {
            "content": None,
            "tool_calls": [{"id": "call-1", "type": "function", "function": function}],
        }
    return JSONResponse(
        {
            "id": f"scripted-{digest[:12]}",
            "object": "chat.completion",
            "created": 0,
            "model": body["model"],
            "choices": [{"index": 0, "message": message, "finish_reason": played.finish}],
            "usage": {
                "prompt_tokens": asked,
                "completion_tokens": len(played.text),
                "total_tokens": asked + len(played.text),
            },
        }
    )
