"""What every step of linking looks at: the text, the ledger's index and what was said so far."""

from __future__ import annotations

import re
from dataclasses import dataclass

from writer.documents import Document
from writer.grounding.ledger_index import LedgerIndex
from writer.grounding.mentions import Mention
from writer.grounding.scope import Scope
from writer.grounding.statements import Sentence


@dataclass(frozen=True, slots=True)
class Frame:
    """One document against one ledger; `scope` changes as the text is read."""

    document: Document
    index: LedgerIndex
    scope: Scope

    @property
    def text(self) -> str:
        return self.document.text

    def context(self, sentence: Sentence, mention: Mention, reach: int = 40) -> str:
        """The words around a mention within its sentence, with the innermost heading."""
        low, high = max(sentence.start, mention.start - reach), mention.end + 25
        title = sentence.section[-1] if sentence.section else ""
        return title + "。" + self.text[low : min(high, sentence.end)]

    def clause(self, mention: Mention) -> str:
        """The words between the marks on both sides of a mention."""
        low, high = max(0, mention.start - CLAUSE), mention.end + CLAUSE
        before = _MARK.split(self.text[low : mention.start])[-1]
        behind = _MARK.split(self.text[mention.end : high])[0]
        return (before + mention.text + behind).strip()


_MARK = re.compile(r"[，。；、：！？（）\n\t|]")
CLAUSE = 40  # characters of it on each side
TELLING = 3  # digits from which a value hardly comes up by chance


def printed_digits(mention: Mention) -> int:
    """How many digits stand in the text, zeros and decimals included: 90.00 has four."""
    return sum(c.isdigit() for c in mention.text)


def digits_of(mention: Mention) -> int:
    """How many digits a value has: what few numbers share is no coincidence."""
    return len((mention.value or "").replace(".", "").strip("0"))
