"""Word files -> text with structure, as the document reads once all changes are accepted.

What counts as visible: paragraphs, tables, text boxes (right after the paragraph that holds
them), automatic numbers, results of fields, footnotes and endnotes (at the end). What does
not: deleted and moved-away text, hidden text, headers and footers, comments, field codes.
python-docx is not used: its paragraph.text drops tracked insertions, and loading it takes
longer than reading the report.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree as ET

from writer.documents.inline import InlineReader, Piece, chosen
from writer.documents.model import Anchor, BlockKind, Document, Remark
from writer.documents.numbering import Numbering, Styles
from writer.documents.package import Package
from writer.documents.structure import Line, blocks_of, trim

_WRAPPERS = frozenset({"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"})
_NOTE_FRAMES = frozenset({"separator", "continuationSeparator", "continuationNotice"})


def read_word(data: bytes, source: str) -> Document:
    """Read the bytes of a .docx. Raises DocumentError."""
    package = Package(data, source)
    root = package.root()
    styles = Styles(package.related("styles"))
    numbering = Numbering(package.related("numbering"), styles)
    body = root.find("body")
    writer = _Writer(styles, numbering, root)
    writer.content(body if body is not None else root)
    for kind in ("footnotes", "endnotes"):
        notes = package.related(kind)
        for note in notes if notes is not None else ():
            if note.get("type") not in _NOTE_FRAMES:
                writer.content(note)
    text, lines, anchors = writer.finished()
    remarks = _remarks(package.related("comments"), writer.commented) if writer.commented else ()
    return Document(text, blocks_of(text, lines), source, anchors, tuple(remarks))


def _remarks(comments: ET.Element | None, commented: list[tuple[int, str]]) -> Iterator[Remark]:
    """The comments of a file where they stand; replies stand where their comment does."""
    said = {
        c.get("id", ""): "\n".join(
            "".join(t.text or "" for t in p.iter("t")) for p in c.iter("p")
        ).strip()
        for c in (comments if comments is not None else ())
    }
    return (Remark(at, said[name]) for at, name in commented if name in said)


class _Writer:
    """Walks the XML once and collects the text, its lines and its anchors."""

    def __init__(self, styles: Styles, numbering: Numbering, root: ET.Element) -> None:
        self._styles = styles
        self._numbering = numbering
        self._inline = InlineReader(root)
        self._pieces: list[str] = []
        self._length = 0
        self._lines: list[Line] = []
        self._anchors: list[Anchor] = []
        self._tables = 0
        self._carried: list[Piece] = []  # text before a deleted paragraph mark
        self.commented: list[tuple[int, str]] = []  # (start of the paragraph, comment's id)

    def finished(self) -> tuple[str, list[Line], tuple[Anchor, ...]]:
        """The text, its lines (trimmed, empty ones dropped) and the anchors."""
        text = "".join(self._pieces)
        lines = [part for line in self._lines for part in _trimmed(text, line)]
        return text, lines, tuple(self._anchors)

    def content(self, parent: ET.Element, kind: BlockKind = BlockKind.PARAGRAPH) -> None:
        """Everything in a body, a note or a text box."""
        for block in _blocks_in(parent):
            if block.tag == "p":
                self._paragraph(block, kind)
            else:
                self._table(block)
            for box in self._inline.take_boxes():
                self.content(box, BlockKind.TEXTBOX)
        if self._carried:
            self._line(None, kind)

    def _paragraph(self, p: ET.Element, kind: BlockKind) -> None:
        properties = p.find("pPr")
        self._take(p)
        # the paragraph whose mark survives gives the joined one its style and number
        if not _mark_deleted(properties):
            self._line(properties, kind)

    def _take(self, p: ET.Element) -> None:
        self._carried += self._inline.pieces(p)
        self.commented += [(self._length, r.get("id", "")) for r in p.iter("commentReference")]

    def _line(self, properties: ET.Element | None, kind: BlockKind) -> None:
        """Close the paragraph that has been carried so far as a line of its own."""
        start = self._length
        self._text_of_paragraph(properties)
        if kind is BlockKind.PARAGRAPH and self._styles.is_caption(properties):
            kind = BlockKind.CAPTION
        style = self._styles.heading_level(properties)
        self._lines.append(Line(start, self._length, kind, style))
        self._add("\n")

    def _text_of_paragraph(self, properties: ET.Element | None) -> None:
        pieces, self._carried = self._carried, []
        mark = self._numbering.mark(properties)  # an empty paragraph counts too
        if any(text.strip() for text, _ in pieces):
            self._add(mark)
            for text, run in pieces:
                self._add(text, run)

    def _table(self, table: ET.Element) -> None:
        number = self._tables
        self._tables += 1
        rows = [tr for tr in _children(table, "tr") if tr.find("trPr/del") is None]
        for r, tr in enumerate(rows):
            column = _count(tr, "trPr/gridBefore", 0)
            self._add("\t" * column)
            for i, tc in enumerate(_children(tr, "tc")):
                if tc.find("tcPr/cellDel") is not None:
                    continue
                self._add("\t" if i else "")
                start = self._length
                if not _continues_above(tc):
                    self._cell(tc)
                self._lines.append(Line(start, self._length, BlockKind.CELL, 0, number, r, column))
                span = _count(tc, "tcPr/gridSpan", 1)
                self._add("\t" * (span - 1))
                column += span
            self._add("\n")

    def _cell(self, tc: ET.Element) -> None:
        """The paragraphs of a cell, those of a table inside it too, one a line."""
        start = self._length
        for p in _paragraphs_in(tc):
            properties = p.find("pPr")
            self._take(p)
            if not _mark_deleted(properties):
                self._add("\n" if self._length > start else "")
                self._text_of_paragraph(properties)
        if self._carried:
            self._text_of_paragraph(None)

    def _add(self, text: str, run: int | None = None) -> None:
        if not text:
            return
        if run is not None:
            last = self._anchors[-1] if self._anchors else None
            if last is not None and last.run == run and last.end == self._length:
                self._anchors[-1] = Anchor(last.start, self._length + len(text), run)
            else:
                self._anchors.append(Anchor(self._length, self._length + len(text), run))
        self._pieces.append(text)
        self._length += len(text)


def _blocks_in(parent: ET.Element) -> Iterator[ET.Element]:
    """Paragraphs and tables, seen through content controls and accepted insertions."""
    for child in parent:
        if child.tag in ("p", "tbl"):
            yield child
        elif child.tag in _WRAPPERS:
            yield from _blocks_in(child)
        elif child.tag == "mc:AlternateContent":
            yield from _blocks_in(chosen(child))


def _children(parent: ET.Element, tag: str) -> Iterator[ET.Element]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, tag)


def _paragraphs_in(cell: ET.Element) -> Iterator[ET.Element]:
    for block in _blocks_in(cell):
        if block.tag == "p":
            yield block
        else:
            for tr in _children(block, "tr"):
                for tc in _children(tr, "tc"):
                    yield from _paragraphs_in(tc)


def _continues_above(tc: ET.Element) -> bool:
    merge = tc.find("tcPr/vMerge")
    return merge is not None and merge.get("val", "continue") == "continue"


def _mark_deleted(properties: ET.Element | None) -> bool:
    return properties is not None and (
        properties.find("rPr/del") is not None or properties.find("rPr/moveFrom") is not None
    )


def _count(element: ET.Element, path: str, default: int) -> int:
    """A number of columns; files that ask for thousands are bent to what a table can have."""
    found = element.find(path)
    text = found.get("val", "") if found is not None else ""
    return min(int(text), 64) if text.isascii() and text.isdigit() else default


def _trimmed(text: str, line: Line) -> Iterator[Line]:
    """The line without blanks at its ends; a paragraph is split at its soft breaks.

    A heading with a break in its title stays whole, and so does a cell.
    """
    whole = line.style > 0 or line.kind is BlockKind.CELL
    parts = [line] if whole else _split(text, line)
    for part in parts:
        start, end = trim(text, part.start, part.end)
        if start < end:
            yield replace(part, start=start, end=end)


def _split(text: str, line: Line) -> list[Line]:
    out: list[Line] = []
    start = line.start
    while (stop := text.find("\n", start, line.end)) >= 0:
        out.append(replace(line, start=start, end=stop))
        start = stop + 1
    return [*out, replace(line, start=start)]
