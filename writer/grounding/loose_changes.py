"""Changes by a word that no list has, or one that stands further off: 多建32个, 省下6.35万元."""

from __future__ import annotations

import re

from writer.grounding.directions import FILLER
from writer.grounding.lexicon import Tag
from writer.grounding.references import adjusting, reference
from writer.grounding.relations import Link, Relation
from writer.grounding.statements import Statement
from writer.grounding.tokens import last_of
from writer.ledger.figure import ADJUSTED, INITIAL


def loose_change(text: str, statement: Statement) -> Link | None:
    """A change whose direction word stands further off: 上级追加项目资金448万元."""
    token = last_of(statement.left, Tag.DIRECTION)
    if token is None or token.payload == "0" or token.end - token.start < 2:
        return None
    if FILLER.search(text, token.end, statement.mention.start):
        return None
    later = adjusting(text, token.start, token.end)
    basis = INITIAL if later else ""
    return Link(Relation.CHANGE, int(token.payload), basis, start=token.start, later_basis=later)


_ADJUSTED = re.compile(r"调[整剂](?:的|了|金额|资金|预算)*$")
_WORDED = (
    (1, re.compile(r"(?:多|增|升|涨|上浮|扩|超|高出?)[一-鿿]{0,3}$")),
    (-1, re.compile(r"(?:少|减|降|压|省|节|下浮|回落|缩|低|短|差|提前|早)[一-鿿]{0,3}$")),
)


def worded_change(text: str, statement: Statement, year: str) -> Link | None:
    """A change by a word that no list has: 多建32个, 省下6.35万元, 少花10万元."""
    basis, period, _ = reference(text, statement, year)
    for direction, words in _WORDED:
        found = words.search(text, statement.gap, statement.mention.start)
        if found is not None:
            return Link(Relation.CHANGE, direction, basis, period, start=found.start())
    if _ADJUSTED.search(text, statement.gap, statement.mention.start):
        start = statement.mention.start  # 加上年中调整的70.54万元: up or down
        return Link(Relation.CHANGE, None, basis or INITIAL, period, start=start,
                    later_basis=ADJUSTED)  # fmt: skip
    return None
