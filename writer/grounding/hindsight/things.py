"""What a number's own words and its sentence name: the things whose figures may take part."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property

from writer.grounding.frame import Frame
from writer.grounding.lexicon import Tag
from writer.grounding.listed_names import joined
from writer.grounding.mentions import Kind
from writer.grounding.statements import Sentence, Statement

BACK, AHEAD = 240, 120  # characters of a sentence on either side of the number that are looked at
LISTED = 6  # numbers of a list
_COMPARED = r"(?<=[比较于与和、])[一-鿿]{2,6}?(?=[的高低多少增减快慢提])"
_THAN = re.compile(_COMPARED)
_PIECE = re.compile(_COMPARED + r"|(?:(?![和与及两])[一-鿿]){2,4}(?=[、和与及两二三四共总合]|$)")
_JOINTS = "、和及与"
_MARK = re.compile(r"[，。；：、（(\n]")
BEHIND = 8  # characters
_MARKS = "，。；：（("
_FROM = re.compile(
    r"[由从][^，。；]{1,12}(?:[增降减升提压缩]|提高|下降)?[至到为]|增幅|增速|升幅|降幅|20\d\d年[^。；]*20\d\d年"
)


class Things:
    """The words around one number, and the subjects of the ledger in them; `dated`: whether they
    speak of another time."""

    def __init__(self, frame: Frame, sentence: Sentence, statement: Statement) -> None:
        self.index, self._statement = frame.index, statement
        self._text, self._start = frame.text, statement.mention.start
        self._end = statement.mention.end
        mentions = [s.mention for s in sentence.statements]
        self._earlier = [m for m in mentions if m.start < self._start][-LISTED:]
        self._low = max(sentence.start, self._start - BACK)
        first = bisect_left(sentence.tokens, self._low, key=lambda t: t.start)
        last = bisect_left(sentence.tokens, self._start + AHEAD, key=lambda t: t.start)
        near = sentence.tokens[first:last]
        self._tokens = [t for t in near if t.tag is Tag.SUBJECT]
        self.dated = any(t.tag in (Tag.PERIOD, Tag.COMPARE) for t in near) or bool(
            _FROM.search(self.said)
        )
        self._left = [t for t in statement.left if t.tag is Tag.SUBJECT and t.start >= self.begin]

    @property
    def said(self) -> str:
        """The sentence up to the number."""
        return self._text[self._low : self._start]

    @property
    def behind(self) -> str:
        """The words right behind the number: 尚有23.52万元未执行."""
        return _MARK.split(self._text[self._end : self._end + BEHIND])[0]

    @cached_property
    def begin(self) -> int:
        """Where the number's own words begin: behind the last mark or number."""
        low = max(self._low, self._statement.gap)
        return max(low, *(self._text.rfind(mark, low, self._start) + 1 for mark in _MARKS))

    @cached_property
    def words(self) -> str:
        """The number's own words; a dot for every character of a thing's name, which asks for
        nothing. A later amount of a list has those of the list: 同比分别减少260笔和0.52亿元."""
        words = self._text[self.begin : self._start]
        amount = self._statement.mention.kind is not Kind.PERCENT  # rates are told by their place
        if amount and not words.strip(_JOINTS) and (begun := self._begun()) < self._start:
            low = max(self._low, *(self._text.rfind(mark, self._low, begun) + 1 for mark in _MARKS))
            return self._text[low:begun]
        for token in self._left:
            low, high = token.start - self.begin, token.end - self.begin
            words = words[:low] + "·" * (high - low) + words[high:]
        return words

    def _begun(self) -> int:
        """Where the first of the numbers stands that only joints part from this one."""
        first = self._start
        for earlier in reversed(self._earlier):
            if self._text[earlier.end : first].strip(_JOINTS):
                break
            first = earlier.start
        return first

    @cached_property
    def named(self) -> list[int]:
        """The things that the sentence names, wholly or in part: the nearest before the number
        first, then those behind it. A member of a 分别 list is about the one in its place."""
        if listed := self._listed():
            return list(listed)
        named = [(t.start, s) for t in self._tokens for s in t.subjects]
        for piece in _PIECE.finditer(self._text, self._low, self._start):
            named += [(piece.start(), s) for s in self._called(piece[0])]
        named.sort(key=lambda n: (n[0] > self._start, -n[0]))
        return list(dict.fromkeys(s for _, s in named))

    def _listed(self) -> Sequence[int]:
        """What a member of a 分别 list is about, by its place; empty where that is not plain."""
        group, before = self._statement.group, self._statement.respectively
        if group is None:
            return ()
        if before < 0:  # 甲、乙分别支出…，占比分别为…: told off again, by the same names
            before = self._text.find("分别", self._low, self._start)
        place, size = group
        named = [t for t in self._tokens if t.end <= before]
        return named[len(named) - size + place].subjects if len(named) >= size else ()

    @cached_property
    def own(self) -> list[int]:
        """The things that the number's own words name; by its place for a member of a list."""
        return list(self._listed()) or [s for t in reversed(self._left) for s in t.subjects]

    @property
    def rated(self) -> bool:
        """Whether the number's own words name a rate: 个贷率为."""
        return any(self.index.names[s].endswith("率") for s in self.own)

    @cached_property
    def joined(self) -> list[int]:
        """The things that stand in a row right before the number, where it is told of all."""
        return joined(self.index, self._text[self.begin : self._start], self.own)

    @cached_property
    def reference(self) -> frozenset[str]:
        """The names of what the number's own words compare with: 比对照田高."""
        text, start = self._text, self._start
        than = max(text.rfind(mark, self.begin, start) for mark in "比较于")
        if than < 0:
            return frozenset()
        named = [s for t in self._left if t.start > than for s in t.subjects]
        if not named and (piece := _THAN.search(text, than, start)) is not None:
            named = self._called(piece[0])
        return frozenset(self.index.names[s] for s in named)

    def _called(self, piece: str) -> list[int]:
        """The one thing whose name has the piece at its beginning, at its end or in it."""
        parts, projects = self.index.parts, self.index.projects.values()
        for words in (piece[at:] for at in range(len(piece) - 1)):  # 用于低保和养老
            fitting = parts.fitting(words)
            one = [s for s in fitting if s in projects] if len(fitting) > 1 else fitting
            if len(one) == 1 or (one := parts.holding(words)):
                return one
        return []
