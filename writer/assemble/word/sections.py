"""Pages: A4 by GB/T 9704-2012, 7.1 and 7.2, upright or turned, with header and page numbers."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from writer.assemble.plan import Section
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


def line_width(turned: bool) -> int:
    """Width of a line in twips."""
    return TURNED_WIDTH if turned else TEXT_WIDTH


def section_element(section: Section, *, marked: bool) -> ET.Element:
    """w:sectPr; `marked` prints the header (草稿).

    A section without footers of its own inherits those before it, so that only the first one
    (the cover) can be without.
    """
    element = el("w:sectPr")
    if marked:
        element.extend(_references("header", "rHeaderOdd", "rHeaderEven"))
    if section.numbered:
        element.extend(_references("footer", "rFooterOdd", "rFooterEven"))
    element.append(el("w:type", val="nextPage"))
    element.extend(_page(section.turned))
    if section.first:
        element.append(el("w:pgNumType", start=1))
    element.append(el("w:docGrid", type="lines", linePitch=LINE_PITCH))
    return element


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
