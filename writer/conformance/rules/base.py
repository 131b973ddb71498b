"""What a rule of page and type is: it judges the form of a Word file.

A fault of layout is a fault of a style more often than of one line: what many paragraphs have in
common is one finding, at the first of them, with the count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from writer.conformance.layout import Paragraph
from writer.conformance.roles import Form, form_of
from writer.findings import Finding
from writer.grounding.rules import Context, Rule

Fault = tuple[Paragraph, str]


class LayoutRule(Rule):
    """Base of the rules of page and type."""

    def check(self, context: Context) -> Iterator[Finding]:
        form = form_of(context)
        if form is not None:
            yield from self.judge(context, form)

    def judge(self, context: Context, form: Form) -> Iterator[Finding]:
        """Yields a finding for every sort of fault."""
        raise NotImplementedError

    def gathered(self, context: Context, faults: Iterable[Fault], unit: str) -> Iterator[Finding]:
        """One finding for each message, at its first paragraph; `unit` counts them (段)."""
        groups: dict[str, list[Paragraph]] = {}
        for paragraph, message in faults:
            groups.setdefault(message, []).append(paragraph)
        for message, found in groups.items():
            count = f"共 {len(found)} {unit}。" if len(found) > 1 else ""
            yield self.finding(context, *span(found[0]), f"{message}。{count}")

    def at_top(self, context: Context, message: str) -> Finding:
        """A finding about the pages: it stands at the first line of the text."""
        first = next(iter(context.document.blocks), None)
        start, end = (first.start, first.end) if first is not None else (0, 0)
        return self.finding(context, start, end, message)


def span(paragraph: Paragraph) -> tuple[int, int]:
    """Start and end without the blanks at the ends of the paragraph."""
    text = paragraph.text
    start = paragraph.start + len(text) - len(text.lstrip())
    return start, paragraph.start + len(text.rstrip())
