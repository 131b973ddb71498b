"""Runs on a disk that is too small: a clear stop, nothing half-written, resumed at no cost.

Each runs on a tmpfs of its own size in a mount namespace of its own (Linux, `unshare`), so that
every artefact has its turn at not fitting: `python -m evals.endurance.filled [--step KB]`.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from evals.endurance.facts import FACTS, FORMAT
from evals.endurance.serving import Server, serving
from evals.engines import Quiet
from writer.calls import ROOM
from writer.errors import JixiaoError
from writer.pipeline import Request, draft
from writer.resuming import request_of
from writer.runs import MARK
from writer.settings import ModelSettings

_KB = 1024
_STOPPED, _CRASHED = 2, 3  # what a child ends with
_REPORT = "report.docx"


@dataclass
class Filled:
    """`stopped` of `disks` were too small; what should not be is named in `broken`."""

    disks: int = 0
    stopped: int = 0
    said: dict[str, int] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    twice: int = 0

    @property
    def whole(self) -> bool:
        return not (self.broken or self.twice) and self.stopped > 0


def namespaces() -> bool:
    """Whether this machine lets us mount a disk that only we see."""
    unshare = shutil.which("unshare")
    return bool(unshare) and not subprocess.run([*_ALONE, "true"], capture_output=True).returncode


_ALONE = ("unshare", "--user", "--map-root-user", "--mount")


def full_disks(step: int = 8, most: int = 400) -> Filled:
    """Composed runs on disks of `step`, 2·`step` … KB until one fits, and runs with a model on
    disks that have so much more than what has to be left for answers. Needs `namespaces()`."""
    command = [*_ALONE, sys.executable, "-m", "evals.endurance.filled"]
    told = ["--inside", "--step", str(step), "--most", str(most)]
    ended = subprocess.run([*command, *told], capture_output=True, text=True, check=True)
    return Filled(**json.loads(ended.stdout))


def _inside(step: int, most: int) -> Filled:
    result = Filled()
    with tempfile.TemporaryDirectory() as place, serving(Path(place) / "log") as server:
        folder, none = Path(place), ModelSettings()
        for model, least in ((none, 0), (server.at_once(1).settings, ROOM // _KB)):
            draft(_request(folder / f"whole{least}", model), Quiet())
            reference = (folder / f"whole{least}" / _REPORT).read_bytes()
            for size in range(least + step, least + most, step):
                disk = folder / f"disk{size}"
                disk.mkdir()
                if _one(disk, size, model, server, reference, result):
                    break
    return result


def _one(
    disk: Path, size: int, model: ModelSettings, server: Server, reference: bytes, result: Filled
) -> bool:
    """One disk; true when the report fitted on it."""
    _mount(disk, f"size={size}k")
    result.disks += 1
    run, before = disk / "run", len(server.served())
    status, said = _child(lambda: draft(_request(run, model), Quiet()), disk.parent / "said")
    fitted = not status
    if not fitted:
        result.stopped += 1
        reason = said.partition("：")[2].partition("，")[0] or said
        reason = reason.replace(str(disk), "")
        result.said[reason] = result.said.get(reason, 0) + 1
        if status != _STOPPED or not any(word in said for word in ("磁盘空间不足", "的磁盘只剩")):
            result.broken.append(f"{size} KB: {said}")
        result.broken += [f"{size} KB: {name}" for name in _half_written(run)]
        _mount(disk, "remount,size=64m")
        again = _request(run, model) if not (run / MARK).exists() else request_of(run)
        status, said = _child(lambda: draft(again, Quiet()), disk.parent / "said")
        if status or (run / _REPORT).read_bytes() != reference:
            result.broken.append(f"{size} KB: not resumed: {said}")
    answered = Counter(s.question for s in server.served()[before:] if s.answered)
    result.twice += sum(times - 1 for times in answered.values())
    subprocess.run(["umount", str(disk)], check=True)
    return fitted


def _request(folder: Path, model: ModelSettings) -> Request:
    return Request(FACTS, folder, FORMAT, model=model)


def _half_written(run: Path) -> list[str]:
    """Files that are not what their name says, or that were only meant for a moment."""
    found = [path.name for path in run.rglob("*.tmp")]
    for path in run.rglob("*.json"):
        try:
            json.loads(path.read_text("utf-8"))
        except ValueError:
            found.append(path.name)
    return found + [path.name for path in run.glob("*.docx") if not zipfile.is_zipfile(path)]


def _mount(disk: Path, options: str) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(disk)], check=True)


def _child(work: Callable[[], object], told: Path) -> tuple[int, str]:
    """How `work` ends in a forked process, and what it says then."""
    child = os.fork()
    if child == 0:
        status, said = _CRASHED, "crashed"
        try:
            work()
            status, said = 0, ""
        except JixiaoError as error:
            status, said = _STOPPED, str(error)
        finally:
            told.write_text(said, "utf-8")
            os._exit(status)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return status, told.read_text("utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--step", type=int, default=8, help="KB from one disk to the next")
    parser.add_argument("--most", type=int, default=400)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.inside:
        sys.stdout.write(json.dumps(asdict(_inside(given.step, given.most)), ensure_ascii=False))
        return 0
    if not namespaces():
        parser.error("needs Linux with user and mount namespaces")
    filled = full_disks(given.step, given.most)
    print(report(filled))
    return 0 if filled.whole else 1


def report(filled: Filled) -> str:
    lines = [
        f"full disk  {filled.disks} disks, {filled.stopped} too small; half-written or not "
        f"resumed {len(filled.broken)}; paid twice {filled.twice}"
    ]
    return "\n".join([*lines, *(f"           {line}" for line in filled.broken[:5])])


if __name__ == "__main__":
    sys.exit(main())
