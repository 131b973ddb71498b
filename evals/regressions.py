"""python -m evals.regressions: spoil the program on purpose and see the gate stop it.

Each regression is one edit of one file, made in a copy of the checkout. The copy first records
its own baseline for the tasks concerned and must pass its own gate; then it is spoilt, and the
gate must fail and name a score that the edit was bound to hurt.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.errors import EvalsError
from evals.results import ROOT

PARTS = ("writer", "evals", "prompts", "schemas", "tests/scripted_server", "tests/__init__.py")
REPORTS = ("reports", "--only", "reference-hunan")
GROUNDING = ("grounding",)
STOPPED, PASSED = 1, 0


@dataclass(frozen=True, slots=True)
class Regression:
    """`pattern` in `file` becomes `new`; `hurts` is in the path of a score that must fall."""

    name: str
    file: str
    pattern: str
    new: str
    tasks: tuple[str, ...]
    hurts: str


REGRESSIONS = (
    Regression(
        "a dropped section", "prompts/hunan/format.yaml",
        r"(?m)^ *- \{键: 机构设置,.*\n", "", REPORTS, "structure",
    ),
    Regression(
        "a wrong basis in a template", "prompts/_收支.j2",
        r"年初预算\{\{ 支出\.年初预算 \}\}", "年初预算{{ 支出.决算 }}", REPORTS, "precision",
    ),
    Regression(
        "a narrower margin", "writer/assemble/word/sections.py",
        r"TOP, RIGHT, BOTTOM, LEFT = \d+", "TOP, RIGHT, BOTTOM, LEFT = 1400", REPORTS, "form",
    ),
    Regression(
        "a figure left out of a template", "prompts/hunan/资金安排.j2",
        r"\{% block compose %\}", "{% block compose %}{% set 专项与项目 = 专项与项目[:1] %}",
        REPORTS, "figures",
    ),
    Regression(
        "padding in a template", "prompts/hunan/总体情况.j2",
        r"\{% block compose %\}",
        "{% block compose %}" + "坚持高站位谋划、高标准推进，以钉钉子精神提质增效。" * 6 + "\n\n",
        REPORTS, "unrepeated",
    ),
    Regression(
        "a weakened rule", "writer/grounding/match.py",
        r'HALF = Decimal\("0\.5"\)', 'HALF = Decimal("5000")', GROUNDING, "found",
    ),
    Regression(
        "a word less in a list", "writer/grounding/words/linking.yaml",
        r"(?m)^  决算: \[.*\]$", "  决算: [不会出现的词]", GROUNDING, "clean/alarms",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Trial:
    """What the gate said: `falls` are its lines, `stopped` whether it failed for the reason."""

    name: str
    stopped: bool
    falls: tuple[str, ...]


def trials(chosen: Sequence[Regression] = REGRESSIONS) -> Iterator[Trial]:
    """Each regression in its turn; raises EvalsError where one can no longer be made."""
    for tasks in dict.fromkeys(regression.tasks for regression in chosen):
        with tempfile.TemporaryDirectory(prefix="regression-") as scratch:
            copy = Path(scratch)
            _copy(copy)
            _evals(copy, *tasks, "--fast", "--record")
            status, said = _evals(copy, *tasks, "--fast", "--gate")
            if status != PASSED:
                raise EvalsError(f"the gate stops an unspoilt copy:\n{said}")
            for regression in chosen:
                if regression.tasks == tasks:
                    yield _trial(copy, regression)


def _trial(copy: Path, regression: Regression) -> Trial:
    path = copy / regression.file
    whole = path.read_text(encoding="utf-8")
    spoilt, count = re.subn(regression.pattern, lambda _: regression.new, whole, count=1)
    if not count:
        raise EvalsError(f"{regression.file}: nothing left to spoil for “{regression.name}”")
    path.write_text(spoilt, encoding="utf-8")
    try:
        status, said = _evals(copy, *regression.tasks, "--fast", "--gate")
    finally:
        path.write_text(whole, encoding="utf-8")
    falls = tuple(line.strip() for line in said.partition("gate: ")[2].splitlines()[1:])
    hurt = any(regression.hurts in fall for fall in falls)
    return Trial(regression.name, status == STOPPED and hurt, falls)


def _copy(folder: Path) -> None:
    """What is run, without what was built or downloaded."""
    ignore = shutil.ignore_patterns("__pycache__", "runs", "*.pyc")
    for part in PARTS:
        source, place = ROOT / part, folder / part
        place.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, place, ignore=ignore)
        elif source.exists():
            shutil.copy(source, place)


def _evals(folder: Path, *arguments: str) -> tuple[int, str]:
    """(exit status, what was printed) of the copy's own evals, without published samples."""
    environment = {k: v for k, v in os.environ.items() if k != "JIXIAO_SAMPLES"}
    environment["PYTHONPATH"] = str(folder)
    done = subprocess.run(
        [sys.executable, "-m", "evals", *arguments],
        cwd=folder, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode not in (PASSED, STOPPED):
        raise EvalsError(f"evals {' '.join(arguments)}: {done.stderr.strip()[-400:]}")
    return done.returncode, done.stdout


def main() -> int:
    """Exit status: 0 every regression was stopped, 1 one was not, 2 one could not be tried."""
    status = 0
    try:
        for trial in trials():
            print(f"{'stopped' if trial.stopped else 'NOT STOPPED'}: {trial.name}")
            for fall in trial.falls[:6]:
                print(f"    {fall}")
            status = status if trial.stopped else 1
    except EvalsError as error:
        print(f"evals.regressions: {error}", file=sys.stderr)
        return 2
    return status


if __name__ == "__main__":
    sys.exit(main())
