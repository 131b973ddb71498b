"""Which derivation a relation in words calls for: the one table, asked of the subjects that are
named or, where none is, of what is carried over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from writer.grounding.derivations import (
    averages,
    changes,
    multiples,
    rates,
    remainders,
    shares,
    totals,
)
from writer.grounding.ledger_index import LedgerIndex
from writer.grounding.match import kind_fits
from writer.grounding.mentions import Mention
from writer.grounding.relations import Link, Relation
from writer.grounding.scope import Scope
from writer.ledger import Figure

FAR = 8  # carried subjects that are asked for something to work with


def derived(
    index: LedgerIndex, scope: Scope, link: Link, mention: Mention, subjects: Sequence[int]
) -> list[Figure]:
    """Every figure that the wording can mean of the subjects that it names."""
    made = _BY_RELATION[link.relation](index, scope, link, mention, subjects)
    return [f for f in made if f and kind_fits(mention, f)]


def carried_over(
    index: LedgerIndex, scope: Scope, link: Link, mention: Mention, carried: Sequence[int]
) -> list[Figure]:
    """The same where no subject is named: what was just stated, then the nearest subject that
    offers anything. Trying every subject would let a wrong number pass by chance."""
    recent = _FROM_RECENT.get(link.relation)
    figures = [f for f in recent(index, scope, link, mention) if f] if recent else []
    figures = [f for f in figures if kind_fits(mention, f)]
    head = [scope.head] if scope.head is not None else []
    for subject in dict.fromkeys([*carried[:FAR], *head]):
        offered = derived(index, scope, link, mention, [subject])
        if offered:
            figures += offered
            if subject in head or not head:
                break
            carried = head
    return figures


def _none(
    index: LedgerIndex, scope: Scope, link: Link, mention: Mention, subjects: Sequence[int]
) -> Iterator[Figure | None]:
    """Durations are worked out from dates: see dates.py."""
    return iter(())


_BY_RELATION = {
    Relation.CHANGE: changes.change,
    Relation.SHARE: shares.share,
    Relation.RATE: rates.rate,
    Relation.TOTAL: totals.total,
    Relation.REMAIN: remainders.remain,
    Relation.PER_HEAD: averages.per_head,
    Relation.TIMES: multiples.times,
    Relation.DURATION: _none,
}


_FROM_RECENT = {
    Relation.CHANGE: changes.recent_change,
    Relation.SHARE: shares.recent_share,
    Relation.RATE: rates.recent_rate,
    Relation.PER_HEAD: averages.led_average,
    Relation.TIMES: multiples.recent_times,
}
