"""What became of one section: its draft, who wrote it, and what of a model's was not taken."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from writer.drafting.sections import SectionDraft
from writer.findings import Finding, Severity
from writer.report import Heading, Paragraph, Report

COMPOSED = "compose"
BRIEF = 80  # characters of a reason where it is shown; the run folder keeps it whole


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
    `reused` is true when it was finished by an earlier run."""

    draft: SectionDraft
    title: str = ""
    engine: str = COMPOSED
    asked: int = 0
    rejected: Rejected | None = None
    reused: bool = False

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
            return cls(draft, data["title"], data["engine"], data["asked"], rejected or None, True)
        except (KeyError, TypeError, ValueError):
            return None


def fallback_findings(report: Report, drafted: Sequence[Drafted]) -> list[Finding]:
    """A warning on the first words of every section whose model draft was not used."""
    places: dict[str, tuple[int, int]] = {}
    for start, end, block in report.spans:
        if isinstance(block, Heading | Paragraph):
            places.setdefault(block.section, (start, end))
    found = []
    for item in drafted:
        if item.rejected is None:
            continue
        start, end = places.get(item.draft.key, (0, min(1, len(report.text))))
        found.append(
            Finding(
                item.rejected.code, Severity.WARNING, start, end,
                f"模型所写的“{item.title or item.draft.key}”没有采用（{item.rejected.brief}），"
                f"本节已改为按事实直接成文；模型原文保存在运行文件夹中，供参考。",
                section=item.title,
            )
        )  # fmt: skip
    return found
