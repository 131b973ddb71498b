"""How long twelve sections take with twelve calls at once, and what a call costs in CPU."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from evals.endurance.facts import FORMAT, many_projects
from evals.endurance.serving import Server, serving
from evals.engines import Quiet
from writer.calls import CallLog, CallRecord, read_calls
from writer.models import Model
from writer.pipeline import Request, draft

if TYPE_CHECKING:
    from openai import OpenAI


_DRAFT = "from writer.cli import main; main()"


@dataclass(frozen=True, slots=True)
class Wall:
    """Seconds of a run: its drafting, all of it, and its slowest section's calls one by one."""

    sections: int
    drafting: float
    whole: float
    chain: float

    @property
    def ratio(self) -> float:
        return self.drafting / self.chain


@dataclass(frozen=True, slots=True)
class First:
    """Seconds of a whole `draft` process: until it asks, from there to its last answer, and after.

    What it still has to load when it asks counts as asking. `chain` is its slowest section's
    calls one by one.
    """

    before: float
    asking: float
    after: float
    chain: float

    @property
    def whole(self) -> float:
        return self.before + self.asking + self.after

    @property
    def ratio(self) -> float:
        return self.whole / self.chain


def first_run(sections: int = 12, delay: float = 2.0) -> First:
    """The command itself in a fresh process, everything loaded by it, start and end included."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        facts = many_projects(folder / "facts.yaml", sections - 2)
        with serving(folder / "log", delay=delay) as server:
            (folder / "jixiao.toml").write_text(
                f'[models.first]\nname = "{server.settings.name}"\n'
                f'base_url = "{server.settings.url}"\nconcurrency = {sections}\n',
                "utf-8",
            )
            command = ["--facts", str(facts), "--format", FORMAT, "--model", "first", "--force"]
            begun = time.time()
            subprocess.run(
                [sys.executable, "-c", _DRAFT, *command, "--out", str(folder / "run"), "-q"],
                check=True, capture_output=True,
            )  # fmt: skip
            ended = time.time()
        log = folder / "run" / "calls.jsonl"
        calls, last = read_calls(log), log.stat().st_mtime
    asked = min(datetime.fromisoformat(call.started).timestamp() for call in calls)
    return First(asked - begun, last - asked, ended - last, max(_chains(calls)))


def _chains(calls: Sequence[CallRecord]) -> list[float]:
    """Seconds of each section's calls together."""
    chains: dict[str, float] = {}
    for call in calls:
        chains[call.section] = chains.get(call.section, 0.0) + call.seconds
    return list(chains.values())


class _Watch(Quiet):
    """Notes when drafting began and ended."""

    def __init__(self) -> None:
        self.begun = self.ended = 0.0

    def sections(self, count: int) -> None:
        self.begun = time.monotonic()

    def stage(self, name: str) -> None:
        self.ended = self.ended or time.monotonic()


def wall(sections: int = 12, delay: float = 2.0) -> Wall:
    """A run of so many sections, each of one call of `delay` seconds, all at once."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        facts = many_projects(folder / "facts.yaml", sections - 2)
        with serving(folder / "log", delay=delay) as server:
            _warm(server, folder)
            model = server.settings.model_copy(update={"concurrency": sections})
            watch, begun = _Watch(), time.monotonic()
            draft(Request(facts, folder / "run", FORMAT, model=model, force=True), watch)
            whole = time.monotonic() - begun
        chains = _chains(read_calls(folder / "run" / "calls.jsonl"))
    return Wall(len(chains), watch.ended - watch.begun, whole, max(chains))


@dataclass(frozen=True, slots=True)
class Overhead:
    """CPU milliseconds of a call in this process, median: the SDK alone, and through Model.ask."""

    sdk: float
    ours: float

    @property
    def own(self) -> float:
        return self.ours - self.sdk


def overhead(calls: int = 100) -> Overhead:
    """The same questions asked through the bare SDK and through ours, one after the other."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        with serving(folder / "log") as server, _bare_client(server.settings.url) as client:
            _warm(server, folder)
            model = Model(server.settings, CallLog(folder / "calls.jsonl"))
            sdk, ours = [], []
            for number in range(calls):
                message = _question(number)
                begun = time.process_time()
                _bare(client, server.settings.name, message["content"])
                sdk.append(time.process_time() - begun)
                begun = time.process_time()
                model.ask([message], f"{number}#1")
                ours.append(time.process_time() - begun)
    return Overhead(1000 * statistics.median(sdk), 1000 * statistics.median(ours))


def _bare_client(url: str) -> OpenAI:
    import openai

    return openai.OpenAI(api_key="none", base_url=url, max_retries=0)


def _question(number: int) -> dict[str, str]:
    rows = "\n".join(f"F{n} | 支出{n} · 金额 · 决算 · 2023 | {n}.00万元" for n in range(1, 20))
    return {"role": "user", "content": f"章节：第{number}问\n{rows}"}


def _bare(client: OpenAI, name: str, content: str) -> None:
    from openai import Stream
    from openai.types.chat import ChatCompletion, ChatCompletionChunk

    body = {
        "model": name, "messages": [{"role": "user", "content": content}], "temperature": 0,
        "max_tokens": 4000, "stream": True, "stream_options": {"include_usage": True},
    }  # fmt: skip
    with client.post(
        "/chat/completions", cast_to=ChatCompletion, body=body, stream=True,
        stream_cls=Stream[ChatCompletionChunk],
    ) as chunks:  # fmt: skip
        for _ in chunks:
            pass


def _warm(server: Server, folder: Path) -> None:
    """The libraries are loaded and the first connection is made: neither is part of a call."""
    Model(server.settings, CallLog(folder / "warm.jsonl")).ask([_question(0)], "warm#1")
