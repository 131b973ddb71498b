"""A number that tells another year of what was just worked out: 每件成本17.44元，上年为19.22元."""

from __future__ import annotations

import re

from writer.findings import Verdict
from writer.grounding.derivations.again import again
from writer.grounding.frame import Frame
from writer.grounding.judgement import Judged, wrong
from writer.grounding.match import kind_fits, states
from writer.grounding.relations import result_direction
from writer.grounding.statements import Statement

_ONLY_YEAR = re.compile(
    r"[，；、（(而]?(?:而|但)?(?:上一?年度?|去年|前年|20\d\d年)(?:同期|底|末)?(?:的)?"
    r"(?:仅仅?|只|才|还|则)?(?:为|是|有|达到?)?(?:约|近)?$"
)
LATEST = 2  # derived figures just stated that it may be another year of


def of_another_year(frame: Frame, statement: Statement) -> Judged | None:
    """The verdict on a number with nothing but a year before it, behind an average or a rate."""
    mention, scope = statement.mention, frame.scope
    words = frame.text[statement.gap : mention.start]
    period = scope.period or scope.year
    if _ONLY_YEAR.fullmatch(words) is None or period == scope.year:
        if result_direction(frame.text, statement) is None:
            return None
        period = scope.year  # 由4.58元压减到4元
    made = [f for f in scope.stated[-LATEST:] if f.formula and kind_fits(mention, f)]
    for latest in reversed(made):
        then = again(frame.index, latest, period)
        if then is None:
            continue
        if states(mention, then):
            return Judged(mention, Verdict.DERIVED, then.id, then.formula, stated=then)
        return wrong(mention, Verdict.WRONG_DERIVATION, [then])
    return None
