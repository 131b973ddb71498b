"""What the published report states, section by section."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from evals.cases import Case, Expected, Stated
from evals.reports.alignment import Lines, Span, align
from evals.reports.figures import Numbers
from writer.documents import read_text
from writer.grounding.check import check_text


def stated_figures(case: Case) -> dict[str, tuple[Stated, ...]]:
    """The figures of each section: as labelled, else read from the report where that is at hand.

    For a report of our own, whose numbers are all right, reading and linking it says what it
    states; a published one is labelled by hand. Empty when there is neither.
    """
    if case.figures is not None:
        return case.figures
    if case.text is None:
        return {}
    result = check_text(case.text, case.ledger)
    spans = align(case.outline.sections, Lines.of_document(result.document))
    numbers = Numbers(result.mentions, case.ledger)
    # the year is said everywhere, the day of the report only below it
    dated = (str(case.ledger.year), case.ledger.facts.report_date)
    found = {}
    for section in case.outline.sections:
        if section.id in spans:
            rows = dict.fromkeys(numbers.as_stated(j) for j in numbers.within(spans[section.id]))
            found[section.id] = tuple(row for row in rows if row.value not in dated)
    return {section: rows for section, rows in found.items() if rows}


def sections_with_text(case: Case) -> dict[str, str]:
    """The published report's sections, heading lines included; empty when it is not at hand."""
    if case.text is None:
        return {}
    return {section.id: case.text[s:e] for section, s, e in published_spans(case)}


def published_spans(case: Case) -> Iterator[tuple[Expected, int, int]]:
    """Where each section stands in the published report: by `at`, which needs no text, else by
    its headings."""
    sections = case.outline.sections
    if all(section.at is not None for section in sections):
        starts = [section.at or 0 for section in sections]
        last = case.outline.end or (len(case.text) if case.text is not None else None)
        ends: Sequence[int | None] = [*starts[1:], last]
        for section, start, end in zip(sections, starts, ends, strict=True):
            if end is not None:
                yield section, start, end
        return
    if case.text is None:
        return
    spans: Mapping[str, Span] = align(sections, Lines.of_document(read_text(case.text)))
    for section in sections:
        if section.id in spans:
            yield section, spans[section.id].start, spans[section.id].end
