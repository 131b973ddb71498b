"""Binds every mention to the figure that its words speak of, and says whether it states it.

The order of trust: what the mention's own words name, then a relation they spell out, then what
the sentence, the paragraph and the headings carry over, then the narrative of the facts. A value
that fits by chance is no proof: it must also be what the words lead to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from writer.documents import Document
from writer.findings import Verdict
from writer.grounding import candidates
from writer.grounding.cells import Headers, cell_at, in_base_unit
from writer.grounding.changes import related
from writer.grounding.dates import judge_date, judge_duration
from writer.grounding.direct import alike, direct, distinct, likened, turned
from writer.grounding.docnos import judge_docno
from writer.grounding.faults import fault, misnamed
from writer.grounding.frame import Frame
from writer.grounding.judgement import Judged, found, wrong
from writer.grounding.ledger_index import LedgerIndex
from writer.grounding.lexicon import Tag
from writer.grounding.lists import listed_count
from writer.grounding.match import wrong_unit
from writer.grounding.mentions import Kind, Mention
from writer.grounding.naming import Naming
from writer.grounding.quoting import changed, quoted
from writer.grounding.relations import Link, Relation, relation_of, result_direction
from writer.grounding.scope import Scope
from writer.grounding.statements import QUANTITIES, Sentence, Statement, sentences_of

# a total or a rate may be a figure of its own; other relations are worked out first
_MAY_BE_STATED = (Relation.TOTAL, Relation.RATE)


def link(document: Document, mentions: Sequence[Mention], index: LedgerIndex) -> list[Judged]:
    """One judgement for every mention, in order."""
    tokens = index.scanner.scan(document.text)
    return _Linker(document, index).run(sentences_of(document, mentions, tokens))


class _Linker:
    """One pass over the sentences; `scope` is what the text has said so far."""

    def __init__(self, document: Document, index: LedgerIndex) -> None:
        self.text, self.index, self.scope = document.text, index, Scope(index.year)
        self.frame = Frame(document, index, self.scope)
        self._naming = Naming(self.frame)
        self._headers = Headers(document)
        self._group: Link | None = None
        self._dates: list[str] = []

    def run(self, sentences: Sequence[Sentence]) -> list[Judged]:
        judged: list[Judged] = []
        paragraph = -1
        for sentence in sentences:
            fresh = sentence.paragraph != paragraph
            paragraph = sentence.paragraph
            if fresh:
                self._dates = []
            self.scope.begin_sentence(fresh, self._naming.topic(sentence.section))
            judged += [self._judge(sentence, statement) for statement in sentence.statements]
        return judged

    def _judge(self, sentence: Sentence, statement: Statement) -> Judged:
        mention = statement.mention
        if mention.kind.structural or _inside_name(sentence, mention):
            return Judged(mention, Verdict.STRUCTURAL)
        if mention.kind is Kind.DATE:
            self._dates.append(mention.value or "")
            return judge_date(self.index, mention, self.frame.context(sentence, mention))
        if mention.kind is Kind.DOCNO:
            return judge_docno(self.index, mention)
        if mention.kind not in QUANTITIES:
            return Judged(mention, Verdict.STRUCTURAL)
        return self._quantity(sentence, statement)

    def _quantity(self, sentence: Sentence, statement: Statement) -> Judged:
        """Judges a number in its base unit; the verdict goes to the mention as it stands."""
        written, scope = statement.mention, self.scope
        statement.mention = mention = in_base_unit(written)
        if (cell := cell_at(self.frame.document, mention.start)) is not None:
            self._read_header(statement, self._headers.over(cell))
        relation = self._relation(statement)
        scope.read_left(self.text, statement, relation)
        own = self._naming.own(statement, relation)
        scope.named += [s for s in reversed(own) if s not in scope.named]
        judged = self._decide(sentence, statement, relation, own)
        scope.close(judged, relation, self.index.subject_of)
        return judged if written is mention else replace(judged, mention=written)

    def _read_header(self, statement: Statement, header: str) -> None:
        """A table cell's column says basis, period and sometimes the subject."""
        marks = [t for t in self.index.scanner.scan(header) if t.payload != "spent"]
        at = statement.gap
        statement.left = [
            *(t._replace(start=at, end=at) for t in marks if t.tag is Tag.SUBJECT),
            *statement.left,
            *(t._replace(start=at, end=at) for t in marks if t.tag is not Tag.SUBJECT),
        ]

    def _relation(self, statement: Statement) -> Link | None:
        """The relation that the words name, with what earlier words of the sentence add."""
        if statement.group and statement.group[0] > 0:
            return self._group
        relation = self._worded(statement)
        if statement.group:
            self._group = relation
        return relation

    def _worded(self, statement: Statement) -> Link | None:
        mention, scope = statement.mention, self.scope
        relation = relation_of(self.text, statement, scope.year)
        percent = mention.kind is Kind.PERCENT
        if relation is None:
            between = self.text[statement.gap : mention.start].strip()
            if percent and not statement.left and between in ("，", "、", "和"):
                return scope.reference
            reached = percent and result_direction(self.text, statement) is not None
            if reached and scope.link and scope.link.relation in (Relation.SHARE, Relation.RATE):
                return scope.link  # 占比由61.22%降至58.18%: the second is a share as well
            return None
        if relation.relation is Relation.CHANGE:
            before = scope.reference
            if before is not None and not (relation.ref_basis or relation.ref_period):
                relation = replace(
                    relation, ref_basis=before.ref_basis, ref_period=before.ref_period
                )
            if scope.link is not None and mention.unit == "百分点":
                shared = relation.of_share or scope.link.relation is Relation.SHARE
                relation = replace(relation, of_share=shared)
        return relation

    # ---- the order of trust ----------------------------------------------------------

    def _decide(
        self, sentence: Sentence, statement: Statement, relation: Link | None, own: list[int]
    ) -> Judged:
        frame, mention = self.frame, statement.mention
        around = [*reversed(self.scope.topic), *self.scope.named]
        if relation is None or relation.relation in _MAY_BE_STATED:
            stated = direct(frame, mention, own, around) or likened(frame, statement)
            if stated is not None:
                return turned(frame, statement, stated)
        carried = self._naming.carried(own)
        if relation is not None and (answer := self._related(mention, relation, own, carried)):
            return answer
        quote = quoted(self.index, mention, frame.context(sentence, mention))
        if quote is not None and not self._outweighed(mention, own):
            return quote
        if relation is not None and (stated := direct(frame, mention, own, around)) is not None:
            return stated
        count = listed_count(self.text, mention)
        if count is not None and count.verdict is Verdict.DERIVED:
            return count
        if own and (wrongly := fault(frame, mention, own, around)) is not None:
            return wrongly
        return self._unnamed(sentence, statement, relation, carried, around)

    def _related(
        self, mention: Mention, relation: Link, own: list[int], carried: list[int]
    ) -> Judged | None:
        if relation.relation is Relation.DURATION:
            return judge_duration(mention, self._dates, self.scope.year)
        return related(self.frame, mention, relation, own, carried)

    def _outweighed(self, mention: Mention, own: list[int]) -> bool:
        """Whether the mention's own subject has an amount that the narrative cannot outweigh."""
        return mention.kind is Kind.MONEY and any(
            candidates.offered(self.index, s, mention) for s in own
        )

    def _unnamed(
        self,
        sentence: Sentence,
        statement: Statement,
        relation: Link | None,
        carried: list[int],
        around: list[int],
    ) -> Judged:
        """No words of its own settle it: carried subjects, likeness, lists, then doubt."""
        frame, mention = self.frame, statement.mention
        if relation is None or relation.direction is None:
            stated = direct(frame, mention, carried, around) or likened(frame, statement)
            if stated is not None:
                return turned(frame, statement, stated)
        if (count := listed_count(self.text, mention)) is not None:
            return count
        if similar := alike(frame, statement):
            return misnamed(frame, mention, similar, similar)
        wide = frame.context(sentence, mention)
        if (quote := changed(self.index, mention, wide)) is not None:
            return quote
        return self._doubtful(statement, relation, carried)

    def _doubtful(self, statement: Statement, relation: Link | None, carried: list[int]) -> Judged:
        """Only the value is left to go by."""
        mention, scope = statement.mention, self.scope
        stating = self.index.stating(mention)
        if relation is None and stating and distinct(mention, stating):
            agreed = candidates.expected(stating, scope)
            if agreed:
                return found(mention, agreed[0])
            return misnamed(self.frame, mention, stating, stating)
        led = [
            f
            for s in carried[:1]
            for f in candidates.expected(candidates.offered(self.index, s, mention), scope)
        ]
        if led and scope.local_basis and not stating:
            units = any(wrong_unit(mention, f) for f in led)
            return wrong(mention, Verdict.WRONG_UNIT if units else Verdict.WRONG_VALUE, led)
        if stating:
            first = stating[0]
            return Judged(
                mention, Verdict.UNBOUND, first.id, expected=tuple(stating[:4]), stated=first
            )
        return Judged(mention, Verdict.UNSUPPORTED, expected=tuple(led[:2]))


def _inside_name(sentence: Sentence, mention: Mention) -> bool:
    """Whether the number is part of a name: 2023年全市安全生产演练经费."""
    return any(
        t.tag is Tag.SUBJECT and t.start <= mention.start and mention.end <= t.end
        for t in sentence.tokens
    )
