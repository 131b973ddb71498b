"""Binds every mention to the figure that its words speak of, and says whether it states it.

Here the text is read from its beginning to its end: `scope` takes in what each number's words
say, `trust` settles the number, and `scope` keeps what it leaves for the next ones. A value
that fits by chance is no proof: it must also be what the words lead to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from operator import attrgetter

from writer.documents import Document
from writer.findings import Verdict
from writer.grounding.altered import altered
from writer.grounding.announced import totalled
from writer.grounding.bases import with_bases
from writer.grounding.cells import row_label
from writer.grounding.claim import Claim
from writer.grounding.dates import judge_date
from writer.grounding.docnos import cited, judge_docno
from writer.grounding.durations import moments_told
from writer.grounding.earlier_years import before_then
from writer.grounding.frame import Frame
from writer.grounding.hedging import hedged
from writer.grounding.hindsight import looked_back
from writer.grounding.judgement import Judged
from writer.grounding.ledger_index import LedgerIndex
from writer.grounding.lexicon import Tag
from writer.grounding.lists import lines_below, told_off
from writer.grounding.lookalikes import without_lookalikes
from writer.grounding.members import Members
from writer.grounding.mentions import Kind, Mention
from writer.grounding.naming import Naming
from writer.grounding.quoting import repeated
from writer.grounding.recounts import recounted
from writer.grounding.relations import Link, Relation
from writer.grounding.repeats import told_apart
from writer.grounding.said import read_left
from writer.grounding.scope import Scope
from writer.grounding.spans import span_of_cell
from writer.grounding.statements import (
    QUANTITIES,
    Sentence,
    Statement,
    sentences_of,
    sets_goals,
    subjects_in,
)
from writer.grounding.tables import Cell, Tables
from writer.grounding.together import joint, told_of
from writer.grounding.trust import decide
from writer.ledger.figure import ACTUAL, TARGET

_YEAR = re.compile(r"(20\d\d)")
LABEL = 20  # characters of a line in which its subject stands


def link(document: Document, mentions: Sequence[Mention], index: LedgerIndex) -> list[Judged]:
    """One judgement for every mention, in order."""
    tokens = without_lookalikes(document.text, index.scanner.scan(document.text), index)
    tokens = with_bases(tokens, index.spoken_bases)
    linker = _Linker(document, index, cited(mentions))
    return linker.run(sentences_of(document, mentions, tokens))


class _Linker:
    """One pass over the sentences; `scope` is what the text has said so far."""

    def __init__(self, document: Document, index: LedgerIndex, docnos: frozenset[str]) -> None:
        self.text, self.index = document.text, index
        self._docnos = docnos
        self.scope = Scope(index.year, index.names)
        self.frame = Frame(document, index, self.scope)
        self._naming = Naming(self.frame)
        self._members = Members(self.frame)
        self._tables = Tables(self.frame)
        self._dates: list[str] = []  # of the paragraph

    def run(self, sentences: Sequence[Sentence]) -> list[Judged]:
        paragraphs = groupby(sentences, key=attrgetter("paragraph"))
        return [one for _, paragraph in paragraphs for one in self._paragraph(list(paragraph))]

    def _paragraph(self, sentences: Sequence[Sentence]) -> list[Judged]:
        """The judgements of a paragraph: sentence by sentence, then with all of it known."""
        self._dates = []
        for sentence in sentences:
            mentions = [s.mention for s in sentence.statements]
            self._dates += moments_told(self.text, mentions, self._dates, self.index.year)
        said = [self._sentence(s, fresh=s is sentences[0]) for s in sentences]
        return looked_back(self.frame, sentences, said)

    def _sentence(self, sentence: Sentence, *, fresh: bool) -> list[Judged]:
        lead = self._naming.led(sentence.paragraph, sentence.start)
        topic = [*sentence.before, *lead, *self._naming.topic(sentence.section)]
        topic += self._naming.title()
        above = [*sentence.before, *self._naming.titled(sentence.section)]
        goals = TARGET if sets_goals(sentence.section) else ""
        self.scope.begin_sentence(fresh, list(dict.fromkeys(topic)), above, goals)
        said = [self._judge(sentence, statement) for statement in sentence.statements]
        said = totalled(self.frame, told_apart(self.frame, sentence, said))
        return recounted(self.frame, sentence, said)

    def _judge(self, sentence: Sentence, statement: Statement) -> Judged:
        mention = statement.mention
        if mention.kind.structural or _inside_name(sentence, mention):
            return Judged(mention, Verdict.STRUCTURAL)
        if (quote := repeated(self.index, self.text, mention)) is not None:
            if named := subjects_in(statement.left):
                self.scope.subject = named[0]
                self.scope.named += [s for s in reversed(named) if s not in self.scope.named]
            self.scope.quote(quote)
            return quote
        return altered(self.index, self.text, self._by_kind(sentence, statement))

    def _by_kind(self, sentence: Sentence, statement: Statement) -> Judged:
        mention = statement.mention
        if mention.kind is Kind.DATE and _signed(self.text, mention):
            return Judged(mention, Verdict.STRUCTURAL)
        if mention.kind is Kind.DATE:
            return self._date(sentence, mention)
        if mention.kind is Kind.DOCNO:
            return judge_docno(self.index, mention, subjects_in(sentence.tokens), self._docnos)
        if mention.kind not in QUANTITIES:
            return Judged(mention, Verdict.STRUCTURAL)
        return self._quantity(sentence, statement)

    def _date(self, sentence: Sentence, mention: Mention) -> Judged:
        context, clause = self.frame.context(sentence, mention), self.frame.clause(mention)
        judged = judge_date(self.index, mention, context, clause)
        if judged.verdict is Verdict.QUOTED:
            self.scope.quoted = judged.figure or ""
        return judged

    def _quantity(self, sentence: Sentence, statement: Statement) -> Judged:
        """Judges a number in its base unit; the verdict goes to the mention as it stands."""
        written, scope = statement.mention, self.scope
        statement.mention = hedged(self.text, statement)
        cell = self._tables.read(statement, written)
        if cell is not None and (proven := cell.proven()) is not None:
            self._tables.keep(cell, proven)
            if proven.stated is not None:
                scope.stated.append(proven.stated)
            return proven
        before = (scope.basis, scope.period)
        relation, own = self._read(statement, cell.header if cell is not None else "")
        if cell is not None:
            scope.span = span_of_cell(cell.header, row_label(self.frame.document, cell.block))
        group = told_of(self.frame, sentence, statement) if cell is None else None
        if isinstance(group, Judged):
            return group
        if group is not None:
            scope.gather(group)
        if group is not None and group.named:
            scope.named += [s for s in group.subjects if s not in scope.named]
            return group.judged(statement.mention)
        if (told := told_off(self.text, statement, scope)) is not None:
            scope.ahead = self._ahead(statement.mention) if scope.listing else []
            named = subjects_in([t for t in statement.left if t.start < written.start])
            scope.named += [s for s in reversed(named) if s not in scope.named]
            return told
        judged = self._settle(sentence, statement, relation, own, cell)
        if cell is not None:
            scope.basis, scope.period = before  # a column speaks for its own cells only
            judged = cell.contradicted(judged)
            self._tables.keep(cell, judged)
        scope.several_last |= group is not None
        if group is not None and judged.verdict is not None and not judged.verdict.good:
            judged = group.judged(statement.mention)
        return judged if written is statement.mention else replace(judged, mention=written)

    def _read(self, statement: Statement, header: str) -> tuple[Link | None, list[int]]:
        """(the relation that the number's words spell out, the subjects that they name); the
        basis and the period that they and the column's header say go to the scope."""
        scope = self.scope
        scope.words = header + self.text[statement.gap : statement.mention.start]
        relation = self._members.relation(statement, header)
        read_left(scope, self.text, statement, relation)
        if (year := _YEAR.search(header)) is not None:
            scope.period, scope.local_period = year[1], True
        self._members.place(statement)
        relation = before_then(scope, relation, by_place=statement.group is not None)
        return relation, self._naming.own(statement, relation)

    def _ahead(self, mention: Mention) -> list[int]:
        """What the lines below 下列三个项目 are about, one subject a line."""
        lines = lines_below(self.text, mention.end, announced=False)
        first = [subjects_in(self.index.scanner.scan(one[:LABEL]))[-1:] for one in lines]
        return [s for named in first for s in named]

    def _settle(
        self,
        sentence: Sentence,
        statement: Statement,
        relation: Link | None,
        own: list[int],
        cell: Cell | None,
    ) -> Judged:
        """The verdict on what was read; the scope keeps what it leaves for the next number."""
        scope = self.scope
        amount = statement.mention.kind is not Kind.PERCENT
        if amount and (scope.told or scope.totalled) and own and set(own) <= set(self.index.totals):
            own, relation = [], Link(Relation.TOTAL, start=statement.gap)  # 三项……支出合计
            if (
                not scope.local_basis
                and "支出" in self.text[statement.gap : statement.mention.start]
            ):
                scope.basis, scope.local_basis = ACTUAL, True
        scope.named += [s for s in reversed(own) if s not in scope.named]
        around = [*reversed(scope.topic), *scope.named]
        claim = Claim(
            self.frame, sentence, statement, relation, own, around, self._dates, cell is not None
        )
        judged = decide(self._naming, claim)
        docked = judged.verdict is Verdict.DERIVED and claim.mention.kind is Kind.SCORE
        scope.several_last &= not own or joint(scope.several, judged)
        if own and (docked or judged.verdict is Verdict.QUOTED):
            scope.subject = own[0]
        scope.close(judged, relation, self.index.subject_of)
        return judged


def _signed(text: str, mention: Mention) -> bool:
    """A date that is a line of its own is that of the report."""
    start, end = text.rfind("\n", 0, mention.start) + 1, text.find("\n", mention.end)
    line = text[start : end if end >= 0 else len(text)]
    return line.strip() == mention.text.strip() and len(mention.value or "") > len("2024-04")


def _inside_name(sentence: Sentence, mention: Mention) -> bool:
    """Whether the number is part of a name: 2023年全市安全生产演练经费."""
    return any(
        t.tag is Tag.SUBJECT and t.start <= mention.start and mention.end <= t.end
        for t in sentence.tokens
    )
