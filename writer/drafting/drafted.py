"""What became of one section: its draft, who wrote it, and what of a model's was not taken."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from writer.drafting.sections import SectionDraft
from writer.faults import NOT_ASKED, UNPAID
from writer.findings import Finding, Severity
from writer.report import Heading, Paragraph, Report

COMPOSED = "compose"
BRIEF = 80  # characters of a reason where it is shown; the run folder keeps it whole
UNSOURCED = "MD418"


@dataclass(frozen=True, slots=True)
class Rejected:
    """A model's text that was not used: `code` and `reason` of its last fault.

    `texts` are all its answers in order, kept for the editor.
    """

    code: str
    reason: str
    texts: tuple[str, ...] = ()

    @property
    def brief(self) -> str:
        """The reason in one line: its first part where it goes on, cut where words end."""
        if len(self.reason) <= BRIEF:
            return self.reason
        head = self.reason[:BRIEF]
        end = max(head.rfind(mark) for mark in "；，、。")
        return head[: end if end > BRIEF // 2 else BRIEF] + "……"


@dataclass(frozen=True, slots=True)
class Drafted:
    """A section as it goes into the report. `engine` is "compose" or the model's name;
    `unsourced` are the stretches of a model's text that no fact says; `reused` is true when it
    was finished by an earlier run, `unified` when it was read with the whole report."""

    draft: SectionDraft
    title: str = ""
    engine: str = COMPOSED
    asked: int = 0
    rejected: Rejected | None = None
    reused: bool = False
    unsourced: tuple[str, ...] = ()
    unified: bool = False

    def as_json(self, fingerprint: str) -> dict[str, Any]:
        return {
            "fingerprint": fingerprint,
            "title": self.title,
            "engine": self.engine,
            "asked": self.asked,
            "draft": json.loads(self.draft.to_json()),
            "rejected": None
            if self.rejected is None
            else {
                "code": self.rejected.code,
                "reason": self.rejected.reason,
                "texts": list(self.rejected.texts),
            },
            "unsourced": list(self.unsourced),
            "unified": self.unified,
        }

    @classmethod
    def from_json(cls, data: Any, fingerprint: str) -> Drafted | None:
        """A finished section; None when it was made from something else or is not whole."""
        if not isinstance(data, dict) or data.get("fingerprint") != fingerprint:
            return None
        try:
            lost = data["rejected"]
            rejected = lost and Rejected(lost["code"], lost["reason"], tuple(lost["texts"]))
            draft = SectionDraft.from_json(json.dumps(data["draft"], ensure_ascii=False))
            return cls(
                draft, data["title"], data["engine"], data["asked"], rejected or None, True,
                tuple(data["unsourced"]), data.get("unified", False),
            )  # fmt: skip
        except (KeyError, TypeError, ValueError):
            return None


def drafting_findings(report: Report, drafted: Sequence[Drafted]) -> list[Finding]:
    """Warnings on what models wrote: drafts that were not used, words that no fact says."""
    blocks: dict[str, list[tuple[int, str]]] = {}
    for start, _, block in report.spans:
        if isinstance(block, Heading | Paragraph):
            blocks.setdefault(block.section, []).append((start, block.text))
    found = []
    for item in drafted:
        own = blocks.get(item.draft.key, [])
        if item.rejected is not None:
            found.append(_fallen(item, item.rejected, own, report))
        for words in dict.fromkeys(item.unsourced):
            found += _unsourced(item, words, own)
    return found


def _fallen(
    item: Drafted, rejected: Rejected, own: Sequence[tuple[int, str]], report: Report
) -> Finding:
    """On the section's first words; a model that was never asked left nothing to look at."""
    start, text = own[0] if own else (0, report.text[:1])
    if not rejected.texts and rejected.code in (UNPAID, NOT_ASKED):
        return Finding(
            rejected.code, Severity.NOTICE, start, start + len(text),
            f"“{item.title or item.draft.key}”没有请模型写（{rejected.brief}），"
            "本节按事实直接成文。",
            section=item.title,
        )  # fmt: skip
    return Finding(
        rejected.code, Severity.WARNING, start, start + len(text),
        f"模型所写的“{item.title or item.draft.key}”没有采用（{rejected.brief}），"
        f"本节已改为按事实直接成文；模型原文保存在运行文件夹中，供参考。",
        section=item.title,
    )  # fmt: skip


def _unsourced(item: Drafted, words: str, own: Sequence[tuple[int, str]]) -> Iterator[Finding]:
    """Wherever the words still stand: an editor may have changed them."""
    for start, text in own:
        at = text.find(words)
        if at >= 0:
            yield Finding(
                UNSOURCED, Severity.WARNING, start + at, start + at + len(words),
                "这句话是模型写的，在事实文件中没有找到依据；属实的请保留，没有依据的请删去。",
                section=item.title,
            )  # fmt: skip
