"""An editor's decision, written beside the words that it is about.

    全年预算339.52万元，其中…… <!-- 不提示 CS202：尾差已在附件说明 -->

It silences the findings of these codes (or families: CS) on its own line; on a line of its own,
those of the line with text before it. Markdown does not show such a comment. In a Word file a
comment that begins with 不提示 CS202：… does the same for its paragraph or its table's row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from writer.documents import Document
from writer.findings import Finding

_CODE = r"[A-Z]{2}\d{0,3}"
_SAID = (
    rf"不提示[ \t]{{0,8}}(?P<codes>{_CODE}(?:[、，, ]{{1,3}}{_CODE}){{0,20}})"
    r"[：: \t]{0,8}(?P<reason>[^\n]{0,200}?)[ \t]{0,8}"
)
_DECISION = re.compile(rf"<!--[ \t]{{0,8}}{_SAID}-->")
_REMARK = re.compile(rf"{_SAID}(?:\n|$)")


@dataclass(frozen=True, slots=True)
class Decision:
    """What `codes` find in low..high is silenced; the words stand at start..end."""

    start: int
    end: int
    low: int
    high: int
    codes: tuple[str, ...]
    reason: str

    def covers(self, finding: Finding) -> bool:
        place = self.low <= finding.start < self.high
        return place and finding.code.startswith(self.codes)


def decisions_in(document: Document) -> list[Decision]:
    """The decisions in a report's text, then those in its comments, each in order."""
    text = document.text
    written = _DECISION.finditer(text) if "<!--" in text else ()
    remarks = ((r.at, _REMARK.match(r.text)) for r in document.remarks)
    return [
        *(_decision(text, match) for match in written),
        *(_remarked(text, at, match) for at, match in remarks if match is not None),
    ]


def _remarked(text: str, at: int, match: re.Match[str]) -> Decision:
    low, high = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    high = len(text) if high < 0 else high
    return Decision(at, at, low, high, tuple(re.findall(_CODE, match["codes"])), match["reason"])


def _decision(text: str, match: re.Match[str]) -> Decision:
    low = text.rfind("\n", 0, match.start()) + 1
    high = text.find("\n", match.end())
    high = len(text) if high < 0 else high
    if not _DECISION.sub("", text[low:high]).strip():
        before = text[:low].rstrip()
        low, high = before.rfind("\n") + 1, len(before)
    codes = tuple(re.findall(_CODE, match["codes"]))
    return Decision(match.start(), match.end(), low, high, codes, match["reason"])


def inside(decisions: Sequence[Decision], start: int) -> bool:
    """Whether a place lies in the words of a decision, which are no part of the report."""
    return any(d.start <= start < d.end for d in decisions)


def decided(
    decisions: Sequence[Decision], findings: Iterable[Finding]
) -> tuple[list[Finding], list[tuple[str, str]]]:
    """(findings that stay, code and reason of each that an editor decided on)."""
    kept: list[Finding] = []
    silenced: list[tuple[str, str]] = []
    for finding in findings:
        found = next((d for d in decisions if d.covers(finding)), None)
        if found is None:
            kept.append(finding)
        else:
            silenced.append((finding.code, found.reason))
    return kept, silenced
