"""The relation that a number's words spell out, with what earlier words of the sentence add.

`relations` knows the wordings one by one; here they meet the sentence: 约占四分之三，即74.9%
repeats a share, 低于4%的控制目标0.9个百分点 ends a comparison that stands open, a table's column
headed 增减 says what its cells are.
"""

from __future__ import annotations

import re
from dataclasses import replace

from writer.grounding.directions import result_direction
from writer.grounding.fractions import fraction_of
from writer.grounding.frame import Frame
from writer.grounding.lexicon import Tag
from writer.grounding.mentions import Kind, Mention
from writer.grounding.relations import Link, Relation, basis_behind, relation_of
from writer.grounding.scope import Scope
from writer.grounding.statements import Statement
from writer.numerals import number

_CHANGES = re.compile(r"增减|增长|变动|增幅")
_LEFT = re.compile(
    r"(?:结余|结转|剩余)[^，。；]{0,8}\d[\d.]*(?:万元|元)(?:中|，其中)"
    r"(?:[^。；\d]{0,20}[\d.]+(?:万元|元)[，、；]?){0,3}"
)
AHEAD = 6  # … and behind the last number
BACK = 60  # characters before a number in which what is taken apart may stand
_YEARS = re.compile(r"(?<![\d年第])([两二三四五六七八九十]|[1-9]\d?)年$")
_GOES_ON = re.compile(r"[、和][一-鿿]{2,6}")
_ON_TOP = "的基础上"  # 在上年63.1%的基础上又提高
LONGEST_YEARS = 4  # characters of 十五年
REACH = 14  # characters between a number and 三项合计 before it


def worded(frame: Frame, statement: Statement, header: str) -> Link | None:
    """The relation by which the number follows from others; None when no words say one.

    `header` are the words over its column, "" outside tables.
    """
    scope = frame.scope
    relation = relation_of(frame.text, statement, scope.year, scope.compared)
    if relation is None:
        opened = _opened(frame, statement)
        return opened if opened is not None else _unworded(frame, statement, header)
    if relation.relation is Relation.TOTAL and not relation.ref_period:
        over = years_before(frame.text, statement.gap)
        if over:  # 三年累计造林21840亩
            relation = replace(relation, ref_period=str(int(scope.year) - over + 1))
    if relation.relation is Relation.CHANGE:
        if frame.text.startswith(_ON_TOP, statement.gap) and scope.stated:
            relation = replace(relation, ref_period=scope.stated[-1].period)
        over = years_before(frame.text, statement.gap)
        if over and not (relation.ref_basis or relation.ref_period):
            relation = replace(relation, ref_period=str(int(scope.year) - over))
            scope.period = ""  # to the report's year, whatever year was told of last
        return _compared(relation, statement.mention, scope)
    return relation


def years_before(text: str, at: int) -> int:
    """How many years end at a place: 两年净增2.4万户; 0 where none do."""
    found = _YEARS.search(text, max(0, at - LONGEST_YEARS), at)
    return int(number(found[1]) or 0) if found else 0


def _opened(frame: Frame, statement: Statement) -> Link | None:
    """What earlier words of the sentence began: 低于4%的控制目标0.9个百分点, 三项合计，预算…"""
    mention, scope = statement.mention, frame.scope
    between = frame.text[statement.gap : mention.start]
    if basis_behind(frame.text, statement):
        direction = [t for t in statement.left if t.tag is Tag.DIRECTION]
        scope.toward = int(direction[-1].payload) if direction else None
        return None
    if scope.compared and scope.toward and "，" not in between:
        return Link(Relation.CHANGE, scope.toward, start=mention.start)
    listed = statement.group is not None  # 两个项目分别支出: of each
    if scope.told and mention.kind is Kind.MONEY and len(between) <= REACH and not listed:
        return Link(Relation.TOTAL, start=mention.start)
    return None


def _unworded(frame: Frame, statement: Statement, header: str) -> Link | None:
    """No word of its own: the column's header, or the relation of the number before."""
    mention, scope = statement.mention, frame.scope
    percent = mention.kind is Kind.PERCENT
    between = frame.text[statement.gap : mention.start].strip()
    if mention.kind is Kind.MONEY and _left_apart(frame, statement):
        return Link(Relation.REMAIN, start=mention.start)
    if header and _CHANGES.search(header):
        year = "" if "预算" in header else str(int(scope.year) - 1)
        return Link(Relation.CHANGE, None, "" if year else "budget", year)
    if percent and header.endswith("率"):
        return Link(Relation.RATE, start=mention.start, loose=True)
    if between.lstrip("，、（") in ("即", "也就是", "折合"):
        return scope.link  # 约占四分之三，即74.9%
    if percent and not statement.left and between in ("，", "、", "和"):
        return scope.reference
    if percent and between == "的" and scope.compared:
        return Link(Relation.RATE, start=mention.start)  # 为年初预算42万元的85%
    if scope.link is not None and scope.link.relation is Relation.TOTAL and not between:
        return replace(scope.link, start=mention.start)  # 共计5795户10256人
    averaged = scope.link is not None and scope.link.relation is Relation.PER_HEAD
    if averaged and scope.link and _next_average(statement, between):
        return replace(scope.link, start=mention.start)
    if (part := fraction_of(frame, statement)) is not None:
        return part
    reached = result_direction(frame.text, statement) is not None
    again = (Relation.SHARE, Relation.RATE) if percent else (Relation.PER_HEAD,)
    if reached and scope.link and scope.link.relation in again:
        return scope.link  # 占比由61.22%降至58.18%: the second is a share as well
    return None


def _left_apart(frame: Frame, statement: Statement) -> bool:
    """结余60万元中，甲50万元，乙10万元: nothing but a name stands before what was left of it."""
    if any(t.tag in (Tag.BASIS, Tag.DIRECTION, Tag.TOTAL) for t in statement.left):
        return False
    named = any(t.tag is Tag.SUBJECT for t in statement.left)
    low = frame.text.rfind("。", 0, statement.gap) + 1
    return (
        named
        and _LEFT.search(frame.text, max(low, statement.gap - BACK), statement.gap + AHEAD)
        is not None
    )


def _next_average(statement: Statement, between: str) -> bool:
    """场均150人次、1.5万元; 户均支出，甲村1.2万元，乙村1.06万元: nothing but a name between; 每个
    调委会调解24件、拥有调解员6名: the same clause goes on."""
    if _GOES_ON.fullmatch(between):
        return True
    named = [t for t in statement.left if t.tag is Tag.SUBJECT]
    names = max((t.end - t.start for t in named), default=0)
    return between[:1] in ("、", "，", "和") and len(between) == names + 1


def _compared(change: Link, mention: Mention, scope: Scope) -> Link:
    """A change that does not say what it is compared with is compared as the one before it."""
    before = scope.reference
    if before is not None and not (change.ref_basis or change.ref_period):
        change = replace(change, ref_basis=before.ref_basis, ref_period=before.ref_period)
    if scope.link is not None and mention.unit == "百分点":
        shared = change.of_share or scope.link.relation is Relation.SHARE
        change = replace(change, of_share=shared)
    return change
