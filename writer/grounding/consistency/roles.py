"""What a number does in its sentence, by the words right before it."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from writer.grounding.consistency.words import either, words
from writer.grounding.lexicon import Tag, lexicon
from writer.grounding.mentions import Kind, Mention, Qualifier


class Role(StrEnum):
    """What a number does in its sentence."""

    LEVEL = "level"  # how much there is
    BASE = "base"  # what a level is compared with: 比上年的61起
    RESULT = "result"  # what a change arrives at: 增至73起
    CHANGE = "change"  # by how much: 增加12起, 上升19.67%
    RATE = "rate"  # 执行率97.5%, 完成预算的85%
    SHARE = "share"  # 占67.81%
    OTHER = "other"  # per head, multiples, limits: not compared here


class Patterns(NamedTuple):
    """Each is searched in the words before a number and reaches up to it."""

    change: re.Pattern[str]
    reached: re.Pattern[str]
    more: re.Pattern[str]
    base: re.Pattern[str]
    rate: re.Pattern[str]
    share: re.Pattern[str]
    other: re.Pattern[str]
    falling: re.Pattern[str]


_SIGNS = ("+", "＋", "-", "－", "−")
_CLOSE = r"[^，。；、\d]"
# 完成全年预算2436.50万元的98.45%: the number is what the next one is a share of
_WHOLE = re.compile(
    r"的(?:约|近)?\s?(?:\d|百分之|[一二三四五六七八九两]成|[一二三四五六七八九]分之)"
)
_FROM = re.compile(r"[由从][^，。；]{0,16}$")
_TURN = re.compile(rf"[（(]?{_CLOSE}{{0,4}}?(?:增|升|提|降|减|下|上|扩|缩|压|回|改善)")


@cache
def patterns() -> Patterns:
    """The patterns of the word lists, compiled once."""
    turns = {w for w, t, p in lexicon().words if t is Tag.DIRECTION and p != "0" and len(w) > 1}
    turns = turns - {"新增"} | set(words("consistency", "changes"))
    ordered = sorted(map(re.escape, turns), key=lambda w: (-len(w), w))
    results = [w for w in ordered if w[-1] in "至到" or (w[-1] == "为" and "幅" not in w)]
    change = "|".join(w for w in ordered if w not in results)
    reached = "|".join(results)
    one = {key: either("consistency", key) for key in (
        "more_or_less_verbs", "rate_words", "rate_of", "share_words", "other_words", "falling"
    )}  # fmt: skip
    before, after = (
        "".join(words("consistency", key)) for key in ("not_compared_before", "not_compared_after")
    )
    return Patterns(
        re.compile(rf"(?:{change})(?:了|额|数|率|幅度|比例|为|约|近|达)?{_CLOSE}{{0,6}}$"),
        re.compile(rf"(?:{reached}|(?:{change})(?:为|到|至)){_CLOSE}{{0,4}}$"),
        re.compile(
            rf"(?:比|较|同比)[^，。；]{{0,14}}?(?:(?:多|少){_CLOSE}{{0,8}}|[高低][出了]?)$"
            rf"|^[，、]?(?:多|少|超|净?增|净?减)了?{_CLOSE}?$|^[，、；]?(?:多|少){one['more_or_less_verbs']}{_CLOSE}{{0,6}}$"
        ),
        re.compile(rf"(?<![{before}])[比较](?![{after}])[^，。；]{{0,16}}$"),
        re.compile(
            rf"(?:{one['rate_words']}|{one['rate_of']})"
            rf"(?:为|达到?|是|约|分别|均|仅|只|已|达)*{_CLOSE}{{0,3}}$"
        ),
        re.compile(rf"{one['share_words']}[^，。；\d]{{0,24}}$"),
        re.compile(rf"{one['other_words']}{_CLOSE}{{0,8}}$"),
        re.compile(one["falling"]),
    )


def role_of(mention: Mention, lead: str, after: str) -> tuple[Role, int]:
    """The role of a number by the words before it and after, and the direction of a change."""
    limits = (Qualifier.AT_LEAST, Qualifier.AT_MOST)
    if mention.unit in ("倍", "ratio") or mention.qualifier in limits:
        return Role.OTHER, 0
    if mention.kind is not Kind.PERCENT and mention.text[:1] in _SIGNS:
        return Role.OTHER, 0  # 比上年增减额为－12.5万元: no level, and its direction is the sign
    found = patterns()
    if turn := found.reached.search(lead):
        return Role.RESULT, -1 if found.falling.search(turn[0]) else 1
    if turn := found.change.search(lead) or found.more.search(lead):
        return Role.CHANGE, -1 if found.falling.search(turn[0]) else 1
    if (
        _WHOLE.match(after)
        or found.base.search(lead)
        or (_FROM.search(lead) and _TURN.match(after))
    ):
        return Role.BASE, 0
    if mention.kind is Kind.PERCENT and mention.unit == "%":
        if found.share.search(lead):
            return Role.SHARE, 0
        if found.rate.search(lead):
            return Role.RATE, 0
    return (Role.OTHER if found.other.search(lead) else Role.LEVEL), 0
