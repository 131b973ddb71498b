"""Words further off that bend a number: 不到预算的三分之二, 约合每人2200元, 四分之三强."""

from __future__ import annotations

import re
from dataclasses import replace

from writer.grounding.fractions import as_multiple
from writer.grounding.mentions import Kind, Mention, Qualifier
from writer.grounding.statements import Statement

_NEAR = re.compile(r"(?:不到|不足|接近|将近)[^，。；、]{0,18}$")
_OVER = re.compile(r"(?:超过|超出|高于)[^，。；、]{2,14}的$")
_ABOUT = re.compile(r"(?:约合|大约|约为|约占)[^，。；、]{0,8}$")
CLAUSE = 16  # characters before a number that it may be a fraction of
_STRONG = ("强", "有余")


def hedged(text: str, statement: Statement) -> Mention:
    """The mention with the qualifier of its clause, where reading found none beside it.

    Only fractions in words (三分之二, 八成) and averages are meant so loosely; what is less than
    a number by far is wrong all the same.
    """
    mention = as_multiple(text, statement, statement.mention)
    if mention.qualifier is not Qualifier.EXACT or mention.number is None:
        return mention
    spelt = not any(c.isdigit() for c in mention.text)
    if spelt and text.startswith(_STRONG if mention.kind is Kind.PERCENT else "有余", mention.end):
        return replace(mention, qualifier=Qualifier.OVER)
    fraction = mention.kind is Kind.PERCENT and spelt
    if fraction and _NEAR.search(text, _clause_of(text, statement), mention.start):
        return replace(mention, qualifier=Qualifier.NEAR)
    if fraction and _OVER.search(text, statement.gap, mention.start):
        return replace(mention, qualifier=Qualifier.OVER)
    if _ABOUT.search(text, statement.gap, mention.start):
        return replace(mention, qualifier=Qualifier.ABOUT)
    return mention


def _clause_of(text: str, statement: Statement) -> int:
    """Where the words begin that may bend it: 不到预算1.5万元的三分之二 has a number between."""
    joined = text[statement.gap : statement.mention.start] == "的"
    return max(0, statement.gap - CLAUSE) if joined else statement.gap
