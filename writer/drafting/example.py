"""Last year's report as an example of style, with every number taken out before it is shown.

Stale figures come back by being copied, so that none is there to copy: a gap (□) stands for
each. What the grounding reader takes for a number goes, and so does every other digit and every
run of Chinese numerals; set phrases that state nothing (“三公”经费, 一是) stay, since they are
style. Text of the example is data: it is shown quoted, and its braces mean nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from writer.documents import BlockKind, Document, read_document
from writer.grounding.mentions import Kind
from writer.grounding.reading import read

GAP = "□"
LONGEST = 800  # characters of one section; style shows in less
_SHORTEST = 30  # a heading with a line under it teaches nothing
_SHORTEST_TITLE = 4  # shorter titles are found inside too many others
_NUMERALS = re.compile("[〇零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟廿卅]{2,}")
_GAPS = re.compile(rf"{GAP}(?:\s*{GAP})+")
_LEAD = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A report by sections: the letters of a heading -> the masked text right under it."""

    parts: Mapping[str, str]

    def of(self, title: str) -> str:
        """The part under this heading, "" when the example has none; no title: the lead."""
        name = _letters(title)
        if name in self.parts or len(name) < _SHORTEST_TITLE:
            return self.parts.get(name, "")
        near = (p for p in self.parts if len(p) >= _SHORTEST_TITLE and (p in name or name in p))
        return self.parts.get(next(near, name), "")


def read_example(path: Path) -> Example:
    """The example in a .docx, .md or .txt file; raises DocumentError."""
    return example_of(read_document(path))


def example_of(document: Document) -> Example:
    """Every section of a report with enough text of its own; the first of one name counts."""
    texts: dict[str, list[str]] = {}
    for title, paragraph in _paragraphs(document):
        texts.setdefault(_letters(title), []).append(paragraph)
    parts = {name: _clipped("\n".join(lines)) for name, lines in texts.items()}
    return Example({name: text for name, text in parts.items() if len(text) >= _SHORTEST})


def _paragraphs(document: Document) -> Iterator[tuple[str, str]]:
    """(innermost numbered heading, masked paragraph without the heading that it may begin with)."""
    runins = {b.start: b for b in document.of_kind(BlockKind.RUNIN) if b.level}
    title = _LEAD
    for block in document.blocks:
        heading = runins.get(block.start, block)
        if heading.level:
            title = document.title_of(heading)
        if block.kind is BlockKind.PARAGRAPH:
            start = block.start if heading is block else heading.end
            yield title, masked(document.text[start : block.end].lstrip("。：:；; "))


def masked(text: str) -> str:
    """The text with a gap in place of everything numeric."""
    while True:
        without = _without_mentions(text)
        if without == text:
            break
        text = without
    bare = "".join(GAP if _numeric(sign) else sign for sign in _NUMERALS.sub(GAP, text))
    return _GAPS.sub(GAP, bare) if bare == text else masked(bare)


def _without_mentions(text: str) -> str:
    pieces: list[str] = []
    position = 0
    for mention in read(text):
        if mention.kind in (Kind.ENUM, Kind.IDIOM) and not any(map(_numeric, mention.text)):
            continue
        # the mark of an item says nothing about style
        gap = "" if mention.kind is Kind.ENUM else GAP
        pieces += [text[position : mention.start], gap]
        position = mention.end
    return "".join([*pieces, text[position:]])


def _numeric(sign: str) -> bool:
    """A digit of any script, ①, Ⅳ, ½; not a Chinese numeral, which is a word by itself."""
    return unicodedata.category(sign) in ("Nd", "Nl", "No") and sign != "〇"


def _clipped(text: str) -> str:
    """At most LONGEST characters, cut behind a sentence where there is one."""
    if len(text) <= LONGEST:
        return text
    whole = text[:LONGEST]
    end = whole.rfind("。") + 1
    return whole[:end] if end >= LONGEST // 2 else whole


def _letters(title: str) -> str:
    """A heading's letters: without its mark, digits and signs."""
    bare = re.sub(r"^\s*[（(]?[一二三四五六七八九十\d]{1,3}[、．.）)]\s*", "", title)
    return re.sub(r"[\W\d_]+", "", bare)
