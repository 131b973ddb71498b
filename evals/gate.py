"""The gate: no gated measure may fall below the committed baseline.

A better value is no reason to stop, but to record: `python -m evals --fast --record` writes the
baseline anew and adds a line to the history; both are committed with the change that earned them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evals.errors import ResultError
from evals.results import Result

HERE = Path(__file__).parent
BASELINE = HERE / "baseline.json"
HISTORY = HERE / "history.jsonl"
SLACK = 1e-6
# A rule that finds ten more errors may cost one elsewhere: three planted errors in three hundred
# are let pass, so that the gate does not forbid progress. Everything else may not fall at all.
PLANTED_SLACK = 0.01
# A new turn of phrase in a template moves these a little; padding and copying move them far.
STYLE, STYLE_SLACK = ("substance", "unrepeated", "wording"), 0.02
# What the history remembers: few enough to be read.
HEADLINES = (
    "reports/compose/all/structure",
    "reports/compose/all/figures",
    "reports/compose/all/precision",
    "reports/compose/all/content",
    "reports/compose/all/sections",
    "reports/compose/all/errors",
    "reports/compose/all/chrf",
    "reading/forms measure/right",
    "grounding/planted measure/all/found",
    "grounding/planted measure/all/right",
    "grounding/clean/alarms",
    "grounding/samples without facts/hard",
    "stress/all/escaped",
)


def falls(result: Result, baseline: Path = BASELINE) -> Iterator[str]:
    """What has become worse than the baseline; raises ResultError.

    A measure that the baseline has and the result has not is a fall too, unless it needs the
    published samples and these are not at hand.
    """
    data = _load(baseline)
    if data["suite"] != result.meta["suite"]:
        raise ResultError(
            f"{baseline}: made by the suite “{data['suite']}”, not “{result.meta['suite']}”"
        )
    without = data["samples"] and not result.meta["samples"]
    for path, wanted in data["values"].items():
        measure = result.measures.get(path)
        value = measure.value if measure is not None else None
        if value is None:
            if not (without and needs_samples(path)):
                yield f"{path}: was {wanted:.4f}, is not scored"
            continue
        worse = value - wanted if measure is not None and measure.lower else wanted - value
        if worse > _slack(path):
            yield f"{path}: was {wanted:.4f}, is {value:.4f}"


def _slack(path: str) -> float:
    if path.startswith("grounding/planted "):
        return PLANTED_SLACK
    return STYLE_SLACK if path.rpartition("/")[2] in STYLE else SLACK


def needs_samples(path: str) -> bool:
    """Whether a measure is only scored with the published texts at hand."""
    return "samples" in path.split("/")[1] if path.count("/") else False


def record(result: Result, baseline: Path = BASELINE, history: Path = HISTORY) -> None:
    """Writes the baseline anew and remembers the headlines."""
    values = {
        path: round(measure.value, 6)
        for path, measure in sorted(result.measures.items())
        if measure.gated and measure.value is not None
    }
    kept = {"suite": result.meta["suite"], "samples": result.meta["samples"], "values": values}
    baseline.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    line = {
        "commit": result.meta["commit"],
        "time": result.meta["time"],
        "suite": result.meta["suite"],
    } | {
        path: round(result.measures[path].value or 0, 4)
        for path in HEADLINES
        if path in result.measures and result.measures[path].value is not None
    }
    with history.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")


def past(history: Path = HISTORY) -> list[dict[str, Any]]:
    """The remembered headlines, oldest first."""
    if not history.exists():
        return []
    return [json.loads(line) for line in history.read_text(encoding="utf-8").splitlines() if line]


def _load(path: Path) -> dict[str, Any]:
    try:
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ResultError(f"{path}: {error.strerror}") from None
    except ValueError as error:
        raise ResultError(f"{path}: not a baseline ({error})") from None
    return data
