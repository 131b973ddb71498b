"""The direction words before a number: 增加12起 is a change, 增至73起 its result."""

from __future__ import annotations

import re

from writer.grounding.lexicon import Tag
from writer.grounding.mentions import Kind, Mention
from writer.grounding.statements import Statement
from writer.grounding.tokens import Token, last_of

SHORT = 4  # … and after a word of one character (多, 少, 超)
NEAR = 9  # characters that may stand between a direction word and its number
_REACHED = re.compile(r"[至到为]$")
FILLER = re.compile(r"[，。；、,;：]")


def direction_before(
    text: str, left: list[Token], mention: Mention, compared: bool
) -> Token | None:
    """The direction word right before a change; 增至 and 提高到 name a result, no change."""
    token = last_of(left, Tag.DIRECTION)
    if token is None or mention.kind is Kind.DATE or token.payload == "0":
        return None
    word = text[token.start : token.end]
    between = text[token.end : mention.start]
    if _REACHED.search(word) or between.startswith(("至", "到")):
        return None
    shared = any(t.tag is Tag.SHARE and t.end >= token.start - 1 for t in left)
    if shared and not between and word.startswith("超"):
        return None  # 占比超过七成
    single = len(word) == 1
    if len(between) > (SHORT if single else NEAR) or FILLER.search(between):
        return None
    # 超任务2600亩: what is exceeded stands between
    exceeded = any(t.tag is Tag.BASIS and t.start >= token.end for t in left)
    # 均超过年初预算：甲超96万元
    colon = text.rfind("：", 0, token.start)
    exceeded = exceeded or any(t.tag is Tag.BASIS and t.end == colon for t in left)
    compared = compared or exceeded or last_of(left, Tag.COMPARE) is not None
    if single and not compared:
        return None
    named = any(t.tag is Tag.SUBJECT and t.start >= token.end for t in left)
    return None if named and not compared else token


def against(left: list[Token], direction: Token) -> tuple[int, ...]:
    """女教师比男教师多1368人: what the comparison names right behind its word."""
    than = last_of([t for t in left if t.start < direction.start], Tag.COMPARE)
    if than is None:
        return ()
    named = (t for t in left if t.tag is Tag.SUBJECT and t.start == than.end)
    return next((t.subjects for t in named), ())


def result_direction(text: str, statement: Statement) -> int | None:
    """The direction of 增至/降到 before a number that is the result of a change."""
    token = last_of(statement.left, Tag.DIRECTION)
    if token is None or token.payload == "0":
        return None
    word, between = text[token.start : token.end], text[token.end : statement.mention.start]
    reached = _REACHED.search(word) or between.startswith(("至", "到", "了", "为"))
    if not reached or len(between) > NEAR or FILLER.search(between):
        return None
    return int(token.payload)
