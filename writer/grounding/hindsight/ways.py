"""Which way of putting operands together a number's unit and its own words ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from writer.grounding.derivations.operands import PLANNED
from writer.grounding.heads import average_head
from writer.grounding.hindsight.amounts import averages, gaps, likewise, means, remains, rests, sums
from writer.grounding.hindsight.compared import LESS, MORE
from writer.grounding.hindsight.luck import Ranked
from writer.grounding.hindsight.percents import growths, points, rates, ratios
from writer.grounding.hindsight.pool import HERE, Pool
from writer.grounding.hindsight.shares import shares
from writer.grounding.mentions import Kind
from writer.ledger.figure import ADJUSTED

_SUM = re.compile(
    r"合计|总计|共计|相加|合起来|加起来|一起|总共|累计|[共计总]|[两三四五六七八九][项者家块类个]"
)
_APART = re.compile(r"[快慢优]|相差|之差")  # more or less, as the thing may be
_CHANGE = re.compile(r"[增升涨长降减幅快慢](?![至到为])|下滑|[上下]浮|翻|[高低]出?[于过]?$")
_LEFT = re.compile(r"结余|结转|剩余|剩|未支出|未用完|未执行|没有支出|沉淀|收回|[扣失丢]")
_CHANGED = re.compile(r"追加|[调核][增减]|[增减]|[多少]")
_REST = re.compile(r"其余|余下|剩下|其他|另外|其中")
_PART = re.compile(
    r"占|比重|比例|份额|[里中]|率|进度|完成|相当于|[为是达到][^，。；]{0,12}的$|[的即约近超过足]$"
)
_RATE = re.compile(r"率|进度|完成|兑现|执行|支付|的$")


def left(pool: Pool) -> Iterator[Iterator[Ranked]]:
    """Only what is left of things: 年末结转95.46万元，其中科普馆提升项目28.70万元."""
    plain = MORE.search(pool.things.words) or LESS.search(pool.things.words)
    if pool.mention.kind is not Kind.PERCENT and not plain and _LEFT.search(pool.things.said):
        yield remains(pool)


def of_told_plan(pool: Pool) -> Iterator[Iterator[Ranked]]:
    """年初预算1800万元，决算数为预算数的116.87%: the one plan that the sentence has told."""
    plans = [t for t in pool.before() if t.rank <= HERE and t.figure.basis in PLANNED]
    if pool.mention.kind is Kind.PERCENT and len(plans) == 1 and not pool.names(ADJUSTED):
        yield ((r, f) for r, f in rates(pool, any_plan=True) if plans[0].figure.id in f.inputs)


def ways(pool: Pool, contradicted: bool) -> Iterator[Iterator[Ranked]]:
    """The derivations that the number's unit and words ask for, the likelier way first."""
    mention, words = pool.mention, pool.things.words
    if mention.unit == "百分点":
        yield points(pool)
        return
    if mention.unit == "倍":
        yield ratios(pool)
        return
    if mention.kind is Kind.PERCENT:
        if _CHANGE.search(words):
            yield growths(pool)
            return
        if _PART.search(words) or not words.strip("、和及与") or not contradicted:
            yield shares(pool)
        if _RATE.search(words) or not contradicted:
            yield rates(pool)
        return
    if mention.kind is Kind.BARE and "比" in words:
        yield ratios(pool)  # 生师比为17.6
        return
    head = average_head(pool.frame.text, pool.statement.gap, mention.start)
    if head is not None:
        yield averages(pool)
        if not head:
            yield means(pool)  # 三项得分平均97.83分
        return
    sentence = pool.things.said
    if _LEFT.search(sentence):
        yield remains(pool)
    if _SUM.search(words) or (words == "即" and _SUM.search(sentence)):
        yield sums(pool)
    if MORE.search(words) or LESS.search(words) or _APART.search(words):
        yield gaps(pool)
    if pool.things.own and _CHANGED.search(sentence):
        yield likewise(pool)
    if _REST.search(sentence):
        yield rests(pool)
