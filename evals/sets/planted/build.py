"""Writes report.txt and errors.yaml of every planted report from its source.txt and facts.yaml.

    python -m evals.sets.planted.build [NAME …]

Every number of the clean text is computed from the facts with Decimal first; an error is kept
only when the changed number no longer states what the facts say.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from evals.sets.planted import typed
from evals.sets.planted.marks import Source, SourceError, figures_of, parse, prove
from evals.sets.planted.mutate import Planted, plant

ROOT = Path(__file__).parent
LISTED = {
    name: half
    for half, file in (
        ("measure", "measure.txt"),
        ("blind", "measure2.txt"),
        ("blind2", "measure3.txt"),
    )
    for name in (ROOT / file).read_text(encoding="utf-8").split()
}
"""The reports that nothing is tuned on, and the half that each belongs to."""


def load(folder: Path) -> Source:
    facts: dict[str, Any] = YAML(typ="safe", pure=True).load((folder / "facts.yaml").read_bytes())
    listed = facts.get("texts") or facts.get("文字材料") or ()
    texts = {str(t.get("id", i)): str(t["text"]) for i, t in enumerate(listed, 1)}
    texts |= dict(typed.texts(facts))
    source = (folder / "source.txt").read_text(encoding="utf-8")
    return Source(parse(source), figures_of(facts), texts)


def context(text: str, start: int, end: int) -> tuple[int, int]:
    """The shortest stretch around a change, at least six characters wider, that is unique."""
    low, high = max(0, start - 6), min(len(text), end + 6)
    while text.count(text[low:high]) > 1:
        low, high = max(0, low - 4), min(len(text), high + 4)
    return low, high


def row(number: int, half: str, text: str, error: Planted) -> dict[str, Any]:
    low, high = context(text, error.at, error.until)
    return {
        "id": f"{number:03d}",
        "class": error.kind,
        "find": text[low:high],
        "replace": text[low : error.at] + error.put + text[error.until : high],
        "start": error.start,
        "end": error.end,
        "wrong": error.wrong,
        "expect": list(error.expect),
        "half": half,
    }


def build(folder: Path) -> Counter[str]:
    source = load(folder)
    if faults := prove(source):
        raise SourceError(f"{folder.name}:\n  " + "\n  ".join(faults))
    errors = plant(source, folder.name)
    half = LISTED.get(folder.name, "tune")
    rows = [row(i, half, source.text, error) for i, error in enumerate(errors, 1)]
    (folder / "report.txt").write_text(source.text, encoding="utf-8")
    yaml = YAML()
    yaml.width = 4096
    yaml.default_flow_style = None
    with (folder / "errors.yaml").open("w", encoding="utf-8") as out:
        yaml.dump(rows, out)
    return Counter(error.kind for error in errors)


def main(names: list[str]) -> None:
    total: Counter[str] = Counter()
    for folder in sorted(path.parent for path in ROOT.glob("*/source.txt")):
        if names and folder.name not in names:
            continue
        counts = build(folder)
        total += counts
        print(f"{folder.name:24} {counts.total():4} {dict(sorted(counts.items()))}")
    print(f"{'all':24} {total.total():4} {dict(sorted(total.items()))}")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except SourceError as fault:
        sys.exit(str(fault))
