"""What outside testers' sets give: `python -m evals.acceptance_set [--show] [NAME…]`.

`evals/sets/acceptance/*.yaml` hold the facts and the paragraphs of 36 invented departments, with
one error planted by hand in each of 646 copies of a paragraph, written by testers who had read the
contracts and nothing of the code. All have been mended on since: `evals/README.md` has the figures
at first sight. An error is found when its number's verdict is a wrong one or a finding above a
notice stands on it; rightly named when the verdict is one that the tester gave.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from ruamel.yaml import YAML

from writer.facts import parse_facts
from writer.findings import Finding, Severity, Verdict
from writer.grounding.check import CheckResult, check_text
from writer.ledger import Ledger, build_ledger

SETS = Path(__file__).parent / "sets" / "acceptance"
OPEN = (None, Verdict.STRUCTURAL)
Check = Callable[[str, Ledger], CheckResult]


@dataclass(frozen=True, slots=True)
class Case:
    """A text with one error: its number as it stands there, once, and what may rightly be said."""

    text: str
    number: str
    verdicts: tuple[str, ...]
    kind: str

    @property
    def span(self) -> tuple[int, int]:
        start = self.text.index(self.number)
        return start, start + len(self.number)


@dataclass(frozen=True, slots=True)
class Department:
    """A tester's file."""

    name: str
    ledger: Ledger
    clean: tuple[str, ...]
    cases: tuple[Case, ...]


@dataclass(slots=True)
class Score:
    """Counts of one file: numbers of the clean texts and those doubted, errors by what became of
    them; `said` are the lines of `--show`."""

    mentions: int = 0
    alarms: int = 0
    errors: int = 0
    found: int = 0
    right: int = 0
    said: list[str] = field(default_factory=list)


def load(names: Collection[str] = ()) -> Iterator[Department]:
    """The files by name, all where none is named."""
    for path in sorted(SETS.glob("*.yaml")):
        if names and path.stem not in names:
            continue
        data = YAML(typ="safe").load(path.read_bytes())
        cases = tuple(
            Case(c["text"], c["number"], tuple(c["verdict"]), c["class"]) for c in data["cases"]
        )
        ledger = build_ledger(parse_facts(data["facts"], path.name))
        yield Department(path.stem, ledger, tuple(data["clean"]), cases)


def _check(text: str, ledger: Ledger) -> CheckResult:
    return check_text(text, ledger, measured=False)


def score(one: Department, check: Check = _check) -> Score:
    """What a check makes of a department's clean texts and of its errors."""
    total = Score(errors=len(one.cases))
    for text in one.clean:
        for judged in check(text, one.ledger).mentions:
            if judged.verdict in OPEN:
                continue
            total.mentions += 1
            if not judged.verdict.good and judged.verdict is not Verdict.UNBOUND:
                total.alarms += 1
                total.said.append(_line("doubted", judged.verdict, text, judged.mention.start))
    for case in one.cases:
        result = check(case.text, one.ledger)
        start, end = case.span
        verdicts = {
            j.verdict
            for j in result.mentions
            if j.verdict not in OPEN and j.mention.start < end and j.mention.end > start
        }
        wrong = {v for v in verdicts if v and not v.good and v is not Verdict.UNBOUND}
        found = bool(wrong) or any(_tells(f, start, end) for f in result.findings)
        total.found += found
        total.right += bool(wrong & set(case.verdicts))
        if not wrong & set(case.verdicts):
            what = f"{case.kind} {'called otherwise' if found else 'missed'}"
            total.said.append(_line(what, ",".join(map(str, verdicts)), case.text, start))
    return total


def _tells(finding: Finding, start: int, end: int) -> bool:
    """Whether a rule on numbers says something above a notice of a span."""
    on_numbers = finding.code.startswith(("GR", "CS")) and finding.severity is not Severity.NOTICE
    return on_numbers and finding.start < end and finding.end > start


def _line(what: str, verdict: object, text: str, start: int) -> str:
    around = text[max(0, start - 40) : start] + "【" + text[start : start + 20]
    return f"  {what} {verdict}: {' '.join(around.split())}"


def _summary(scores: Sequence[Score]) -> str:
    mentions, alarms = sum(s.mentions for s in scores), sum(s.alarms for s in scores)
    errors = sum(s.errors for s in scores)
    found, right = sum(s.found for s in scores), sum(s.right for s in scores)
    return (
        f"{len(scores)} departments: {errors} errors, found {100 * found / errors:.1f} %, "
        f"right {100 * right / errors:.1f} %; {mentions} right numbers, {alarms} doubted "
        f"({100 * alarms / mentions:.2f} %), median {median(s.alarms for s in scores):g}"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help="files of the set, without .yaml")
    parser.add_argument("--show", action="store_true", help="every number doubted or missed")
    options = parser.parse_args(arguments)
    scores: list[Score] = []
    for one in load(options.names):
        scores.append(score(one))
        if options.show:
            print(one.name, *scores[-1].said, sep="\n")
    if not scores:
        parser.error("no such file in evals/sets/acceptance")
    print(_summary(scores))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
