"""Pages: A4 by GB/T 9704-2012, 7.1 and 7.2, upright or turned, with header and page numbers."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree import ElementTree as ET

from writer.assemble.word.xml import el

# twips (1 mm = 56.69): A4, margins 37/26/35/28 mm; the page number's dash 7 mm below the text
PAGE_WIDTH, PAGE_HEIGHT = 11906, 16838
TOP, RIGHT, BOTTOM, LEFT = 2098, 1474, 1984, 1587
HEADER, FOOTER = 1134, 1417
# 22 lines of 28.95 pt. The 28 characters of a line come from the −¼ pt that Normal puts between
# characters (28 × 15.75 pt ≤ 156 mm), not from a character grid: LibreOffice spreads that out
LINE_PITCH = 579
TEXT_WIDTH = PAGE_WIDTH - LEFT - RIGHT
TURNED_WIDTH = PAGE_HEIGHT - TOP - BOTTOM


@dataclass(frozen=True, slots=True)
class PageKind:
    """`first_page` restarts the page numbers; without `numbered` no number is printed."""

    turned: bool = False
    numbered: bool = True
    first_page: int | None = None
    marked: bool = False  # 草稿 in the header

    @property
    def line(self) -> int:
        """Width of a line in twips."""
        return TURNED_WIDTH if self.turned else TEXT_WIDTH


def section_element(kind: PageKind) -> ET.Element:
    """w:sectPr; a section without footers of its own inherits those before it, so that only
    the first one (the cover) can be without."""
    section = el("w:sectPr")
    if kind.marked:
        section.extend(_references("header", "rHeaderOdd", "rHeaderEven"))
    if kind.numbered:
        section.extend(_references("footer", "rFooterOdd", "rFooterEven"))
    section.append(el("w:type", val="nextPage"))
    section.extend(_page(kind.turned))
    if kind.first_page is not None:
        section.append(el("w:pgNumType", start=kind.first_page))
    section.append(el("w:docGrid", type="lines", linePitch=LINE_PITCH))
    return section


def _references(what: str, odd: str, even: str) -> list[ET.Element]:
    tag = f"w:{what}Reference"
    return [
        el(tag, type="even", r_id=even),
        el(tag, type="default", r_id=odd),
    ]


def _page(turned: bool) -> list[ET.Element]:
    """Turned pages keep the type area: the binding edge becomes the upper one."""
    if turned:
        size = el("w:pgSz", w=PAGE_HEIGHT, h=PAGE_WIDTH, orient="landscape")
        edges = {"top": LEFT, "right": TOP, "bottom": RIGHT, "left": BOTTOM, "footer": 794}
    else:
        size = el("w:pgSz", w=PAGE_WIDTH, h=PAGE_HEIGHT)
        edges = {"top": TOP, "right": RIGHT, "bottom": BOTTOM, "left": LEFT, "footer": FOOTER}
    return [size, el("w:pgMar", **edges, header=HEADER, gutter=0)]
