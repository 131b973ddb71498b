"""Whose number the words around it tell of: which operands a sentence leaves to choose from."""

from __future__ import annotations

from writer.grounding.hindsight.cues import cue
from writer.grounding.hindsight.pool import AMOUNTS, HERE, JOINT, Pool
from writer.grounding.lexicon import Tag
from writer.ledger import Figure


def meant(pool: Pool, figure: Figure) -> bool:
    """Whether a rate or a growth may be that of the figure's thing: the one that the number's own
    words name, else one that the sentence has named or told of."""
    names, kinds, things = pool.frame.index.names, (figure.kind,), pool.things
    own = [s for s in things.own if pool.of(s, kinds)]
    if own or cue("overall").search(things.words):
        return not own or figure.subject in {names[s] for s in own}
    spoken = {names[s] for s in things.named if pool.of(s, kinds)}
    spoken |= {t.figure.subject for t in pool.told if t.rank <= HERE and t.figure.kind in kinds}
    added = figure.subject == JOINT and cue("sum").search(things.said) is not None
    return not spoken or added or figure.subject in spoken


def about(pool: Pool, *operands: Figure) -> bool:
    """Whether a comparison of one thing's amounts is the one that is told of."""
    asked = [f for f in _compared(pool) if f is not None]
    if any(f.subject != one.subject for f in operands for one in asked):
        return True
    return all(any(f.id == one.id for f in operands) for one in asked)


def _compared(pool: Pool) -> tuple[Figure | None, Figure | None]:
    """(what the sentence told last, what it is held against), each None where the words do not
    say it or say more of it: 全年预算286.40万元，比年初预算增加…, 比年初预算262万元增加…"""
    link, (bases, years) = pool.link, pool.said_of
    told = [t for t in pool.before() if t.rank <= HERE and t.figure.kind in AMOUNTS]
    if link is None or not told or told[-1].figure.formula:
        return None, None
    last = told[-1].figure
    referring = link.ref_basis or link.ref_period
    if not referring:
        return None, last if told[-1].place == _than(pool) else None
    if bases - {link.ref_basis} or years - {link.ref_period}:
        return None, None
    timely = last.period[:4] == pool.frame.index.year
    other = link.ref_basis != last.basis if link.ref_basis else True
    return last if timely and other else None, None


def _than(pool: Pool) -> int:
    """Where the number right before this one stands, if its words compare with it; else -1."""
    before = [s for s in pool.sentence.statements if s.mention.end == pool.statement.gap]
    compares = before and any(t.tag is Tag.COMPARE for t in before[0].left)
    return before[0].mention.start if compares else -1
