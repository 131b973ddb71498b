"""Comment marks around spans of runs, put into the bytes of a Word file's main part."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

from writer.documents import Anchor
from writer.views.word_runs import Holder, Run, runs_of


class Place(NamedTuple):
    """A character of a run, counted among its visible ones."""

    run: int
    at: int


class Span(NamedTuple):
    """What a comment is about: from the first character to behind the last."""

    number: int  # the comment's w:id
    first: Place
    last: Place  # `at` is exclusive here


class Located(NamedTuple):
    """Where a stretch of text stands in the file; `exact` is False for the nearest place."""

    first: Place
    last: Place
    exact: bool


class Locator:
    """Offsets of the text as read → places in runs."""

    def __init__(self, anchors: Sequence[Anchor]) -> None:
        self._anchors = anchors
        self._starts = [a.start for a in anchors]
        self._before: list[int] = []  # characters of the same run in earlier anchors
        self.lengths: dict[int, int] = defaultdict(int)
        for anchor in anchors:
            self._before.append(self.lengths[anchor.run])
            self.lengths[anchor.run] += anchor.end - anchor.start

    def of(self, start: int, end: int) -> Located:
        """The places of a span; of one without any text in the file, its nearest neighbour's.

        `anchors` must not be empty.
        """
        low = max(0, bisect_right(self._starts, start) - 1)
        if self._anchors[low].end <= start:
            low += 1
        high = bisect_left(self._starts, max(end, start + 1)) - 1
        if low > high:
            near = min(low, len(self._anchors) - 1)
            anchor = self._anchors[near]
            return Located(self._place(near, anchor.start), self._place(near, anchor.end), False)
        first, last = self._anchors[low], self._anchors[high]
        return Located(
            self._place(low, max(start, first.start)),
            self._place(high, min(max(end, start + 1), last.end)),
            True,
        )

    def _place(self, number: int, offset: int) -> Place:
        anchor = self._anchors[number]
        return Place(anchor.run, self._before[number] + offset - anchor.start)


@dataclass
class _Insertion:
    """What goes in at one byte: the run's end and a new one around the marks where it is cut."""

    closing: bytes = b""
    ends: list[bytes] = field(default_factory=list)
    starts: list[bytes] = field(default_factory=list)
    opening: bytes = b""

    def text(self) -> bytes:
        return b"".join((self.closing, *self.ends, *self.starts, self.opening))


class MarkedPart:
    """The main part, and the marks that go into it."""

    def __init__(self, data: bytes, lengths: Mapping[int, int]) -> None:
        """`lengths` are the visible characters of each run as the reader saw them."""
        self._data, self._lengths = data, lengths
        self._runs = runs_of(data, lengths)
        self._at: dict[int, _Insertion] = defaultdict(_Insertion)
        self._preserved: set[int] = set()

    def usable(self, run: int) -> bool:
        """Whether a comment can stand at a run."""
        return self._runs[run].outer is not None

    @property
    def space(self) -> str:
        """The namespace of the part's own elements."""
        return self._runs[0].space

    def mark(self, span: Span) -> None:
        """Puts a comment's start, end and reference in; both of its runs must be usable."""
        first, last = self._outer(span.first.run), self._outer(span.last.run)
        # the text of a text box is read behind its paragraph, where the box does not stand
        crossed = last.start < first.start
        start = self._edge(last, False) if crossed else self._insertion(span.first, behind=False)
        end = self._edge(first, True) if crossed else self._insertion(span.last, behind=True)
        start.starts.append(_element(first, "commentRangeStart", span.number))
        end.ends.append(_element(last, "commentRangeEnd", span.number))
        end.ends.append(_reference(last, span.number))

    def _outer(self, number: int) -> Run:
        outer = self._runs[number].outer
        assert outer is not None
        return self._runs[outer]

    def _edge(self, run: Run, behind: bool) -> _Insertion:
        return self._at[run.end if behind else run.start]

    def _insertion(self, place: Place, *, behind: bool) -> _Insertion:
        """The insertion at a place: inside its run, or at the edge where that cannot be cut."""
        run, outer = self._runs[place.run], self._outer(place.run)
        inside = 0 < place.at < run.length
        known = run.length == self._lengths[place.run]
        if outer is run and inside and known and run.cuttable:
            return self._cut(run, place.at)
        return self._edge(outer, behind)

    def _cut(self, run: Run, at: int) -> _Insertion:
        """Ends the run before its character `at` and begins another of the same properties."""
        closing = b"</" + run.name + b">"
        opening = b"<" + run.name + b">" + self._data[slice(*run.properties)]
        holder, inside = _holder_at(run, at)
        byte = holder.at[inside] if inside else holder.start
        if inside:
            closing = b"</" + holder.name + b">" + closing
            opening += b"<" + holder.name + b' xml:space="preserve">'
            if not holder.preserved and self._data[byte - 1 : byte].isspace():
                self._preserved.add(holder.inner - 1)
        insertion = self._at[byte]
        insertion.closing, insertion.opening = closing, opening
        return insertion

    def data(self) -> bytes:
        """The part with everything put in."""
        extra = dict.fromkeys(self._preserved, b' xml:space="preserve"')
        pieces = extra | {byte: one.text() for byte, one in self._at.items()}
        return b"".join(_spliced(self._data, pieces))


def _holder_at(run: Run, at: int) -> tuple[Holder, int]:
    """The element that holds the run's character `at`, and its place in there."""
    ends = list(accumulate(len(h.at) for h in run.holders))
    for holder, end in zip(run.holders, ends, strict=True):
        if at < end:
            return holder, at - (end - len(holder.at))
    raise IndexError(at)


def _spliced(data: bytes, pieces: dict[int, bytes]) -> Iterator[bytes]:
    done = 0
    for byte, piece in sorted(pieces.items()):
        yield data[done:byte]
        yield piece
        done = byte
    yield data[done:]


def _element(run: Run, name: str, number: int) -> bytes:
    """<w:name w:id="…"/>; it declares w itself unless the run shows that it is the prefix."""
    return f'<w:{name}{_declaration(run)} w:id="{number}"/>'.encode()


def _reference(run: Run, number: int) -> bytes:
    return (
        f'<w:r{_declaration(run)}><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr>'
        f'<w:commentReference w:id="{number}"/></w:r>'
    ).encode()


def _declaration(run: Run) -> str:
    return "" if run.name == b"w:r" and not run.declares else f' xmlns:w="{run.space}"'
