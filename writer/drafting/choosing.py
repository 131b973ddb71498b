"""Which of several proven drafts of one section is taken.

All of them stand up to the check. What an editor would have to look at counts first (warnings,
then notices, then words that no fact says), then how the draft reads: figures that it was
offered and left out, loose wordings, repetition, and a length far from what was asked for.
"""

from __future__ import annotations

from collections.abc import Sequence

from writer.drafting import prose
from writer.drafting.proving import Proof
from writer.drafting.sections import SectionDraft
from writer.findings import Severity

Merit = tuple[int, int, int, int, int, int, int]
_LENGTH_LEAST, _LENGTH_MOST = 60, 140  # percent of the wanted length that are not remarked on


def merit(
    draft: SectionDraft, proof: Proof, unsourced: Sequence[str], offered: int, length: int
) -> Merit:
    """To be compared, least best; `offered` figures, `length` in characters as wanted."""
    text = draft.text
    severities = [finding.severity for finding in proof.findings]
    return (
        severities.count(Severity.WARNING),
        severities.count(Severity.NOTICE),
        len(unsourced),
        max(0, offered - len(set(draft.figures))),
        len(list(prose.loose_wording(text))),
        round(100 * prose.repetition(text)),
        _beyond(100 * prose.characters(text) // max(1, length)),
    )


def _beyond(percent: int) -> int:
    """Points outside the lengths that are as good as the wanted one."""
    return max(0, _LENGTH_LEAST - percent, percent - _LENGTH_MOST)
