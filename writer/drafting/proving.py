"""A section's draft under its headings, read and checked like the finished report."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

from writer.drafting.checked import check_report
from writer.drafting.compose import section_blocks
from writer.drafting.sections import SectionDraft
from writer.findings import Finding, Severity
from writer.formats import Format, Section
from writer.grounding.check import index_of
from writer.grounding.judgement import Judged
from writer.ledger import Ledger
from writer.report import Block, Heading, Report


@dataclass(frozen=True)
class Proof:
    """What the check says of a section's own text: `text` with the headings above it.

    `start` is where its own begins.
    """

    text: str
    findings: tuple[Finding, ...]
    mentions: tuple[Judged, ...]
    start: int = 0

    @property
    def faults(self) -> list[Finding]:
        """What a model's draft may not have: a number that does not stand, any error."""
        return [f for f in self.findings if f.code.startswith("GR") or f.severity is Severity.ERROR]

    def quote(self, finding: Finding) -> str:
        """The words that a finding is about."""
        return self.text[finding.start : finding.end]


class Prover:
    """Checks drafts of single sections against the ledger; safe to use from many threads."""

    def __init__(self, sections: Sequence[Section], ledger: Ledger, fmt: Format) -> None:
        self._sections = list(sections)
        self._ledger = ledger
        self._format = fmt
        self._guard = threading.Lock()

    def prove(self, section: Section, draft: SectionDraft) -> Proof:
        above = self._headings(section)
        body = section_blocks(section, draft, self._ledger, self._format)
        report = Report(self._format.layout.title, (*above, *body))
        with self._guard:  # many sections at once would each make the ledger's index
            index_of(self._ledger)
        result = check_report(report, self._ledger, measured=False)
        if not body:
            return Proof(result.text, (), (), len(result.text))
        start = report.spans[1 + len(above)][0]
        findings = tuple(f for f in result.findings if f.start >= start)
        mentions = tuple(j for j in result.mentions if j.mention.start >= start)
        return Proof(result.text, findings, mentions, start)

    def _headings(self, section: Section) -> list[Block]:
        """The section's own heading under those of the sections above it."""
        found: list[Block] = []
        level = section.level + 1
        for other in reversed(self._sections[: self._sections.index(section) + 1]):
            if other.number and other.level < level:
                level = other.level
                found.insert(0, Heading(other.level, other.number, other.title, other.key))
        return found
