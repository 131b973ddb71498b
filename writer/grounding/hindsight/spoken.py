"""Whose number the words around it tell of: which operands a sentence leaves to choose from."""

from __future__ import annotations

from writer.grounding.hindsight.cues import cue
from writer.grounding.hindsight.pool import AMOUNTS, HERE, JOINT, Pool
from writer.grounding.lexicon import Tag
from writer.ledger import Figure
from writer.ledger.figure import ACTUAL, ADJUSTED, INITIAL


def may_mean(pool: Pool, figure: Figure) -> bool:
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


def named(pool: Pool, *operands: Figure) -> bool:
    """Whether one of the operands is of the thing that the number's own words name, if any."""
    names, kinds = pool.frame.index.names, (operands[0].kind,)
    own = {names[s] for s in pool.things.own if pool.of(s, kinds)}
    return not own or any(f.subject in own or f.formula for f in operands)


def in_basis(pool: Pool, figure: Figure) -> bool:
    """Whether an amount is of the basis in which the sentence tells of its thing: where it has
    told what was spent, what was planned takes no part unless the number's own words name it."""
    told = [t.figure for t in pool.told if t.rank <= HERE and t.figure.subject == figure.subject]
    bases = {f.basis for f in told if f.basis and f.kind == figure.kind} or said_before(pool)
    return not bases or figure.basis in bases or bool(pool.said_of[0]) or bool(figure.formula)


def said_before(pool: Pool) -> set[str]:
    """The one basis that stands between the number before and this one: 决算中，公务接待费占…"""
    said = {
        t.payload
        for t in pool.statement.left
        if t.tag is Tag.BASIS and t.payload in (INITIAL, ADJUSTED, ACTUAL)
    }
    return said if len(said) == 1 else set()


def about(pool: Pool, *operands: Figure) -> bool:
    """Whether a comparison of one thing's amounts is the one that is told of."""
    if (year := _year_in_place(pool)) and max(f.period[:4] for f in operands) != year:
        return False
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


def _year_in_place(pool: Pool) -> str:
    """2023年、2024年分别比上年增长…: the year in the number's place of its list; "" for none."""
    place, size = pool.statement.group or (0, 0)
    at = pool.statement.respectively
    first = next((s for s in pool.sentence.statements if size and s.respectively == at), None)
    years = [(d.value or "")[:4] for d in first.dates if d.end <= at] if first is not None else []
    return years[place] if len(years) == size > 1 else ""


def _than(pool: Pool) -> int:
    """Where the number right before this one stands, if its words compare with it; else -1."""
    before = [s for s in pool.sentence.statements if s.mention.end == pool.statement.gap]
    compares = before and any(t.tag is Tag.COMPARE for t in before[0].left)
    return before[0].mention.start if compares else -1
