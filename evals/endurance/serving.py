"""The scripted server in a process of its own, with a log of every question and how it was played.

The log has a line a request: the hash of its messages, how it was played, whether the answer went
out whole. It says what was asked and answered twice, whatever the asking side believes.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import multiprocessing
import random
import signal
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from tests.scripted_server import BEHAVIOURS, MODEL, Prompt, Script, ScriptedServer
from writer.settings import ModelSettings

# those after which the same question may be asked again: no whole answer was sent
UNANSWERED = (
    "http_500", "http_502", "http_503", "rate_limit", "rate_limit_bare", "reset", "stream_error",
    "login_page",
)  # fmt: skip
# those that give an answer which cannot be used
USELESS = (
    "broken_json", "prose", "wrong_shape", "refusal", "refused", "empty", "silent", "truncated",
    "endless", "repeating", "english", "wrong_section", "wrong_reference", "typed_digits",
    "no_references", "swapped", "headings", "filtered",
)  # fmt: skip


def question(messages: Sequence[Any]) -> str:
    """What tells one question from another."""
    plain = [[message["role"], message["content"]] for message in messages]
    return hashlib.sha256(json.dumps(plain, ensure_ascii=False).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Served:
    """One line of the server's log."""

    question: str
    behaviour: str

    @property
    def answered(self) -> bool:
        return self.behaviour not in UNANSWERED


@dataclass
class Dice(Script):
    """A script that throws dice: `rate` of the requests get a fault, each with its own."""

    rate: float = 0.0
    seed: int = 0
    log: str = ""

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)

    def behaviour(self, prompt: Prompt, asked: int) -> str:
        faulty = self._chance.random() < self.rate
        name = self._chance.choice((*UNANSWERED, *USELESS)) if faulty else "good"
        with Path(self.log).open("a", encoding="utf-8") as file:
            file.write(f"{question(prompt.messages)} {name}\n")
        return name


class Server:
    """`settings` speak to it; `served()` is what it was asked so far."""

    def __init__(self, url: str, log: Path, at_once: int = 4) -> None:
        self.settings = ModelSettings(
            name=MODEL, base_url=url, concurrency=at_once, retry_budget=1000, retry_pause=0
        )
        self._url, self._log = url, log

    def at_once(self, calls: int) -> Server:
        """The same server, asked by so many threads."""
        return Server(self._url, self._log, calls)

    def served(self) -> list[Served]:
        if not self._log.exists():
            return []
        return [Served(*line.split()) for line in self._log.read_text("utf-8").splitlines()]


@contextlib.contextmanager
def serving(log: Path, rate: float = 0.0, seed: int = 0, delay: float = 0.0) -> Iterator[Server]:
    """A server that answers after `delay` seconds and throws dice with `rate`."""
    unknown = {*UNANSWERED, *USELESS} - set(BEHAVIOURS)
    if unknown:
        raise ValueError(f"no such behaviours: {unknown}")
    script = Dice(delay=delay, rate=rate, seed=seed, log=str(log))
    # not forked: a copy of a process with threads may hang
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(script, theirs), daemon=True)
    process.start()
    try:
        yield Server(str(ours.recv()), log)
    finally:
        process.terminate()
        process.join(10)


def _serve(script: Dice, pipe: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the asking side, which ends us
    with ScriptedServer(script) as server:
        pipe.send(server.url)
        signal.pause()
