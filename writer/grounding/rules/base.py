"""What a rule is: one class in one file named by its code, with what, why, bad and good in its
docstring. `Context` is all that a rule may look at.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from writer.documents import Document
from writer.findings import Finding, Severity, Verdict
from writer.grounding.judgement import Judged
from writer.grounding.mentions import Mention
from writer.ledger import Ledger


@dataclass(frozen=True)
class Context:
    """A report as rules see it: text with structure, judged mentions, the ledger if there is one.

    `required` are figure ids that the report must state; `year` is the report's year where it
    is known (from the facts, or read off the title), "" otherwise. `cache` is for what several
    rules of a family compute from the text: keyed by the function that computes it.
    """

    document: Document
    judged: Sequence[Judged]
    ledger: Ledger | None = None
    year: str = ""
    required: frozenset[str] = frozenset()
    cache: dict[object, object] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return self.document.text

    @property
    def mentions(self) -> list[Mention]:
        return [j.mention for j in self.judged]

    def proven_in(self, start: int, end: int) -> Iterator[str]:
        """The numbers inside a span that state a figure of the ledger rightly."""
        first = bisect_left(self.judged, start, key=lambda j: j.mention.start)
        for place in range(first, len(self.judged)):
            judged = self.judged[place]
            if judged.mention.start >= end:
                return
            proven = judged.verdict in (Verdict.VERIFIED, Verdict.DERIVED)
            if proven and judged.mention.end <= end:
                yield judged.mention.text


class Rule:
    """Base of all rules.

    A rule's docstring has four parts, each opened by its word: a first line that names the
    fault, then `Why:`, `Bad:` and `Good:`. `title` is the fault's name for users.
    """

    code: ClassVar[str]
    title: ClassVar[str]
    severity: ClassVar[Severity]
    # what the rule looks for, in Chinese for users; "": words/rules.yaml says it
    about: ClassVar[str] = ""

    def check(self, context: Context) -> Iterator[Finding]:
        """Yields a finding for every place that has the fault."""
        raise NotImplementedError

    def finding(
        self,
        context: Context,
        start: int,
        end: int,
        message: str,
        *,
        suggestion: str | None = None,
        figures: tuple[str, ...] = (),
        severity: Severity | None = None,
    ) -> Finding:
        """A finding of this rule, with the section that the span stands in.

        Where two numbers contradict each other, a rule that knows the text alone may blame the
        one that the ledger proves: the finding stands, but nobody is told to make it wrong.
        """
        section = context.document.section_at(start)
        if suggestion and any(t not in suggestion for t in context.proven_in(start, end)):
            suggestion = None
        return Finding(
            self.code,
            severity or self.severity,
            start,
            end,
            message,
            section[-1] if section else "",
            suggestion,
            figures,
        )
