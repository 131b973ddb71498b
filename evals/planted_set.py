"""How many planted errors a check finds: `python -m evals.planted_set [--half H] [--show]`.

`evals/sets/planted/<name>` holds a clean report of an invented department, its facts and the
errors, each planted alone in a copy of the report. See that folder's README.md for the forms,
for what is counted as found and for how the set is made.

found   a finding of severity error or warning, which the clean report does not give, touches the
        clause of the wrong number (or of the changed word)
right   the wrong number's verdict is one of those that the error expects
weak    not right, but the number is left `unbound`: nobody is told that it is proven
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any, Protocol

from ruamel.yaml import YAML

from writer.findings import Finding, Severity, Verdict
from writer.grounding.mentions import Mention
from writer.ledger import Ledger, load_ledger

SETS = Path(__file__).parent / "sets" / "planted"
HALVES = ("tune", "measure", "blind", "blind2")
CLASSES = (
    "digit",
    "magnitude",
    "unit",
    "invented",
    "count",
    "chinese_numeral",
    "date",
    "period",
    "subject",
    "basis",
    "direction",
    "derivation",
    "percentage_point",
)
_BREAKS = "，。；\n"


class Judged(Protocol):
    """A mention with what the check says of it."""

    @property
    def mention(self) -> Mention: ...
    @property
    def verdict(self) -> Verdict | None: ...


class Checked(Protocol):
    """What a check gives for a text."""

    @property
    def mentions(self) -> Sequence[Judged]: ...
    @property
    def findings(self) -> Sequence[Finding]: ...


Check = Callable[[str, Ledger], Checked]


@dataclass(frozen=True, slots=True)
class Planted:
    """One error: `find` stands once in the clean report and becomes `replace`; `wrong` is the
    wrong number, at `start`..`end` of the changed text."""

    id: str
    kind: str
    find: str
    replace: str
    start: int
    end: int
    wrong: str
    expect: frozenset[Verdict]

    def apply(self, text: str) -> tuple[str, int, int]:
        """The changed text, and where the change and the wrong number lie in it together."""
        if text.count(self.find) != 1:
            raise ValueError(f"{self.id}: stands {text.count(self.find)} times: {self.find}")
        at = text.index(self.find)
        same = _common(self.find, self.replace)
        tail = _common(self.find[same:][::-1], self.replace[same:][::-1])
        low, high = at + same, at + len(self.replace) - tail
        changed = text[:at] + self.replace + text[at + len(self.find) :]
        return changed, min(low, self.start), max(high, self.end)


@dataclass(frozen=True, slots=True)
class Report:
    """A clean report with its facts and the errors planted in it."""

    name: str
    half: str
    text: str
    facts: Path
    errors: tuple[Planted, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one planted error; `verdict` is None where the number was not even read."""

    report: str
    error: Planted
    found: bool
    right: bool
    verdict: Verdict | None

    @property
    def weak(self) -> bool:
        return not self.right and self.verdict is Verdict.UNBOUND


@dataclass(frozen=True, slots=True)
class Clean:
    """What a check says of a clean report."""

    report: Report
    mentions: int
    alarms: tuple[str, ...]
    unbound: tuple[str, ...]


@dataclass(slots=True)
class Score:
    outcomes: list[Outcome] = field(default_factory=list)
    clean: list[Clean] = field(default_factory=list)
    characters: int = 0
    cpu: float = 0.0
    wall: float = 0.0


def _common(one: str, other: str) -> int:
    """How many characters two strings share from their start."""
    pairs = zip(one, other, strict=False)
    return next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def load_set(half: str = "all", root: Path = SETS) -> list[Report]:
    """The reports of one of `HALVES` or of all ("all"), by name."""
    reports = [_load(folder.parent) for folder in sorted(root.glob("*/errors.yaml"))]
    return [r for r in reports if half in ("all", r.half)]


def _load(folder: Path) -> Report:
    rows: list[dict[str, Any]] = YAML(typ="safe").load((folder / "errors.yaml").read_bytes())
    errors = tuple(
        Planted(
            id=row["id"],
            kind=row["class"],
            find=row["find"],
            replace=row["replace"],
            start=row["start"],
            end=row["end"],
            wrong=row["wrong"],
            expect=frozenset(map(Verdict, row["expect"])),
        )
        for row in rows
    )
    text = (folder / "report.txt").read_text(encoding="utf-8")
    return Report(folder.name, rows[0]["half"], text, folder / "facts.yaml", errors)


def clause(text: str, low: int, high: int) -> tuple[int, int]:
    """text[low:high] widened to the clauses that it touches."""
    while low > 0 and text[low - 1] not in _BREAKS:
        low -= 1
    while high < len(text) and text[high] not in _BREAKS:
        high += 1
    return low, high


def alarms(findings: Iterable[Finding]) -> Iterator[Finding]:
    return (f for f in findings if f.severity is not Severity.NOTICE)


def judge(report: Report, error: Planted, clean: Checked, check: Check, ledger: Ledger) -> Outcome:
    text, low, high = error.apply(report.text)
    result = check(text, ledger)
    low, high = clause(text, low, high)
    known = Counter((f.code, f.message) for f in clean.findings)
    new = []
    for finding in alarms(result.findings):
        if known[finding.code, finding.message]:
            known[finding.code, finding.message] -= 1
        else:
            new.append(finding)
    found = any(f.start < high and f.end > low for f in new)
    verdict = verdict_at(result.mentions, error.start, error.end)
    return Outcome(report.name, error, found, verdict in error.expect, verdict)


def verdict_at(mentions: Sequence[Judged], start: int, end: int) -> Verdict | None:
    """The verdict of the mention that shares most with a span."""
    touching = [m for m in mentions if m.mention.start < end and m.mention.end > start]

    def shared(judged: Judged) -> int:
        return min(judged.mention.end, end) - max(judged.mention.start, start)

    return max(touching, key=shared).verdict if touching else None


def clean_report(report: Report, result: Checked) -> Clean:
    """False alarms: numbers with a bad verdict, and findings that stand on none of those."""
    bad = [m for m in result.mentions if m.verdict is not None and not m.verdict.good]
    unbound = [m for m in bad if m.verdict is Verdict.UNBOUND]
    accused = [m for m in bad if m.verdict is not Verdict.UNBOUND]
    told = [f"{m.verdict} {_around(report.text, m.mention)}" for m in accused]
    spans = [(m.mention.start, m.mention.end) for m in accused]
    told += [
        f"{finding.code} {finding.message}"
        for finding in alarms(result.findings)
        if not any(finding.start < end and finding.end > start for start, end in spans)
    ]
    left = tuple(_around(report.text, m.mention) for m in unbound)
    return Clean(report, len(result.mentions), tuple(told), left)


def _around(text: str, mention: Mention) -> str:
    before, after = text[max(0, mention.start - 14) : mention.start], text[mention.end :][:8]
    return f"{before}【{text[mention.start : mention.end]}】{after}".replace("\n", "/")


def score(reports: Iterable[Report], check: Check) -> Score:
    total = Score()
    for report in reports:
        ledger = load_ledger(report.facts)
        cpu, wall = time.process_time(), time.perf_counter()
        clean = check(report.text, ledger)
        outcomes = [judge(report, error, clean, check, ledger) for error in report.errors]
        total.cpu += time.process_time() - cpu
        total.wall += time.perf_counter() - wall
        total.characters += len(report.text) * (1 + len(report.errors))
        total.clean.append(clean_report(report, clean))
        total.outcomes += outcomes
    return total


def table(total: Score) -> Iterator[str]:
    """Lines of the result: a line a class, then the clean reports, then the speed."""
    yield f"{'class':18}{'errors':>7}{'found %':>9}{'right %':>9}{'weak %':>8}"
    for kind in (*CLASSES, "all"):
        rows = [o for o in total.outcomes if kind in ("all", o.error.kind)]
        if rows:
            shares = (
                100 * sum(row) / len(rows)
                for row in (
                    [o.found for o in rows],
                    [o.right for o in rows],
                    [o.weak for o in rows],
                )
            )
            found, right, weak = shares
            yield f"{kind:18}{len(rows):7}{found:9.1f}{right:9.1f}{weak:8.1f}"
    mentions = sum(c.mentions for c in total.clean)
    counts = [len(c.alarms) for c in total.clean]
    middle = median(counts or [0])  # a half may wait for its reports
    unbound = sum(len(c.unbound) for c in total.clean)
    yield (
        f"clean: {len(counts)} reports, {mentions} mentions, {sum(counts)} false alarms "
        f"({100 * sum(counts) / max(1, mentions):.2f} %), median {middle:g} a report; "
        f"{unbound} unbound ({100 * unbound / max(1, mentions):.2f} %)"
    )
    rate = total.characters / total.cpu if total.cpu else 0
    yield f"{total.cpu:.1f} s CPU, {total.wall:.1f} s wall, {rate:,.0f} characters a CPU-second"


def details(total: Score) -> Iterator[str]:
    """What went wrong, one line each: false alarms, then errors missed or wrongly named."""
    for clean in total.clean:
        yield from (f"ALARM   {clean.report.name}: {told}" for told in clean.alarms)
        yield from (f"unbound {clean.report.name}: {told}" for told in clean.unbound)
    for outcome in total.outcomes:
        if outcome.found and outcome.right:
            continue
        error = outcome.error
        state = "right" if outcome.right else "WRONG" if outcome.found else "MISSED"
        said = f"{outcome.verdict or 'not read'}, expected {'/'.join(sorted(error.expect))}"
        change = f"{error.find} → {error.replace}".replace("\n", "/")
        place = f"{outcome.report} {error.id} {error.kind}"
        yield f"{state:7} {place}: {change} | {error.wrong}: {said}"


def main() -> None:
    from writer.grounding.check import check_text

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--half", choices=(*HALVES, "all"), default="all")
    parser.add_argument("--show", action="store_true", help="every miss and false alarm")
    parser.add_argument("--only", default="", help="reports whose name contains this")
    options = parser.parse_args()
    reports = [r for r in load_set(options.half) if options.only in r.name]
    total = score(reports, check_text)
    if options.show:
        print(*details(total), sep="\n")
    print(*table(total), sep="\n")


if __name__ == "__main__":
    main()
