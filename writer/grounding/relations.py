"""How a sentence says that a number follows from others: 比上年增长, 占…的, 执行率, 合计 …"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from writer.grounding.directions import FILLER, SHORT, against, direction_before
from writer.grounding.heads import average_head, means_all
from writer.grounding.lexicon import Tag, lexicon
from writer.grounding.mentions import Kind, Mention
from writer.grounding.references import adjusting, reference
from writer.grounding.statements import Statement, subjects_in
from writer.grounding.tokens import Token, last_of
from writer.ledger.figure import ACTUAL, ADJUSTED, INITIAL, TARGET


class Relation(StrEnum):
    """The typed derivations that a wording can name."""

    CHANGE = "change"  # growth, difference or points, by the mention's unit
    SHARE = "share"
    RATE = "rate"
    TOTAL = "total"
    REMAIN = "remain"
    PER_HEAD = "per_head"
    TIMES = "times"
    DURATION = "duration"


@dataclass(frozen=True, slots=True)
class Link:
    """A relation as worded: `direction` +1/-1/None, the reference it names (a basis and a
    period, "" where it names none), the whole of a share, and where its words begin."""

    relation: Relation
    direction: int | None = None
    ref_basis: str = ""
    ref_period: str = ""
    whole: tuple[int, ...] = ()
    start: int = 0
    of_share: bool = False
    loose: bool = False  # a rate by a word of its own (整改率): only what was stated makes it
    word: str = ""  # whose head an average is per: 民警人均
    against: tuple[int, ...] = ()  # another thing that is compared with: 甲比乙多
    later_basis: str = ""  # 追加 and 调增 are of the adjusted budget, whatever is spoken of


# 占增加额的80.86%, 占全部增量的…
OF_CHANGE = re.compile(
    r"占(?:全部|总|净|本年|当年|支出|收入|预算|部门)*(?:增加|增长|新增|减少|压减|追加|调增|调减|增支|增收)总?(?:额|部分|数)的?"
    r"|占(?:全部|总|净|支出|收入)*(?:增量|减量)"
)
_WITHIN = re.compile(r"[在于][^，。；]{2,20}(?:中|里|内)(?:约|各|仅|的)?占")
_IN_WHOLE = re.compile(r"(?:[中里内]|当中|来看|看)，(?=[^，。；]{2,30}$)")
_ANY_RATE = re.compile(
    r"(?:(?:同|均|也)为|同样完成|[只仅已共，](?:完成|支付|执行|拨付)|(?:执行|完成|支付|拨付|使用)了|(?:[一-鿿]{1,6}率|[一-鿿]{0,6}满意度)(?:为|达到|达|是|约|约为|近|高达|仅为|仅)?)$"
)
_RANKED = re.compile(r"[率度](?:最[高低快慢]|居首|居末|垫底)，?(?:仅|只|也)?(?:为|达到?|有|是)$")
# 占比最高，为85.31%; 占总支出的比重，2022年为39.03%
_SHARE_RANKED = re.compile(
    r"(?:占比|比重|份额)(?:[最较更][高低大小多少]|居首|居末|垫底|，?(?:20\d\d年|上年|去年|今年|本年))，?(?:仅|只|也)?(?:为|达到?|有|是)$"
)
_CHANGE_RANKED = re.compile(
    r"(增长|增速|增幅|上升|下降|降幅|减幅)(?:最[快慢高低大小多少])，?(?:仅|只)?(?:为|达到?|有|是)$"
)
_ADJUSTING_RATE = re.compile(r"调[整增减剂](?:幅度|率|比例)(?:为|达到?|是|约)?$")
_OF_WHOLE = re.compile(r"(?:约?为|相当于|约?是)([^，。；]{2,14})的$")
_FRACTION_OF = re.compile(r"(?:超过|超|不到|不足|接近|达到?)([^，。；]{2,14})的$")
_USED_OF = re.compile(
    r"(?:完成|执行|实现|[使占]?用[掉去了]?|花[掉去了]|支[出付]|拨付)了?"
    r"(?:年初|全年|调整后?|年度|批复)?(?:的)?(?:预算|计划|任务)(?:数|总额|任务)?的?(?:约|近)?$"
)
_HAS = re.compile(r"[，、；]\s*(?:(?:但|仅|另|只|尚|仍)?有|仅|只)$")
_UNDONE = re.compile(
    r"(?:因[^，。；]{2,16})?(?:结转|转[入到至]|跨年|推迟|延[至期后]|[尚仍还]?未[^成]|没有?能?完)"
)  # 有9座结转下年
_YEARLY = re.compile(r"(?:全年|全部|总)[一-鿿]{0,4}$")
GOAL_BEHIND = re.compile(r"的|(?:年度|全年|年初|既定)?(?:目标|任务|计划)")
GOAL_IN_BRACKETS = re.compile(r"(?:标准|要求|目标值?|任务|计划|控制线)[（(]$")  # 高出标准（85%）
_OF_BASES = (
    ("年初预算", INITIAL), ("年初目标", TARGET), ("全年预算", ADJUSTED), ("调整", ADJUSTED),
    ("目标", TARGET), ("计划", TARGET), ("任务", TARGET), ("预算", "budget"),
)  # fmt: skip
_TIME_UNITS = frozenset({"小时", "个小时", "天", "日", "分钟", "个月", "年"})


def relation_of(text: str, statement: Statement, year: str, compared: bool = False) -> Link | None:
    """The relation that the words before a mention name, or None for a plain statement.

    `compared`: the number before this one is what a comparison is made with.
    """
    mention, left = statement.mention, statement.left
    if GOAL_IN_BRACKETS.search(text, statement.gap, mention.start):
        return None
    if basis_behind(text, statement):
        return None  # 低于4%的控制目标: the number is what is compared with
    if mention.kind in (Kind.ORDINAL, Kind.BARE) and mention.unit not in ("%", "倍"):
        return None
    basis, period, start = reference(text, statement, year)
    tail = [t for t in left if not _parted(text, t, mention)]
    of = last_of(tail, Tag.OF)
    if mention.unit in ("倍", "%") and (of_whole := _of_whole(text, statement, year)) is not None:
        return of_whole
    if mention.unit == "倍":
        if of is not None and not basis:
            basis, start = _of_basis(text[of.start : of.end]), of.start
        return Link(Relation.TIMES, None, basis, period, start=start)
    if of is not None and mention.kind in (Kind.PERCENT, Kind.COUNT):
        return Link(Relation.RATE, None, _of_basis(text[of.start : of.end]), "",
                    start=of.start)  # fmt: skip
    if mention.unit == "%" and (used := _USED_OF.search(text, statement.gap, mention.start)):
        return Link(Relation.RATE, None, _of_basis(used[0]), start=used.start())
    if mention.kind is Kind.PERCENT and (
        part := OF_CHANGE.search(text, statement.gap, mention.start)
    ):
        return Link(Relation.SHARE, start=part.start())
    if mention.unit == "%" and (most := _CHANGE_RANKED.search(text, statement.gap, mention.start)):
        fell = most[1] in ("下降", "降幅", "减幅")
        return Link(Relation.CHANGE, -1 if fell else 1, basis, period, start=most.start())
    direction = direction_before(text, left, mention, compared)
    share = next((t for t in tail if t.tag is Tag.SHARE), None)  # 占…的比重: the first one
    if direction is not None:
        shared = next((t for t in left if t.tag is Tag.SHARE), None)  # 占…的比重: the first one
        begin = min(start, direction.start)
        inside = [t for t in left if shared and shared.end <= t.start < direction.start]
        if whole := tuple(subjects_in(inside)) if mention.unit == "百分点" else ():
            begin = min(begin, shared.start if shared else begin)  # 占总支出的比重下降…
        return Link(
            Relation.CHANGE, int(direction.payload), basis, period, whole, begin,
            later_basis=adjusting(text, direction.start, direction.end),
            of_share=shared is not None,
            against=() if basis or period else against(left, direction),
        )  # fmt: skip
    if (adjusted := _ADJUSTING_RATE.search(text, statement.gap, mention.start)) is not None:
        return Link(Relation.CHANGE, None, INITIAL, start=adjusted.start(), later_basis=ADJUSTED)
    if mention.kind is Kind.PERCENT:
        if (within := _WITHIN.search(text, statement.gap, mention.start)) is not None:
            inside = [t for t in left if within.start() <= t.start < within.end()]
            return Link(Relation.SHARE, whole=tuple(subjects_in(inside)), start=within.start())
        if _SHARE_RANKED.search(text, statement.gap, mention.start):
            share = next((t for t in left if t.tag is Tag.SHARE), None)
        if share is not None:
            behind = [t for t in tail if t.start >= share.end]
            named = last_of([t for t in behind if t.payload != "spent"], Tag.BASIS)
            wholes = subjects_in(behind) or _taken_apart(text, statement)
            return Link(
                Relation.SHARE, None, named.payload if named else "", "",
                tuple(wholes), share.start,
            )  # fmt: skip
        if _RANKED.search(text, statement.gap, mention.start):
            tail = left  # 执行率最低，为80.5%
        if (rate := last_of(tail, Tag.RATE)) is not None:
            by = _rate_basis(text, tail, rate)
            begin = tail[tail.index(rate) - 1].start if by and rate in tail[1:] else rate.start
            return Link(Relation.RATE, None, by, start=begin)
        word = _ANY_RATE.search(text, statement.gap, mention.start)
        if word is not None and not _names_it(text, left, word.end()):
            # 预算125万元，执行了95%; 床位改造差9张，完成95%
            loose = not (word[0].endswith("了") or word[0][0] in "只仅已共，")
            return Link(Relation.RATE, start=word.start(), loose=loose)
        if (rest := last_of(tail, Tag.REMAIN)) is not None:
            return Link(Relation.REMAIN, start=rest.start)
        return None
    if (each := average_of(text, statement)) is not None:
        return each
    for tag, relation in (
        (Tag.HEAD, Relation.PER_HEAD),
        (Tag.REMAIN, Relation.REMAIN),
        (Tag.TOTAL, Relation.TOTAL),
    ):
        if (token := last_of(tail, tag)) is not None:
            if text[token.start : token.end] == "均" and means_all(text, token.start - 1):
                continue
            per = text[max(statement.gap, token.start - 2) : token.start]
            if text[token.start] in "月季":
                per = text[token.start]
            return Link(relation, start=token.start, word=per if tag is Tag.HEAD else "")
    if mention.kind is Kind.COUNT and _UNDONE.match(text, mention.end):
        has = _HAS.search(text, statement.gap, mention.start)
        return Link(Relation.REMAIN, start=has.start()) if has is not None else None
    if mention.unit in _TIME_UNITS:
        token = last_of(tail, Tag.DURATION)
        return Link(Relation.DURATION, start=token.start if token else mention.start)
    return None


def _taken_apart(text: str, statement: Statement) -> list[int]:
    """项目支出中，甲占四成: what the clause before takes apart."""
    found = _IN_WHOLE.search(text, statement.gap, statement.mention.start)
    if found is None:
        return []
    return [s for t in statement.left if t.end == found.start() for s in t.subjects]


def _of_whole(text: str, statement: Statement, year: str) -> Link | None:
    """约为馆藏的8.2%, 相当于事业收入的1.75倍: what stands before 的 is the whole."""
    spelt = not any(c.isdigit() for c in statement.mention.text)  # 超过总支出的四分之三
    where = (text, statement.gap, statement.mention.start)
    found = _OF_WHOLE.search(*where) or (_FRACTION_OF.search(*where) if spelt else None)
    if found is None:
        return None
    inside = [t for t in statement.left if found.start(1) <= t.start < found.end(1)]
    wholes = tuple(subjects_in(inside))
    if spelt and not wholes and _OF_WHOLE.search(*where) is None:
        return None
    relation = Relation.TIMES if statement.mention.unit == "倍" else Relation.SHARE
    if any(t.tag is Tag.BASIS and t.payload not in (ACTUAL, "spent") for t in inside):
        return None
    if any(t.tag is Tag.OF and t.start >= found.start() for t in statement.left):
        return None  # 为全年预算的96%
    if not wholes and relation is Relation.SHARE and _YEARLY.match(found[1]):
        return Link(relation, start=found.start())  # 为全年的28.0%
    earlier = [t.payload for t in inside if t.tag is Tag.PERIOD and t.payload != "0"]
    dated = [d.value or "" for d in statement.dates if found.start(1) <= d.start < found.end(1)]
    if statement.mention.unit == "%" and not wholes and (earlier or dated):
        # 支出额相当于上年的104.34%, 为2022年的115.6%
        year_of = str(int(year) + int(earlier[0])) if earlier else dated[0][:4]
        return Link(Relation.RATE, ref_period=year_of, start=found.start())
    if not wholes or earlier:
        return None
    return Link(relation, whole=wholes, start=found.start())


def average_of(text: str, statement: Statement) -> Link | None:
    """每盏年费用, 单件成本, 件均, 亩产: an amount of each of the things counted."""
    start = statement.mention.start
    head = average_head(text, statement.gap, start)
    return None if head is None else Link(Relation.PER_HEAD, start=start, word=head)


def basis_behind(text: str, statement: Statement) -> bool:
    """Whether 的目标, 的任务数 or the like stands behind the number."""
    end = statement.mention.end
    return GOAL_BEHIND.match(text, end) is not None and any(
        t.tag is Tag.BASIS and t.payload != "spent" and t.start - end <= SHORT
        for t in statement.right
    )


def _names_it(text: str, left: list[Token], end: int) -> bool:
    """Whether a rate's word is the end of a thing's name: 森林覆盖率 is a figure of its own,
    执行率 follows from others."""
    names = (t for t in left if t.tag is Tag.SUBJECT and t.start < end <= t.end)
    return any(text[t.start : t.end] not in lexicon().rates for t in names)


def _parted(text: str, token: Token, mention: Mention) -> bool:
    """Whether a comma stands between the word and the number."""
    return FILLER.search(text, token.end, mention.start) is not None


def _rate_basis(text: str, tail: list[Token], rate: Token) -> str:
    """全年预算执行率, 年初预算完成率: the basis named right before the word."""
    word = text[rate.start : rate.end]
    before = [t for t in tail if t.tag is Tag.BASIS and t.end in (rate.start, rate.start - 1)]
    if before and before[-1].payload in (INITIAL, ADJUSTED, TARGET):
        return before[-1].payload
    return _of_basis(word) if word.startswith(("目标", "任务", "计划")) else ""


def _of_basis(word: str) -> str:
    return next((basis for part, basis in _OF_BASES if part in word), "")
