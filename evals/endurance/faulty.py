"""Runs whose model fails a fifth of the time: is every report whole, flagged, and paid once?"""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from evals.endurance.facts import FACTS, FORMAT
from evals.endurance.serving import Server, serving
from evals.engines import Quiet
from writer.errors import JixiaoError
from writer.pipeline import Outcome, Request, draft


@dataclass
class Borne:
    """Sums over the runs; what should not be is counted in `broken`, `unflagged`, `twice`."""

    runs: int = 0
    sections: int = 0
    fallen: int = 0
    requests: int = 0
    faults: int = 0
    retries: int = 0
    numbers: int = 0
    broken: list[str] = field(default_factory=list)
    unflagged: int = 0
    twice: int = 0

    @property
    def whole(self) -> bool:
        return not (self.broken or self.unflagged or self.twice)


def faulty_runs(runs: int = 200, rate: float = 0.2, seed: int = 1) -> Borne:
    """So many runs of four sections, one after the other."""
    total = Borne()
    with tempfile.TemporaryDirectory() as place, serving(Path(place) / "log", rate, seed) as server:
        for number in range(runs):
            _run(server, Path(place) / f"run{number}", total)
    return total


def _run(server: Server, folder: Path, total: Borne) -> None:
    total.runs += 1
    before = len(server.served())
    try:
        outcome = draft(Request(FACTS, folder, FORMAT, model=server.settings), Quiet())
    except JixiaoError as error:
        total.broken.append(f"run {total.runs}: {error}")
        return
    _judge(outcome, total)
    served = server.served()[before:]
    answered = Counter(s.question for s in served if s.answered)
    total.twice += sum(times - 1 for times in answered.values())
    total.requests += len(served)
    total.faults += sum(s.behaviour != "good" for s in served)


def _judge(outcome: Outcome, borne: Borne) -> None:
    whole = all(d.draft.lines for d in outcome.drafted) and outcome.files[0].stat().st_size
    if not whole or len(outcome.drafted) != 4:
        borne.broken.append("a section has no text, or there is no report")
    fallen = [d for d in outcome.drafted if d.rejected]
    flagged = Counter(f.code for f in outcome.findings)
    told = all(flagged[d.rejected.code] for d in fallen if d.rejected)
    if not told:
        borne.broken.append("a section fell back and nobody is told")
    borne.sections += len(outcome.drafted)
    borne.fallen += len(fallen)
    borne.retries += outcome.usage.retries if outcome.usage else 0
    borne.numbers += len(outcome.check.mentions)
    spans = [(f.start, f.end) for f in outcome.findings]
    for mention in outcome.check.mentions:
        good = mention.verdict is not None and mention.verdict.good
        at = mention.mention.start
        borne.unflagged += not good and not any(start <= at < end for start, end in spans)
