"""A result: what was measured, of what, by whom; as JSON."""

from __future__ import annotations

import json
import platform
import subprocess
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from evals.errors import ResultError
from evals.measures import Measure

ROOT = Path(__file__).parent.parent
_PACKAGES = ("jixiao", "jinja2", "pydantic", "python-docx", "sacrebleu", "openai", "instructor")
FORM = 1  # of the JSON; raised when older results can no longer be read


@dataclass
class Result:
    """`measures` by path (reports/compose/all/figures); `meta` says what they were made from.

    `drafts` and `stress` are records for people, `tables` the confusion tables.
    """

    meta: dict[str, Any]
    measures: dict[str, Measure] = field(default_factory=dict)
    drafts: list[dict[str, Any]] = field(default_factory=list)
    stress: list[dict[str, Any]] = field(default_factory=list)
    tables: dict[str, dict[str, dict[str, int]]] = field(default_factory=dict)

    def write(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        data = {
            "form": FORM,
            "meta": self.meta,
            "measures": {name: measure.as_json() for name, measure in self.measures.items()},
            "drafts": self.drafts,
            "stress": self.stress,
            "tables": self.tables,
        }
        path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> Result:
        """Raises ResultError."""
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            if data["form"] != FORM:
                raise ResultError(f"{path}: a result of another form ({data['form']})")
            measures = {n: Measure.from_json(n, m) for n, m in data["measures"].items()}
            return cls(data["meta"], measures, data["drafts"], data["stress"], data["tables"])
        except OSError as error:
            raise ResultError(f"{path}: {error.strerror}") from None
        except (ValueError, KeyError, TypeError) as error:
            raise ResultError(f"{path}: not a result ({error})") from None


def describe(suite: str, tasks: list[str], engines: list[str], seed: int) -> dict[str, Any]:
    """What a result was made from. `samples`: whether the published texts were at hand."""
    from evals.cases import samples_folder

    return {
        "suite": suite,
        "tasks": tasks,
        "engines": engines,
        "seed": seed,
        "samples": samples_folder() is not None,
        "commit": _git("rev-parse", "--short=10", "HEAD"),
        "dirty": bool(_git("status", "--porcelain", "--untracked-files=no")),
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "versions": {name: _version(name) for name in _PACKAGES},
    }


def _git(*arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
