"""上年 beside an earlier year: in a report on 2024, 2023年支出386.20万元，较上年减少26.30万元."""

from __future__ import annotations

from dataclasses import replace

from writer.grounding.relations import Link, Relation
from writer.grounding.scope import Scope


def before_then(scope: Scope, link: Link | None, *, by_place: bool) -> Link | None:
    """The relation with the year before the one in force, where its words would compare that year
    with itself; as it is where the sentence has told of the report's own year as well, unless
    the number's year is said `by_place`: 2023年、2024年分别比上年增长4.53%和7.74%."""
    if link is None or link.relation not in (Relation.CHANGE, Relation.TIMES):
        return link
    then = link.ref_period
    if not then.isdigit() or then != scope.period or then >= scope.year:
        return link
    if not by_place and any(r.figure.period == scope.year for r in scope.resolved):
        return link
    return replace(link, ref_period=str(int(then) - 1))
