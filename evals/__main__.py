"""python -m evals: what the program is worth, measured.

    python -m evals                                   the default suite, composed, offline
    python -m evals reports --engine compose --engine openai:qwen3@http://127.0.0.1:8000/v1
    python -m evals --compare a.json b.json           is the difference more than chance?
    python -m evals --fast --gate                     stops when a score fell (.ci/run)

Tasks: reports, grounding, reading, speed, stress. See evals/README.md.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evals.engines import COMPOSE, Engine, parse_engine
from evals.errors import EngineError, EvalsError
from evals.measures import flatten
from evals.results import Result, describe
from writer.errors import JixiaoError

TASKS = ("reports", "grounding", "reading", "speed", "stress")
DEFAULT = TASKS
FAST = ("reports", "grounding", "reading")
CLEAN, FELL, WRONG = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status: 0 done, 1 the gate found a fall, 2 a wrong call or unusable data."""
    options = _parser().parse_args(arguments)
    try:
        if options.compare:
            first, second = options.compare
            return _compare(first, second, options.seed)
        return _run(options)
    except (EvalsError, JixiaoError) as error:
        print(f"evals: {error}", file=sys.stderr)
        return WRONG


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "python -m evals", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("tasks", nargs="*", metavar="TASK", help=" ".join(TASKS))
    parser.add_argument(
        "--engine", action="append", default=[], metavar="SPEC",
        help="compose, openai:NAME@URL, scripted:BEHAVIOUR, real; several side by side",
    )  # fmt: skip
    parser.add_argument("--only", default="", metavar="NAME", help="cases whose name has this")
    parser.add_argument("--judge", metavar="NAME@URL", help="a model that judges content too")
    parser.add_argument("--fast", action="store_true", help="the suite of the gate: every "
                        "sixth planted error, no stress")  # fmt: skip
    parser.add_argument("--gate", action="store_true", help="fail when a score is below the "
                        "committed baseline")  # fmt: skip
    parser.add_argument("--record", action="store_true", help="write baseline and history anew")
    parser.add_argument("--compare", nargs=2, type=Path, metavar=("A", "B"), help="two results")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the result")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write the scoreboard")
    parser.add_argument("--runs", type=Path, metavar="DIR", help="keep the drafts here")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--show", action="store_true", help="every miss, one line each")
    return parser


def _run(options: argparse.Namespace) -> int:
    from evals import gate, terminal

    tasks = options.tasks or list(FAST if options.fast else DEFAULT)
    if unknown := [task for task in tasks if task not in TASKS]:
        raise EngineError(f"no such task: {', '.join(unknown)} ({', '.join(TASKS)})")
    engines = [parse_engine(spec) for spec in options.engine or [COMPOSE]]
    suite = "fast" if options.fast else "full"
    specs = [engine.spec for engine in engines]
    result = Result(describe(suite, tasks, specs, options.seed))
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="evals-") as scratch:
        _measure(result, tasks, engines, options, options.runs or Path(scratch))
    result.meta["seconds"] = round(time.monotonic() - started, 1)
    terminal.show(result, every=options.show)
    if options.json:
        result.write(options.json)
    if options.html:
        from evals.page import write_page

        write_page(result, options.html)
    if options.record:
        gate.record(result)
    if options.gate:
        fallen = list(gate.falls(result))
        terminal.show_falls(fallen)
        return FELL if fallen else CLEAN
    return CLEAN


def _measure(
    result: Result,
    tasks: Sequence[str],
    engines: Sequence[Engine],
    options: argparse.Namespace,
    runs: Path,
) -> None:
    """Runs the tasks; each imports what it needs, so that reading does not wait for drafting."""
    tree: dict[str, Any] = {}
    if "reports" in tasks:
        from evals.judge import JudgeSettings
        from evals.reports import task as reports

        judge = JudgeSettings.parse(options.judge) if options.judge else None
        tree["reports"], result.drafts = reports.run(
            engines, runs / "reports", only=options.only, judge=judge, jobs=options.jobs
        )
    if "grounding" in tasks:
        from evals.sets_tasks import grounding

        tree["grounding"], tables = grounding(fast=options.fast, jobs=options.jobs)
        result.tables |= tables
    if "reading" in tasks:
        from evals.sets_tasks import reading

        tree["reading"], tables = reading()
        result.tables |= {f"reading {name}": table for name, table in tables.items()}
    if "speed" in tasks:
        from evals.speed_task import speed

        tree["speed"] = speed()
    if "stress" in tasks:
        from evals.stress import task as stress

        tree["stress"], result.stress = stress.run(
            runs / "stress", only=options.only or None, seed=options.seed, jobs=options.jobs
        )
    result.measures = dict(flatten(tree))


def _compare(a: Path, b: Path, seed: int) -> int:
    from evals import terminal
    from evals.compare import compare

    first, second = Result.read(a), Result.read(b)
    terminal.show_differences(first, second, list(compare(first, second, seed)))
    return CLEAN


if __name__ == "__main__":
    sys.exit(main())
