"""The visible text inside one Word paragraph, piece by piece with the runs it stands in."""

from __future__ import annotations

from xml.etree import ElementTree as ET

# deleted text, and what is no text of the paragraph although it stands inside it
_SKIPPED = frozenset(
    {"del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "rt", "instrText", "delText", "m:ctrlPr"}
)
_SIGNS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_OFF = frozenset({"0", "false", "off", "none"})

Piece = tuple[str, int | None]  # text, and the ordinal of its run in the main part


class InlineReader:
    """The visible text inside paragraphs; keeps the text boxes it meets and open fields."""

    def __init__(self, root: ET.Element) -> None:
        self._runs = {run: i for i, run in enumerate(root.iter("r"))}
        self._boxes: list[ET.Element] = []
        self._in_code: list[bool] = []  # open fields, innermost last; they span paragraphs

    def pieces(self, p: ET.Element) -> list[Piece]:
        out: list[Piece] = []
        self._walk(p, None, out)
        return out

    def take_boxes(self) -> list[ET.Element]:
        """The text boxes met since the last call."""
        boxes, self._boxes = self._boxes, []
        return boxes

    def _walk(self, element: ET.Element, run: int | None, out: list[Piece]) -> None:
        for child in element:
            tag = child.tag
            if tag in _SKIPPED or (tag == "r" and _on(child, "rPr/vanish")):
                continue
            if tag == "fldChar":
                self._field(child.get("fldCharType", ""))
            elif tag == "txbxContent":
                self._boxes.append(child)
            elif tag == "mc:AlternateContent":
                self._walk(chosen(child), run, out)
            elif tag in ("t", "m:t"):
                if not any(self._in_code):
                    out.append((child.text or "", run))
            elif tag in _SIGNS:
                if not any(self._in_code):
                    out.append((_SIGNS[tag], run))
            elif tag == "m:f":
                self._fraction(child, run, out)
            else:
                self._walk(child, self._runs.get(child, run), out)

    def _fraction(self, element: ET.Element, run: int | None, out: list[Piece]) -> None:
        """27 over 30 reads 27/30: without the line the digits would join to 2730."""
        for i, name in enumerate(("m:num", "m:den")):
            if i:
                out.append(("/", run))
            if (part := element.find(name)) is not None:
                self._walk(part, run, out)

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._in_code.append(True)
        elif kind == "separate" and self._in_code:
            self._in_code[-1] = False
        elif kind == "end" and self._in_code:
            self._in_code.pop()


def chosen(alternatives: ET.Element) -> ET.Element:
    """One branch of mc:AlternateContent: both hold the same text box for different programs."""
    branches = alternatives.findall("mc:Choice") + alternatives.findall("mc:Fallback")
    for branch in branches:
        if next(branch.iter("t"), None) is not None:
            return branch
    return branches[0] if branches else alternatives


def _on(element: ET.Element, path: str) -> bool:
    switch = element.find(path)
    return switch is not None and switch.get("val", "1") not in _OFF
