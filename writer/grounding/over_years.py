"""What came together over several years: 三年累计支出9467.99万元, 年均支出3156.00万元."""

from __future__ import annotations

import re
from collections.abc import Iterator

from writer.findings import Verdict
from writer.grounding.claim import Claim
from writer.grounding.judgement import Judged, wrong
from writer.grounding.match import kind_fits, states
from writer.grounding.statements import Statement
from writer.ledger import Figure, derive
from writer.ledger.figure import ACTUAL, DONE
from writer.numerals import number

_OVER = re.compile(
    r"(?:近|这|前|过去)?([两二三四五]|[2-5])年(?:来|间|以来)?[，、]?(?:[一-鿿]{0,8}?)(?:累计|合计|共计|总计|共)"
)
_EACH = re.compile(r"年均[一-鿿]{0,6}$")
REACH = 30  # characters before a number in which the years may be counted


def over_years(claim: Claim) -> Judged | None:
    """The verdict on a sum or a mean of several years' figures of one thing; None where the words
    ask for none, or the ledger has not all of those years."""
    each = _EACH.search(claim.lead) is not None
    size = _years(claim, claim.statement)
    if not size or not (each or _OVER.search(_said(claim, claim.statement))):
        return None
    made = [f for f in _made(claim, size, mean=each) if kind_fits(claim.mention, f)]
    right = next((f for f in made if states(claim.mention, f)), None)
    if right is not None:
        return Judged(claim.mention, Verdict.DERIVED, right.id, right.formula, stated=right)
    # what no words name may be something else than what was spoken of
    return wrong(claim.mention, Verdict.WRONG_DERIVATION, made[:1]) if made and claim.own else None


def _said(claim: Claim, statement: Statement) -> str:
    """The sentence's words up to the number, as far as the years may be counted in them."""
    low = max(claim.sentence.start, statement.mention.start - REACH)
    return claim.text[low : statement.mention.start]


def _years(claim: Claim, statement: Statement) -> int:
    """How many years the words count; 0 where they count none."""
    counted = _OVER.search(_said(claim, statement))
    return int(number(counted[1]) or 0) if counted else 0


def _made(claim: Claim, size: int, *, mean: bool) -> Iterator[Figure]:
    """The sums, or means, of the last years' actual figures of what is spoken of."""
    index, year = claim.index, int(claim.scope.year)
    spoken = claim.own or [s for s in (claim.scope.subject,) if s is not None] or index.totals
    years = [str(year - back) for back in range(size)][::-1]
    for subject in spoken:
        done = [f for f in index.of_subject[subject] if f.basis in (ACTUAL, DONE, "")]
        told = [next((f for f in done if f.period == y and not f.formula), None) for y in years]
        parts = [f for f in told if f is not None]
        made = (derive.mean if mean else _sum)(parts) if len(parts) == size else None
        if made is not None:
            yield made


def _sum(parts: list[Figure]) -> Figure | None:
    return derive.total("+".join(f.id for f in parts), parts[0].subject, parts)
