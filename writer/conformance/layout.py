"""A Word file as it is laid out: its sections, its paragraphs with type and distances, its
page numbers; every paragraph with its place in the text that was read from the same file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from xml.etree import ElementTree as ET

from writer.conformance.cascade import Attributes, Cascade, Type
from writer.documents import Document
from writer.documents.package import Package
from writer.documents.reading import WORD_SUFFIXES

MM = 1440 / 25.4  # twips in a millimetre
_LINE = 12.0  # a line of spacing where there is no grid, in points
_GLYPH = 1.3  # height of a line set solid, in sizes of its type
_HAN = re.compile(r"[\u4e00-\u9fff]")
_TYPED_INDENT = re.compile(r"^(?:\u3000{2}|[ \u00a0]{4})")


@dataclass(frozen=True, slots=True)
class Page:
    """A section's page in mm; `numbers` are the page numbers that it shows."""

    width: float
    height: float
    margins: dict[str, float]
    grid: float  # pitch of the line grid in points, 0 without one
    numbers: tuple[PageNumber, ...] = ()

    @property
    def upright(self) -> bool:
        return self.width <= self.height


@dataclass(frozen=True, slots=True)
class PageNumber:
    """The page number in one footer or header: `pages` are default, even or first."""

    pages: str
    text: str  # the whole line, # for the number
    type: Type
    align: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph outside tables and text boxes.

    `start` and `end` count characters of the document's text; `type` is what most of its
    characters are set in; `indent` the first line's in characters, blanks typed in included;
    `pitch` the distance of its lines in points, `gap` what stands above and below it besides;
    `numbered` by Word itself.
    """

    start: int
    end: int
    text: str
    type: Type
    align: str
    indent: float
    left: float
    right: float
    pitch: float
    gap: float
    page: Page
    numbered: bool


@dataclass(frozen=True)
class Layout:
    """A whole file; `facing`: odd and even pages have footers of their own."""

    paragraphs: tuple[Paragraph, ...]
    pages: tuple[Page, ...]
    facing: bool


def layout_of(document: Document) -> Layout | None:
    """The layout of the Word file that a document was read from; None for any other."""
    path = Path(document.source)
    if path.suffix.lower() not in WORD_SUFFIXES or not document.anchors or not path.is_file():
        return None
    return read_layout(path.read_bytes(), document)


def read_layout(data: bytes, document: Document) -> Layout:
    """The layout in the bytes of a Word file that `document` was read from."""
    return _Reader(Package(data, document.source), document).layout()


class _Reader:
    def __init__(self, package: Package, document: Document) -> None:
        self._package = package
        self._document = document
        self._root = package.root()
        self._cascade = Cascade(package)
        self._relations = _relations(package)
        runs = {run: number for number, run in enumerate(self._root.iter("r"))}
        places = {a.run: (a.start, a.end) for a in document.anchors}
        self._places = {run: places[n] for run, n in runs.items() if n in places}
        self._numbers: dict[str, tuple[PageNumber, ...]] = {}

    def layout(self) -> Layout:
        settings = self._package.related("settings")
        facing = settings is not None and settings.find("evenAndOddHeaders") is not None
        paragraphs: list[Paragraph] = []
        pages: list[Page] = []
        waiting: list[ET.Element] = []
        body = self._root.find("body")
        for element in _outside_tables(body if body is not None else self._root):
            own = element if element.tag == "sectPr" else element.find("pPr/sectPr")
            if element.tag == "p":
                waiting.append(element)
            if own is not None:
                page = self._page(own, pages[-1].numbers if pages else ())
                pages.append(page)
                paragraphs += self._paragraphs(waiting, page)
                waiting = []
        return Layout(tuple(paragraphs), tuple(pages), facing)

    # ---- paragraphs ------------------------------------------------------------------

    def _paragraphs(self, elements: list[ET.Element], page: Page) -> Iterator[Paragraph]:
        for element in elements:
            runs = [(run, self._places[run]) for run in element.iter("r") if run in self._places]
            if not runs:
                continue
            start, end = min(p[0] for _, p in runs), max(p[1] for _, p in runs)
            text = self._document.text[start:end]
            if text.strip():
                yield self._paragraph(element.find("pPr"), runs, (start, end, text), page)

    def _paragraph(
        self,
        properties: ET.Element | None,
        runs: list[tuple[ET.Element, tuple[int, int]]],
        place: tuple[int, int, str],
        page: Page,
    ) -> Paragraph:
        start, end, text = place
        counts: Counter[Type] = Counter()
        for run, (first, last) in runs:
            # digits and Latin letters have a font of their own
            weight = len(_HAN.findall(self._document.text, first, last))
            counts[self._cascade.type_of(properties, run.find("rPr"))] += weight
        type_ = counts.most_common(1)[0][0]
        indents = self._cascade.paragraph(properties, "ind")
        spacing = self._cascade.paragraph(properties, "spacing")
        typed = 2.0 if _TYPED_INDENT.match(text) else 0.0
        return Paragraph(
            start,
            end,
            text,
            type_,
            _align(self._cascade.paragraph(properties, "jc")),
            typed + _chars(indents, "firstLine", type_) - _chars(indents, "hanging", type_),
            _chars(indents, "left", type_) or _chars(indents, "start", type_),
            _chars(indents, "right", type_) or _chars(indents, "end", type_),
            _pitch(spacing, type_, page.grid),
            _gap(spacing, page.grid),
            page,
            self._cascade.numbered(properties),
        )

    # ---- pages -----------------------------------------------------------------------

    def _page(self, section: ET.Element, before: tuple[PageNumber, ...]) -> Page:
        size, edges, grid = (section.find(tag) for tag in ("pgSz", "pgMar", "docGrid"))
        given = [r for tag in ("headerReference", "footerReference") for r in section.findall(tag)]
        numbers = [n for reference in given for n in self._numbers_in(reference)]
        shown = {reference.get("type", "default") for reference in given}
        # what a section does not set itself it takes over from the one before
        numbers += [n for n in before if n.pages not in shown]
        lined = grid is not None and grid.get("type") in ("lines", "linesAndChars")
        return Page(
            _mm(size, "w", 11906),
            _mm(size, "h", 16838),
            {side: _mm(edges, side, 1440) for side in ("top", "right", "bottom", "left")},
            _number(grid.get("linePitch")) / 20 if grid is not None and lined else 0.0,
            tuple(numbers),
        )

    def _numbers_in(self, reference: ET.Element) -> Iterator[PageNumber]:
        name = self._relations.get(reference.get("id", ""), "")
        root = self._package.part(name) if name else None
        for paragraph in root.iter("p") if root is not None else ():
            found = _page_number(paragraph)
            if found is None:
                continue
            run, text = found
            properties = paragraph.find("pPr")
            yield PageNumber(
                reference.get("type", "default"),
                text,
                self._cascade.type_of(properties, run.find("rPr") if run is not None else None),
                _align(self._cascade.paragraph(properties, "jc")),
            )


def _page_number(paragraph: ET.Element) -> tuple[ET.Element | None, str] | None:
    """The run that holds the number and the line's text, # for the number; None without one."""
    pieces: list[str] = []
    holder: ET.Element | None = None
    found, shown = False, True
    results: set[ET.Element] = set()
    for element in paragraph.iter():
        if element.tag == "instrText" and re.search(r"\bPAGE\b", element.text or ""):
            found = True
        elif element.tag == "fldSimple" and re.search(r"\bPAGE\b", element.get("instr", "")):
            found = True
            pieces.append("#")
            results.update(element.iter("t"))
            holder = next(element.iter("r"), None)
        elif element.tag == "fldChar":
            kind = element.get("fldCharType")
            if kind == "separate" and found:
                pieces.append("#")
            shown = kind == "end"
        elif element.tag == "r" and found and holder is None:
            holder = element
        elif element.tag == "t" and shown and element not in results:
            pieces.append(element.text or "")
    return (holder, "".join(pieces)) if found else None


def _outside_tables(body: ET.Element) -> Iterator[ET.Element]:
    """Paragraphs and section ends in order, seen through content controls and insertions."""
    for child in body:
        if child.tag in ("p", "sectPr"):
            yield child
        elif child.tag in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"):
            yield from _outside_tables(child)


def _relations(package: Package) -> dict[str, str]:
    """Relationship ids of the main part -> names of parts."""
    folder, _, name = package.main.rpartition("/")
    root = package.part(f"{folder}/_rels/{name}.rels")
    found: dict[str, str] = {}
    for relation in root if root is not None else ():
        target = relation.get("Target", "")
        if relation.get("TargetMode") != "External":
            part = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
            found[relation.get("Id", "")] = part
    return found


def _align(attributes: Attributes) -> str:
    value = attributes.get("val", "left")
    return {"start": "left", "end": "right", "distribute": "both"}.get(value, value)


def _chars(attributes: Attributes, name: str, type_: Type) -> float:
    """An indent in characters of the paragraph's own size."""
    chars = attributes.get(f"{name}Chars")
    if chars is not None and _number(chars):
        return _number(chars) / 100
    return _number(attributes.get(name)) / (type_.size * 10)


def _pitch(spacing: Attributes, type_: Type, grid: float) -> float:
    """Points from line to line: as set, or what a multiple of a line comes to."""
    line, rule = _number(spacing.get("line", "240")), spacing.get("lineRule", "auto")
    if rule == "exact":
        return line / 20
    solid = type_.size / 2 * _GLYPH
    if rule == "atLeast":
        return max(line / 20, solid)
    return line / 240 * (ceil(solid / grid) * grid if grid else solid)


def _gap(spacing: Attributes, grid: float) -> float:
    """Points above and below a paragraph; those given in lines go before those in points."""
    total = 0.0
    for side in ("before", "after"):
        lines = _number(spacing.get(f"{side}Lines"))
        total += lines / 100 * (grid or _LINE) if lines else _number(spacing.get(side)) / 20
    return total


def _mm(element: ET.Element | None, name: str, default: int) -> float:
    value = element.get(name) if element is not None else None
    return (_number(value) if value is not None else default) / MM


def _number(text: str | None) -> float:
    return float(text) if text and re.fullmatch(r"-?\d{1,9}(\.\d+)?", text) else 0.0
