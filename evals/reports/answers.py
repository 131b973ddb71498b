"""One answer of a model to one section's prompt: what inspect_task.py scores."""

from __future__ import annotations

from collections.abc import Iterator

from evals.cases import Case, find_cases
from evals.words import Groups, letters, plain
from writer.drafting.judging import Unusable, paragraphs_of
from writer.formats import Book, load_format, outline
from writer.prompting import SectionPrompt, render_references, section_messages
from writer.replies import Answer


def prompts(only: str = "") -> Iterator[tuple[Case, str, SectionPrompt, dict[str, Groups]]]:
    """(case, title, prompt, points) of every section that makes points and that a model writes."""
    for case in find_cases(only):
        fmt, book = load_format(case.outline.format), Book(case.ledger)
        wanted = {letters(s.title): s.id for s in case.outline.sections if s.title}
        for section in outline(fmt, case.ledger):
            points = case.points.get(wanted.get(letters(section.title), ""), {})
            if section.template and points:
                prompt = section_messages(section, case.ledger, fmt, book=book)
                yield case, section.title, prompt, points


def judged(text: str, title: str, prompt: SectionPrompt, points: dict[str, Groups]) -> float:
    """Share of the points that an answer makes; 0 when it cannot be used. Raises nothing."""
    try:
        paragraphs = paragraphs_of(Answer(text), prompt, title, plain=False)
    except Unusable:
        return 0.0
    said = plain(render_references("\n".join(paragraphs), prompt.references))
    return sum(rule.met(said) for rule in points.values()) / len(points)
