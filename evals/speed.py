"""How fast the check is, side by side with others: `python -m evals.speed [--quick] [--json FILE]`.

reading    characters a CPU-second, one core
checking   the same for a whole check, with ledgers of 300, 3,000 and 30,000 figures and with texts
           of one, ten and a hundred times 10,000 characters
process    wall seconds and peak memory of `draft check` of 10,000 characters, and of `draft --help`
others     JioNLP and recognizers-text on the text that `reading` had, where they are installed
           (`pip install -e '.[bench]'`)

The text is the report that the program composes from the facts of SAMPLE: as many numbers to the
line as the densest of the published reports. The ledgers hold that department's figures, filled up
with figures of places that do not exist. Seconds are the least of several runs: whatever else the
machine does can only add to them.
"""

from __future__ import annotations

import argparse
import gc
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence, Sized
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from functools import cache
from itertools import islice
from pathlib import Path
from statistics import median

from writer.cli.progress import Silent
from writer.documents import read_text
from writer.grounding.check import check_document, index_of
from writer.grounding.reading import read
from writer.ledger import Figure, Ledger
from writer.pipeline import Request, draft
from writer.quantities import canonical

SAMPLE = Path(__file__).parent / "samples" / "hunan-huaihua-emergency-bureau-2023" / "facts.yaml"
CHARACTERS = 10_000
FIGURES = 300
SCALES = (1, 10, 100)
READING_BAR, CHECKING_BAR = 500_000, 150_000  # characters a CPU-second
WALL_BAR, MEMORY_BAR = 1.0, 150.0  # seconds, MB
RUNS = 5
LEAST_SECONDS = 1.5  # a short task is run until it has had so much CPU time
_PLACES = "溪石桥沙柳竹槐枫岩泉洲坪湾岭渡滩塘井坝冲"


@dataclass(frozen=True, slots=True)
class Speed:
    """`characters` done in `seconds` of CPU time with a ledger of `figures` (0: none); `found`
    numbers."""

    name: str
    characters: int
    seconds: float
    found: int
    figures: int = 0
    bar: int = 0

    @property
    def rate(self) -> float:
        return self.characters / self.seconds


@dataclass(frozen=True, slots=True)
class Process:
    """A whole process: median wall and CPU seconds, peak resident memory in MB; 0 for no bar."""

    name: str
    wall: float
    cpu: float
    memory: float
    wall_bar: float = 0
    memory_bar: float = 0


@cache
def composed() -> tuple[str, Ledger]:
    """The composed report and its ledger."""
    with tempfile.TemporaryDirectory() as folder:
        request = Request(facts=SAMPLE, folder=Path(folder, "run"), force=True)
        outcome = draft(request, Silent())
    return outcome.report.text + "\n\n", outcome.ledger


def text_of(characters: int) -> str:
    """The report, as often as it takes, cut to length."""
    text, _ = composed()
    return (text * (characters // len(text) + 1))[:characters]


@cache
def ledger_of(figures: int) -> Ledger:
    """The department's own figures, filled up to this number."""
    _, own = composed()
    others = _elsewhere(list(own.figures.values()))
    filling = {f.id: f for f in islice(others, figures - len(own.figures))}
    return replace(own, figures=own.figures | filling)


def _elsewhere(figures: Sequence[Figure]) -> Iterator[Figure]:
    """The figures again and again, of another place each time and with other values."""
    places = (a + b + "镇" for a in _PLACES for b in _PLACES)
    for number, place in enumerate(places, 1):
        for figure in figures:
            value = figure.value
            if (amount := figure.number) is not None:
                step = Decimal(1).scaleb(amount.as_tuple().exponent)  # type: ignore[arg-type]
                value = canonical(amount + number * step)
            yield replace(
                figure, id=f"{place}.{figure.id}", subject=place + figure.subject,
                aliases=tuple(place + alias for alias in figure.aliases), value=value,
            )  # fmt: skip


def cpu_seconds(work: Callable[[], object], runs: int = RUNS) -> float:
    """The least CPU time of several runs, after one that warms up.

    What this process holds beside (the ledgers of other rows, an eval's results) is hidden from
    the garbage collector: a check that runs alone has none of it to walk through.
    """
    gc.collect()
    gc.freeze()
    try:
        work()
        times = [_timed(work) for _ in range(runs)]
        while runs > 1 and sum(times) < LEAST_SECONDS:
            times.append(_timed(work))
        return min(times)
    finally:
        gc.unfreeze()


def _timed(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def reading(characters: int = 10 * CHARACTERS) -> Speed:
    """The speed of reading alone."""
    text = text_of(characters)
    seconds = cpu_seconds(lambda: read(text))
    return Speed("reading", len(text), seconds, len(read(text)), bar=READING_BAR)


def checking(characters: int, figures: int) -> Speed:
    """The speed of a whole check, the document's structure included, its ledger indexed."""
    text, ledger = text_of(characters), ledger_of(figures)
    index_of(ledger)
    runs = RUNS if characters <= 10 * CHARACTERS else 1
    seconds = cpu_seconds(lambda: check_document(read_text(text), ledger), runs)
    bar = CHECKING_BAR if figures == FIGURES else 0
    return Speed("check", len(text), seconds, len(read(text)), figures, bar)


def process(name: str, arguments: Sequence[str], runs: int = 2 * RUNS) -> Process:
    """Runs `draft` with these arguments in processes of their own, its modules compiled once."""
    with tempfile.TemporaryDirectory() as compiled:
        _spawned(arguments, compiled)
        found = [_spawned(arguments, compiled) for _ in range(runs)]
    wall, cpu, memory = (median(column) for column in zip(*found, strict=True))
    return Process(name, wall, cpu, memory)


# runs a program and tells (exit status, wall seconds, CPU seconds, peak memory in ru_maxrss units);
# a small process in between, since a child's peak is never below its parent's size
_MEASURE = """
import os, resource, subprocess, sys, time
started = time.perf_counter()
null = subprocess.DEVNULL
status = subprocess.run(sys.argv[1:], stdout=null, stderr=null).returncode
wall, used = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
print(status, wall, used.ru_utime + used.ru_stime, used.ru_maxrss)
"""


def _spawned(arguments: Sequence[str], compiled: str) -> tuple[float, float, float]:
    """(wall seconds, CPU seconds, peak MB) of one call; `compiled` holds its bytecode."""
    others = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    call = [sys.executable, "-c", "from writer.cli import main; main()", *arguments]
    told = subprocess.run(
        [sys.executable, "-S", "-c", _MEASURE, *call],
        env=others | {"PYTHONPYCACHEPREFIX": compiled},
        capture_output=True,
        text=True,
        check=True,
    )
    status, wall, cpu, memory = map(float, told.stdout.split())
    if status not in (0, 1):
        raise RuntimeError(f"draft {' '.join(arguments)} could not run")
    return wall, cpu, memory / (1024 * 1024 if sys.platform == "darwin" else 1024)


def processes() -> Iterator[Process]:
    """`draft check` of 10,000 characters with and without facts, and `draft --help`."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.txt")
        report.write_text(text_of(CHARACTERS), "utf-8")
        call = ["check", str(report), "--facts", str(SAMPLE)]
        yield replace(
            process("draft check --facts", call), wall_bar=WALL_BAR, memory_bar=MEMORY_BAR
        )
        yield replace(process("draft check", call[:2]), wall_bar=WALL_BAR, memory_bar=MEMORY_BAR)
    yield process("draft --help", ["--help"])


def others(characters: int = CHARACTERS) -> Iterator[Speed]:
    """General libraries at the same task, as far as they go; those installed."""
    text = text_of(characters)
    for name, module, made in _OTHERS:
        if importlib.util.find_spec(module) is not None:
            yield _other(name, made(), text)


def _other(name: str, find: Callable[[str], Sized], text: str) -> Speed:
    lines = text.splitlines()
    found = sum(len(find(line)) for line in lines)  # warms up too
    seconds = _timed(lambda: [find(line) for line in lines])
    return Speed(name, len(text), seconds, found)


def _jionlp() -> Callable[[str], Sized]:
    """Amounts and times: what it finds in running text."""
    ner = importlib.import_module("jionlp").ner
    return lambda line: [*(ner.extract_money(line) or ()), *(ner.extract_time(line) or ())]


def _recognizers() -> Callable[[str], Sized]:
    """Numbers, percentages, amounts and times, in Chinese; one number may be found as several."""
    suite = importlib.import_module("recognizers_suite")
    names = ("number", "percentage", "currency", "datetime")
    culture = suite.Culture.Chinese
    return lambda line: [
        found for name in names for found in getattr(suite, f"recognize_{name}")(line, culture)
    ]


_OTHERS = (
    ("JioNLP", "jionlp", _jionlp),
    ("recognizers-text", "recognizers_suite", _recognizers),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the table; exit status 1 when a bar is missed."""
    options = _parser().parse_args(arguments)
    speeds: list[Speed] = []
    whole: list[Process] = []
    for speed in _speeds(quick=options.quick):
        print(_speed_line(speed), flush=True)
        speeds.append(speed)
    for one in processes():
        print(_process_line(one), flush=True)
        whole.append(one)
    for name, module, _ in _OTHERS:
        if importlib.util.find_spec(module) is None:
            print(f"{name}: not installed (pip install -e '.[bench]')")
    if options.json:
        rows = [*map(_speed_json, speeds), *map(asdict, whole)]
        options.json.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")
    missed = [s for s in speeds if s.rate < s.bar]
    missed_whole = [
        p for p in whole if p.wall_bar and (p.wall > p.wall_bar or p.memory > p.memory_bar)
    ]
    return 1 if missed or missed_whole else 0


def _speeds(*, quick: bool) -> Iterator[Speed]:
    scales = SCALES[:2] if quick else SCALES
    yield reading()
    for scale in scales:
        yield checking(CHARACTERS, FIGURES * scale)
    for scale in scales[1:]:
        yield checking(CHARACTERS * scale, FIGURES)
    yield from others(CHARACTERS // 5 if quick else CHARACTERS)


def _speed_line(speed: Speed) -> str:
    ledger = f"{speed.figures:>7,} figures" if speed.figures else " " * 15
    mark = "" if not speed.bar else "  ok" if speed.rate >= speed.bar else "  MISSED"
    bar = f"   bar {speed.bar:>9,}" if speed.bar else ""
    return (
        f"{speed.name:<18}{speed.characters:>10,} characters {ledger}"
        f"{speed.found:>7,} numbers{speed.seconds * 1000:>9.1f} ms"
        f"{speed.rate:>12,.0f} characters/s{bar}{mark}"
    )


def _process_line(one: Process) -> str:
    bars = f"   bars {one.wall_bar:.1f} s, {one.memory_bar:.0f} MB" if one.wall_bar else ""
    return f"{one.name:<22}{one.wall:>6.2f} s wall{one.cpu:>7.2f} s CPU{one.memory:>7.0f} MB{bars}"


def _speed_json(speed: Speed) -> dict[str, object]:
    return asdict(speed) | {"rate": round(speed.rate)}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "python -m evals.speed",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--quick", action="store_true", help="without the largest texts and ledgers"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
