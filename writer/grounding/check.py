"""Checks a report: reads its numbers, links them to the ledger, runs the rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from writer.documents import Document, read_text
from writer.findings import Finding, Severity, Verdict
from writer.grounding.consistency.years import year_of
from writer.grounding.decided import decided, decisions_in, inside
from writer.grounding.judgement import Judged
from writer.grounding.mentions import Mention
from writer.grounding.overruled import overruled
from writer.grounding.reading import read
from writer.grounding.rules import Context, Rule, all_rules
from writer.grounding.strength import Coverage, Strength, coverage, strength
from writer.ledger import Ledger

if TYPE_CHECKING:
    from writer.grounding.ledger_index import LedgerIndex


@dataclass(frozen=True)
class CheckResult:
    """What was found in a text.

    `mentions` in order of the text; `findings` by place; `silenced` counts findings by code
    that a setting turned off or that an editor decided on in the text (`decided`: code and
    reason of each); `strength` is the chance that a wrong number drawn at random
    would have passed for this ledger (None without one).
    """

    document: Document
    mentions: tuple[Judged, ...]
    findings: tuple[Finding, ...]
    strength: Strength | None = None
    silenced: Counter[str] = field(default_factory=Counter)
    decided: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        return self.document.text

    @property
    def errors(self) -> int:
        return sum(f.severity is Severity.ERROR for f in self.findings)

    @property
    def warnings(self) -> int:
        return sum(f.severity is Severity.WARNING for f in self.findings)

    @property
    def coincidence(self) -> Decimal | None:
        """The chance that a random wrong number would have passed; None without a ledger."""
        return self.strength.coincidence if self.strength is not None else None

    @property
    def coverage(self) -> Coverage:
        return coverage(self.mentions)

    def verdicts(self) -> Counter[Verdict]:
        return Counter(j.verdict for j in self.mentions if j.verdict is not None)

    def as_json(self) -> dict[str, Any]:
        """The fixed contract of `draft check --output json` (DESIGN.md)."""
        return {
            "text": self.text,
            "mentions": [_mention_json(j) for j in self.mentions],
            "findings": [_finding_json(f) for f in self.findings],
            "summary": {
                "mentions": len(self.mentions),
                "errors": self.errors,
                "warnings": self.warnings,
                **self._strength_json(),
                "verdicts": {str(k): v for k, v in sorted(self.verdicts().items())},
                "silenced": dict(self.silenced),
            },
        }

    def _strength_json(self) -> dict[str, Any]:
        by_kind = self.strength.by_kind if self.strength is not None else {}
        return {
            "coincidence": float(self.coincidence or 0),
            "coincidence_by_kind": {str(k): float(v) for k, v in by_kind.items()},
            "coverage": asdict(self.coverage),
        }


def _mention_json(judged: Judged) -> dict[str, Any]:
    mention = judged.mention
    return {
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "kind": str(mention.kind),
        "value": mention.value,
        "unit": mention.unit,
        "verdict": str(judged.verdict) if judged.verdict else None,
        "figure": judged.figure,
        "formula": judged.formula,
    }


def _finding_json(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "start": finding.start,
        "end": finding.end,
        "section": finding.section,
        "message": finding.message,
        "suggestion": finding.suggestion,
        "figures": list(finding.figures),
    }


@lru_cache(maxsize=4)
def index_of(ledger: Ledger) -> LedgerIndex:
    """The ledger's index, made once."""
    from writer.grounding.ledger_index import LedgerIndex

    return LedgerIndex(ledger)


def check_text(text: str, ledger: Ledger | None = None, **options: Any) -> CheckResult:
    """Checks a text; see check_document."""
    return check_document(read_text(text), ledger, **options)


def check_document(
    document: Document,
    ledger: Ledger | None = None,
    *,
    ignore: Collection[str] = (),
    required: frozenset[str] = frozenset(),
    more_rules: Iterable[Rule] = (),
    measured: bool = True,
) -> CheckResult:
    """Checks a report against itself and, with a ledger, against the facts.

    `ignore` are rule codes (or families: "CS") whose findings are only counted; `required` are
    ids of figures that the report must state; `more_rules` run beside those of grounding
    (writer.conformance has some that look at the file's layout); without `measured` the check's
    own strength, half of the work on a short text, is left out.
    """
    decisions = decisions_in(document)
    mentions = [m for m in read(document.text, document.tables) if not inside(decisions, m.start)]
    index = index_of(ledger) if ledger is not None else None
    judged, worth = _judged(document, mentions, index, measured=measured)
    year = str(ledger.year) if ledger else year_of(document)
    context = Context(document, judged, ledger, year, required)
    if ledger is not None:
        judged = overruled(context)
        context = replace(context, judged=judged)
    found = (f for rule in (*all_rules(), *more_rules) for f in rule.check(context))
    findings = [f for f in found if not inside(decisions, f.start)]
    kept = [f for f in findings if not f.code.startswith(tuple(ignore) or ("\0",))]
    kept, told = decided(decisions, kept)
    silenced = Counter(f.code for f in findings) - Counter(f.code for f in kept)
    kept.sort(key=lambda f: (f.start, f.end, f.code))
    return CheckResult(document, judged, tuple(kept), worth, silenced, tuple(told))


def _judged(
    document: Document, mentions: Sequence[Mention], index: LedgerIndex | None, *, measured: bool
) -> tuple[tuple[Judged, ...], Strength | None]:
    """Every mention with its verdict, and what the verdicts are worth."""
    if index is None:
        return tuple(
            Judged(m, Verdict.STRUCTURAL if m.kind.structural else None) for m in mentions
        ), None
    # a check without facts does not wait for what only these need
    from writer.grounding.linking import link

    return tuple(link(document, mentions, index)), strength(index, mentions) if measured else None
