"""A second look at what a paragraph has not proven, once all of it has been read.

Reading goes from left to right and takes the words at the number. What they leave open is often
plain to whoever has read the paragraph: 水库与河道两项支出相加为…, 年末结转…，其中基本支出…. Here
what the paragraph has proven and what the ledger has of the things that it names (`pool`) are put
together in the one way that the number's own words ask for (`ways`), and in no other.

So that a wrong number does not pass by chance, all that such a search could have given is counted
(`luck`): where more than a few in a hundred of the numbers that might have stood there would have
passed as well, it proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from writer.findings import Verdict
from writer.grounding.frame import Frame
from writer.grounding.hindsight.cues import cue
from writer.grounding.hindsight.luck import Ranked, likely, plain
from writer.grounding.hindsight.pool import Pool, Told
from writer.grounding.hindsight.ways import left, of_told_plan, ways
from writer.grounding.judgement import Judged, wrong
from writer.grounding.judgement import found as proven
from writer.grounding.mentions import Kind
from writer.grounding.mistakes import in_other_units
from writer.grounding.statements import Sentence, Statement

__all__ = ["looked_back"]

OPEN = (Verdict.UNSUPPORTED, Verdict.WRONG_DERIVATION, Verdict.WRONG_VALUE)
TURNED = Verdict.WRONG_DIRECTION  # of a change, where what is left may have been meant
MIXED_UP = Verdict.WRONG_SUBJECT  # of an amount, where the sentence names whose it is
OTHER = Verdict.WRONG_BASIS  # of a rate, where the sentence has told but one plan


def looked_back(
    frame: Frame, sentences: Sequence[Sentence], judged: Sequence[Sequence[Judged]]
) -> list[Judged]:
    """The judgements of a paragraph's sentences in their order, with those proven that follow
    from what all of it says."""
    found = [one for said in judged for one in said]
    doubted = [i for i, one in enumerate(found) if one.verdict in (*OPEN, TURNED, OTHER, MIXED_UP)]
    if not doubted or sentences[0].cell:
        return found
    places = [(s, t) for s in sentences for t in s.statements]
    told = Told(found)
    for i in doubted:
        sentence, statement = places[i]
        if statement.mention.number is None or statement.mention.kind is Kind.ORDINAL:
            continue
        pool = Pool(frame, sentence, statement, told)
        if found[i].verdict is MIXED_UP:
            found[i] = _named_here(pool, found[i])
            told.add(found[i])
            continue
        found[i] = _again(pool, found[i])
        if statement.mention.kind is Kind.MONEY and found[i].verdict in OPEN:
            found[i] = _in_another_unit(frame, sentence, statement, told, found[i])
        told.add(found[i])
    return found


def _named_here(pool: Pool, judged: Judged) -> Judged:
    """The amount of a thing that the sentence names, where reading had gone on with another that
    it does not: 社区矫正项目在册324人……，支出97.20万元."""
    index, named = pool.frame.index, pool.things.named
    stated = judged.stated
    if stated is None or not judged.expected or pool.things.own or pool.statement.group is not None:
        return judged
    if cue("left").search(pool.things.behind):
        return judged  # 64.0万元未支付: not what the thing was given
    meant = {index.subject_of.get(f.id) for f in judged.expected}
    if index.subject_of.get(stated.id) not in named or meant & {*named, *index.totals}:
        return judged
    return proven(judged.mention, stated) if pool.asked(stated) else judged


def _again(pool: Pool, judged: Judged) -> Judged:
    """The judgement of a doubted number by what follows from all of its paragraph: proven, or
    wrong against the one thing that it can have meant, else as it was."""
    tried: list[Ranked] = []
    for way in _asked(pool, judged.verdict):
        results = list(way)
        made = likely(pool.mention, results)
        if made is not None:
            return Judged(judged.mention, Verdict.DERIVED, made.id, made.formula, stated=made)
        tried += results
    only = plain(tried) if judged.verdict is Verdict.UNSUPPORTED else None
    return wrong(judged.mention, Verdict.WRONG_DERIVATION, [only]) if only is not None else judged


def _in_another_unit(
    frame: Frame, sentence: Sentence, statement: Statement, told: Told, judged: Judged
) -> Judged:
    """前两个项目共支出214.24亿元, where 214.24万元 would be proven: the unit is wrong."""
    for other in in_other_units(statement.mention):
        pool = Pool(frame, sentence, replace(statement, mention=other), told)
        again = _again(pool, Judged(other, judged.verdict))
        if again.verdict is Verdict.DERIVED and again.stated is not None:
            return wrong(judged.mention, Verdict.WRONG_UNIT, [again.stated])
    return judged


def _asked(pool: Pool, doubt: Verdict | None) -> Iterator[Iterator[Ranked]]:
    """The ways to try; `doubt` is what reading the number by its words came to."""
    if doubt is TURNED:
        return left(pool)
    if doubt is OTHER:  # 结转1223万元，其中甲1025万元
        return chain(of_told_plan(pool), left(pool))
    return ways(pool, doubt is not Verdict.UNSUPPORTED)
