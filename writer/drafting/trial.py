"""Writing a report from made-up facts, to find what is wrong with a format before it is used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from writer.drafting.checked import check_report
from writer.drafting.compose import build_report, compose_section
from writer.drafting.sections import SectionDraft
from writer.errors import FormatError, Problem
from writer.facts import parse_facts
from writer.formats import UNWRITTEN, Book, Format, Section, outline
from writer.ledger import Ledger, build_ledger
from writer.prompting import least_facts, sample_facts, section_messages
from writer.report import Report

ALL, LEAST = "各项都填写时", "只填必填项时"


@dataclass(frozen=True, slots=True)
class Trial:
    """How a trial went: the sections and characters of the fullest report, and every fault."""

    sections: int
    characters: int
    problems: tuple[Problem, ...]


def try_format(fmt: Format) -> Trial:
    """Composes the whole report, checks its numbers and asks for every prompt, once from a facts
    file that holds everything and once from one that holds only what is required."""
    problems: dict[Problem, None] = {}
    sections, characters = 0, 0
    for when, text in ((ALL, sample_facts()), (LEAST, least_facts(fmt))):
        ledger = build_ledger(parse_facts(text))
        attempt = _Attempt(fmt, ledger, when)
        attempt.run()
        problems |= dict.fromkeys(attempt.problems)
        sections = max(sections, attempt.sections)
        characters = max(characters, attempt.characters)
    return Trial(sections, characters, tuple(problems))


class _Attempt:
    def __init__(self, fmt: Format, ledger: Ledger, when: str) -> None:
        self._fmt, self._ledger, self._when = fmt, ledger, when
        self._book = Book(ledger)
        self.problems: list[Problem] = []
        self.sections, self.characters = 0, 0

    def run(self) -> None:
        try:
            sections = outline(self._fmt, self._ledger)
        except FormatError as error:
            self._note(error)
            return
        drafts = {draft.key: draft for section in sections for draft in self._drafted(section)}
        try:
            report = build_report(sections, drafts, self._ledger, self._fmt)
        except FormatError as error:
            self._note(error)
            return
        self.sections, self.characters = len(sections), len(report.text)
        self._prove(report, {section.key: section for section in sections})

    def _prove(self, report: Report, sections: Mapping[str, Section]) -> None:
        """A number that the template itself wrote, or turned into another one, has no ground."""
        doubted = [
            judged.mention
            for judged in check_report(report, self._ledger).mentions
            if judged.verdict is not None and not judged.verdict.good
        ]
        for start, end, block in report.spans if doubted else ():
            section = sections.get(block.section) if block is not None else None
            if section is None or not section.template:
                continue
            for mention in (m for m in doubted if start <= m.start < end):
                self._fault(
                    f"“{mention.text}”核对不过：数要用 {{{{ }}}} 取自事实，增减、比率用函数来写"
                    f"（{self._when}）", section, mention.text,
                )  # fmt: skip

    def _drafted(self, section: Section) -> Iterator[SectionDraft]:
        try:
            draft = compose_section(section, self._ledger, self._fmt, self._book)
            if section.template:
                section_messages(section, self._ledger, self._fmt, book=self._book)
        except FormatError as error:
            self._note(error)
            return
        title = section.title or "导语"
        if section.template and not draft.lines:
            advice = "；没有填就不写的，在提纲里给这一节写明“需要”" if self._when == LEAST else ""
            self._fault(f"“{title}”一节没有写出任何内容（{self._when}）{advice}", section)
        if UNWRITTEN in draft.text:
            self._fault(f"“{title}”的模板还是初稿，请把“{UNWRITTEN}”一句换成正文", section)
        yield draft

    def _fault(self, message: str, section: Section, words: str = "") -> None:
        """A fault of a section's template, at the line that holds the `words` if one does."""
        folder = next(f for f in self._fmt.folders if (f / section.template).is_file())
        file = folder / section.template
        rows = file.read_text(encoding="utf-8").splitlines() if words else []
        line = next((i for i, row in enumerate(rows, 1) if words in row), 0)
        self.problems.append(Problem(message, str(file), line))

    def _note(self, error: FormatError) -> None:
        found = error.problems or (Problem(error.message),)
        for p in found:
            message = f"{p.message}（{self._when}）"
            self.problems.append(Problem(message, p.file, p.line, p.column, p.path))
