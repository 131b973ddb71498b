"""Which way of putting operands together a number's unit and its own words ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from writer.grounding.derivations.operands import PLANNED
from writer.grounding.fractions import is_again, spelt
from writer.grounding.heads import average_head
from writer.grounding.hindsight.amounts import (
    averages,
    gaps,
    means,
    of_the_same,
    products,
    remains,
    rests,
    sums,
)
from writer.grounding.hindsight.cues import cue
from writer.grounding.hindsight.luck import Ranked
from writer.grounding.hindsight.of_changes import likewise, shares_of_change
from writer.grounding.hindsight.percents import again, growths, points, rates, ratios, told_rates
from writer.grounding.hindsight.pool import HERE, Pool
from writer.grounding.hindsight.shares import shares
from writer.grounding.mentions import Kind
from writer.grounding.relations import Relation
from writer.ledger.figure import ADJUSTED

_COUNTED = re.compile(r"[两三四五六七八九][项者家块类个]")
_CHANGE = re.compile(r"[增升涨长降减幅快慢](?![至到为])|下滑|[上下]浮|翻|[高低]出?[于过]?$")
_PART = re.compile(
    r"占|比重|比例|份额|[里中]|率|进度|完成|相当于|[为是达到][^，。；]{0,12}的$|[的即约近超过足]$"
)


def left(pool: Pool) -> Iterator[Iterator[Ranked]]:
    """Only what is left of things: 年末结转95.46万元，其中科普馆提升项目28.70万元."""
    plain = _compares(pool.things.words)
    if pool.mention.kind is not Kind.PERCENT and not plain and cue("left").search(pool.things.said):
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
        if cue("of_change").search(pool.things.said):
            yield shares_of_change(pool)
        link = pool.link
        shared = link is not None and link.relation is Relation.SHARE  # 占增加额的80.86%
        if spelt(mention) and is_again(words):
            yield again(pool)
        if (_CHANGE.search(words) and not shared) or (link is not None and link.later_basis):
            yield growths(pool)
            return
        if _PART.search(words) or not words.strip("、和及与") or not contradicted:
            yield shares(pool)
        if cue("rate").search(words) or pool.things.rated:
            yield told_rates(pool)
        if cue("rate").search(words) or words.endswith("的") or not contradicted:
            yield rates(pool)
        return
    if mention.kind is Kind.BARE and "比" in words:
        yield ratios(pool)  # 生师比为17.6
        return
    if mention.kind is Kind.MONEY and cue("made_of").search(words):
        yield products(pool)
    head = average_head(pool.frame.text, pool.statement.gap, mention.start)
    if head is not None:
        yield averages(pool)
        if not head:
            yield means(pool)  # 三项得分平均97.83分
        return
    sentence = pool.things.said
    if not pool.things.own:
        yield of_the_same(pool)
    if cue("left").search(sentence + pool.things.behind):
        yield remains(pool)
    if _adds(words) or (words == "即" and _adds(sentence)):
        yield sums(pool)
    if _compares(words) or cue("apart").search(words):
        yield gaps(pool)
    if pool.things.own and cue("changed").search(sentence):
        yield likewise(pool)
    if cue("rest").search(sentence):
        yield rests(pool)


def _compares(words: str) -> bool:
    return any(cue(name).search(words) for name in ("more", "less"))


def _adds(words: str) -> bool:
    return any(found.search(words) for found in (cue("sum"), _COUNTED))
