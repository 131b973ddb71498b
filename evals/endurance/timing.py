"""How long twelve sections take with twelve calls at once, and what a call costs in CPU."""

from __future__ import annotations

import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from evals.endurance.facts import FORMAT, many_projects
from evals.endurance.serving import Server, serving
from evals.engines import Quiet
from writer.calls import CallLog, read_calls
from writer.models import Model
from writer.pipeline import Request, draft

if TYPE_CHECKING:
    from openai import OpenAI


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
        chains: dict[str, float] = {}
        for call in read_calls(folder / "run" / "calls.jsonl"):
            chains[call.section] = chains.get(call.section, 0.0) + call.seconds
    return Wall(len(chains), watch.ended - watch.begun, whole, max(chains.values()))


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
    with client.chat.completions.create(
        model=name, messages=[{"role": "user", "content": content}], temperature=0,
        max_tokens=4000, stream=True, stream_options={"include_usage": True},
    ) as chunks:  # fmt: skip
        for _ in chunks:
            pass


def _warm(server: Server, folder: Path) -> None:
    """The libraries are loaded and the first connection is made: neither is part of a call."""
    Model(server.settings, CallLog(folder / "warm.jsonl")).ask([_question(0)], "warm#1")
