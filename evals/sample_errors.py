"""What a check finds of the errors that stand in the samples: `python -m evals.sample_errors`.

`evals/sets/sample_errors/*.jsonl` hold the labels, found by reading and computing, as offsets
into the public sample reports (folder named by the environment variable JIXIAO_SAMPLES, whose
text is not kept here); that folder's README.md says how they were made.

found        a finding of severity error or warning and of the label's rule family touches one
             of the label's places (an error between two places may be shown at either)
false alarm  a finding of severity error or warning that touches no label of its family;
             `trap` says that it lies on something that looks wrong and is right
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from writer.findings import Finding, Severity
from writer.ledger import Ledger, load_ledger

SETS = Path(__file__).parent / "sets" / "sample_errors"
FACTS = Path(__file__).parent / "samples"
# Which codes answer for a label: an error inside the report is a CS, against the facts a GR; a
# score without its grade may be either family's business.
ANSWERS = {"CS": ("CS", "GR"), "DC": ("DC", "CS")}
LONG = 80  # a label of more characters (a paragraph twice) must be covered by a third, not touched


class Sort(StrEnum):
    """What a label says of its places."""

    NUMERIC = "numeric"
    DOCUMENTAL = "documental"
    NOT_ERROR = "not_error"


@dataclass(frozen=True, slots=True)
class Label:
    """An error, or something that only looks like one.

    `spans`: the places (start, end exclusive) that belong to it, any of which may be shown.
    `hard`: a numeric error that any reader must accept. `debatable`: not counted as missed, and
    no false alarm when found. `family`: the rules that should find it, "" for a NOT_ERROR.
    """

    sort: Sort
    name: str
    spans: tuple[tuple[int, int], ...]
    note: str
    hard: bool = False
    debatable: bool = False
    family: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample report with its labels."""

    name: str
    text: str
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """What one check of one sample gave; `false` are the alarms, `sprung` those on a trap."""

    sample: Sample
    found: frozenset[Label]
    false: tuple[Finding, ...]
    sprung: tuple[Finding, ...]

    def of(self, *, sort: Sort, hard: bool = False) -> tuple[int, int]:
        """Found and all labels of a sort that are counted."""
        wanted = [
            x for x in self.sample.labels if x.sort is sort and x.hard >= hard and not x.debatable
        ]
        return sum(x in self.found for x in wanted), len(wanted)

    @property
    def missed(self) -> tuple[Label, ...]:
        return tuple(
            x
            for x in self.sample.labels
            if x.sort is not Sort.NOT_ERROR and not x.debatable and x not in self.found
        )


class Checked(Protocol):
    """What a check gives for a text."""

    @property
    def findings(self) -> Sequence[Finding]: ...


Check = Callable[[str, Ledger | None], Checked]


def load_labels(path: Path) -> tuple[dict[str, str], tuple[Label, ...]]:
    """The head ("sample", "sha256") and the labels of one file. KeyError, ValueError if wrong."""
    head, *rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return head, tuple(_label(row) for row in rows)


def _label(row: dict[str, Any]) -> Label:
    return Label(
        sort=Sort(row["kind"]),
        name=row["class"],
        spans=tuple((start, end) for start, end in row["spans"]),
        note=row["note"],
        hard=row.get("hard", False),
        debatable=row.get("debatable", False),
        family=row.get("family", ""),
    )


def load_samples(folder: Path) -> Iterator[Sample]:
    """The labelled samples. ValueError when a sample is not the file that was labelled."""
    for path in sorted(SETS.glob("*.jsonl")):
        head, labels = load_labels(path)
        raw = (folder / head["sample"]).read_bytes()
        if hashlib.sha256(raw).hexdigest() != head["sha256"]:
            raise ValueError(f"{head['sample']}: not the text that was labelled")
        yield Sample(path.stem, raw.decode("utf-8"), labels)


def score(sample: Sample, findings: Iterable[Finding]) -> Score:
    """Hold the alarms against the labels."""
    alarms = [f for f in findings if f.severity is not Severity.NOTICE]
    found: set[Label] = set()
    false: list[Finding] = []
    for alarm in alarms:
        answered = {x for x in sample.labels if answers(alarm, x)}
        found |= answered
        if not answered:
            false.append(alarm)
    traps = [x for x in sample.labels if x.sort is Sort.NOT_ERROR]
    sprung = tuple(f for f in false if any(touches(f, s) for x in traps for s in x.spans))
    return Score(sample, frozenset(found), tuple(false), sprung)


def answers(finding: Finding, label: Label) -> bool:
    """Whether a finding tells of this error."""
    if label.sort is Sort.NOT_ERROR or not finding.code.startswith(ANSWERS[label.family]):
        return False
    return any(touches(finding, span) for span in label.spans)


def touches(finding: Finding, span: tuple[int, int]) -> bool:
    """Whether a finding lies on a place."""
    start, end = span
    shared = min(finding.end, end) - max(finding.start, start)
    return shared > 0 and (end - start <= LONG or shared * 3 >= end - start)


def lines(scores: Sequence[Score], *, show: bool) -> Iterator[str]:
    """The figures as printed, with `show` every miss and every false alarm."""
    hard = documental = (0, 0)
    yield f"  {'sample':40}{'hard numeric':>14}{'documental':>14}{'false':>8}{'traps':>8}"
    for one in scores:
        numbers = one.of(sort=Sort.NUMERIC, hard=True)
        others = one.of(sort=Sort.DOCUMENTAL)
        hard = (hard[0] + numbers[0], hard[1] + numbers[1])
        documental = (documental[0] + others[0], documental[1] + others[1])
        yield _row(one.sample.name, numbers, others, len(one.false), len(one.sprung))
        if show:
            yield from _faults(one)
    alarms = sum(len(s.false) for s in scores)
    yield _row("all", hard, documental, alarms, sum(len(s.sprung) for s in scores))
    worst = max((len(s.false) for s in scores), default=0)
    rate = hard[0] / max(1, hard[1])
    yield f"  hard numeric errors found {rate:.0%}, at most {worst} false alarms a sample"


def _row(
    name: str, hard: tuple[int, int], documental: tuple[int, int], false: int, traps: int
) -> str:
    a, b = (f"{found}/{total}" for found, total in (hard, documental))
    return f"  {name:40}{a:>14}{b:>14}{false:>8}{traps:>8}"


def _faults(one: Score) -> Iterator[str]:
    text = one.sample.text
    for label in one.missed:
        places = " | ".join(text[start:end][:30] for start, end in label.spans)
        weight = "hard " if label.hard else ""
        yield f"    missed {weight}{label.name}@{label.spans[0][0]} {places!r}: {label.note}"
    for finding in one.false:
        trap = " trap" if finding in one.sprung else ""
        place = text[max(0, finding.start - 12) : finding.end + 12][:90].replace("\n", "⏎")
        yield f"    false{trap} {finding.code}@{finding.start} …{place}… {finding.message}"


def run(samples: Iterable[Sample], check: Check, *, facts: bool) -> list[Score]:
    """Check every sample; with `facts` those for which there is a facts file, against it."""
    out = []
    for sample in samples:
        path = FACTS / sample.name / "facts.yaml"
        if facts and not path.exists():
            continue
        ledger = load_ledger(path) if facts else None
        out.append(score(sample, check(sample.text, ledger).findings))
    return out


def main() -> None:
    """Print what is found of the samples' errors, without the facts or with them."""
    parser = argparse.ArgumentParser(prog="python -m evals.sample_errors", description=__doc__)
    parser.add_argument("--facts", action="store_true", help="check against the facts files")
    parser.add_argument("--show", action="store_true", help="list every miss and false alarm")
    options = parser.parse_args()
    folder = os.environ.get("JIXIAO_SAMPLES")
    if not folder:
        print("sample errors: skipped (JIXIAO_SAMPLES is not set)")
        return
    from writer.grounding.check import check_text  # only here: the labels stand without a check

    scores = run(load_samples(Path(folder)), check_text, facts=options.facts)
    print(f"errors of the samples, {'with' if options.facts else 'without'} facts")
    print("\n".join(lines(scores, show=options.show)))


if __name__ == "__main__":
    main()
