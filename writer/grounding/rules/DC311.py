"""DC311: see the class."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from writer.documents import Block, BlockKind
from writer.findings import Finding, Severity
from writer.grounding.consistency.repeats import Repeat, repeats
from writer.grounding.rules.base import Context, Rule


class DC311(Rule):
    """A long passage stands in the report twice.

    Why: it was pasted and not rewritten; of two copies one is soon out of date.
    Bad: the account of one rescue under the fund's use and again, word for word, under duties
    Good: told once; the other place refers to it
    """

    code: ClassVar[str] = "DC311"
    title: ClassVar[str] = "段落重复"
    severity: ClassVar[Severity] = Severity.WARNING

    def check(self, context: Context) -> Iterator[Finding]:
        labels = _labels(context)
        for found in repeats(context.text):
            place = _place(context, found)
            size = found.end - found.start
            # paragraphs of parallel items (one a project) share their background by nature
            parallel = _parallel(context, labels, found)
            yield self.finding(
                context, found.start, found.end,
                f"这{size}字与前文{place}的内容重复，首次见于“{_opening(context, found)}”。",
                severity=Severity.NOTICE if parallel else None,
            )  # fmt: skip


def _opening(context: Context, found: Repeat) -> str:
    return context.text[found.first : found.first + 16].replace("\n", "") + "……"


def _place(context: Context, found: Repeat) -> str:
    section = context.document.section_at(found.first)
    return f"“{section[-1][:24]}”中" if section else ""


def _labels(context: Context) -> dict[int, Block]:
    """Unnumbered run-in labels by the start of their paragraph."""
    return {b.start: b for b in context.document.of_kind(BlockKind.RUNIN) if not b.level}


def _parallel(context: Context, labels: dict[int, Block], found: Repeat) -> bool:
    one = context.document.block_at(found.first)
    other = context.document.block_at(found.start)
    if one is None or other is None or one.start not in labels or other.start not in labels:
        return False
    document = context.document
    return document.section_at(one.start)[:-1] == document.section_at(other.start)[:-1]
