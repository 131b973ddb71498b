"""One number that is to be settled, with what its own words say of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from writer.grounding.frame import Frame
from writer.grounding.ledger_index import LedgerIndex
from writer.grounding.mentions import Mention
from writer.grounding.relations import Link
from writer.grounding.scope import Scope
from writer.grounding.statements import Sentence, Statement


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement's number in its base unit, read but not yet judged.

    `relation` is what its words spell out, `own` the subjects that they name, `around` those
    that the headings and the sentence have named, the last one last. `dates` are the dates of
    its paragraph. `in_cell` says that it is a table cell's value, not told of in a sentence.
    """

    frame: Frame
    sentence: Sentence
    statement: Statement
    relation: Link | None
    own: list[int]
    around: list[int]
    dates: Sequence[str]
    in_cell: bool

    @property
    def mention(self) -> Mention:
        return self.statement.mention

    @property
    def text(self) -> str:
        return self.frame.text

    @property
    def index(self) -> LedgerIndex:
        return self.frame.index

    @property
    def scope(self) -> Scope:
        return self.frame.scope

    @property
    def lead(self) -> str:
        """The number's own words before it."""
        return self.text[self.statement.gap : self.mention.start]

    def context(self) -> str:
        """The words around the number within its sentence, with the innermost heading."""
        return self.frame.context(self.sentence, self.mention)
