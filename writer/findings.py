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


# how users see them called; in the order of the enumeration
VERDICT_NAMES = {
    Verdict.VERIFIED: "与台账一致",
    Verdict.DERIVED: "推算一致",
    Verdict.QUOTED: "引自文字材料",
    Verdict.STRUCTURAL: "序号、固定说法",
    Verdict.WRONG_VALUE: "数值不符",
    Verdict.WRONG_UNIT: "单位不符",
    Verdict.WRONG_PERIOD: "年度不符",
    Verdict.WRONG_SUBJECT: "事项不符",
    Verdict.WRONG_BASIS: "口径不符",
    Verdict.WRONG_DIRECTION: "增减方向不符",
    Verdict.WRONG_DERIVATION: "计算不符",
    Verdict.UNSUPPORTED: "没有依据",
    Verdict.UNBOUND: "所指不明",
}

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
