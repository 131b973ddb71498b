"""A draft's scores fall where the draft is worse, and only there."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from evals.cases import REFERENCE, Case, load_case
from evals.engines import Engine, parse_engine, serving, write
from evals.errors import EngineError
from evals.measures import Measure, flatten
from evals.reports import task
from evals.reports.scoring import Scored, score
from writer.pipeline import Outcome

CASE = REFERENCE / "reference-guangdong"


@pytest.fixture(scope="module")
def case() -> Case:
    return load_case(CASE)


@pytest.fixture(scope="module")
def run(case: Case, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run") / case.name
    write(case, Engine("compose"), folder)
    return folder


def scored(case: Case, outcome: Outcome) -> tuple[Scored, dict[str, float | None]]:
    made = score(case, outcome, "compose")
    return made, {name: measure.value for name, measure in made.measures.items()}


def changed(case: Case, run: Path, tmp_path: Path, change: Callable[[list[Any]], None]) -> Outcome:
    """The report again, with the drafts of its sections changed in between."""
    folder = Path(shutil.copytree(run, tmp_path / "run"))
    for path in sorted((folder / "sections").glob("*.json")):
        data = json.loads(path.read_text("utf-8"))
        change(data["draft"]["lines"])
        path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return write(case, Engine("compose"), folder)


def test_a_composed_report_meets_the_bars(case: Case, run: Path) -> None:
    made, values = scored(case, write(case, Engine("compose"), run))
    assert made.notes == []
    for name in ("structure", "figures", "precision", "required", "content", "length", "form"):
        assert values[name] == 1, name
    assert values["errors"] == 0
    assert values["sections"] == 1
    assert made.described["loose_wordings"] == 0


def test_a_wrong_number_costs_its_section_everything(case: Case, run: Path, tmp_path: Path) -> None:
    def spoil(lines: list[Any]) -> None:
        for line in lines:
            line[1] = line[1].replace("21795266.38", "21795276.38")

    made, values = scored(case, changed(case, run, tmp_path, spoil))
    sections = {section.id: section for section in made.sections}
    assert sections["支出情况"].wrong >= 1
    assert sections["支出情况"].score == 0
    assert sections["养护方面" if "养护方面" in sections else "目标-养护"].score == 1
    assert (values["precision"] or 1) < 1
    assert (values["errors"] or 0) >= 1
    assert any("21795276.38" in note for note in made.notes)


def test_what_is_left_out_is_missed_by_name(case: Case, run: Path, tmp_path: Path) -> None:
    def shorten(lines: list[Any]) -> None:
        for line in lines:
            line[1] = (
                line[1].replace("出动抢修人员356人次", "出动抢修人员").replace("移动终端", "本子")
            )

    made, values = scored(case, changed(case, run, tmp_path, shorten))
    sections = {section.id: section for section in made.sections}
    assert sections["目标-安全"].figures == (1, 2)
    assert sections["主要做法"].points == (0, 1)
    assert (values["figures"] or 1) < 1
    assert (values["content"] or 1) < 1
    assert values["precision"] == 1


def test_a_section_that_the_draft_lacks_is_not_found(case: Case, run: Path) -> None:
    outcome = write(case, Engine("compose"), run)
    kept = tuple(b for b in outcome.report.blocks if b.section not in ("评价小组", "自评过程"))
    report = replace(outcome.report, blocks=kept)
    made, values = scored(case, replace(outcome, report=report))
    assert [s.id for s in made.sections if not s.found] == ["评价小组", "自评过程"]
    assert (values["structure"] or 1) < 1
    assert any("编号" in note for note in made.notes)  # (三) now follows nothing


def test_what_cannot_be_scored_is_not_zero(case: Case, run: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(CASE, tmp_path / "case"))
    for name in ("report.txt", "checklist.yaml"):
        (folder / name).unlink()
    bare = load_case(folder)
    made, values = scored(bare, write(bare, Engine("compose"), tmp_path / "run"))
    for name in ("figures", "content", "length", "chrf", "rouge", "sections"):
        assert values[name] is None, name
    assert values["structure"] == 1
    assert all(section.score is None for section in made.sections)


def test_the_task_gives_measures_by_engine_and_case(tmp_path: Path) -> None:
    engines = [Engine("compose"), parse_engine("scripted:good")]
    tree, records = task.run(engines, tmp_path, only="reference-guangdong", jobs=1)
    paths = dict(flatten({"reports": tree}))
    assert paths["reports/compose/reference-guangdong/structure"].value == 1
    # a model is given no titles of parts, so it may leave some out
    assert (paths["reports/scripted:good/all/structure"].value or 0) > 0.9
    assert paths["reports/scripted:good/all/own"].value == 1
    assert "reports/compose/all/own" not in paths, "nobody was asked"
    composed, modelled = records
    assert composed["usage"] is None
    assert modelled["usage"]["calls"] > 10
    assert composed["text"][slice(*composed["sections"][0]["span"])].startswith("根据")
    assert all(isinstance(m, Measure) for m in paths.values())


def test_an_engine_is_known_by_its_name() -> None:
    engine = parse_engine("openai:qwen3@http://127.0.0.1:8000/v1,mode=json")
    assert (engine.model.name, engine.model.url, engine.model.mode) == (
        "qwen3", "http://127.0.0.1:8000/v1", "json",
    )  # fmt: skip
    with serving(parse_engine("compose")) as same:
        assert same.model.name == ""
    for wrong in ("gpt", "openai:", "scripted:"):
        with pytest.raises(EngineError, match="no such engine"):
            parse_engine(wrong)
