"""Runs killed with SIGKILL at random moments and resumed: the same bytes, nothing asked twice."""

from __future__ import annotations

import os
import random
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from evals.endurance.facts import FACTS, FORMAT
from evals.endurance.serving import Server, question, serving
from evals.engines import Quiet
from writer.calls import read_calls
from writer.pipeline import Request, draft
from writer.resuming import request_of
from writer.runs import MARK

_DELAY = 0.2  # seconds of an answer, so that kills fall between and within calls
_REPORT = "report.docx"


@dataclass
class Survived:
    """`killed` died before they ended; `at` counts them by how many answers they had by then."""

    kills: int = 0
    killed: int = 0
    other_bytes: int = 0
    asked_again: int = 0
    failed: int = 0
    at: Counter[int] = field(default_factory=Counter)

    @property
    def whole(self) -> bool:
        return not (self.other_bytes or self.asked_again or self.failed)


def killed_runs(kills: int = 100, seed: int = 1) -> Survived:
    """Kills so many runs, each at a random moment of the time that one takes."""
    chance, result = random.Random(seed), Survived()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        with serving(folder / "log", delay=_DELAY) as server:
            # once in this process: the forked ones then have every library loaded, and a kill
            # falls into the work itself
            _draft(server, folder / "warm")
            begun = time.monotonic()
            _child(lambda: _draft(server.at_once(1), folder / "whole"))
            longest = time.monotonic() - begun
            reference = (folder / "whole" / _REPORT).read_bytes()
            for number in range(kills):
                # one call after the other, or all at once
                at_once = server.at_once(1 + 3 * (number % 2))
                run = folder / f"run{number}"
                _one(at_once, run, chance.uniform(0, longest), reference, result)
    return result


def _one(server: Server, run: Path, after: float, reference: bytes, result: Survived) -> None:
    result.kills += 1
    result.killed += _child(lambda: _draft(server, run), after) < 0
    known = {question(call.messages) for call in read_calls(run / "calls.jsonl") if call.reply}
    result.at[len(known)] += 1
    before = len(server.served())
    if (run / MARK).exists():
        status = _child(lambda: draft(request_of(run), Quiet()))
    else:  # killed before it was a run
        status = _child(lambda: _draft(server, run))
    asked = [served.question for served in server.served()[before:]]
    result.asked_again += sum(q in known for q in asked)
    result.failed += status != 0
    report = run / _REPORT
    result.other_bytes += not report.exists() or report.read_bytes() != reference


def _draft(server: Server, folder: Path) -> None:
    draft(Request(FACTS, folder, FORMAT, model=server.settings), Quiet())


def _child(work: Callable[[], object], kill_after: float | None = None) -> int:
    """Exit status of `work` in a forked process; negative when it was killed."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
