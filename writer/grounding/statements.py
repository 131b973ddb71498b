"""A text's numbers as statements: each mention with the words that say what it is about.

Every mention owns the words between the mention before it (of the same sentence) and itself.
What those words leave open is carried over: basis and period within the sentence, the subject
from the sentence, the paragraph and the headings.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from writer.documents import Block, BlockKind, Document
from writer.grounding.lexicon import Tag
from writer.grounding.mentions import Kind, Mention
from writer.grounding.sentence_ends import sentence_ends
from writer.grounding.spans import expanded, spoken
from writer.grounding.tokens import Token

_BREAK = re.compile(r"[，。；！？：、\n,;（）()]")
QUANTITIES = frozenset({Kind.MONEY, Kind.COUNT, Kind.PERCENT, Kind.SCORE, Kind.BARE, Kind.ORDINAL})
_GOALS = re.compile(r"(?:绩效|年度|总体|整体|工作)目标|目标(?:设定|设立|设置|任务)|任务目标")
_REACHED = re.compile(r"完成|实现|达成|执行|分析|落实|自评|偏离|结果")
_AMOUNT = re.compile(r"\d(?:[\d.,]*)[%万元人名个次项起处件家户场期套台]")
CLOSE = 3  # characters between the last of several names and the first of their numbers
RIGHT_REACH = 12
LONGEST_LABEL = 45  # characters of a line that can be a label
AHEAD = 200  # words of a paragraph before a sentence that are looked at
KEPT = 3  # subjects of a paragraph's earlier sentences that a sentence may speak of

_PER = re.compile(r"[/／][一-鿿]{1,3}(?:[/／·][一-鿿]{1,2})?(?=[，。；、）)])")


@dataclass(slots=True)
class Statement:
    """A mention with its surroundings.

    `left` are the tokens between the previous quantity and this one, `right` the tokens that
    follow it directly; `dates` the date mentions on the left. `gap` is where its own words
    begin. `group` is set for the members of a 分别 list: (position, size).
    """

    mention: Mention
    sentence: int
    gap: int
    left: list[Token] = field(default_factory=list)
    right: list[Token] = field(default_factory=list)
    dates: list[Mention] = field(default_factory=list)
    reach: int = 0  # how far its words go behind it: to the next mark or number
    group: tuple[int, int] | None = None
    respectively: int = -1  # where 分别 stands, for the members of its list
    again: bool = False  # whether the list tells something else of the members before it
    years: int = 0  # how many years its list tells off: 三年连降——12起、8起、6起


@dataclass(slots=True)
class Sentence:
    """A sentence with its place: `tokens` are those inside it, `lead` those of its headings."""

    start: int
    end: int
    paragraph: int
    tokens: list[Token]
    statements: list[Statement] = field(default_factory=list)
    section: tuple[str, ...] = ()
    before: list[int] = field(default_factory=list)  # subjects of the paragraph's words so far
    cell: bool = False


def sets_goals(section: Sequence[str]) -> bool:
    """Whether the innermost heading is about what was aimed at: 绩效目标设定情况, 年度目标."""
    # a heading with an amount in it is the beginning of a line: 组织演练18次以上
    titles = [t for t in section if not _AMOUNT.search(t)]
    title = titles[-1] if titles else ""
    return _GOALS.search(title) is not None and _REACHED.search(title) is None


def sentences_of(
    document: Document, mentions: Sequence[Mention], tokens: Sequence[Token]
) -> list[Sentence]:
    """The sentences of a document that hold mentions, each with its statements."""
    text = document.text
    ends = sentence_ends(text, mentions)
    token_starts = [t.start for t in tokens]
    found: list[Sentence] = []
    current: Sentence | None = None
    previous: Mention | None = None
    for mention in mentions:
        number = bisect_right(ends, mention.start)
        start = ends[number - 1] if number else 0
        if current is None or current.start != start:
            current = _sentence(document, start, ends[number], tokens, token_starts)
            found.append(current)
            previous = None
        statement = _statement(text, mention, previous, current, len(found) - 1)
        current.statements.append(statement)
        if mention.kind in (*QUANTITIES, Kind.ENUM) and not _in_name(current, mention):
            previous = mention
    for sentence in found:
        _respectively(text, sentence)
    return found


def _in_name(sentence: Sentence, mention: Mention) -> bool:
    """Whether a number is part of a thing's name, whose words go on behind it: 24小时预报准确率."""
    return any(
        t.tag is Tag.SUBJECT and t.start <= mention.start and mention.end <= t.end
        for t in sentence.tokens
    )


def _sentence(
    document: Document,
    start: int,
    end: int,
    tokens: Sequence[Token],
    starts: Sequence[int],
) -> Sentence:
    block = document.block_at(min(start, len(document.text) - 1)) or document.block_at(end - 1)
    low, high = bisect_left(starts, start), bisect_left(starts, end)
    ahead = tokens[max(low - AHEAD, bisect_left(starts, block.start)) : low] if block else []
    return Sentence(
        start,
        end,
        block.start if block else start,
        list(tokens[low:high]),
        section=document.section_at(start),
        before=[*subjects_in(ahead)[:KEPT], *_label_above(document, block, tokens, starts)],
        cell=block is not None and block.kind is BlockKind.CELL,
    )


def _label_above(
    document: Document, block: Block | None, tokens: Sequence[Token], starts: Sequence[int]
) -> list[int]:
    """Subjects of a line of its own over a paragraph: “②应急救援演练” over “该项目……”."""
    if block is None or not block.start:
        return []
    end = block.start - 1
    begin = document.text.rfind("\n", 0, end) + 1
    line = document.text[begin:end].rstrip()
    if not line or len(line) > LONGEST_LABEL or line[-1] in "。；，：！":
        return []
    return subjects_in(tokens[bisect_left(starts, begin) : bisect_left(starts, end)])[:1]


def _behind(text: str, mention: Mention) -> int:
    """Where the words behind a number begin: the thing of a price, 260元/辆, is still its own."""
    priced = _PER.match(text, mention.end) if mention.kind is Kind.MONEY else None
    return priced.end() if priced is not None else mention.end


def _statement(
    text: str, mention: Mention, previous: Mention | None, sentence: Sentence, number: int
) -> Statement:
    gap = _behind(text, previous) if previous else sentence.start
    left = [t for t in sentence.tokens if gap <= t.start and t.end <= mention.start]
    reach = mention.end + RIGHT_REACH
    stop = _BREAK.search(text, mention.end, min(reach, sentence.end))
    limit = stop.start() if stop else min(reach, sentence.end)
    right = [t for t in sentence.tokens if mention.end <= t.start < limit]
    dates = [
        s.mention
        for s in sentence.statements
        if s.mention.kind is Kind.DATE
        and s.mention.start >= gap
        # 结转2022年度比武专项资金: a year in a name dates nothing
        and not any(t.tag is Tag.SUBJECT and t.start <= s.mention.start < t.end for t in left)
    ]
    return Statement(mention, number, gap, left, right, dates, limit)


_LIST_GAP = re.compile(r"[、，,和与及以\s]{0,3}")


def _respectively(text: str, sentence: Sentence) -> None:
    """Marks the members of a 分别 list: numbers after it with nothing but separators between."""
    statements = [s for s in sentence.statements if s.mention.kind in QUANTITIES]
    i = 0
    while i < len(statements):
        first = statements[i]
        at = max(text.rfind(w, first.gap, first.mention.start) for w in _TELLING_OFF)
        group = _run(text, statements[i:])
        if len(group) == 1 and _BREAK.search(text, max(at, 0), first.mention.start):
            at = -1  # 强降水5轮先后登陆，启动应急响应12次
        if len(group) == 1 and _NAMES_ITSELF.match(text, max(at, 0), first.mention.start):
            at = -1  # 依次为预算执行0.50分、产出1.25分: each number has its own name
        if at < 0 and not _told_by_years(text, group, statements[i - 1 : i]):
            at = _told_by_periods(text, group)
        elif at < 0:
            at = first.gap
        if at >= 0 and _as_many_years(group, statements[i - 1 : i]):
            first.years = len(group)
        if at < 0:
            at = _joined_names(text, first, len(group))
        if at < 0:
            i += len(group)  # between its numbers are only separators: none begins a list
            continue
        for k, member in enumerate(group):
            member.group, member.respectively = (k, len(group)), at
        i += len(group)
        later = _run(text, statements[i:])
        if later and len(later) == len(group) and _of_the_same(first, later):
            for k, member in enumerate(later):  # 分别为9516万元、3965万元，占60%、25%
                member.group, member.again = (k, len(group)), True
            i += len(group)


def _of_the_same(first: Statement, later: Sequence[Statement]) -> bool:
    """Whether a list tells something else of the members before it: numbers of another kind, or
    such as name nothing themselves: 均达到目标（90%、92%）."""
    if later[0].mention.kind is not first.mention.kind:
        return True
    return len(later) > 1 and not any(t.tag is Tag.SUBJECT for t in later[0].left)


_TELLING_OFF = ("分别", "依次", "先后", "逐月", "逐季", "逐年")
_NAMES_ITSELF = re.compile(r"(?:分别|依次)(?:为|是|达|得|扣|有)+[一-鿿]{2,12}$")
_YEARS_LED = re.compile(r"[^，。；]{0,8}(?:——|—|：|:|为|是)")


def _told_by_periods(text: str, group: Sequence[Statement]) -> int:
    """Where the range ends that has a quarter or month for each number: 一至四季度支出A、B、C和D;
    -1 where there is none."""
    if len(group) < 2:
        return -1
    gap = group[0].gap
    named = spoken(text[gap : group[0].mention.start])
    ranged = named and expanded([named[-1].span], len(group))
    return gap + named[-1].end if ranged else -1


def _told_by_years(text: str, group: Sequence[Statement], before: Sequence[Statement]) -> bool:
    """三年连降——12起、8起、6起: as many numbers as years were said right before."""
    if not _as_many_years(group, before):
        return False
    said = before[0].mention.end
    return _YEARS_LED.fullmatch(text, said, group[0].mention.start) is not None


def _as_many_years(group: Sequence[Statement], before: Sequence[Statement]) -> bool:
    years = before[0].mention if before else None
    return years is not None and years.unit == "年" and years.number == len(group) > 1


def _joined_names(text: str, first: Statement, size: int) -> int:
    """Where as many names end as there are numbers behind them: 高血压、糖尿病5200人和1800人;
    -1 where they do not match."""
    names = [t for t in first.left if t.tag is Tag.SUBJECT][-size:]
    if size < 2 or len(names) < size or first.mention.start - names[-1].end > CLOSE:
        return -1
    joined = all(
        text[a.end : b.start] in ("、", "和", "与", "及")
        for a, b in zip(names, names[1:], strict=False)
    )
    return names[-1].end if joined else -1


def _run(text: str, statements: Sequence[Statement]) -> list[Statement]:
    """The first statement with those of its kind that only separators part from it."""
    run = list(statements[:1])
    for later in statements[1:]:
        between = text[run[-1].mention.end : later.mention.start]
        if later.mention.kind is not run[0].mention.kind or not _LIST_GAP.fullmatch(between):
            break
        if set(between) & set("，,") and later.mention.unit != run[0].mention.unit:
            break  # 分别是6万户、7.5万户，两年净增……
        run.append(later)
    return run


def subjects_in(tokens: Sequence[Token]) -> list[int]:
    """Subject ids of the tokens, nearest to the end first."""
    return [s for t in reversed(tokens) if t.tag is Tag.SUBJECT for s in t.subjects]
