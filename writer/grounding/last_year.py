"""A number that tells another year of what was just worked out: 每件成本17.44元，上年为19.22元."""

from __future__ import annotations

import re

from writer.findings import Verdict
from writer.grounding.derivations.again import again
from writer.grounding.directions import result_direction
from writer.grounding.frame import Frame
from writer.grounding.judgement import Judged, wrong
from writer.grounding.match import kind_fits, states
from writer.grounding.statements import Statement
from writer.ledger import Figure

_ONLY_YEAR = re.compile(
    r"[，；、（(而]?(?:而|但|比|较)?(?P<than>略?(?:高于|低于|多于|少于))?(?P<year>上一?年度?|去年|前年|20\d\d年)"
    r"(?:同期|底|末)?(?:的)?(?:(?:这一|该项?|同一)[一-鿿]{1,5})?"
    r"(?:仅仅?|只|才|还|则)?(?:为|是|有|达到?)?(?:约|近)?$"
)
_MORE = ("高", "多")
LATEST = 2  # derived figures just stated that it may be another year of


def of_another_year(frame: Frame, statement: Statement) -> Judged | None:
    """The verdict on a number with nothing but a year before it, behind an average or a rate."""
    mention, scope = statement.mention, frame.scope
    words = frame.text[statement.gap : mention.start]
    only = _ONLY_YEAR.fullmatch(words)
    if only is None and result_direction(frame.text, statement) is None:
        return None
    period = _year(only["year"], scope.year) if only else scope.year  # 由4.58元压减到4元
    made = [f for f in scope.stated[-LATEST:] if f.formula and kind_fits(mention, f)]
    for latest in reversed(made):
        then = again(frame.index, latest, period)
        if then is None:
            continue
        if states(mention, then) and only is not None and _turned(only["than"], latest, then):
            return wrong(mention, Verdict.WRONG_DIRECTION, [latest, then])
        if states(mention, then):
            return Judged(mention, Verdict.DERIVED, then.id, then.formula, stated=then)
        if latest is scope.stated[-1]:  # else another number has been told since
            return wrong(mention, Verdict.WRONG_DERIVATION, [then])
    return None


def _year(word: str, year: str) -> str:
    """上年 and 2022年 as years."""
    if word[:4].isdigit():
        return word[:4]
    return str(int(year) - (2 if word == "前年" else 1))


def _turned(than: str | None, now: Figure, then: Figure) -> bool:
    """Whether 高于上年的0.74元 says the wrong way."""
    if not than or now.number is None or then.number is None:
        return False
    more = than.lstrip("略").startswith(_MORE)
    return now.number < then.number if more else now.number > then.number
