"""Binds every mention to the figure that its words speak of, and says whether it states it.

The order of trust: what the mention's own words name, then a relation they spell out, then what
the sentence, the paragraph and the headings carry over, then the narrative of the facts. A value
that fits by chance is no proof: it must also be what the words lead to.
"""

from __future__ import annotations

from collections.abc import Sequence

from writer.documents import Document
from writer.findings import Verdict
from writer.grounding import candidates, derivations
from writer.grounding.dates import judge_date, judge_duration
from writer.grounding.judgement import Judged, found, wrong
from writer.grounding.ledger_index import LedgerIndex, bigrams
from writer.grounding.lexicon import Tag
from writer.grounding.lists import listed_count
from writer.grounding.match import kind_fits, periods_agree, states, wrong_unit
from writer.grounding.mentions import Kind, Mention
from writer.grounding.quoting import changed, quoted
from writer.grounding.relations import Link, Relation, relation_of, result_direction
from writer.grounding.scope import Scope, bases_agree, is_quantity
from writer.grounding.statements import Sentence, Statement, sentences_of, subjects_in
from writer.ledger import Figure

RIGHT = 4  # characters that may stand between a number and the noun it counts
COVERED = 0.5  # share of a label's pairs of characters that make it recognisable


def link(document: Document, mentions: Sequence[Mention], index: LedgerIndex) -> list[Judged]:
    """One judgement for every mention, in order."""
    tokens = index.scanner.scan(document.text)
    return _Linker(document, index).run(sentences_of(document, mentions, tokens))


class _Linker:
    """One pass over the sentences; `scope` is what the text has said so far."""

    def __init__(self, document: Document, index: LedgerIndex) -> None:
        self.document, self.text, self.index = document, document.text, index
        self.scope = Scope(index.year)
        self._topics: dict[tuple[str, ...], list[int]] = {}
        self._groups: dict[int, tuple[list[int], Link | None]] = {}
        self._dates: list[str] = []

    def run(self, sentences: Sequence[Sentence]) -> list[Judged]:
        judged: list[Judged] = []
        paragraph = -1
        for sentence in sentences:
            fresh = sentence.paragraph != paragraph
            paragraph = sentence.paragraph
            if fresh:
                self._dates = []
            self.scope.begin_sentence(sentence, fresh, self._topic(sentence.section))
            for statement in sentence.statements:
                judged.append(self._judge(sentence, statement))
        return judged

    def _topic(self, section: tuple[str, ...]) -> list[int]:
        """Subjects named by the headings, innermost first."""
        if section not in self._topics:
            found_: list[int] = []
            for title in reversed(section):
                found_ += subjects_in(self.index.scanner.scan(title))
            self._topics[section] = list(dict.fromkeys(found_))
        return self._topics[section]

    # ---- one mention -----------------------------------------------------------------

    def _judge(self, sentence: Sentence, statement: Statement) -> Judged:
        mention = statement.mention
        if mention.kind.structural or self._inside_name(sentence, mention):
            return Judged(mention, Verdict.STRUCTURAL)
        if mention.kind is Kind.DATE:
            self._dates.append(mention.value or "")
            return judge_date(self.index, mention, self._context(sentence, mention))
        if mention.kind is Kind.DOCNO:
            return self._docno(sentence, mention)
        if not is_quantity(mention):
            return Judged(mention, Verdict.STRUCTURAL)
        return self._quantity(sentence, statement)

    def _inside_name(self, sentence: Sentence, mention: Mention) -> bool:
        return any(
            t.tag is Tag.SUBJECT and t.start <= mention.start and mention.end <= t.end
            for t in sentence.tokens
        )

    def _quantity(self, sentence: Sentence, statement: Statement) -> Judged:
        mention, scope = statement.mention, self.scope
        relation = self._relation(statement)
        scope.read_left(self.text, statement, relation)
        left, right = self._own_subjects(statement, relation)
        scope.named += [s for s in reversed(left) if s not in scope.named]
        around = [*scope.topic[::-1], *scope.named]
        judgement = self._decide(sentence, statement, relation, left, right, around)
        if relation is not None and relation.relation is Relation.SHARE and relation.whole:
            scope.whole = relation.whole
        if relation is not None and relation.relation is Relation.CHANGE:
            scope.reference = relation
        self._note(judgement, left or right)
        return judgement

    def _decide(
        self,
        sentence: Sentence,
        statement: Statement,
        relation: Link | None,
        left: list[int],
        right: list[int],
        around: list[int],
    ) -> Judged:
        mention = statement.mention
        own = left + right
        if relation is None or relation.relation in (Relation.TOTAL, Relation.RATE):
            direct = self._direct(mention, own, around)
            if direct is not None:
                return self._directed(statement, direct)
        carried = [s for s in self._carried() if s not in own]
        if relation is not None:
            answer = self._related(statement, relation, own, carried)
            if answer is not None:
                return answer
        context = self._context(sentence, mention)
        if (quote := quoted(self.index, mention, context)) is not None and not self._denied(
            mention, own, around
        ):
            return quote
        if relation is not None and (direct := self._direct(mention, own, around)) is not None:
            return direct
        if own and (fault := self._fault(mention, own, around)) is not None:
            return fault
        return self._unnamed(sentence, statement, relation, carried, around)

    # ---- subjects --------------------------------------------------------------------

    def _relation(self, statement: Statement) -> Link | None:
        if statement.group and statement.group[0] > 0:
            known = self._groups.get(statement.respectively)
            if known is not None:
                return known[1]
        relation = relation_of(self.text, statement, self.scope.year)
        if relation is None and not statement.left and self.scope.reference is not None:
            between = self.text[statement.gap : statement.mention.start]
            if between.strip() in ("，", "、", "和") and statement.mention.kind is Kind.PERCENT:
                return self.scope.reference
        before = self.scope.reference
        if (
            relation is not None
            and relation.relation is Relation.CHANGE
            and not (relation.ref_basis or relation.ref_period)
            and before is not None
        ):
            return Link(relation.relation, relation.direction, before.ref_basis,
                        before.ref_period, relation.whole, relation.start, relation.of_share)  # fmt: skip
        return relation

    def _own_subjects(
        self, statement: Statement, relation: Link | None
    ) -> tuple[list[int], list[int]]:
        """Subjects that the mention's own words name: left of it, and right behind it."""
        if statement.group is not None:
            return self._grouped(statement, relation), []
        stop = relation.start if relation else statement.mention.start
        # in a share or a comparison the subject stands before the relation's words
        ahead = [t for t in statement.left if t.start < stop]
        if relation is not None and relation.relation not in (Relation.SHARE, Relation.RATE):
            ahead = ahead or statement.left
        left = subjects_in(ahead)
        right = [
            s
            for t in statement.right
            if t.tag is Tag.SUBJECT and t.start - statement.mention.end <= RIGHT
            for s in t.subjects
        ]
        if statement.mention.kind not in (Kind.COUNT, Kind.BARE):
            right = []
        return list(dict.fromkeys(left)), [s for s in dict.fromkeys(right) if s not in left]

    def _grouped(self, statement: Statement, relation: Link | None) -> list[int]:
        """A、B分别为1、2: the subject in the same place of its list."""
        assert statement.group is not None
        place, size = statement.group
        if place == 0:
            ahead = [
                t
                for t in statement.left
                if t.tag is Tag.SUBJECT and t.end <= statement.respectively
            ]
            names = [list(t.subjects) for t in ahead][-size:]
            if len(names) < size:
                entries = [r for r in self.scope.paragraph][-size:]
                names = [
                    [self.index.subject_of[r.figure.id]]
                    if r.figure.id in self.index.subject_of
                    else []
                    for r in entries
                ]
            self._groups[statement.respectively] = ([], relation)
            self._members = names
        members: list[list[int]] = getattr(self, "_members", [])
        return list(members[place]) if place < len(members) else []

    def _carried(self) -> list[int]:
        """Subjects that may still be spoken of, nearest first."""
        scope = self.scope
        ids = [scope.subject] if scope.subject is not None else []
        ids += scope.named[::-1]
        ids += [
            self.index.subject_of[r.figure.id]
            for r in reversed(scope.paragraph)
            if r.figure.id in self.index.subject_of
        ]
        ids += scope.topic
        ids += [
            self.index.subject_of[r.figure.id]
            for r in reversed(scope.last[-4:])
            if r.figure.id in self.index.subject_of
        ]
        return list(dict.fromkeys(ids))

    # ---- decisions -------------------------------------------------------------------

    def _direct(self, mention: Mention, own: list[int], around: list[int]) -> Judged | None:
        """The mention states what one of its own subjects leads to."""
        for subject in own:
            figures = candidates.offered(self.index, subject, mention)
            figures = candidates.by_parents(self.index, figures, around)
            for figure in candidates.expected(figures, self.scope):
                if states(mention, figure):
                    return found(mention, figure)
        return None

    def _denied(self, mention: Mention, own: list[int], around: list[int]) -> bool:
        """Whether the mention's own subject has a figure that the narrative cannot outweigh."""
        return mention.kind is Kind.MONEY and any(
            candidates.offered(self.index, s, mention) for s in own
        )

    def _directed(self, statement: Statement, judged: Judged) -> Judged:
        """增至 and 降到 must also go the way that the two figures went."""
        direction = result_direction(self.text, statement)
        figure = judged.stated
        if direction is None or figure is None or figure.number is None:
            return judged
        before = [
            r.figure for r in self.scope.resolved[-1:]
            if r.figure.subject == figure.subject and r.figure.unit == figure.unit
        ] or [
            f for f in self.index.of_subject[self.index.subject_of[figure.id]]
            if f.period < figure.period and f.unit == figure.unit and f.basis == figure.basis
        ] if figure.id in self.index.subject_of else []  # fmt: skip
        for earlier in before[:1]:
            change = figure.number - (earlier.number or 0)
            if change * direction < 0:
                return wrong(judged.mention, Verdict.WRONG_DIRECTION, [figure, earlier])
        return judged

    def _related(
        self, statement: Statement, relation: Link, own: list[int], carried: list[int]
    ) -> Judged | None:
        """The mention against what its relation works out to; None when nothing can be."""
        mention = statement.mention
        if relation.relation is Relation.DURATION:
            return judge_duration(mention, self._dates, self.scope.year)
        figures = derivations.derived(self.index, self.scope, relation, mention, own)
        strict = bool(figures)
        figures += derivations.derived(self.index, self.scope, relation, mention, carried)
        turned: Figure | None = None
        for figure in figures:
            if not kind_fits(mention, figure):
                continue
            if self._sized(mention, figure):
                if relation.direction is None or self._same_way(relation.direction, figure):
                    return Judged(
                        mention, Verdict.DERIVED, figure.id, figure.formula, stated=figure
                    )
                turned = turned or figure
        stated = self._stated_change(mention, relation, own + carried)
        if stated is not None:
            return stated
        if turned is not None:
            return wrong(mention, Verdict.WRONG_DIRECTION, [turned])
        weak = relation.relation in (Relation.TOTAL, Relation.PER_HEAD, Relation.REMAIN)
        usable = [f for f in figures if kind_fits(mention, f)]
        if not usable or (weak and not strict):
            return None
        return self._wrongly_derived(mention, relation, own, usable)

    def _wrongly_derived(
        self, mention: Mention, relation: Link, own: list[int], usable: list[Figure]
    ) -> Judged | None:
        context = self.text[max(0, mention.start - 25) : mention.end + 12]
        if quoted(self.index, mention, context) is not None:
            return None
        if self._direct(mention, own, []) is not None:
            return None
        if any(wrong_unit(mention, f) for f in usable[:3]):
            return wrong(mention, Verdict.WRONG_UNIT, usable)
        return wrong(mention, Verdict.WRONG_DERIVATION, usable)

    def _sized(self, mention: Mention, figure: Figure) -> bool:
        number = figure.number
        if number is None:
            return False
        from dataclasses import replace

        from writer.quantities import canonical

        sized = replace(figure, value=canonical(abs(number)))
        own = mention.number
        if own is not None and own < 0:
            mention = replace(mention, value=canonical(-own))
        return states(mention, sized)

    def _same_way(self, direction: int, figure: Figure) -> bool:
        number = figure.number or 0
        return number * direction >= 0

    def _stated_change(
        self, mention: Mention, relation: Link, subjects: list[int]
    ) -> Judged | None:
        """A change that the facts state themselves: {计量: 同比增长, 数值: 19.67, 单位: %}."""
        if relation.relation is not Relation.CHANGE:
            return None
        for subject in subjects:
            for figure in self.index.of_subject[subject]:
                sign = _own_sign(figure)
                if sign == 0 or not kind_fits(mention, figure) or not self._sized(mention, figure):
                    continue
                if sign == relation.direction:
                    return found(mention, figure)
                return wrong(mention, Verdict.WRONG_DIRECTION, [figure])
        return None

    def _fault(self, mention: Mention, own: list[int], around: list[int]) -> Judged | None:
        """Why the mention does not state what its own subjects lead to."""
        first: list[Figure] = []
        for subject in own:
            figures = candidates.offered(self.index, subject, mention)
            if not figures:
                continue
            preferred = candidates.by_parents(self.index, figures, around)
            lead = candidates.expected(preferred, self.scope) or preferred
            first = first or lead
            stating = [f for f in figures if states(mention, f)]
            if stating:
                return self._misnamed(mention, stating, lead)
        every = [f for s in own for f in self.index.of_subject[s] if not f.formula]
        units = [f for f in (first or every) if wrong_unit(mention, f)]
        if units:
            return wrong(mention, Verdict.WRONG_UNIT, units)
        if not first:
            return None
        others = [f for f in self.index.stating(mention) if self._likely(mention, f)]
        if others:
            return wrong(mention, Verdict.WRONG_SUBJECT, first, others[0])
        return wrong(mention, Verdict.WRONG_VALUE, first)

    def _misnamed(self, mention: Mention, stating: list[Figure], lead: list[Figure]) -> Judged:
        scope, stated = self.scope, stating[0]
        said = scope.period or scope.year
        timely = [f for f in stating if periods_agree(said, f.period)]
        if not timely:
            return wrong(mention, Verdict.WRONG_PERIOD, lead, stated)
        if scope.basis and not any(bases_agree(scope.basis, f.basis) for f in timely):
            return wrong(mention, Verdict.WRONG_BASIS, lead, timely[0])
        if lead and timely[0].parents != lead[0].parents and timely[0].basis == lead[0].basis:
            return wrong(mention, Verdict.WRONG_SUBJECT, lead, timely[0])
        return wrong(mention, Verdict.WRONG_BASIS, lead, timely[0])

    def _likely(self, mention: Mention, figure: Figure) -> bool:
        """Whether a value of another subject stands here by a mix-up rather than by chance."""
        digits = len((mention.value or "").replace(".", "").strip("0"))
        return digits >= 3 or self.index.subject_of.get(figure.id) in self.scope.named

    def _unnamed(
        self,
        sentence: Sentence,
        statement: Statement,
        relation: Link | None,
        carried: list[int],
        around: list[int],
    ) -> Judged:
        """No words of its own settle it: carried subjects, likeness, lists, then doubt."""
        mention = statement.mention
        direct = self._direct(mention, carried, around)
        if direct is not None and (relation is None or relation.direction is None):
            return self._directed(statement, direct)
        stating = self.index.stating(mention)
        context = self.text[statement.gap : mention.end + RIGHT * 2]
        alike = [f for f in stating if self._alike(f, context)]
        fitting = candidates.expected(alike, self.scope)
        if fitting:
            return self._directed(statement, found(mention, fitting[0]))
        if (count := listed_count(self.text, mention)) is not None:
            return count
        if alike:
            return self._misnamed(mention, alike, alike)
        wide = self._context(sentence, mention)
        if (fault := changed(self.index, mention, wide)) is not None:
            return fault
        if stating and self._distinct(mention, stating) and relation is None:
            agreed = candidates.expected(stating, self.scope)
            if agreed:
                return found(mention, agreed[0])
            return self._misnamed(mention, stating, stating)
        led = [
            f for s in carried[:1] for f in candidates.expected(
                candidates.offered(self.index, s, mention), self.scope)
        ]  # fmt: skip
        if led and self.scope.local_basis and not stating:
            units = [f for f in led if wrong_unit(mention, f)]
            return wrong(mention, Verdict.WRONG_UNIT if units else Verdict.WRONG_VALUE, led)
        if stating:
            return Judged(mention, Verdict.UNBOUND, stating[0].id, stated=stating[0],
                          expected=tuple(stating[:4]))  # fmt: skip
        return Judged(mention, Verdict.UNSUPPORTED, expected=tuple(led[:2]))

    def _alike(self, figure: Figure, context: str) -> bool:
        words = bigrams(context)
        for label in (figure.subject, *figure.aliases):
            own = bigrams(label)
            if own and len(own & words) >= max(1, COVERED * len(own)):
                return True
        return False

    def _distinct(self, mention: Mention, stating: list[Figure]) -> bool:
        digits = len((mention.value or "").replace(".", "").strip("0"))
        return digits >= 4 and len({f.subject for f in stating}) == 1

    # ---- the rest --------------------------------------------------------------------

    def _docno(self, sentence: Sentence, mention: Mention) -> Judged:
        said = plain_docno(mention.value or "")
        for figure in self.index.words:
            if figure.kind == "docno" and plain_docno(figure.value) == said:
                return found(mention, figure)
        for quote in self.index.quotes:
            if quote.mention.kind is Kind.DOCNO and plain_docno(quote.mention.value or "") == said:
                return Judged(mention, Verdict.QUOTED, quote.evidence.id, near=quote.near)
        known = [f for f in self.index.words if f.kind == "docno"]
        near = [f for f in known if _similar(plain_docno(f.value), said)]
        if near:
            return wrong(mention, Verdict.WRONG_VALUE, near)
        texts = [
            q for q in self.index.quotes
            if q.mention.kind is Kind.DOCNO and _similar(plain_docno(q.mention.value or ""), said)
        ]  # fmt: skip
        if texts:
            return Judged(mention, Verdict.WRONG_VALUE, texts[0].evidence.id, near=texts[0].near)
        return Judged(mention, Verdict.UNSUPPORTED)

    def _context(self, sentence: Sentence, mention: Mention, reach: int = 40) -> str:
        """The words around a mention within its sentence, with the innermost heading."""
        low, high = max(sentence.start, mention.start - reach), mention.end + 25
        title = sentence.section[-1] if sentence.section else ""
        return title + "。" + self.text[low : min(high, sentence.end)]

    def _note(self, judged: Judged, own: list[int]) -> None:
        figure = judged.stated or (judged.expected[0] if judged.expected else None)
        if figure is None or judged.verdict is Verdict.UNBOUND:
            return
        subject = self.index.subject_of.get(figure.id)
        if judged.verdict is Verdict.DERIVED and subject is None:
            return
        self.scope.note(judged.mention, figure, subject)


_BRACKETS = str.maketrans("【】[]（）()〈〉<>", "〔〕〔〕〔〕〔〕〔〕〔〕")


def plain_docno(value: str) -> str:
    """A document number with six-cornered brackets and no blanks, whatever was typed."""
    return "".join(value.split()).translate(_BRACKETS)


def _similar(a: str, b: str) -> bool:
    """One issuer, or one changed digit."""
    return a.split("〔")[0] == b.split("〔")[0] or (
        len(a) == len(b) and sum(x != y for x, y in zip(a, b, strict=True)) <= 2
    )


_RISE, _FALL = ("增", "升", "提高"), ("降", "减", "压缩", "节约")


def _own_sign(figure: Figure) -> int:
    """The direction that a stated change carries: by its sign or its name; 0 when it is none."""
    name = figure.measure + figure.subject
    number = figure.number
    if number is None or figure.formula:
        return 0
    if any(word in name for word in _FALL):
        return -1 if number >= 0 else 1
    if any(word in name for word in (*_RISE, "同比", "环比", "变动", "变化")):
        return 1 if number >= 0 else -1
    return 0
