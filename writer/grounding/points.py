"""Percentage points between two rates, and what is left of a whole: 低于总体执行率6.0个百分点."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from writer.findings import Verdict
from writer.grounding.changes import same_size
from writer.grounding.derivations.operands import DONE_BASES
from writer.grounding.derivations.rates import planned
from writer.grounding.frame import Frame
from writer.grounding.judgement import Judged, wrong
from writer.grounding.lexicon import Tag
from writer.grounding.loose_changes import worded_change
from writer.grounding.match import kind_fits
from writer.grounding.mentions import Kind, Mention
from writer.grounding.relations import Link, Relation
from writer.grounding.statements import Sentence, Statement
from writer.ledger import Figure, derive
from writer.ledger.figure import TARGET

_RATE = re.compile(r"[一-鿿]{1,8}率")
_OVERALL = re.compile(r"(?:平均|总体|整体|全[一-鿿]|全部项目|综合|总|合计)[一-鿿]{0,4}率")
_GROWTH = re.compile(r"增速|增幅|增长率|涨幅")
_THAN = re.compile(r"[比较]|(?:高|低)(?:出|于|过)?")
_APART = re.compile(r"相差|差距|之差")
_BRACKETED = re.compile(r"[（(][^（()）]{0,12}%[)）]$")
NAMED = 3  # things on either side of a comparison
RECENT = 4  # percentages just stated that may be compared


def point_gap(
    frame: Frame, sentence: Sentence, statement: Statement, link: Link | None, own: Sequence[int]
) -> Judged | None:
    """The rate just stated against the one that the words name; None when they name none, or
    the points are not those between the two."""
    mention = statement.mention
    if mention.unit != "百分点":
        return None
    if link is None or link.relation is not Relation.CHANGE:
        # 二者相差11个百分点, 执行率最低，低出甲项目16.1个百分点
        ways = [t.payload for t in statement.left if t.tag is Tag.DIRECTION and t.payload != "0"]
        apart = _APART.search(frame.text, statement.gap, mention.start) is not None
        worded = worded_change(frame.text, statement, frame.scope.year)
        link = worded or Link(Relation.CHANGE, int(ways[-1]) if ways else None)
        link = Link(Relation.CHANGE) if apart else link
    turned: Figure | None = None
    for later, earlier in _pairs(frame, sentence, statement, link, own):
        made = derive.difference(later, earlier)
        if made is None or not same_size(mention, made):
            continue
        if link.direction is None or (made.number or 0) * link.direction >= 0:
            return Judged(mention, Verdict.DERIVED, made.id, made.formula, stated=made)
        turned = turned or made
    return wrong(mention, Verdict.WRONG_DIRECTION, [turned]) if turned else None


def _pairs(
    frame: Frame, sentence: Sentence, statement: Statement, link: Link, own: Sequence[int]
) -> Iterator[tuple[Figure, Figure]]:
    text, start = frame.text, statement.mention.start
    stated = [f for f in frame.scope.stated if f.kind == "percent" and f.unit == "%"][-RECENT:]
    words = text[statement.gap : start]
    if _BRACKETED.search(text, sentence.start, start) or _BRACKETED.search(words):
        if len(stated) > 1:
            yield stated[-2], stated[-1]  # 高于某收入增速（7.5%）4.5个百分点
        stated = stated[:-1]
    if frame.scope.compared and len(stated) > 1:
        yield stated[-2], stated[-1]  # 满意度93.1%，比目标值90%高3.1个百分点
    if _APART.search(words):
        for later in stated:
            yield from ((later, earlier) for earlier in stated if earlier is not later)
    yield from _named_apart(frame, sentence, statement)
    if re.search(r"率|进度", text[sentence.start : start]):
        yield from _two_rates(frame, own)
    others: list[Figure] = []
    if _OVERALL.search(words):
        others += [f for n in _wholes(frame) for f in _rates(frame, n)]
    for subject in own:
        others += _growths(frame, subject) if _GROWTH.search(words) else _rates(frame, subject)
    if not own and _GROWTH.search(words):
        for subject in _named_before(frame, words):
            others += _growths(frame, subject)
    if link.ref_period:
        others += _earlier_rates(frame, text[sentence.start : start], link.ref_period)
    # 失业率3.2%，控制在4%以内，较上年下降0.4个百分点: no goal has fallen
    reached = [f for f in stated if f.basis != TARGET] or stated
    for later in reached[-1:]:
        yield from ((later, earlier) for earlier in others)


def _named_apart(
    frame: Frame, sentence: Sentence, statement: Statement
) -> Iterator[tuple[Figure, Figure]]:
    """The rates of two things that the clause only names: 甲的执行率比乙低…, 二者相差…"""
    text, start = frame.text, statement.mention.start
    said = text[sentence.start : start]
    if "率" not in said and "进度" not in said:
        return
    named = [t for t in sentence.tokens if t.tag is Tag.SUBJECT and t.end <= start]
    apart = _APART.search(text, statement.gap, start)
    than = None if apart else _than(text, statement)
    if apart:
        subjects = list(dict.fromkeys(s for t in named for s in t.subjects if _rates(frame, s)))
        both = [(a, b) for a in subjects for b in subjects if a != b]
    elif than is not None:
        ahead = [s for t in reversed(named) if t.end <= than for s in t.subjects]
        ahead += [s for s in frame.scope.topic if s not in ahead]
        behind = [s for t in named if t.start >= than for s in t.subjects]
        behind += _wholes(frame) if _OVERALL.search(text, than, start) else []
        both = [(a, b) for a in ahead[:NAMED] for b in behind[:NAMED] if a != b]
    else:
        return
    for a, b in both:
        yield from ((x, y) for x in _rates(frame, a) for y in _rates(frame, b))


def _than(text: str, statement: Statement) -> int | None:
    """Where the comparison stands in the number's own words."""
    found = list(_THAN.finditer(text, statement.gap, statement.mention.start))
    return found[0].start() if found else None


def _two_rates(frame: Frame, own: Sequence[int]) -> Iterator[tuple[Figure, Figure]]:
    """文物修缮执行率低于项目支出执行率9.49个百分点, …率90%，比耕地保护低…: the rates of two things
    that the words, or what was just spoken of, name."""
    spoken = [frame.scope.subject, *frame.scope.topic[:1], *reversed(frame.scope.named)]
    named = [s for s in dict.fromkeys([*own, *spoken]) if s is not None][:THINGS]
    for earlier in own[:1]:
        for later in named:
            if later != earlier:
                yield from ((a, b) for a in _rates(frame, later) for b in _rates(frame, earlier))


THINGS = 4  # whose rates are compared with that of the one named last


def _named_before(frame: Frame, words: str) -> list[int]:
    """渔业产值 for 产值增速: subjects that end in what stands before the word."""
    name = re.search(r"([一-鿿]{2,8})(?:增速|增幅|增长率|涨幅)", words)
    if name is None:
        return []
    ends = (name[1][i:] for i in range(len(name[1]) - 1))
    return next((s for end in ends if (s := [n for n, label in enumerate(frame.index.names)
                                             if label.endswith(end)])), [])  # fmt: skip


def _wholes(frame: Frame) -> list[int]:
    index = frame.index
    named = [n for name in ("项目合计", "项目支出") for n in index.labels.get(name, ())]
    return list(dict.fromkeys([*index.totals, *named]))


def _rates(frame: Frame, subject: int) -> list[Figure]:
    """A subject's rates: stated in the ledger, or what was done by what was planned."""
    index = frame.index
    figures = [f for f in index.of_subject[subject] if f.period[:4] == index.year]
    found = [f for f in figures if f.kind == "percent" and f.unit == "%"]
    for done in figures:
        if done.basis in DONE_BASES and done.basis and not done.formula:
            made = (derive.rate(done, base) for base in planned(figures, done, ""))
            found += [f for f in made if f is not None]
    return found


def _growths(frame: Frame, subject: int) -> list[Figure]:
    figures = [f for f in frame.index.of_subject[subject] if not f.formula]
    made = (
        derive.growth(later, earlier)
        for later in figures
        for earlier in figures
        if later.period[:4] == frame.index.year and earlier.period < later.period
        if later.basis == earlier.basis
    )
    return [f for f in made if f is not None]


def _earlier_rates(frame: Frame, words: str, period: str) -> list[Figure]:
    """Another year's rate by the name that this year's was given: 合格率98.4%，较上年提高…"""
    named = _RATE.findall(words)
    if not named:
        return []
    return [
        f
        for f in frame.index.figures
        if f.kind == "percent"
        and f.unit == "%"
        and f.period[:4] == period
        and any(label.endswith(named[-1][-SUFFIX:]) for label in (f.subject, *f.aliases))
    ]


SUFFIX = 3  # characters of a rate's name that tell it: 合格率, 就业率


def complement(frame: Frame, sentence: Sentence, mention: Mention) -> Judged | None:
    """不合格率2.5%，合格率97.5%: what is left of the whole."""
    if mention.kind is not Kind.PERCENT or mention.unit != "%":
        return None
    words = frame.text[sentence.start : mention.start]
    name = re.search(r"[一-鿿]{2,6}率(?:为|达到|达|是|约)?$", words)
    stated = [f for f in frame.scope.stated if f.kind == "percent" and f.unit == "%"]
    if name is None or not stated:
        return None
    plain = re.sub(r"(?:为|达到|达|是|约)$", "", name[0])[-SUFFIX:]
    if f"不{plain}" not in words and f"未{plain}" not in words:
        return None
    made = derive.rest_of_whole(stated[-1:], plain)
    if made is None or not kind_fits(mention, made) or not same_size(mention, made):
        return None
    return Judged(mention, Verdict.DERIVED, made.id, made.formula, stated=made)
