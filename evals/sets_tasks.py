"""Tasks `reading` and `grounding`: the labelled sets, with confusion tables, both halves apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from typing import Any

from evals import planted_set, reading_set, sample_errors
from evals.cases import samples_folder
from evals.measures import Measure
from writer.grounding.check import CheckResult, check_text
from writer.grounding.reading import read
from writer.ledger import Ledger, load_ledger

Confusion = dict[str, dict[str, int]]
FAST_STEP = 6  # the fast suite plants every sixth error of each class


def reading() -> tuple[dict[str, Any], dict[str, Confusion]]:
    """Measures and confusion tables (label × reading) by set and half."""
    sets = {
        name: list(reading_set.load_forms(reading_set.SETS / f"{name}.yaml"))
        for name in reading_set.FORMS
    }
    folder = samples_folder()
    if folder is not None:
        sets["samples"] = list(reading_set.load_samples(folder))
    tree: dict[str, Any] = {}
    tables: dict[str, Confusion] = {}
    for name, texts in sets.items():
        for half in reading_set.HALVES:
            result = reading_set.score(texts, read, (half,))
            tree[f"{name} {half}"] = _reading(result)
            tables[f"{name} {half}"] = _table(result.confusion)
    return tree, tables


def _reading(result: reading_set.Score) -> dict[str, Measure]:
    found, false, right = Measure("found"), Measure("false", lower=True), Measure("right")
    for kind, total in sorted(result.labels.items()):
        found.add(kind, result.found[kind], total)
        if result.found[kind]:
            right.add(kind, result.right[kind], result.found[kind])
    if result.mentions:
        false.add("mentions", result.false, result.mentions)
    return {"found": found, "false": false, "right": right}


def _table(counts: Counter[tuple[str, str]]) -> Confusion:
    table: Confusion = {}
    for (row, column), count in sorted(counts.items()):
        table.setdefault(str(row), {})[str(column)] = count
    return table


def grounding(*, fast: bool = False, jobs: int = 2) -> tuple[dict[str, Any], dict[str, Confusion]]:
    """The planted errors by class and half, the clean reports, the samples' own errors."""
    reports = planted_set.load_set("all")
    if fast:
        reports = [replace(r, errors=_thinned(r.errors)) for r in reports]
    with ProcessPoolExecutor(jobs) as pool:
        scores = list(pool.map(_planted, reports))
    tree: dict[str, Any] = {}
    tables: dict[str, Confusion] = {}
    for half in planted_set.HALVES:
        outcomes = [
            o
            for report, score in zip(reports, scores, strict=True)
            for o in score.outcomes
            if report.half == half
        ]
        tree[f"planted {half}"] = _by_class(outcomes)
        counts = Counter((o.error.kind, str(o.verdict or "not read")) for o in outcomes)
        tables[f"planted {half}"] = _table(counts)
    clean = [one for score in scores for one in score.clean]
    tree["clean"] = _clean(clean)
    for half in ("blind", "blind2"):
        tree[f"clean {half}"] = _clean(one for one in clean if one.report.half == half)
    return tree | _samples(), tables


def _thinned(errors: Sequence[planted_set.Planted]) -> tuple[planted_set.Planted, ...]:
    """The same errors every time: of each class every so many."""
    seen: Counter[str] = Counter()
    kept = []
    for error in errors:
        if seen[error.kind] % FAST_STEP == 0:
            kept.append(error)
        seen[error.kind] += 1
    return tuple(kept)


def _planted(report: planted_set.Report) -> planted_set.Score:
    return planted_set.score([report], _check)


def _check(text: str, ledger: Ledger | None = None) -> CheckResult:
    return check_text(text, ledger)


def _by_class(outcomes: Iterable[planted_set.Outcome]) -> dict[str, Any]:
    """found and right, over all and by class; a unit is one planted error."""
    listed = list(outcomes)
    tree: dict[str, Any] = {}
    for kind in ("all", *planted_set.CLASSES):
        rows = [o for o in listed if kind in ("all", o.error.kind)]
        # one class alone is too few to stop a change by
        found = Measure("found", gated=kind == "all")
        right = Measure("right", gated=kind == "all")
        for o in rows:
            found.add(f"{o.report}/{o.error.id}", o.found)
            right.add(f"{o.report}/{o.error.id}", o.right)
        tree[kind] = {"found": found, "right": right}
    return tree


def _clean(reports: Iterable[planted_set.Clean]) -> dict[str, Measure]:
    alarms, unbound = Measure("alarms", lower=True), Measure("unbound", lower=True)
    for clean in reports:
        alarms.add(clean.report.name, len(clean.alarms), clean.mentions)
        unbound.add(clean.report.name, len(clean.unbound), clean.mentions)
    return {"alarms": alarms, "unbound": unbound}


def _samples() -> dict[str, dict[str, Measure]]:
    """What stands wrong in the published reports, without and with their facts."""
    folder = samples_folder()
    if folder is None:
        return {}
    samples = list(sample_errors.load_samples(folder))
    ledgers = {s.name: load_ledger(sample_errors.FACTS / s.name / "facts.yaml") for s in samples}
    checks: dict[str, Callable[[sample_errors.Sample], CheckResult]] = {
        "samples without facts": lambda s: check_text(s.text),
        "samples with facts": lambda s: check_text(s.text, ledgers[s.name]),
    }
    found = {}
    for name, check in checks.items():
        scores = [sample_errors.score(s, check(s).findings) for s in samples]
        found[name] = _sample_measures(scores)
    return found


def _sample_measures(scores: Iterable[sample_errors.Score]) -> dict[str, Measure]:
    """False alarms are a sample's worth each: the bar is two a sample."""
    hard, documental = Measure("hard"), Measure("documental")
    false = Measure("false", lower=True)
    for one in scores:
        numbers = one.of(sort=sample_errors.Sort.NUMERIC, hard=True)
        papers = one.of(sort=sample_errors.Sort.DOCUMENTAL)
        for measure, (got, of) in ((hard, numbers), (documental, papers)):
            if of:
                measure.add(one.sample.name, got, of)
        false.add(one.sample.name, len(one.false))
    return {"hard": hard, "documental": documental, "false": false}
