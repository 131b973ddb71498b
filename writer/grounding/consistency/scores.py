"""The report's total score and its grade."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from writer.grounding.consistency.words import either, pattern
from writer.grounding.mentions import Kind, Mention, Qualifier

if TYPE_CHECKING:
    from writer.grounding.rules.base import Context

# 财预〔2020〕10号, section 20: 优 from 90, 良 from 80, 中 from 60; Shanghai's districts say
# 合格 and 不合格 for the last two
BOUNDS: dict[str, tuple[Decimal, Decimal]] = {
    grade: (Decimal(low), Decimal(high))
    for grades, low, high in (
        (("优", "优秀"), 90, 1000), (("良", "良好"), 80, 90), (("中", "合格", "及格"), 60, 80),
        (("差", "较差", "不合格"), 0, 60),
    )
    for grade in grades
}  # fmt: skip
REACH = 40  # characters in which a score and its grade stand together


@dataclass(frozen=True, slots=True)
class Graded:
    """A total score with the grade told beside it, where there is one (start, end, word)."""

    mention: Mention
    grade: tuple[int, int, str] | None


def grade_of(score: Decimal) -> str:
    """The grade of a score out of 100."""
    # a score below nought is a slip of the pen, and no better for it
    return next((g for g in ("优", "良", "中") if score >= BOUNDS[g][0]), "差")


@cache
def _scored() -> re.Pattern[str]:
    return pattern(
        r"(?:%s|自评[，,]?(?:(?:我|本|该)[^，。；\d]{1,3})?(?:得分|评分|得|为)|(?:^|[。；，\n])(?:我单位|我局|本单位|本部门)自评)"
        r"[：:为是达到得了共计有约\s“]{0,5}$",
        "document", "score_words",
    )  # fmt: skip


@cache
def _graded() -> re.Pattern[str]:
    grades = either("document", "grade_words")
    return re.compile(
        rf"(?:等级|等次|档次|级别|结果|结论|评价|评定|评为|属于?|为|是)[^，。；\d]{{0,6}}?[“\"「‘]?({grades})[”\"」’]?(?=[，。；、）)\s级等档]|$)"
        rf"|[“\"「（(]({grades})[”\"」）)]"
    )


def total_scores(context: Context) -> Iterator[Graded]:
    """Every mention of the report's own score."""
    text = context.text
    for mention in context.mentions:
        if mention.kind is not Kind.SCORE or mention.number is None:
            continue
        if _scored().search(text, max(0, mention.start - 24), mention.start):
            yield Graded(mention, _grade(text, mention))
        elif (grade := _attached(text, mention)) is not None:
            yield Graded(mention, grade)


def _attached(text: str, mention: Mention) -> tuple[int, int, str] | None:
    """得分：85分（优秀）, 等级为优，得分89.9分: graded at once, so no indicator's score."""
    if _BARE.search(text, max(0, mention.start - 6), mention.start) is None:
        return None
    if found := _BRACKETED.match(text, mention.end):
        return found.start(1), found.end(1), found[1]
    low = max(0, mention.start - REACH)
    before = _graded_first().search(text, low, mention.start)
    return (before.start(1), before.end(1), before[1]) if before else None


_BARE = re.compile(r"得分[：:为是]?\s?$")
_BRACKETED = re.compile(r"[（(](优秀?|良好?|中|合格|差)[）)]")


@cache
def _graded_first() -> re.Pattern[str]:
    grades = either("document", "grade_words")
    return re.compile(rf"等级(?:为|是|：)?[“\"]?({grades})[”\"]?[，,](?:综合)?得分[：:为是]?\s?$")


def _grade(text: str, mention: Mention) -> tuple[int, int, str] | None:
    """The grade in the rest of the sentence, else the one right before the score."""
    stop = text.find("。", mention.end, mention.end + REACH)
    limit = stop if stop >= 0 else min(len(text), mention.end + REACH)
    if found := _graded().search(text, mention.end, limit + 1):
        return _span(found)
    low = max(0, mention.start - REACH)
    begin = max(low, *(text.rfind(mark, low, mention.start) + 1 for mark in "。；\n"))
    before = list(_graded().finditer(text, begin, mention.start))
    return _span(before[-1]) if before else None


def _span(found: re.Match[str]) -> tuple[int, int, str]:
    group = 1 if found[1] else 2
    return found.start(group), found.end(group), found[group]


def fits(mention: Mention, grade: str) -> bool:
    """Whether a score may have this grade; 90分以上 fits what its lower bound fits."""
    low, high = BOUNDS[grade]
    score = mention.number or Decimal(0)
    if mention.qualifier is Qualifier.AT_MOST:
        return score > low
    return low <= score < high or (mention.qualifier is Qualifier.AT_LEAST and score < high)
