"""Which sentence of an edited text is which of the old one.

Nothing but the words is looked at, so it does not matter with what program, or whether with
tracked changes, the text was edited. Whole lines that stayed the same are anchors; between them
sentences are matched when they are the same, then when they are alike; what was moved is looked
for everywhere.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache

from writer.review.manuscript import sentences

ALIKE = 0.5  # share of common character pairs from which a sentence counts as edited, not new
MOVED_ALIKE = 0.7  # more is asked of one that would also have moved
_MANY = 40_000  # pairs between two anchors beyond which only equal sentences are matched
_GROUP = 4  # sentences that one may have been split into


@dataclass(frozen=True, slots=True)
class OldLine:
    """A paragraph (`units` with their texts) or, `fixed`, a line that is one piece: a heading,
    a title, a mark that the program makes (then without units)."""

    text: str
    units: tuple[tuple[str, str], ...]
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A stretch of a new line and the old unit that it is; None for new text."""

    unit: str | None
    text: str


@dataclass
class Match:
    """For each new line either the fixed old line that it is, or what it consists of.

    `deleted` are units that have gone; `lost` fixed lines (by index) that have gone or moved.
    """

    fixed: dict[int, int] = field(default_factory=dict)
    placed: dict[int, list[Placed]] = field(default_factory=dict)
    deleted: list[str] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Token:
    line: int
    order: int
    text: str
    unit: str = ""
    gap: int = 0


def match(old: Sequence[OldLine], new: Sequence[str]) -> Match:
    """Matches line by line, then sentence by sentence."""
    pairs = _same([line.text for line in old], list(new))
    result = Match()
    in_order = dict(pairs)
    old_gap = _gaps(len(old), [i for i, _ in pairs])
    new_gap = _gaps(len(new), [j for _, j in pairs])
    _alike_fixed(old, new, in_order, old_gap, new_gap)
    for i, j in in_order.items():
        if old[i].fixed:
            result.fixed[j] = i
        else:
            result.placed[j] = [Placed(unit, text) for unit, text in old[i].units]
    result.lost = [i for i, line in enumerate(old) if line.fixed and i not in in_order]
    taken = set(in_order.values())
    olds = [
        _Token(i, n, text, unit, old_gap[i])
        for i, line in enumerate(old)
        if i not in in_order and not line.fixed
        for n, (unit, text) in enumerate(line.units)
        if text
    ]
    news = [
        _Token(j, n, text, "", new_gap[j])
        for j, line in enumerate(new)
        if j not in taken
        for n, text in enumerate(sentences(line))
    ]
    _Sentences(olds, news).write(result)
    return result


def _same(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """The longest run of equal items in the same order."""
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return [(b.a + n, b.b + n) for b in blocks for n in range(b.size)]


def _gaps(count: int, anchors: Sequence[int]) -> list[int]:
    """How many anchors stand before each line."""
    found, passed, marks = [], 0, set(anchors)
    for i in range(count):
        passed += i in marks
        found.append(passed)
    return found


def _alike_fixed(
    old: Sequence[OldLine],
    new: Sequence[str],
    in_order: dict[int, int],
    old_gap: Sequence[int],
    new_gap: Sequence[int],
) -> None:
    """Headings and single lines whose words were changed in their place."""
    taken = set(in_order.values())
    for i, line in enumerate(old):
        if not line.fixed or not line.units or i in in_order:
            continue
        near = (
            (likeness(line.text, text), -j)
            for j, text in enumerate(new)
            if j not in taken and new_gap[j] == old_gap[i] and len(text) < 2 * len(line.text) + 10
        )
        score, place = max(near, default=(0.0, 0))
        crossing = any((a < i) != (b < -place) for a, b in in_order.items())
        if score >= ALIKE and not crossing:
            in_order[i] = -place
            taken.add(-place)


Key = tuple[int, int]  # line and place in it of a new sentence


class _Sentences:
    """Pairs old sentences with new ones; each step takes what the steps before have left."""

    def __init__(self, olds: list[_Token], news: list[_Token]) -> None:
        self._olds, self._news = olds, news
        self._unit_of: dict[Key, str] = {}
        self._more: set[Key] = set()  # goes on with the unit of the sentence before it
        self._used: set[str] = set()
        for i, j in _same([(t.gap, t.text) for t in olds], [(t.gap, t.text) for t in news]):
            self._pair(olds[i], news[j])
        self._unique_anywhere()
        self._alike_in_gaps()
        self._alike_anywhere()

    def write(self, result: Match) -> None:
        for token in self._news:
            line = result.placed.setdefault(token.line, [])
            if (token.line, token.order) in self._more:
                line[-1] = Placed(line[-1].unit, line[-1].text + token.text)
            else:
                line.append(Placed(self._unit_of.get((token.line, token.order)), token.text))
        result.deleted += [t.unit for t in self._olds if t.unit not in self._used]

    def _pair(self, old: _Token, new: _Token) -> None:
        self._unit_of[new.line, new.order] = old.unit
        self._used.add(old.unit)

    def _left(self) -> tuple[list[_Token], list[_Token]]:
        olds = [t for t in self._olds if t.unit not in self._used]
        keys = self._unit_of.keys() | self._more
        return olds, [t for t in self._news if (t.line, t.order) not in keys]

    def _unique_anywhere(self) -> None:
        """Sentences moved as they were, when there is only one that they can be."""
        olds, news = self._left()
        counts, others = Counter(t.text for t in olds), Counter(t.text for t in news)
        by_text = {t.text: t for t in olds}
        for token in news:
            if counts[token.text] == 1 == others[token.text]:
                self._pair(by_text[token.text], token)

    def _alike_in_gaps(self) -> None:
        olds, news = self._left()
        gaps: dict[int, tuple[list[_Token], list[_Token]]] = defaultdict(lambda: ([], []))
        for token in olds:
            gaps[token.gap][0].append(token)
        for token in news:
            gaps[token.gap][1].append(token)
        for here, there in gaps.values():
            if len(here) == 1 == len(there):
                self._pair(here[0], there[0])  # the only one in its place: rewritten
            elif len(here) * len(there) <= _MANY:
                for i, j, size in _aligned(here, there):
                    self._pair(here[i], there[j])
                    for token in there[j + 1 : j + size]:
                        self._more.add((token.line, token.order))

    def _alike_anywhere(self) -> None:
        """Sentences that were moved and edited, the most alike first."""
        olds, news = self._left()
        if len(olds) * len(news) > _MANY:
            return
        scored = [(likeness(a.text, b.text), i, j) for i, a in enumerate(olds)
                  for j, b in enumerate(news)]  # fmt: skip
        gone: set[int] = set()
        for score, i, j in sorted(scored, key=lambda s: (-s[0], s[1], s[2])):
            fresh = olds[i].unit not in self._used and j not in gone
            if score >= MOVED_ALIKE and fresh:
                self._pair(olds[i], news[j])
                gone.add(j)


def _aligned(olds: Sequence[_Token], news: Sequence[_Token]) -> list[tuple[int, int, int]]:
    """(old, first new, how many new) of the best pairing that keeps the order.

    An old sentence may have become several of one line; of two that became one, the first is it.
    """
    m, n = len(olds), len(news)
    best = [[0.0] * (n + 1) for _ in range(m + 1)]
    step: dict[tuple[int, int], tuple[int, int]] = {}
    for i in range(m - 1, -1, -1):
        for j in range(n - 1, -1, -1):
            best[i][j], step[i, j] = max((best[i + 1][j], (1, 0)), (best[i][j + 1], (0, 1)))
            for took, size, score in _pairings(olds, news, i, j):
                gain = score - ALIKE + best[i + took][j + size]
                if gain > best[i][j]:
                    best[i][j], step[i, j] = gain, (took, size)
    found, i, j = [], 0, 0
    while i < m and j < n:
        took, size = step[i, j]
        if took and size:
            found.append((i, j, size))
        i, j = i + took, j + size
    return found


def _pairings(
    olds: Sequence[_Token], news: Sequence[_Token], i: int, j: int
) -> Iterator[tuple[int, int, float]]:
    """(old sentences, new sentences, likeness) that can begin here."""
    text = ""
    for size, token in enumerate(news[j : j + _GROUP], 1):
        if token.line != news[j].line:
            break
        text += token.text
        yield 1, size, likeness(olds[i].text, text)
    if i + 1 < len(olds):
        yield 2, 1, likeness(olds[i].text + olds[i + 1].text, news[j].text)


@lru_cache(maxsize=20_000)
def _pairs_of(text: str) -> Counter[str]:
    padded = f" {text} "
    return Counter(padded[i : i + 2] for i in range(len(padded) - 1))


def likeness(a: str, b: str) -> float:
    """Share of common character pairs (Dice), 0–1; a measure of resemblance, not of amounts."""
    one, two = _pairs_of(a), _pairs_of(b)
    return 2 * (one & two).total() / (one.total() + two.total())
