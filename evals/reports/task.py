"""Task `reports`: every case drafted by every engine through the pipeline, and scored."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any

from evals.cases import Case, find_cases
from evals.engines import Engine, serving, write
from evals.errors import JudgeError
from evals.judge import Judge, JudgeSettings, agreement
from evals.measures import Measure, joined
from evals.reports.alignment import Lines, align
from evals.reports.scoring import Scored, score
from writer.pipeline import Outcome

# The order in which people read them.
NAMES = (
    "structure", "figures", "precision", "required", "content", "length", "errors", "form",
    "sections", "own", "substance", "unrepeated", "wording", "chrf", "rouge",
)  # fmt: skip


def run(
    engines: Sequence[Engine],
    folder: Path,
    *,
    only: str = "",
    judge: JudgeSettings | None = None,
    jobs: int = 2,
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """(measures by engine and case, a record for each draft). Runs go below `folder`, anew."""
    cases = find_cases(only)
    found: dict[str, Any] = {}
    records: list[dict[str, Any]] = []
    for engine in engines:
        with serving(engine) as served:
            drafts = list(_all(cases, served, folder, judge, jobs))
        records += [record for _, record in drafts]
        found[engine.spec] = _tree([measures for measures, _ in drafts], cases)
    return found, records


def _all(
    cases: Sequence[Case], engine: Engine, folder: Path, judge: JudgeSettings | None, jobs: int
) -> Iterator[tuple[dict[str, Measure], dict[str, Any]]]:
    places = [folder / _safe(engine.spec) / case.name for case in cases]
    work = [(case.folder, engine, place, judge) for case, place in zip(cases, places, strict=True)]
    if jobs == 1 or len(work) < 2:
        yield from (_one(*item) for item in work)
        return
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(_one, *zip(*work, strict=True))


def _one(
    case_folder: Path, engine: Engine, place: Path, judge: JudgeSettings | None
) -> tuple[dict[str, Measure], dict[str, Any]]:
    """Drafts and scores one case; a case is loaded where it is used, so that work can move."""
    from evals.cases import load_case

    case = load_case(case_folder)
    shutil.rmtree(place, ignore_errors=True)  # what an earlier run drafted is not to be scored
    outcome = write(case, engine, place)
    scored = score(case, outcome, engine.spec)
    measures = dict(scored.measures)
    if judge is not None:
        measures |= _judged(case, scored, judge)
    return measures, _record(case, scored, outcome)


def _judged(case: Case, scored: Scored, settings: JudgeSettings) -> dict[str, Measure]:
    """The judge's content score beside the rules', and how far the two agree."""
    judge = Judge(settings)
    found, agreed = Measure("judged", gated=False), Measure("agreement", gated=False)
    for section in scored.sections:
        points = case.points.get(section.id, {})
        if not points or not section.draft:
            continue
        try:
            covered = judge.covered(section.title, section.draft, list(points))
        except JudgeError as error:
            scored.notes.append(f"没有评判：{error}")
            continue  # not scored is not zero
        found.add(f"{case.name}/{section.id}", sum(covered), len(covered))
        same, of = agreement(covered, points, section.draft)
        agreed.add(f"{case.name}/{section.id}", same, of)
    return {"judged": found, "agreement": agreed}


def _tree(measures: Sequence[dict[str, Measure]], cases: Sequence[Case]) -> dict[str, Any]:
    """Measures by case, and over all of them."""
    names = dict.fromkeys(name for found in measures for name in found)
    tree: dict[str, Any] = {
        case.name: dict(found) for case, found in zip(cases, measures, strict=True)
    }
    tree["all"] = {
        name: joined(name, (found[name] for found in measures if name in found)) for name in names
    }
    return tree


def _record(case: Case, scored: Scored, outcome: Outcome) -> dict[str, Any]:
    """What the page shows of a draft."""
    check = outcome.check.as_json()
    spans = align(case.outline.sections, Lines.of_report(outcome.report))
    sections = []
    for row in scored.sections:
        shown = asdict(row) | {"score": row.score}
        del shown["draft"]
        span = spans.get(row.id)
        shown["span"] = [span.start, span.end] if span is not None else None
        sections.append(shown)
    return {
        "case": case.name,
        "engine": scored.engine,
        "format": case.outline.format,
        "unit": outcome.report.unit,
        "seconds": round(scored.seconds, 2),
        "described": scored.described,
        "notes": scored.notes,
        "sections": sections,
        "outline": [
            [s.id, s.level or 0, s.title or "、".join(s.part) or "导语"]
            for s in case.outline.sections
        ],
        "text": check["text"],
        "mentions": [[m["start"], m["end"], m["verdict"]] for m in check["mentions"]],
        "findings": [
            [f.start, f.end, f.code, str(f.severity), f.message] for f in outcome.findings
        ],
        "usage": None if outcome.usage is None else {
            "calls": outcome.usage.calls,
            "retries": outcome.usage.retries,
            "tokens": outcome.usage.tokens_in + outcome.usage.tokens_out,
        },
    }  # fmt: skip


def _safe(spec: str) -> str:
    return "".join(c if c.isalnum() else "-" for c in spec)
