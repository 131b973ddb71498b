"""What the desk shows: the report as it now reads, and every finding with what became of it."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from writer.documents import Document
from writer.drafting.checked import check_report
from writer.drafting.drafted import drafting_findings
from writer.findings import Finding, Severity, Verdict
from writer.grounding.check import CheckResult
from writer.grounding.judgement import Judged
from writer.reconcile import FactProblem
from writer.review.edition import Edition, edition
from writer.review.manuscript import Span, UnitKind
from writer.review.opened import Opened
from writer.review.replay import FACT, Replayed, replay
from writer.review.store import Decision

_LINE_NUMBER = re.compile(r"第\s*\d+\s*行")  # moves when a comment is added to the facts file
_WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTICE: 2}


class Status(StrEnum):
    """What became of a finding that is still true of the text."""

    OPEN = "open"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class Item:
    """A finding on the desk.

    `unit` is the sentence it speaks of, or fact:PATH for facts that do not reconcile. `key`
    stays the same as long as the sentence and what is said of it do, so that an acceptance
    holds just as long.
    """

    key: str
    finding: Finding
    unit: str
    status: Status
    decision: Decision | None = None
    problem: FactProblem | None = None
    whole: bool = False  # speaks of the whole report and only stands on its first line

    @property
    def open(self) -> bool:
        return self.status is Status.OPEN

    @property
    def blocks(self) -> bool:
        """Whether it keeps the report from being final."""
        return self.open and self.finding.severity is Severity.ERROR


@dataclass(frozen=True)
class State:
    """One moment of the desk; never changes. `revision` is the last decision in the log."""

    run: Opened
    replayed: Replayed
    edition: Edition
    check: CheckResult
    items: tuple[Item, ...]
    revision: int
    log: tuple[Decision, ...]

    @property
    def document(self) -> Document:
        return self.check.document

    @property
    def judged(self) -> tuple[Judged, ...]:
        return self.check.mentions

    @cached_property
    def by_key(self) -> dict[str, Item]:
        return {item.key: item for item in self.items}

    @cached_property
    def by_unit(self) -> dict[str, list[Item]]:
        found: dict[str, list[Item]] = {}
        for item in self.items:
            found.setdefault(item.unit, []).append(item)
        return found

    @cached_property
    def places(self) -> dict[str, Span]:
        """Where each unit stands; units of deleted paragraphs do not."""
        return {span.unit: span for span in self.edition.spans}

    @cached_property
    def open_counts(self) -> Counter[Severity]:
        return Counter(item.finding.severity for item in self.items if item.open)

    @property
    def blocking(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.blocks)

    def version(self, unit: str) -> int:
        return self.replayed.versions.get(unit, 0)

    def section_path(self, unit: str) -> tuple[str, ...]:
        """The headings over a unit, outermost first; the title of its attachment instead."""
        span = self.places.get(unit)
        if span is None:
            return ()
        title = self.edition.attached(span.start)
        return self.document.section_at(span.start) if title is None else (title,)

    def judged_in(self, start: int, end: int) -> list[Judged]:
        """The numbers between two places of the text."""
        starts = self._starts
        low = bisect_right(starts, start - 1)
        found = []
        for judged in self.judged[low:]:
            if judged.mention.start >= end:
                break
            found.append(judged)
        return found

    @cached_property
    def _starts(self) -> list[int]:
        return [j.mention.start for j in self.judged]


def state_of(run: Opened, log: Sequence[Decision]) -> State:
    """Replays a log over a run and checks the report that comes out."""
    replayed = replay(run.manuscript, run.ledger, log)
    made = edition(replayed.manuscript, replayed.body, replayed.texts)
    silence = tuple(run.settings.check.silence)
    result = check_report(made.report, run.ledger, ignore=silence, required=run.required)
    fallen = drafting_findings(made.report, list(run.drafted))
    items = items_of(made, [*result.findings, *fallen], replayed)
    items += [_fact_item(problem, replayed) for problem in run.problems]
    revision = log[-1].id if log else 0
    return State(run, replayed, made, result, tuple(items), revision, tuple(log))


def items_of(made: Edition, findings: Iterable[Finding], replayed: Replayed) -> list[Item]:
    """Findings with the sentences they stand in, in the order of the text.

    Within a sentence what has a suggestion comes first: taking it often settles the others.
    What speaks of the whole report comes last: a figure that is missing often is there once
    the sentences are mended.
    """
    spans = made.spans
    starts = [span.start for span in spans]
    text = made.report.text
    found: list[Item] = []
    seen: Counter[str] = Counter()
    placed = [(f, _span_at(spans, starts, f.start, f.end)) for f in findings]
    for finding, span in sorted(placed, key=lambda p: (_whole(made, p[0]), *_in_sentence(*p))):
        unit = span.unit if span is not None else ""
        words = text[span.start : span.end] if span is not None else ""
        offset = finding.start - (span.start if span is not None else 0)
        key = _key(finding.code, unit, words, offset, finding.end - finding.start, finding.message)
        seen[key] += 1  # two findings alike in every word get keys of their own
        if seen[key] > 1:
            key = f"{key}-{seen[key]}"
        if (title := made.attached(finding.start)) is not None:
            finding = replace(finding, section=title)
        item = _item(key, finding, unit, replayed)
        found.append(replace(item, whole=_whole(made, finding)))
    return found


def _in_sentence(finding: Finding, span: Span | None) -> tuple[object, ...]:
    unit = span.start if span is not None and span.start <= finding.start else finding.start
    without = finding.suggestion is None
    return unit, without, finding.start, _WEIGHT[finding.severity], finding.end, finding.code


def _whole(made: Edition, finding: Finding) -> bool:
    """Rules of the DC3 family put what has no place of its own on the first line."""
    first = made.report.spans[0] if made.report.spans else (0, 0, None)
    return finding.code.startswith("DC3") and (finding.start, finding.end) == first[:2]


def _span_at(spans: Sequence[Span], starts: list[int], start: int, end: int) -> Span | None:
    """The unit that holds a place, or the next one that the finding reaches."""
    at = bisect_right(starts, start) - 1
    if at >= 0 and start < spans[at].end:
        return spans[at]
    following = spans[at + 1] if at + 1 < len(spans) else None
    if following is not None and (following.start < end or at < 0):
        return following
    return spans[at] if at >= 0 else following


def _key(code: str, unit: str, words: str, offset: int, size: int, message: str) -> str:
    said = _LINE_NUMBER.sub("", message)
    joined = "\0".join((code, unit, words, str(offset), str(size), said))
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _item(
    key: str,
    finding: Finding,
    unit: str,
    replayed: Replayed,
    problem: FactProblem | None = None,
) -> Item:
    decision = replayed.accepted.get(key)
    status = Status.ACCEPTED if decision is not None else Status.OPEN
    return Item(key, finding, unit, status, decision, problem)


def _fact_item(problem: FactProblem, replayed: Replayed) -> Item:
    finding = Finding(problem.code, problem.severity, 0, 0, problem.message, "事实文件")
    unit = FACT + problem.path
    return _item(
        _key(problem.code, unit, "", 0, 0, problem.message), finding, unit, replayed, problem
    )


def suggested(state: State, item: Item) -> str | None:
    """The sentence as it reads with the suggestion taken; None when there is none to take.

    Marks that the program makes (一、) cannot be changed here.
    """
    span = state.places.get(item.unit)
    finding = item.finding
    if finding.suggestion is None or span is None:
        return None
    if not (span.start <= finding.start <= finding.end <= span.end):
        return None
    words = state.edition.report.text[span.start : span.end]
    low, high = finding.start - span.start, finding.end - span.start
    if words[low:high] == finding.suggestion:
        return None
    return words[:low] + finding.suggestion + words[high:]


def figures_of(judged: Iterable[Judged], finding: Finding | None = None) -> tuple[str, ...]:
    """Ids of the figures that a decision relies on: those stated, and those expected."""
    found = [j.figure for j in judged if j.figure and j.verdict is not Verdict.STRUCTURAL]
    return tuple(dict.fromkeys([*found, *(finding.figures if finding is not None else ())]))


def sentence_like(kind: UnitKind) -> bool:
    """Whether a unit may be emptied: a heading or a cell may not."""
    return kind in (UnitKind.SENTENCE, UnitKind.LINE)
