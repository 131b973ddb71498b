"""What came of taking an edited Word file back."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from writer.review.store import Decision, Kind


@dataclass(frozen=True, slots=True)
class Unmapped:
    """Something in the file that was not taken over, and why."""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A sentence that was changed on the page and in Word."""

    unit: str
    here: str
    word: str


@dataclass
class ImportReport:
    """What an edited Word file brought."""

    decisions: list[Decision] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    unmapped: list[Unmapped] = field(default_factory=list)
    removed_comments: int = 0  # deleted by the editor: not taken for an answer

    @property
    def counts(self) -> list[tuple[str, int]]:
        """(what, how many) for people, without what did not happen."""
        kinds = Counter(d.kind for d in self.decisions)
        deleted = sum(d.kind is Kind.EDIT and not d.after for d in self.decisions)
        rows = [
            ("修改句子", kinds[Kind.EDIT] - deleted),
            ("删去句子", deleted),
            ("新增文字", kinds[Kind.INSERT]),
            ("移动", kinds[Kind.MOVE]),
            ("分段", kinds[Kind.SPLIT]),
            ("并段", kinds[Kind.JOIN]),
            ("接受的提示", kinds[Kind.ACCEPT]),
            ("批注和答复", kinds[Kind.NOTE]),
            ("两边都改过", len(self.conflicts)),
            ("没有找到位置", len(self.unmapped)),
            ("批注被删除，提示保留", self.removed_comments),
        ]
        return [(name, count) for name, count in rows if count]
