"""Text with its numbers and findings marked up: spans are cut so that both nest properly."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from markupsafe import Markup, escape

from writer.assemble.layout import cleaned
from writer.assemble.marks import Origins, Spot
from writer.findings import VERDICT_NAMES, Finding, Verdict


class Annotator:
    """Marks up pieces of Report.text and keeps where each figure was stated.

    `numbers` are the rows of the table of figures by id; `places` the ids of the page's spans
    that state a figure and `shown` the findings that have a mark; both fill as text is marked up.
    """

    def __init__(
        self,
        spots: Sequence[Spot],
        findings: Sequence[Finding],
        origins: Origins,
        numbers: Mapping[str, int],
    ) -> None:
        self._spots = sorted(spots, key=lambda s: (s.start, s.end))
        self._starts = [s.start for s in self._spots]
        self._findings = list(enumerate(findings))
        self._origins = origins
        self.numbers = numbers
        self.places: dict[str, list[str]] = {}
        self.shown: set[int] = set()

    def body(self, text: str, start: int | None) -> Markup:
        """The text that begins at `start` of Report.text; None: it is not the report's."""
        if start is None:
            return _lines(text)
        end = start + len(text)
        pieces: list[Markup] = []
        place = start
        for spot in self._between(start, end):
            pieces += self._flagged(text, start, place, spot.start)
            pieces.append(self._number(text, start, spot))
            place = spot.end
        pieces += self._flagged(text, start, place, end)
        return Markup("").join(pieces)

    def _between(self, start: int, end: int) -> list[Spot]:
        """The numbers that lie wholly within; the reader never lets them overlap."""
        low, high = bisect_left(self._starts, start), bisect_right(self._starts, end - 1)
        return [s for s in self._spots[low:high] if s.end <= end]

    def _number(self, text: str, start: int, spot: Spot) -> Markup:
        inner = Markup("").join(self._flagged(text, start, spot.start, spot.end))
        if spot.verdict is None or spot.verdict is Verdict.STRUCTURAL:
            return inner
        ident = f"n{spot.start}"
        origin = self._origins.of(spot)
        label = VERDICT_NAMES[spot.verdict]
        told = f"{label}。{origin.line}" if origin is not None else f"{label}。"
        tip = Markup('<span class="tip" role="tooltip" id="t{}">{}</span>').format(
            spot.start, cleaned(told)
        )
        row = self.numbers.get(spot.figure or "")
        if row is None:
            opening = Markup('<span tabindex="0" ')
            closing = Markup("</span>")
        else:
            self.places.setdefault(spot.figure or "", []).append(ident)
            opening = Markup('<a href="#f{}" ').format(row)
            closing = Markup("</a>")
        return Markup('<span class="n {}">{}id="{}" aria-describedby="t{}">{}{}{}</span>').format(
            spot.verdict, opening, ident, spot.start, inner, closing, tip
        )

    def _flagged(self, text: str, start: int, low: int, high: int) -> Iterator[Markup]:
        """Characters low–high, with the findings that cover them."""
        if low >= high:
            return
        near = [(i, f) for i, f in self._findings if f.start < high and f.end > low]
        edges = {low, high}
        for _, f in near:
            edges |= {max(low, f.start), min(high, f.end)}
        for a, b in pairwise(sorted(edges)):
            piece = _lines(text[a - start : b - start])
            covering = [(i, f) for i, f in near if f.start <= a and f.end >= b]
            if covering:
                piece = self._mark(piece, covering)
            yield piece

    def _mark(self, piece: Markup, covering: list[tuple[int, Finding]]) -> Markup:
        """The piece as flagged; a finding's first piece carries its id, to be linked to."""
        worst = min(covering, key=lambda c: ("error", "warning", "notice").index(c[1].severity))
        anchors = Markup("").join(
            Markup('<span id="x{}"></span>').format(i) for i, _ in covering if i not in self.shown
        )
        self.shown |= {i for i, _ in covering}
        told = "；".join(f"{f.code} {f.message}" for _, f in covering)
        return Markup('{}<mark class="{}" title="{}">{}</mark>').format(
            anchors, worst[1].severity, cleaned(told), piece
        )


def _lines(text: str) -> Markup:
    """Escaped, its line ends as breaks."""
    return Markup("<br>").join(escape(line) for line in cleaned(text).split("\n"))
