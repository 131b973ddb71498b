"""Figures of a number's value whose names are like its words: cut short, spread, or in part."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from writer.grounding import candidates
from writer.grounding.bigrams import Bigrams, bigrams
from writer.grounding.frame import TELLING, Frame, digits_of
from writer.grounding.lexicon import Tag, lexicon
from writer.grounding.match import plain_period
from writer.grounding.statements import Statement
from writer.ledger import Figure

COVERED = 0.5  # share of a label's pairs of characters that make it recognisable
LOOSELY = 0.3  # … when the value itself hardly comes up by chance
CLOSELY = 0.8  # … when the words name another subject as well
PARTLY = 0.2  # … when what it is part of has just been named
_SUFFIX = re.compile(r"(?:人员|人数|经费|资金|支出|费用|专项|项目)$")
TAIL = 7  # characters before a number that may be a name cut short
WIDE = 50  # characters before a number over which a name may be spread
_CLAUSE = re.compile("[，。；：、\n]")
_WHEN = re.compile(r"^(?:其中|当年|年末|年初|年底|全年|目前|现有?)+")  # 年末在册352人
SHORTEST_END = 2  # characters of a name's end that may stand for it


def beside(frame: Frame, statement: Statement) -> str:
    """The number's own words, before and behind it."""
    before = frame.text[statement.gap : statement.mention.start]
    return f"{before}|{frame.text[statement.mention.end : statement.reach]}"


def alike(frame: Frame, statement: Statement, own: Sequence[int] = ()) -> list[Figure]:
    """Figures of the mention's value whose names are like its words.

    Where the words already name a subject that has such figures, likeness must be close.
    """
    mention = statement.mention
    stating = frame.index.stating(mention)
    if not stating:
        return []
    text = frame.text
    near = bigrams(beside(frame, statement))
    words = near - lexicon().generic
    share = LOOSELY if digits_of(mention) >= TELLING else COVERED
    if any(candidates.offered(frame.index, s, mention) for s in own):
        share = CLOSELY
    # 市场主体 is not what 新登记市场主体 speaks of
    longer = [t.payload for t in statement.left if t.tag is Tag.SUBJECT]
    stating = [f for f in stating if not any(f.subject in n and f.subject != n for n in longer)]
    head = frame.scope.head if frame.scope.head is not None else frame.scope.subject
    parent = frame.index.names[head] if head is not None else ""
    tail = bigrams(text[max(statement.gap, mention.start - TAIL) : mention.start])
    tail -= lexicon().generic
    if any(tail <= bigrams(text[t.start : t.end]) for t in statement.left if t.tag is Tag.SUBJECT):
        tail = frozenset()  # a whole name is none cut short
    said = text[statement.gap : mention.start]
    # 在编44人中，事业32人: where the clause is short for what is spoken of, it is for nothing else
    called = any(_ended_by(f, said) for s in own for f in frame.index.of_subject[s][:1])
    close = [
        f
        for f in stating
        # 在职50名，其中：行政35名: a part needs less of its name
        if _short_for(f, tail)
        or (not called and _ended_by(f, said))
        or _named_alike(f, words, PARTLY if f.parents[-1:] == (parent,) else share)
        or (of_its_months(frame, f) and _named_alike(f, words, COVERED))
    ]
    if close or own:
        return close
    # 交通事故318起、死亡44人: the name is spread over the sentence, its end is near
    wide = words | bigrams(text[max(0, mention.start - WIDE) : mention.start])
    return [f for f in stating if _named_alike(f, wide, share) and _ends_near(f, near)]


def of_its_months(frame: Frame, figure: Figure) -> bool:
    """Whether the number's words name just the part of the year that the figure is of: behind
    暑期（7月至8月）接待游客 means 暑期游客, whatever else is called 接待游客."""
    scope = frame.scope
    exact = plain_period(figure.period) == plain_period(scope.period)
    return scope.local_period and len(scope.period) > len("2023") and exact


def _short_for(figure: Figure, tail: frozenset[str]) -> bool:
    """治理隐患点 for 治理地质灾害隐患点: most of the words are the name's."""
    return any(
        len(tail & _pairs_of(label)) >= max(2, 0.6 * len(tail))
        for label in (figure.subject, *figure.aliases)
    )


def _ended_by(figure: Figure, words: str) -> bool:
    """检查45家 for 档案执法检查, 督改2390处 for 督改火灾隐患: a clause of nothing but the end or
    the beginning of the name."""
    clause = _WHEN.sub("", _CLAUSE.split(words)[-1].strip())
    if len(clause) < SHORTEST_END or clause in lexicon().generic:
        return False
    return any(
        label.endswith(clause) or (label.startswith(clause) and label != clause)
        for label in (figure.subject, *figure.aliases)
    )


def _ends_near(figure: Figure, words: frozenset[str]) -> bool:
    return any(label[-2:] in words for label in (figure.subject, *figure.aliases))


def _named_alike(figure: Figure, words: frozenset[str], share: float) -> bool:
    for label in (figure.subject, *figure.aliases):
        own = _telling_pairs_of(label)
        if own and len(own & words) >= max(1, share * len(own)):
            return True
    return False


# names are compared over and over: a bare 1 in a table states dozens of figures
@lru_cache(maxsize=100_000)
def _pairs_of(label: str) -> Bigrams:
    return bigrams(label)


@lru_cache(maxsize=100_000)
def _telling_pairs_of(label: str) -> Bigrams:
    """Those of the name without its counting word that name something of its own."""
    return bigrams(_SUFFIX.sub("", label)) - lexicon().generic
