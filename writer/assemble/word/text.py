"""Paragraphs whose runs know which characters of the report they hold."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from writer.assemble.layout import cleaned
from writer.assemble.word.xml import el


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters start–end (exclusive) of Report.text stand in this run."""

    start: int
    end: int
    paragraph: ET.Element
    run: ET.Element


class TextFlow:
    """Makes paragraphs of the report's text, cuts their runs at `cuts`, and keeps the runs."""

    def __init__(self, cuts: Sequence[int]) -> None:
        self._cuts = sorted(set(cuts))
        self.pieces: list[Piece] = []

    def paragraphs(
        self, text: str, start: int | None, properties: ET.Element, *, size: int = 0
    ) -> list[ET.Element]:
        """A paragraph for each line of a text that begins at `start` of Report.text.

        `start` is None for a text that is not the report's; `size` in half points, 0 for the
        style's. Lines are not broken by w:br: in justified text the line above a break would
        be stretched.
        """
        found = []
        for line in text.split("\n"):
            paragraph = el("w:p", copy(properties))
            found.append(paragraph)
            if start is None:
                paragraph.append(run_of(line, size))
                continue
            for low, high in self._spans(start, start + len(line)):
                run = run_of(line[low - start : high - start], size)
                paragraph.append(run)
                self.pieces.append(Piece(low, high, paragraph, run))
            start += len(line) + 1
        return found

    def _spans(self, start: int, end: int) -> list[tuple[int, int]]:
        cuts = self._cuts[bisect_right(self._cuts, start) : bisect_right(self._cuts, end - 1)]
        edges = [start, *cuts, end]
        return [(a, b) for a, b in zip(edges, edges[1:], strict=False) if a < b]


def run_of(text: str, size: int = 0) -> ET.Element:
    """A run; the hint makes Word draw “ ” — … full-width, as the Chinese marks they are."""
    properties = el("w:rPr", el("w:rFonts", hint="eastAsia"))
    if size:
        properties.extend((el("w:sz", val=size), el("w:szCs", val=size)))
    run = el("w:r", properties)
    for i, part in enumerate(cleaned(text).split("\t")):
        if i:
            run.append(el("w:tab"))
        if part:
            holder = el("w:t")
            holder.text = part
            holder.set("xml:space", "preserve")
            run.append(holder)
    return run


def properties_of(
    style: str,
    *,
    new_page: bool = False,
    keep_next: bool = False,
    before: int = 0,
    indent: dict[str, int] | None = None,
) -> ET.Element:
    """w:pPr in the order of the schema; `before` in twips, `indent` as w:ind attributes."""
    return el(
        "w:pPr",
        el("w:pStyle", val=style),
        el("w:keepNext") if keep_next else None,
        el("w:pageBreakBefore") if new_page else None,
        el("w:spacing", before=before) if before else None,
        el("w:ind", **indent) if indent else None,
    )


def chars(char_size: int = 320, **ends: float) -> dict[str, int]:
    """Indents in characters, with the twips that older programs read: left=2 → 200, 640."""
    found: dict[str, int] = {}
    for name, count in ends.items():
        found[f"{name}Chars"] = round(count * 100)
        found[name] = round(count * char_size)
    return found
