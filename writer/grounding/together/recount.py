"""A number of projects against what is told of them: 四个项目全年预算3600万元, which is that of all
five."""

from __future__ import annotations

import re
from collections.abc import Sequence

from writer.findings import Verdict
from writer.grounding.frame import Frame
from writer.grounding.judgement import Judged
from writer.grounding.mentions import Kind
from writer.ledger import Figure

_AT_ONCE = re.compile(
    r"(?:项目|专项)(?:资金|支出|年初|全年|预算|合计|共计?|总|下达|安排|实际|额|数|为|，)*"
)
LEAST = 3  # projects of which fewer may be some


def of_all(frame: Frame, judged: Sequence[Judged]) -> list[Judged]:
    """The judgements of a sentence, with a number of projects found wrong where the amount that
    follows it at once is that of all of them, who are not as many."""
    found = list(judged)
    every = [p.name for p in frame.index.ledger.facts.projects]
    if len(every) < LEAST:
        return found
    for place, one in enumerate(found[:-1]):
        mention, then = one.mention, found[place + 1]
        plain = one.verdict is Verdict.STRUCTURAL and mention.kind is Kind.COUNT
        if not plain or mention.number in (None, len(every)) or then.stated is None:
            continue
        if not _AT_ONCE.fullmatch(frame.text, mention.end, then.mention.start):
            continue
        if then.mention.kind is Kind.MONEY and _of_all(frame, then.stated, len(every)):
            formula = f"所列：{'、'.join(every)}，共{len(every)}项"
            found[place] = Judged(mention, Verdict.WRONG_DERIVATION, formula=formula)
    return found


def _of_all(frame: Frame, figure: Figure, size: int) -> bool:
    if figure.subject == "项目合计" or len(figure.inputs) == size:
        return True
    whole = {f.number for n in frame.index.labels.get("项目合计", ())
             for f in frame.index.of_subject[n] if f.basis == figure.basis}  # fmt: skip
    return figure.number in whole
