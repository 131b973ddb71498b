"""A run of an invented department with wrong numbers planted in its drafts."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

from writer.cli.progress import Silent
from writer.findings import Verdict
from writer.grounding.judgement import Judged
from writer.grounding.mentions import Kind
from writer.pipeline import Request, draft
from writer.review.desk import Author, Desk
from writer.review.manuscript import Unit, UnitKind
from writer.review.state import Item, State

FACTS = Path(__file__).parents[1] / "data" / "flood.yaml"
ANNE, BO = Author("甲"), Author("乙")
_PLANTED = (Kind.MONEY, Kind.PERCENT, Kind.COUNT)


def draft_run(folder: Path, facts: Path = FACTS, form: str = "hunan") -> Path:
    """Drafts a run beside a copy of its facts file, which tests may then change."""
    folder.mkdir(parents=True, exist_ok=True)
    own = folder / "facts-2023.yaml"
    own.write_bytes(facts.read_bytes())
    draft(Request(own, folder / "run", form, force=True), Silent())
    return folder / "run"


def proven(state: State, unit: Unit) -> Judged | None:
    """The first figure that a sentence states rightly, in digits; None when it has none."""
    span = state.places[unit.id]
    for judged in state.judged_in(span.start, span.end):
        good = judged.verdict in (Verdict.VERIFIED, Verdict.DERIVED)
        stated = judged.figure and judged.mention.text[:1].isdecimal()
        if good and stated and judged.mention.kind in _PLANTED:
            return judged
    return None


def clean_sentences(state: State) -> list[tuple[Unit, Judged]]:
    """Sentences without findings that state a number."""
    found = []
    for span in state.edition.spans:
        unit = state.replayed.manuscript.units[span.unit]
        if unit.kind is UnitKind.SENTENCE and unit.id not in state.by_unit:
            judged = proven(state, unit)
            if judged is not None:
                found.append((unit, judged))
    return found


def wrong_digit(text: str) -> str:
    """The number with its first digit one higher (9 → 1)."""
    return re.sub(r"\d", lambda m: str(int(m[0]) % 9 + 1), text, count=1)


def plant(run: Path, count: int) -> list[str]:
    """Changes a digit in `count` drafted sentences, spread over the report; gives the sentences
    as they then read."""
    planted: list[str] = []
    found = clean_sentences(Desk(run).state)
    step = max(1, len(found) // count)
    for unit, judged in [f for first in range(step) for f in found[first::step]]:
        if len(planted) == count:
            break
        wrong = unit.text.replace(judged.mention.text, wrong_digit(judged.mention.text), 1)
        if wrong != unit.text and _replace(run, unit.text, wrong):
            planted.append(wrong)
    assert len(planted) == count, f"only {len(planted)} sentences with a number"
    return planted


def _replace(run: Path, old: str, new: str) -> bool:
    """Changes a sentence in the drafts of a run; marks before items are not in the drafts."""
    bare, wrong = re.sub(r"^(（\d+）|\d+\.)", "", old), re.sub(r"^(（\d+）|\d+\.)", "", new)
    for path in sorted((run / "sections").glob("*.json")):
        data = json.loads(path.read_text("utf-8"))
        for line in data["draft"]["lines"]:
            if bare in line[1]:
                line[1] = line[1].replace(bare, wrong, 1)
                path.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
                return True
    return False


def first_open(desk: Desk, codes: Sequence[str] = ("GR101",)) -> Item:
    return next(i for i in desk.state.items if i.open and i.finding.code in codes)
