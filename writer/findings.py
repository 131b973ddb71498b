"""What grounding says: a verdict for each number, a finding for each fault."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs: only an error keeps a report from being final."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


class Verdict(StrEnum):
    """What grounding says of one mention (fixed contract, DESIGN.md)."""

    VERIFIED = "verified"
    DERIVED = "derived"
    QUOTED = "quoted"
    STRUCTURAL = "structural"
    WRONG_VALUE = "wrong_value"
    WRONG_UNIT = "wrong_unit"
    WRONG_PERIOD = "wrong_period"
    WRONG_SUBJECT = "wrong_subject"
    WRONG_BASIS = "wrong_basis"
    WRONG_DIRECTION = "wrong_direction"
    WRONG_DERIVATION = "wrong_derivation"
    UNSUPPORTED = "unsupported"
    UNBOUND = "unbound"

    @property
    def good(self) -> bool:
        return self in _GOOD


_GOOD = frozenset({Verdict.VERIFIED, Verdict.DERIVED, Verdict.QUOTED, Verdict.STRUCTURAL})


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault in a span of the text.

    `start` and `end` (exclusive) count characters of the text that was checked; `section` is
    the heading it stands under; `suggestion` replaces the span when an editor takes it over;
    `figures` are ledger ids.
    """

    code: str
    severity: Severity
    start: int
    end: int
    message: str
    section: str = ""
    suggestion: str | None = None
    figures: tuple[str, ...] = ()
