"""Is everything there, in its place and rightly numbered? Headings, frame and marks."""

from __future__ import annotations

from collections.abc import Iterator

from evals.cases import Case, Words
from evals.measures import Measure
from evals.reports.alignment import Lines, Span, numbering
from evals.words import letters
from writer.pipeline import Outcome


def structure(
    case: Case, outcome: Outcome, lines: Lines, spans: dict[str, Span], notes: list[str]
) -> Measure:
    """A unit for each expected section, line around the text, and mark of a heading."""
    measure = Measure("structure")

    def enter(name: str, right: bool, note: str) -> None:
        measure.add(f"{case.name}/{name}", right)
        if not right:
            notes.append(f"结构：{note}")

    for section in case.outline.sections:
        span = spans.get(section.id)
        title = section.title or "、".join(section.part) or "导语"
        if span is None:
            enter(section.id, False, f"没有“{title}”，或顺序不对")
        elif section.level:
            right = span.level == section.level
            enter(section.id, right, f"“{title}”是第{span.level}级，应为第{section.level}级")
        else:
            enter(section.id, True, "")
    for name, right, note in _frame(case, outcome):
        enter(name, right, note)
    for i, (line, fault) in enumerate(numbering(lines)):
        enter(f"#{i}", not fault, f"“{line.text[:20]}”编号有误：{fault}")
    return measure


def _frame(case: Case, outcome: Outcome) -> Iterator[tuple[str, bool, str]]:
    """(name, right, what is wrong) of what stands around the text."""
    wanted, report = case.outline, outcome.report
    groups: tuple[tuple[str, tuple[Words, ...], tuple[str, ...]], ...] = (
        ("cover", wanted.cover, report.cover),
        ("header", wanted.header, report.header),
        ("attachments", wanted.attachments, report.attachments),
    )
    for name, listed, there in groups:
        for words in listed:
            right = any(_holds(line, words) for line in there)
            yield f"{name}:{words[0]}", right, f"{name} 中没有“{'、'.join(words)}”"
    yield "title", _holds(report.title, wanted.title), f"标题“{report.title}”"
    if wanted.subtitle:
        yield "subtitle", _holds(report.subtitle, wanted.subtitle), f"副标题“{report.subtitle}”"
    if wanted.signature:
        yield "signature", report.signature == wanted.signature, f"落款“{report.signature}”"
    if wanted.date:
        yield "date", report.date == wanted.date, f"日期“{report.date}”"


def _holds(text: str, words: Words) -> bool:
    return all(letters(word) in letters(text) for word in words)
