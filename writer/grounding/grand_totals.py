"""What the accounts call 收入总计 and 支出总计: the year's own amount and what was carried over.

收入总计 = 本年收入 + 年初结转和结余; 支出总计 = 本年支出 + 年末结转和结余.
"""

from __future__ import annotations

import re

from writer.findings import Verdict
from writer.grounding.claim import Claim
from writer.grounding.judgement import Judged
from writer.grounding.match import states
from writer.grounding.mentions import Kind
from writer.ledger import derive
from writer.ledger.figure import ACTUAL

_CALLED = re.compile(r"(收入|支出)总计(?:为|是)?$")
_CARRIED = {"收入": "年初结转结余", "支出": "年末结转结余"}


def grand_total(claim: Claim) -> Judged | None:
    """The number is the grand total of the side that its words name; None where it is not."""
    called = _CALLED.search(claim.lead)
    if called is None or claim.mention.kind is not Kind.MONEY:
        return None
    index, side = claim.index, called[1]
    carried = [f for n in index.labels.get(_CARRIED[side], ()) for f in index.of_subject[n]]
    own = [
        f
        for n in index.totals
        if side in index.names[n]
        for f in index.of_subject[n]
        if f.basis == ACTUAL and f.period == claim.scope.year and f.kind == "money"
    ]
    for year in (f for f in own if not f.formula):
        for over in carried:
            made = derive.total(f"{year.id}+{over.id}", called[0], [year, over])
            if made is not None and states(claim.mention, made):
                return Judged(claim.mention, Verdict.DERIVED, made.id, made.formula, stated=made)
    return None
