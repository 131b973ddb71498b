"""What each paragraph of a Word report is: title, heading, body, attachment list, signature."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from writer.conformance.layout import Layout, Page, Paragraph, layout_of
from writer.documents import Block, BlockKind, Document
from writer.grounding.rules import Context

_TITLE = re.compile(r"报告|自评|评价|总结|情况")
_NO_TITLE = re.compile(r"[。；：:？！]|^附件|^\s*[（(]|^\d{4}年\s*\d{1,2}月")
_DATE = re.compile(
    r"^\s*(?:\d{2,4}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?"
    r"|[二〇○零O0一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)\s*$"
)
_LIST = re.compile(r"^\s*附件\s*[：:]\s*\S")
_MARK = re.compile(r"^\s*附件\s*\d*\s*$")
LONGEST_TITLE = 60
SHORTEST_BODY = 15  # characters: shorter lines are fields and labels
LONGEST_NAME = 40


@dataclass(frozen=True)
class Form:
    """A report's paragraphs by what they are; offsets as in the document's text."""

    document: Document
    layout: Layout

    @property
    def pages(self) -> tuple[Page, ...]:
        return self.layout.pages

    @cached_property
    def title(self) -> tuple[Paragraph, ...]:
        """The lines of the title right over the text, not those of a cover before it."""
        front = self._front
        fitting = [i for i, p in enumerate(front) if self._may_be_title(p)]
        if not fitting:
            return ()
        first = last = fitting[-1]
        while first and _continues(front[first - 1], front[last]):
            first -= 1
        return tuple(front[first : last + 1])

    @cached_property
    def headings(self) -> tuple[tuple[int, Paragraph], ...]:
        """(level 1–4, paragraph) of the lines that are headings and nothing else."""
        found = ((self._block(p), p) for p in self._main)
        return tuple(
            (block.level, p) for block, p in found
            if block is not None and block.kind is BlockKind.HEADING and block.level
        )  # fmt: skip

    @cached_property
    def body(self) -> tuple[Paragraph, ...]:
        """The paragraphs of the text, those that open with a heading included."""
        found = ((self._block(p), p) for p in self._main)
        return tuple(
            p for block, p in found
            if block is not None and block.kind is BlockKind.PARAGRAPH
            and len(p.text.strip()) >= self._shortest(p)
        )  # fmt: skip

    def _shortest(self, paragraph: Paragraph) -> int:
        """Before the first heading there are fields (评价单位：…) as well as the lead."""
        return SHORTEST_BODY if self._after_headings(paragraph) else LONGEST_TITLE

    @cached_property
    def attachments(self) -> tuple[Paragraph, ...]:
        """The list of attachments under the text, first line to last."""
        paragraphs = self.layout.paragraphs
        at = next((i for i, p in enumerate(paragraphs) if self._lists(p)), None)
        if at is None:
            return ()
        end = at + 1
        while end < len(paragraphs) and re.match(r"\s*\d+\s*[.．、]", paragraphs[end].text):
            end += 1
        return tuple(paragraphs[at:end])

    @cached_property
    def date(self) -> Paragraph | None:
        """The date below the text."""
        after = (p for p in self.layout.paragraphs if self._after_headings(p))
        return next((p for p in after if _DATE.match(p.text)), None)

    @cached_property
    def signature(self) -> Paragraph | None:
        """The unit's name above the date."""
        paragraphs = self.layout.paragraphs
        if self.date is None or not (at := paragraphs.index(self.date)):
            return None
        above = paragraphs[at - 1]
        name = len(above.text.strip()) <= LONGEST_NAME and not re.search(r"[。：:，]", above.text)
        return above if name and not self._lists(above) else None

    # ---- where the text begins and ends ------------------------------------------------

    @cached_property
    def _first_heading(self) -> int:
        return next((h.start for h in self.document.headings), -1)

    @cached_property
    def _front(self) -> Sequence[Paragraph]:
        """What stands before the first heading, the lead paragraph left out."""
        limit = self._first_heading if self._first_heading >= 0 else len(self.document.text)
        found: list[Paragraph] = []
        for paragraph in self.layout.paragraphs:
            if paragraph.start >= limit or len(paragraph.text.strip()) > LONGEST_TITLE:
                break
            found.append(paragraph)
        return found

    @cached_property
    def _main(self) -> tuple[Paragraph, ...]:
        """Lead and sections: up to the list of attachments, the signature or the appendix."""
        start = self.title[-1].end if self.title else 0
        return tuple(self._up_to_the_end(start))

    def _up_to_the_end(self, start: int) -> Iterator[Paragraph]:
        closing = {p.start for p in (self.date, self.signature) if p is not None}
        for paragraph in self.layout.paragraphs:
            if paragraph.start < start:
                continue
            appendix = bool(_MARK.match(paragraph.text)) and self._after_headings(paragraph)
            if appendix or self._lists(paragraph) or paragraph.start in closing:
                return
            yield paragraph

    def _after_headings(self, paragraph: Paragraph) -> bool:
        return 0 <= self._first_heading < paragraph.start

    def _lists(self, paragraph: Paragraph) -> bool:
        return bool(_LIST.match(paragraph.text)) and self._after_headings(paragraph)

    def _block(self, paragraph: Paragraph) -> Block | None:
        text = paragraph.text
        return self.document.block_at(paragraph.start + len(text) - len(text.lstrip()))

    def _may_be_title(self, paragraph: Paragraph) -> bool:
        text = paragraph.text.strip()
        return bool(_TITLE.search(text)) and not _NO_TITLE.search(text)


def _continues(above: Paragraph, line: Paragraph) -> bool:
    """Two lines of one title: the same type, and the upper one no field."""
    return above.type == line.type and not _NO_TITLE.search(above.text.strip())


def form_of(context: Context) -> Form | None:
    """The form of the report that rules look at, made once; None when it is no Word file."""
    if form_of not in context.cache:
        layout = layout_of(context.document)
        context.cache[form_of] = Form(context.document, layout) if layout else None
    made = context.cache[form_of]
    return made if isinstance(made, Form) else None
