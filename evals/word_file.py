"""A Word file with its formatting resolved as a word processor would: run, style, defaults."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from docx import Document as read_docx
from docx.oxml.ns import qn

TITLE = 44  # half points: 二号
LEVELS = 4
_APART = ("Caption", "TableUnit", "Note", "ReportField", "Subtitle")


class File:
    """A Word file with its effective formatting."""

    def __init__(self, path: Path) -> None:
        self.document = read_docx(str(path))
        self.body = self.document.element.body

    @cached_property
    def paragraphs(self) -> list[Para]:
        """Paragraphs outside tables that hold text."""
        made = (Para(self, p) for p in self.body.iterchildren(qn("w:p")))
        return [para for para in made if para.text.strip()]

    @cached_property
    def title(self) -> Para | None:
        """The first centred paragraph in the title's size."""
        large = (p for p in self.paragraphs if p.size == TITLE and p.align == "center")
        return next(large, None)

    @cached_property
    def main(self) -> list[Para]:
        """The text proper: after the title, up to the list of attachments or the signature."""
        start = self.paragraphs.index(self.title) + 1 if self.title else 0
        found = []
        for para in self.paragraphs[start:]:
            if para.text.startswith("附件") or para.align == "right":
                break
            found.append(para)
        return found

    @cached_property
    def headings(self) -> list[tuple[int, Para]]:
        """(level from 0, paragraph) of those that carry an outline level."""
        found = []
        for para in self.main:
            level = para.paragraph_property("outlineLvl")
            if level is not None and int(level) < LEVELS:
                found.append((int(level), para))
        return found

    @cached_property
    def prose(self) -> list[Para]:
        heads = {id(para) for _, para in self.headings}
        return [p for p in self.main if id(p) not in heads and p.style not in _APART]

    def style(self, name: str | None) -> Any:
        """The w:style of an id, None where there is none."""
        return self._styles.get(name)

    @cached_property
    def _styles(self) -> dict[str | None, Any]:
        found: dict[str | None, Any] = {}
        for style in self.document.styles.element.iterchildren(qn("w:style")):
            found[style.get(qn("w:styleId"))] = style
            if style.get(qn("w:default")) == "1" and style.get(qn("w:type")) == "paragraph":
                found[None] = style
        return found

    @cached_property
    def defaults(self) -> Any:
        return self.document.styles.element.find(qn("w:docDefaults"))


class Para:
    """One paragraph with properties looked up through its styles."""

    def __init__(self, file: File, element: Any) -> None:
        self._file, self._element = file, element
        self.text = "".join(t.text or "" for t in element.iter(qn("w:t")))

    @cached_property
    def style(self) -> str:
        found = self._element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        return found.get(qn("w:val")) if found is not None else ""

    @cached_property
    def _chain(self) -> list[Any]:
        """The style and those it is based on, nearest first, the default one at the end."""
        chain, name, seen = [], self.style or None, set()
        while name not in seen and self._file.style(name) is not None:
            seen.add(name)
            style = self._file.style(name)
            chain.append(style)
            based = style.find(qn("w:basedOn"))
            name = based.get(qn("w:val")) if based is not None else None
        return chain

    def _sources(self, kind: str) -> Iterator[Any]:
        """w:pPr or w:rPr elements that hold, the nearest first."""
        if kind == "w:rPr":
            run = next(self._element.iter(qn("w:r")), None)
            holders = [run] if run is not None else []
        else:
            holders = [self._element]
        for holder in (*holders, *self._chain):
            found = holder.find(qn(kind))
            if found is not None:
                yield found
        if self._file.defaults is not None:
            yield from self._file.defaults.iter(qn(kind))

    def _attribute(self, kind: str, tag: str, name: str) -> str | None:
        for source in self._sources(kind):
            found = source.find(qn(f"w:{tag}"))
            if found is not None and found.get(qn(f"w:{name}")) is not None:
                return str(found.get(qn(f"w:{name}")))
        return None

    def paragraph_property(self, tag: str, name: str = "val") -> str | None:
        return self._attribute("w:pPr", tag, name)

    @cached_property
    def font(self) -> str:
        return self._attribute("w:rPr", "rFonts", "eastAsia") or ""

    @cached_property
    def size(self) -> int:
        return int(self._attribute("w:rPr", "sz", "val") or 20)

    @cached_property
    def align(self) -> str:
        return self.paragraph_property("jc") or "left"

    @cached_property
    def first_line(self) -> float:
        """Indent of the first line in characters."""
        chars = self.paragraph_property("ind", "firstLineChars")
        if chars is not None:
            return int(chars) / 100
        return int(self.paragraph_property("ind", "firstLine") or 0) / (self.size * 10)

    def side(self, name: str) -> float:
        """Indent of a side (left, right) in characters."""
        chars = self.paragraph_property("ind", f"{name}Chars")
        if chars is not None:
            return int(chars) / 100
        return int(self.paragraph_property("ind", name) or 0) / (self.size * 10)

    @cached_property
    def exact_line(self) -> float:
        """Points of exact line spacing, 0 for any other."""
        if self.paragraph_property("spacing", "lineRule") != "exact":
            return 0.0
        return int(self.paragraph_property("spacing", "line") or 0) / 20
