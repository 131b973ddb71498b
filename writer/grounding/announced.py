"""A total that is told before its parts: 收入总计1911.00万元，包括年初结转46.00万元、……"""

from __future__ import annotations

import re
from collections.abc import Sequence

from writer.findings import Verdict
from writer.grounding.frame import Frame
from writer.grounding.judgement import Judged, wrong
from writer.grounding.lexicon import lexicon
from writer.grounding.match import states
from writer.grounding.mentions import Kind, Mention
from writer.grounding.mistakes import in_other_units
from writer.ledger import Figure, derive

_OPENS = re.compile(r"其中|包括|包含|分别|[：:（(]|由|含")
_CLOSED = re.compile(r"[（(][^（）()]*[）)]")
_BRACKET, _CLOSING = re.compile(r"[（(]"), re.compile(r"[）)]")
_OPEN = (
    Verdict.UNSUPPORTED, Verdict.UNBOUND, Verdict.WRONG_VALUE, Verdict.WRONG_DERIVATION,
)  # fmt: skip
SEVERAL, MOST = 2, 8  # parts of a total


def totalled(frame: Frame, judged: Sequence[Judged]) -> list[Judged]:
    """The judgements of a sentence, with a total proven that its proven parts make."""
    found = list(judged)
    for place, one in enumerate(found):
        if one.verdict in _OPEN and one.mention.kind in (Kind.MONEY, Kind.COUNT):
            made = _made(frame, one.mention, found[place + 1 :])
            if made is not None:
                found[place] = Judged(
                    one.mention, Verdict.DERIVED, made.id, made.formula, stated=made
                )
            elif one.mention.kind is Kind.MONEY:
                others = (_made(frame, m, found[place + 1 :]) for m in in_other_units(one.mention))
                if (made := next((m for m in others if m is not None), None)) is not None:
                    found[place] = wrong(one.mention, Verdict.WRONG_UNIT, [made])
    return found


def _made(frame: Frame, mention: Mention, behind: Sequence[Judged]) -> Figure | None:
    """The sum of the proven numbers that the words behind the mention open."""
    parts: list[Figure] = []
    last, end = mention.end, len(frame.text)
    for one in behind:
        alike = one.mention.kind is mention.kind and lexicon().same_unit(
            one.mention.unit, mention.unit
        )
        if not alike:
            continue
        if one.stated is None or one.verdict is None or not one.verdict.good:
            break
        if not parts:
            opening = _CLOSED.sub("", frame.text[last : one.mention.start])
            if not _OPENS.search(opening):
                break
            if _BRACKET.search(opening):  # 10轮（其中致灾8轮）和1轮旱情: the bracket's own alone
                closing = _CLOSING.search(frame.text, one.mention.end)
                end = closing.start() if closing else end
        if one.mention.start > end:
            break
        parts.append(one.stated)
        if len(parts) > MOST:
            break
        total = derive.total("合计", "合计", parts) if len(parts) >= SEVERAL else None
        if total is not None and states(mention, total):
            return total
    return None
