"""The whole report checked again while somebody types, without reading all of it again.

Reading and linking are the dear part of a check. They are done for each chapter (what stands
under one heading) on its own and kept as long as its text stays the same; the
rules, which look for contradictions all over the report, always see the whole. A chapter linked
alone does not see which figures earlier chapters named, so what is saved is judged by the full
check; this one only has to be quick and right about what the editor just typed.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from writer.documents import Block, Document
from writer.drafting.checked import document_of
from writer.findings import Finding
from writer.grounding.check import index_of
from writer.grounding.judgement import Judged
from writer.grounding.linking import link
from writer.grounding.reading import read
from writer.grounding.rules import Context, all_rules
from writer.ledger import Ledger
from writer.report import Report

_DEPTH = 4  # headings down to this level begin a chapter
_KEPT = 512  # chapters; a report has some twenty


@dataclass(frozen=True)
class Quick:
    """What the quick check found, over the whole report."""

    judged: tuple[Judged, ...]
    findings: tuple[Finding, ...]


class QuickCheck:
    """Checks versions of one report against one ledger; safe to use from many threads."""

    def __init__(
        self, ledger: Ledger, required: frozenset[str], ignore: Collection[str] = ()
    ) -> None:
        self._ledger = ledger
        self._required = required
        self._ignore = tuple(ignore) or ("\0",)
        self._chapters: OrderedDict[tuple[str, tuple[Block, ...]], tuple[Judged, ...]]
        self._chapters = OrderedDict()
        self._guard = threading.Lock()
        self._held: tuple[Report, Quick] | None = None

    def standing(self, report: Report) -> Quick:
        """The check of the report as it stands, done once until it is another object."""
        held = self._held
        if held is None or held[0] is not report:
            held = self._held = (report, self.check(report))
        return held[1]

    def check(self, report: Report) -> Quick:
        document = document_of(report)
        judged = self._judged(document)
        context = Context(document, judged, self._ledger, str(self._ledger.year), self._required)
        found = (f for rule in all_rules() for f in rule.check(context))
        kept = sorted(
            (f for f in found if not f.code.startswith(self._ignore)),
            key=lambda f: (f.start, f.end, f.code),
        )
        return Quick(judged, tuple(kept))

    def judged(self, report: Report) -> tuple[Judged, ...]:
        """The numbers alone, without what the rules say of them."""
        return self._judged(document_of(report))

    def _judged(self, document: Document) -> tuple[Judged, ...]:
        judged: list[Judged] = []
        for chapter in _chapters(document):
            by = chapter.start - chapter.lead
            own = (j for j in self._linked(chapter.document) if j.mention.start >= chapter.lead)
            judged += (_shifted(j, by) for j in own)
        return tuple(judged)

    def _linked(self, chapter: Document) -> tuple[Judged, ...]:
        key = (chapter.text, chapter.blocks)
        with self._guard:
            if key in self._chapters:
                self._chapters.move_to_end(key)
                return self._chapters[key]
        judged = tuple(link(chapter, read(chapter.text), index_of(self._ledger)))
        with self._guard:
            self._chapters[key] = judged
            while len(self._chapters) > _KEPT:
                self._chapters.popitem(last=False)
        return judged


@dataclass(frozen=True, slots=True)
class _Chapter:
    """A stretch of the report from `start` on, behind `lead` characters of the headings over it."""

    start: int
    lead: int
    document: Document


def _chapters(document: Document) -> Iterator[_Chapter]:
    """What stands under one heading, with blocks counted from the chapter's own start."""
    cuts = [b for b in document.headings if 1 <= b.level <= _DEPTH]
    starts = [0, *(b.start for b in cuts)]
    ends = [*starts[1:], len(document.text)]
    over: list[Block] = []  # the headings that the chapter stands under, outermost first
    blocks = iter(document.blocks)
    block = next(blocks, None)
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        own = cuts[number - 1] if number else None
        level = own.level if own is not None else 0
        over = [b for b in over if b.level < level]
        found, lead = [], ""
        for heading in over:
            text = document.text_of(heading)
            found.append(replace(heading, start=len(lead), end=len(lead) + len(text)))
            lead += text + "\n"
        if own is not None:
            over.append(own)
        shift = start - len(lead)
        while block is not None and block.start < end:
            found.append(replace(block, start=block.start - shift, end=block.end - shift))
            block = next(blocks, None)
        if start < end:
            text = lead + document.text[start:end]
            yield _Chapter(start, len(lead), Document(text, tuple(found)))


def _shifted(judged: Judged, by: int) -> Judged:
    if not by:
        return judged
    mention = judged.mention
    moved = replace(mention, start=mention.start + by, end=mention.end + by)
    return replace(judged, mention=moved)
