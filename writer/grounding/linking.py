"""Binds every mention to the figure that its words speak of, and says whether it states it.

The order of trust: what the mention's own words name, then a relation they spell out, then what
the sentence, the paragraph and the headings carry over, then the narrative of the facts. A value
that fits by chance is no proof: it must also be what the words lead to.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice, pairwise

from writer.documents import Block, Document
from writer.findings import Verdict
from writer.grounding import candidates
from writer.grounding.cells import Columns, cell_at, row_label, told_in
from writer.grounding.changes import related
from writer.grounding.dates import judge_date, judge_duration
from writer.grounding.direct import alike, direct, distinct, likened, resembles, turned
from writer.grounding.docnos import judge_docno
from writer.grounding.explaining import explained
from writer.grounding.faults import fault, misnamed
from writer.grounding.frame import TELLING, Frame, printed_digits
from writer.grounding.hedging import hedged
from writer.grounding.judgement import Judged, found, wrong
from writer.grounding.ledger_index import LedgerIndex, bigrams
from writer.grounding.lexicon import Tag
from writer.grounding.lists import judge_ratio, lines_below, listed_count, told_off
from writer.grounding.match import states, value_fits, wrong_unit
from writer.grounding.mentions import Kind, Mention
from writer.grounding.naming import Naming
from writer.grounding.points import complement, point_gap
from writer.grounding.quoting import changed, quoted, repeated
from writer.grounding.relations import (
    Link,
    Relation,
    average_of,
    basis_behind,
    loose_change,
    relation_of,
    result_direction,
    worded_change,
)
from writer.grounding.rows import Rows
from writer.grounding.scope import Scope
from writer.grounding.statements import (
    QUANTITIES,
    Sentence,
    Statement,
    sentences_of,
    subjects_in,
)
from writer.ledger import Figure, derive
from writer.ledger.figure import ACTUAL
from writer.quantities import canonical

# a total or a rate may be a figure of its own; other relations are worked out first
_MAY_BE_STATED = (Relation.TOTAL, Relation.RATE, Relation.PER_HEAD)
_YEAR = re.compile(r"(20\d\d)\s*年")
_CHANGES = re.compile(r"增减|增长|变动|增幅")
_OWN_PARTS = ("块", "大", "方面", "类", "步", "点", "大类")
_JOINTS = ("、", "和", "及", "与", "，")
LABEL = 20  # characters of a line in which its subject stands
_OF_ALL = (Relation.REMAIN, Relation.RATE, Relation.SHARE)
NEAREST = 4  # carried subjects of which a loosely worded change may be
REACH = 14  # characters around a number whose words a mistyped figure is looked for by
SOMEWHAT = 0.3  # share of a name that those words must have
CONSIDERED = 12  # subjects looked at for a slip


def link(document: Document, mentions: Sequence[Mention], index: LedgerIndex) -> list[Judged]:
    """One judgement for every mention, in order."""
    tokens = index.scanner.scan(document.text)
    return _Linker(document, index).run(sentences_of(document, mentions, tokens))


class _Linker:
    """One pass over the sentences; `scope` is what the text has said so far."""

    def __init__(self, document: Document, index: LedgerIndex) -> None:
        self.text, self.index, self.scope = document.text, index, Scope(index.year, index.names)
        self.frame = Frame(document, index, self.scope)
        self._naming = Naming(self.frame)
        self._rows = Rows(self.frame)
        self._columns = Columns()
        self._group: Link | None = None
        self._years: list[str] = []
        self._bases: list[str] = []
        self._header, self._in_cell = "", False
        self._column: Figure | None = None  # what a total row's column adds up to
        self._dates: list[str] = []

    def run(self, sentences: Sequence[Sentence]) -> list[Judged]:
        judged: list[Judged] = []
        paragraph = -1
        dates: dict[int, list[str]] = defaultdict(list)
        for sentence in sentences:
            dates[sentence.paragraph] += [
                s.mention.value or "" for s in sentence.statements if s.mention.kind is Kind.DATE
            ]
        for sentence in sentences:
            fresh = sentence.paragraph != paragraph
            paragraph = sentence.paragraph
            self._dates = dates[paragraph]
            lead = self._naming.led(self.text[sentence.paragraph : sentence.start])
            topic = [*sentence.before, *lead, *self._naming.topic(sentence.section)]
            above = [*sentence.before, *self._naming.titled(sentence.section)]
            self.scope.begin_sentence(fresh, list(dict.fromkeys(topic)), above)
            judged += [self._judge(sentence, statement) for statement in sentence.statements]
        return judged

    def _judge(self, sentence: Sentence, statement: Statement) -> Judged:
        mention = statement.mention
        if mention.kind.structural or _inside_name(sentence, mention):
            return Judged(mention, Verdict.STRUCTURAL)
        if (quote := repeated(self.index, self.text, mention)) is not None:
            return quote
        if mention.kind is Kind.DATE:
            return judge_date(self.index, mention, self.frame.context(sentence, mention))
        if mention.kind is Kind.DOCNO:
            return judge_docno(self.index, mention)
        if mention.kind not in QUANTITIES:
            return Judged(mention, Verdict.STRUCTURAL)
        return self._quantity(sentence, statement)

    def _quantity(self, sentence: Sentence, statement: Statement) -> Judged:
        """Judges a number in its base unit; the verdict goes to the mention as it stands."""
        written, scope = statement.mention, self.scope
        cell = cell_at(self.frame.document, written.start)
        mention, self._header = written, ""
        statement.mention = mention = hedged(self.text, statement)
        if cell is not None and told_in(self.frame.document, cell, written):
            scope.topic = [*self._rows.prose(cell, statement), *scope.topic]
            cell = None  # goals and reasons are sentences, whatever table they stand in
        self._in_cell = cell is not None
        if cell is not None:
            self._header = header = self._rows.header(cell)
            statement.mention = mention = self._rows.in_unit(cell, mention, header)
            self._rows.read(cell, statement, header)
            if (judged := self._cell(cell, mention, written)) is not None:
                return replace(judged, mention=written)
        scope.words = self._header + self.text[statement.gap : mention.start]
        before = (scope.basis, scope.period)
        relation = self._relation(statement)
        scope.read_left(self.text, statement, relation)
        if (year := _YEAR.search(self._header)) is not None:
            scope.period, scope.local_period = year[1], True
        self._date_group(statement)
        own = self._naming.own(statement, relation)
        if (told := told_off(self.text, statement, scope)) is not None:
            lines = lines_below(self.text, mention.end) if scope.listing else []
            first = [subjects_in(self.index.scanner.scan(one[:LABEL]))[-1:] for one in lines]
            scope.ahead = [s for named in first for s in named]
            return told
        if (scope.told or scope.totalled) and own and set(own) <= set(self.index.totals):
            own, relation = [], Link(Relation.TOTAL, start=statement.gap)  # 三项……支出合计
            if not scope.local_basis and "支出" in self.text[statement.gap : mention.start]:
                scope.basis, scope.local_basis = ACTUAL, True
        scope.named += [s for s in reversed(own) if s not in scope.named]
        judged = self._decide(sentence, statement, relation, own)
        if self._in_cell and self._column and judged.verdict is Verdict.UNSUPPORTED:
            judged = wrong(mention, Verdict.WRONG_DERIVATION, [self._column])
        if own and judged.verdict is Verdict.QUOTED:
            scope.subject = own[0]
        scope.close(judged, relation, self.index.subject_of)
        if cell is not None:
            scope.basis, scope.period = before  # a column speaks for its own cells only
        return judged if written is mention else replace(judged, mention=written)

    def _date_group(self, statement: Statement) -> None:
        """2022年、2023年支出分别为…, 年初预算数、决算数分别是…: each member has the year or
        the basis in its place."""
        place, size = statement.group or (0, 0)
        if size and place == 0 and not statement.again:
            years = [d.value or "" for d in statement.dates if d.end <= statement.respectively]
            self._years = years[-size:] if len(years) >= size else []
            bases = [
                t.payload
                for t in statement.left
                if t.tag is Tag.BASIS and t.payload != "spent" and t.end <= statement.respectively
            ]
            self._bases = bases if len(bases) == size > len(self._years) else []
        if size and place < len(self._years):
            self.scope.period, self.scope.local_period = self._years[place], True
        if size and place < len(self._bases):
            self.scope.basis, self.scope.local_basis = self._bases[place], True

    def _cell(self, cell: Block, mention: Mention, written: Mention) -> Judged | None:
        """A total row adds its column up; a rate column divides what stands beside it."""
        frame = self.frame
        total = self._columns.read(cell, mention, row_label(frame.document, cell))
        self._column = None
        if total is None:
            return None
        key = ("合计", "金额", "", self.scope.year)
        decimals, unit = max(0, -int(written.step.adjusted())), written.unit or mention.unit
        made = Figure("合计", *key, str(mention.kind), canonical(total), mention.unit,
                      decimals, unit, formula="本列各行之和")  # fmt: skip
        if not value_fits(mention, total):
            self._column = made  # unless the ledger knows better, it is this that should stand here
            return None
        self.scope.stated.append(made)
        return Judged(mention, Verdict.DERIVED, formula=made.formula)

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
        relation = relation_of(self.text, statement, scope.year, scope.compared)
        percent = mention.kind is Kind.PERCENT
        if relation is None and (opened := self._opened(statement)) is not None:
            return opened
        if relation is None:
            between = self.text[statement.gap : mention.start].strip()
            if self._header and _CHANGES.search(self._header):
                year = "" if "预算" in self._header else str(int(scope.year) - 1)
                return Link(Relation.CHANGE, None, "" if year else "budget", year)
            if percent and self._header.endswith("率"):
                return Link(Relation.RATE, start=mention.start, loose=True)
            if between.lstrip("，、（") in ("即", "也就是", "折合"):
                return scope.link  # 约占四分之三，即74.9%
            if percent and not statement.left and between in ("，", "、", "和"):
                return scope.reference
            if percent and between == "的" and scope.compared:
                return Link(Relation.RATE, start=mention.start)  # 为年初预算42万元的85%
            reached = result_direction(self.text, statement) is not None
            again = (Relation.SHARE, Relation.RATE) if percent else (Relation.PER_HEAD,)
            if reached and scope.link and scope.link.relation in again:
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

    def _opened(self, statement: Statement) -> Link | None:
        """What earlier words of the sentence began: 低于4%的控制目标0.9个百分点, 三项合计，预算…"""
        mention, scope = statement.mention, self.scope
        between = self.text[statement.gap : mention.start]
        if basis_behind(self.text, statement):
            direction = [t for t in statement.left if t.tag is Tag.DIRECTION]
            scope.toward = int(direction[-1].payload) if direction else None
            return None
        if scope.compared and scope.toward and "，" not in between:
            return Link(Relation.CHANGE, scope.toward, start=mention.start)
        if scope.told and mention.kind is Kind.MONEY and len(between) <= REACH:
            return Link(Relation.TOTAL, start=mention.start)
        return None

    # ---- the order of trust ----------------------------------------------------------

    def _decide(
        self, sentence: Sentence, statement: Statement, relation: Link | None, own: list[int]
    ) -> Judged:
        frame, mention = self.frame, statement.mention
        around = [*reversed(self.scope.topic), *self.scope.named]
        if relation is None or relation.relation in _MAY_BE_STATED:
            stated = direct(frame, mention, own, around) or likened(frame, statement, own)
            if stated is not None:
                return turned(frame, statement, stated)
        if relation is not None and relation.relation is Relation.TOTAL and self.scope.local_basis:
            # 该项目预算20.00万元，共支出17.00万元: what is spoken of, in all
            spoken = self._lead(mention, self._naming.carried(own))
            if (stated := direct(frame, mention, spoken, around)) is not None:
                return stated
        if len(own) > 1 and (joint := self._joint(mention, statement, own)) is not None:
            return joint
        if (
            mention.unit == "ratio"
            and (ratio := judge_ratio(mention, self._at_hand(own))) is not None
        ):
            return ratio
        carried = self._naming.carried(own, self.text[statement.gap : mention.start])
        if self._in_cell:
            carried = []  # a table's row speaks for itself
        if (gap := point_gap(frame, sentence, statement, relation, own)) is not None:
            return gap
        if (rest := complement(frame, sentence, mention)) is not None:
            return rest
        if relation is not None:
            answer = self._related(statement, relation, own, carried)
            if answer is not None and not (own or relation.ref_basis or relation.ref_period):
                answer = self._excused(mention, relation, answer)
            if answer is not None:
                return answer
        lead = self.text[statement.gap : mention.start]
        quote = quoted(
            self.index, mention, frame.context(sentence, mention), lead, self.scope.quoted
        )
        if quote is not None and not self._outweighed(mention, own):
            return quote
        if relation is not None and (stated := direct(frame, mention, own, around)) is not None:
            return stated
        count = listed_count(self.text, mention)
        if count is not None and count.verdict is Verdict.DERIVED:
            return count
        if mention.kind is Kind.ORDINAL:
            return self._ordinal(sentence, mention)
        if mention.number == 0 and not own:
            return Judged(mention, Verdict.STRUCTURAL)  # 零伤亡: nothing is counted
        if mention.kind is Kind.COUNT and mention.unit in _OWN_PARTS:
            return Judged(mention, Verdict.STRUCTURAL)  # 三块, 三大: parts of the text's own making
        if (change := self._loose_change(statement, relation, own, carried)) is not None:
            return change
        worked_out = relation is not None and relation.relation is Relation.PER_HEAD
        if own and not worked_out and (wrongly := fault(frame, mention, own, around)) is not None:
            return wrongly
        return self._unnamed(sentence, statement, relation, carried, around)

    def _at_hand(self, own: list[int]) -> list[Figure]:
        """What was just stated, and what the own subjects lead to."""
        led = [
            f
            for s in reversed(own)
            for f in candidates.expected(self.index.of_subject[s], self.scope)
            if not f.formula
        ]
        return [*self.scope.stated, *led]

    def _joint(self, mention: Mention, statement: Statement, own: list[int]) -> Judged | None:
        """水费、电费、差旅费 9.56: one number for several named things."""
        named = [t for t in statement.left if t.tag is Tag.SUBJECT and t.end > t.start]
        if any(self.text[a.end : b.start] not in _JOINTS for a, b in pairwise(named)):
            return None
        parts = [
            figures[0]
            for s in reversed(own)
            if (figures := candidates.expected(
                candidates.offered(self.index, s, mention), self.scope))
        ]  # fmt: skip
        made = derive.total("合计", "合计", parts) if len(parts) > 1 else None
        if made is None or not states(mention, made):
            return None
        return Judged(mention, Verdict.DERIVED, made.id, made.formula, stated=made)

    def _ordinal(self, sentence: Sentence, mention: Mention) -> Judged:
        """A rank or a prize is a fact; a level, a batch or a floor only names a thing."""
        wide = self.frame.context(sentence, mention)
        if (quote := changed(self.index, mention, wide)) is not None:
            return quote
        ranked = mention.text.endswith(("名", "奖")) and not mention.text.endswith("单位")
        return Judged(mention, Verdict.UNSUPPORTED if ranked else Verdict.STRUCTURAL)

    def _loose_change(
        self, statement: Statement, relation: Link | None, own: list[int], carried: list[int]
    ) -> Judged | None:
        """上级追加项目资金448万元, 少巡查20次: a direction word that is not right before the
        number, or that no list has."""
        if relation is not None:
            return None
        loose = loose_change(self.text, statement)
        spoken = [own, *([s] for s in carried[:NEAREST])] if not own else [own]
        worded = worded_change(self.text, statement, self.scope.year)
        for change in (c for c in (loose, worded) if c is not None):
            for subjects in spoken:
                answer = related(self.frame, statement.mention, change, subjects, carried)
                if answer is not None and answer.verdict is Verdict.DERIVED:
                    return answer
        return None

    def _excused(self, mention: Mention, relation: Link, answer: Judged) -> Judged:
        """Nothing was named: what the paragraph has just stated may be meant instead."""
        if answer.verdict is not Verdict.WRONG_DERIVATION:
            return answer
        return explained(self.frame, mention, [], relation.direction) or answer

    def _related(
        self, statement: Statement, relation: Link, own: list[int], carried: list[int]
    ) -> Judged | None:
        mention, gap = statement.mention, statement.gap
        if relation.relation is Relation.DURATION:
            span = judge_duration(mention, self._dates, self.scope.year)
            worded = any(t.tag is Tag.DURATION for t in (*statement.left, *statement.right))
            # 提前2小时撤出: not every span of time is that between the dates at hand
            return span if span is None or worded or span.verdict is Verdict.DERIVED else None
        if relation.relation is Relation.CHANGE and (each := average_of(self.text, statement)):
            answer = related(self.frame, mention, each, own, carried)  # 人均增收1.5万元
            if answer is not None and answer.verdict is Verdict.DERIVED:
                return answer
        if not own:
            words = self.text[gap : relation.start]
            if relation.relation is Relation.PER_HEAD:
                words = words.rpartition("均")[2]  # 件均运行费
            like = self.index.resembling(words)[:2]
            if not like and not self.scope.paragraph and relation.relation in _OF_ALL:
                like = self.index.totals  # 年末尚有53.5万元没有支出
            return related(self.frame, mention, relation, like, carried, likened=True)
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
        lead = self._lead(mention, carried)
        if relation is None or relation.direction is None:
            stated = direct(frame, mention, lead, around) or self._of_all(mention, lead, around)
            if stated is not None:
                return turned(frame, statement, stated)
        if (count := listed_count(self.text, mention)) is not None:
            return count
        if any(wrong_unit(mention, f) for f in self._led(mention, lead)):
            return wrong(mention, Verdict.WRONG_UNIT, self._led(mention, lead))
        if relation is None or relation.direction is None:
            if (strayed := self._strayed(mention, carried)) is not None:
                return strayed
            if similar := alike(frame, statement):
                for figure in similar:
                    if candidates.leads_to(self.index, mention, figure, self.scope):
                        return found(mention, figure)
                return misnamed(frame, mention, similar, similar)
        if relation is not None and relation.relation is Relation.TOTAL:
            return self._total(statement, relation, carried, lead)
        wide = frame.context(sentence, mention)
        if (quote := changed(self.index, mention, wide)) is not None:
            others = self.index.stating(mention)
            if others and printed_digits(mention) >= TELLING:
                return replace(quote, verdict=Verdict.WRONG_SUBJECT, stated=others[0])
            return quote
        doubtful = self._doubtful(sentence, statement, relation, lead)
        if doubtful.verdict is Verdict.WRONG_SUBJECT and self.scope.local_basis:
            return doubtful  # the words are plain; no sum may excuse another item's value
        return self._explained(statement, relation, carried) or doubtful

    def _total(
        self, statement: Statement, relation: Link, carried: list[int], lead: list[int]
    ) -> Judged:
        """A total of what no sentence lists: a figure that stands for a whole, or none."""
        mention = statement.mention
        if (made := self._explained(statement, relation, carried)) is not None:
            return made
        stating = self.index.stating(mention)
        if len({f.subject for f in stating}) == 1:
            for figure in stating:
                if candidates.leads_to(self.index, mention, figure, self.scope):
                    return found(mention, figure)
        return Judged(mention, Verdict.UNSUPPORTED, expected=tuple(self._led(mention, lead)[:2]))

    def _explained(
        self, statement: Statement, relation: Link | None, carried: list[int]
    ) -> Judged | None:
        """A change in words that no list has, then whatever was just stated."""
        mention = statement.mention
        change = worded_change(self.text, statement, self.scope.year)
        if change is not None:
            answer = related(self.frame, mention, change, [], carried)
            sure = (Verdict.DERIVED, Verdict.WRONG_DIRECTION)
            compared = change.ref_period or change.ref_basis
            if answer is not None and answer.verdict in (sure if compared else sure[:1]):
                return answer
        worded = change or relation
        if worded is not None and (worded.ref_period or worded.ref_basis):
            return None  # it says what it is compared with, and that did not give it
        direction = worded.direction if worded is not None else None
        return explained(self.frame, mention, carried, direction)

    def _lead(self, mention: Mention, carried: list[int]) -> list[int]:
        """The nearest carried subject with figures of the mention's sort in the basis in force."""
        if self._in_cell:
            return []  # a table's row speaks for itself
        head = [self.scope.head] if self.scope.head is not None else []
        offering = (
            s
            for s in [*head, *carried]
            if candidates.expected(candidates.offered(self.index, s, mention), self.scope)
        )
        found = list(dict.fromkeys(islice(offering, 2 if head else 1)))
        # a project's paragraph speaks of that project, whatever it has mentioned since
        topic = self.scope.topic[:1]
        return found + [s for s in topic if s not in found]

    def _of_all(self, mention: Mention, lead: list[int], around: list[int]) -> Judged | None:
        """Where nothing is named an amount is the department's own: 年初预算2640万元."""
        if mention.kind is not Kind.MONEY:
            return None
        turned_ = [
            n for s in lead for n in self.index.counterparts(s) if self.scope.local_basis
        ]  # 基金收入9.86亿元，支出9.42亿元
        told = {*self.scope.paragraph_subjects(self.index.subject_of), *self.scope.topic}
        fresh = self.scope.local_basis and not told & set(lead)
        totals = self.index.totals if not lead or fresh else []
        return direct(self.frame, mention, [*turned_, *totals], around)

    def _led(self, mention: Mention, lead: list[int]) -> list[Figure]:
        """What the carried subject leads to."""
        return [
            f
            for s in lead
            for f in candidates.expected(candidates.offered(self.index, s, mention), self.scope)
        ]

    def _strayed(self, mention: Mention, carried: list[int]) -> Judged | None:
        """The nearest carried subject has this value, but in another basis or period."""
        nearest = (s for s in carried if candidates.offered(self.index, s, mention))
        head = [self.scope.head] if self.scope.head is not None else []
        for subject in [*islice(nearest, 1), *head]:
            figures = candidates.offered(self.index, subject, mention)
            stating = [f for f in figures if states(mention, f)]
            if not stating:
                continue
            led = candidates.expected(figures, self.scope)
            return misnamed(self.frame, mention, stating, led)
        return None

    def _doubtful(
        self, sentence: Sentence, statement: Statement, relation: Link | None, lead: list[int]
    ) -> Judged:
        """Only the value is left to go by."""
        mention, scope = statement.mention, self.scope
        stating = self.index.stating(mention)
        led = self._led(mention, lead)
        # the sentence itself has named what it speaks of
        said = {*scope.named, *(self.index.subject_of.get(r.figure.id) for r in scope.resolved)}
        spoken = scope.local_basis or any(s in said for s in lead)
        here = {*scope.topic, *scope.paragraph_subjects(self.index.subject_of)}
        lead = [s for s in lead if s in here or s in said]
        if lead and led and stating and not spoken:
            near = bigrams(self.text[sentence.start : mention.end + REACH])
            spoken = not any(bigrams(f.subject) & near for f in stating)
        if relation is None and stating and distinct(mention, stating):
            if lead and led and spoken:
                return wrong(mention, Verdict.WRONG_SUBJECT, led, stating[0])
            for figure in stating:
                if candidates.leads_to(self.index, mention, figure, scope):
                    return found(mention, figure)
            return misnamed(self.frame, mention, stating, stating)
        if lead and led and spoken and stating and printed_digits(mention) >= TELLING:
            return wrong(mention, Verdict.WRONG_SUBJECT, led, stating[0])
        if lead and led and scope.local_basis:
            return wrong(mention, Verdict.WRONG_VALUE, led)
        if stating:
            first = stating[0]
            return Judged(
                mention, Verdict.UNBOUND, first.id, expected=tuple(stating[:4]), stated=first
            )
        slipped = [f for f in led if resembles(mention, f)] or self._slips(sentence, mention)
        if slipped:
            return wrong(mention, Verdict.WRONG_VALUE, slipped)
        return Judged(mention, Verdict.UNSUPPORTED, expected=tuple(led[:2]))

    def _slips(self, sentence: Sentence, mention: Mention) -> list[Figure]:
        """Figures that the words are like and that the number looks like."""
        near = self.text[max(sentence.start, mention.start - REACH) : mention.end + REACH]
        subjects = self.index.resembling(near, SOMEWHAT)[:CONSIDERED]
        return [
            f
            for s in subjects
            for f in candidates.offered(self.index, s, mention)
            if resembles(mention, f)
        ]


def _inside_name(sentence: Sentence, mention: Mention) -> bool:
    """Whether the number is part of a name: 2023年全市安全生产演练经费."""
    return any(
        t.tag is Tag.SUBJECT and t.start <= mention.start and mention.end <= t.end
        for t in sentence.tokens
    )
