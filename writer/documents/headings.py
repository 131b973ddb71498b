"""Headings by their numbering: 一、 （一） 1. （1） (GB/T 9704-2012, 7.3.3).

A numbered line is a heading, a paragraph that begins with one (run-in), or an item of a list.
Reports mix the marks up (“（2）” after “（一）”, “3、” after “二、”), so that the level comes
from the sequence as well as from the mark.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST_TITLE = 80
LONGEST_SENTENCE = 60  # one that is a heading although a 。 closes it
LONGEST_ITEM = 20  # the same for 1. and （1）, which more often number the items of a list
LONGEST_LEAD = 40

_HAN = "一二三四五六七八九十"
_MARKS = (
    # “一、二级单位……” is a sentence
    re.compile(rf"([{_HAN}]{{1,3}})(?:、|[.．]\s*)(?![{_HAN}]{{1,2}}[级类等、])"),
    re.compile(rf"[（(]\s*([{_HAN}]{{1,3}})\s*[）)][、.．]?"),
    re.compile(r"(\d{1,2})\s?(?:[.．](?!\d)|、)|([⒈-⒛])"),
    re.compile(r"[（(]?\s*(\d{1,3})\s*[）)][、.．]?|([⑴-⒇])"),
)
_STOP = re.compile(r"[。：:！？]")
_LABEL = re.compile(r"[^\s，。；：:;、？！|\[\]]{2,40}[：:；;](?=\s*\S.{19})")


@dataclass(frozen=True, slots=True)
class Mark:
    """The number at the start of a line: its usual `level` (1–4), the number, its length.

    `last` is the number of the last mark of this sort in the line: a paragraph that runs from
    （一） to （二十） is followed by （二十一）, not by （二）.
    """

    level: int
    number: int
    length: int
    last: int


@dataclass(frozen=True, slots=True)
class Title:
    """The heading of a line: `length` characters from its start; whole line or run-in."""

    length: int
    runin: bool


def mark_of(line: str) -> Mark | None:
    """The mark that a line (without blanks at its ends) begins with, or None."""
    if not may_begin(line[:1]):
        return None
    for level, pattern in enumerate(_MARKS, start=1):
        if found := pattern.match(line):
            number = han_number(found[found.lastindex or 1])
            last = number
            for later in pattern.finditer(line, found.end()):
                last = last + 1 if han_number(later[later.lastindex or 1]) == last + 1 else last
            return Mark(level, number, found.end(), last)
    return None


def may_begin(char: str) -> bool:
    """Whether a mark can begin with this character."""
    return char.isnumeric() or char in ("（", "(")


def title_of(line: str, mark: Mark, *, listed: bool) -> Title | None:
    """The heading that a numbered line is or begins with, or None.

    `listed`: the line before or after it carries the neighbouring number at the same level,
    so that a full sentence is an item of a list.
    """
    title = line[mark.length :].strip()
    if not title or mark.last > mark.number:  # a whole list in one paragraph
        return None
    stop = _STOP.search(line, mark.length)
    if (stop is None or not re.search(r"[。！？；，,]", title)) and title[-1] in "；;，,、":
        return None
    if stop is None or not re.search(r"[。！？；，,]", title):
        # a whole line without a sentence in it, “1.项目名称：……经费” included
        plain = mark.level <= 2 or "，" not in title or len(title) <= LONGEST_ITEM
        return Title(len(line), False) if len(title) <= LONGEST_TITLE and plain else None
    lead = line[mark.length : stop.start()].strip()
    if stop.end() == len(line):
        return Title(len(line), False) if _sentence_is_title(lead, mark, listed) else None
    if not lead or len(lead) > LONGEST_LEAD or (stop[0] in "：:" and "，" in lead):
        return None
    return Title(stop.start(), True)


def label_of(line: str) -> int:
    """Length of the label that an unnumbered paragraph begins with, 0 where there is none.

    “安全生产专家经费：通过督导检查……”: the paragraph speaks of that project.
    """
    found = _LABEL.match(line)
    return found.end() - 1 if found else 0


def levels_of(marks: Sequence[Mark], titled: Sequence[bool]) -> list[int]:
    """The levels of numbered lines in order, after the sequence has corrected their marks.

    A heading whose number does not begin a list, at a level where none is open, continues the
    nearest open list that awaits this number: （一） （2） are siblings. The other way round,
    （1） （2） （三） are siblings too, and the earlier ones move to the higher level. Lines
    that are not `titled` (items, sentences) keep their mark's level; they only show that a
    list is open there.
    """
    levels: list[int] = []
    open_at: dict[int, int] = {}  # level -> index of the last line there
    for i, mark in enumerate(marks):
        level = mark.level
        if not titled[i]:
            open_at.setdefault(level, i)
        else:
            if mark.number > 1 and level not in open_at:
                awaiting = [k for k, j in open_at.items() if k < level and titled[j]]
                awaiting = [k for k in awaiting if marks[open_at[k]].last == mark.number - 1]
                level = max(awaiting, default=level)
                if not awaiting:
                    _raise_siblings(levels, marks, titled, level, mark.number)
            open_at = {k: j for k, j in open_at.items() if k < level}
            open_at[level] = i
        levels.append(level)
    return levels


def han_number(text: str) -> int:
    """一 → 1, 十二 → 12, 二十 → 20, ⒉ and ⑵ → 2; 0 for what is no number (一二, 十十)."""
    if text.isdecimal():
        return int(text)
    if len(text) == 1 and text not in _HAN:
        return int(unicodedata.numeric(text, 0))
    tens, ten, ones = text.partition("十")
    if not ten:
        return _HAN.index(text) + 1 if len(text) == 1 else 0
    if len(tens) > 1 or len(ones) > 1 or ones == "十":
        return 0
    return (_HAN.index(tens[0]) + 1 if tens else 1) * 10 + (_HAN.index(ones) + 1 if ones else 0)


def _sentence_is_title(lead: str, mark: Mark, listed: bool) -> bool:
    if listed:
        return False
    if mark.level <= 2:
        return len(lead) <= LONGEST_SENTENCE
    return len(lead) <= LONGEST_ITEM and "，" not in lead


def _raise_siblings(
    levels: list[int], marks: Sequence[Mark], titled: Sequence[bool], level: int, number: int
) -> None:
    """Move the list 1 … number-1 that opens the current section to `level`, if it is there."""
    section: list[int] = []
    for j in range(len(levels) - 1, -1, -1):
        if titled[j] and levels[j] <= level:
            break
        if titled[j]:
            section.insert(0, j)
    chain: list[int] = []
    for j in section:
        if marks[j].level == marks[section[0]].level and marks[j].number == len(chain) + 1 < number:
            chain.append(j)
    if len(chain) == number - 1:
        for j in chain:
            levels[j] = level
