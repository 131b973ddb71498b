"""Where the runs of a Word file's main part stand in its bytes, down to single characters.

expat says at which byte every element and every stretch of text begins, so that marks can be put
into the file while every other byte stays as it was.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.parsers import expat

# how the namespaces of WordprocessingML end, transitional and strict
_SPACES = ("/wordprocessingml/2006/main", "/wordprocessingml/main")
_SIGNS = frozenset({"tab", "ptab", "br", "cr", "noBreakHyphen"})  # one character each
# what keeps marks out: Word has no comments in text boxes, and alternatives hold a text twice
_CLOSED = frozenset({"txbxContent", ":AlternateContent"})
_PRESERVE = "http://www.w3.org/XML/1998/namespace space"
_TAG = re.compile(rb"""<([^\s/>]+)(?:\s+[^\s=]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*(/?)>""")
_ENCODING = re.compile(r"""\s+encoding\s*=\s*["']([\w.:-]+)["']""")


@dataclass(slots=True)
class Holder:
    """An element of a run with visible characters: w:t, or one sign such as w:tab.

    `name` is its tag as written. All places are bytes: `start` of its tag, `inner` behind that
    tag, `at` of each character. `preserved`: blanks at the ends of its text count.
    """

    name: bytes
    start: int
    inner: int
    text: bool
    preserved: bool
    at: array[int] = field(default_factory=lambda: array("Q"))


@dataclass(slots=True)
class Run:
    """A w:r from byte `start` to `end`; `name` is its tag as written, `space` its namespace.

    `outer` is the number of the outermost run around it (itself as a rule), None where no mark
    can stand. `properties` (bytes of its w:rPr) and `holders` are known for wanted runs only;
    `cuttable` is False where it is written in a way that cannot be parted, `declares` True where
    its tag names namespaces that nothing beside it could use.
    """

    name: bytes
    space: str
    start: int
    outer: int | None
    end: int = 0
    properties: tuple[int, int] = (0, 0)
    holders: list[Holder] = field(default_factory=list)
    cuttable: bool = True
    declares: bool = False

    @property
    def length(self) -> int:
        """Visible characters."""
        return sum(len(holder.at) for holder in self.holders)


def utf8(data: bytes) -> bytes:
    """An XML part in UTF-8 and without a byte order mark; as it is if it already was."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        name = "utf-16"
    else:
        named = _ENCODING.search(data[:200].decode("latin-1"))
        name = named[1].lower() if named else "utf-8"
    if name in ("utf-8", "us-ascii", "ascii"):
        return data.removeprefix(b"\xef\xbb\xbf")
    head, closing, rest = data.decode(name).partition("?>")
    return (_ENCODING.sub("", head) + closing + rest).encode()


def runs_of(data: bytes, wanted: Collection[int]) -> list[Run]:
    """Every run of a main part in UTF-8, in order of their starts; `wanted` are the numbers of
    those whose characters are needed."""
    scanner = _Scanner(data, wanted)
    scanner.parser.Parse(data, True)
    return scanner.runs


class _Element(NamedTuple):
    """An open element: local name (with ":" in front outside WordprocessingML), tag as written,
    byte behind the tag, and whether it is empty."""

    tag: str
    name: bytes
    inner: int
    empty: bool


class _Scanner:
    """One pass of expat; that the part is well-formed was proven when the report was read."""

    def __init__(self, data: bytes, wanted: Collection[int]) -> None:
        self.runs: list[Run] = []
        self._data, self._wanted = data, wanted
        self._path: list[_Element] = []
        self._open: list[tuple[int, int]] = []  # numbers of open runs, and the depth below each
        self._holder: Holder | None = None
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.namespace_prefixes = True
        self.parser.buffer_text = False
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartCdataSectionHandler = self._uncuttable

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.partition(" ")  # namespace, name, prefix; the first alone is a name
        space, local = (space, local.partition(" ")[0]) if local else ("", space)
        at = self.parser.CurrentByteIndex
        match = _TAG.match(self._data, at)
        assert match is not None
        tag = local if space.endswith(_SPACES) else f":{local}"
        element = _Element(tag, match[1], match.end(), bool(match[2]))
        if tag == "r":
            self._run(element, at, space)
        elif (run := self._run_above()) is not None:
            self._child(run, element, at, attributes)
        self._path.append(element)

    def _run(self, element: _Element, at: int, space: str) -> None:
        number = len(self.runs)
        if self._open:
            outer = self.runs[self._open[0][0]].outer
        else:
            outer = None if any(e.tag in _CLOSED for e in self._path) else number
        run = Run(element.name, space, at, outer)
        run.declares = b"xmlns" in self._data[at : element.inner]
        run.cuttable = not run.declares
        self.runs.append(run)
        self._open.append((number, len(self._path) + 1))

    def _run_above(self) -> Run | None:
        """The wanted run whose child the current place is."""
        if not self._open:
            return None
        number, depth = self._open[-1]
        return self.runs[number] if depth == len(self._path) and number in self._wanted else None

    def _child(self, run: Run, element: _Element, at: int, attributes: dict[str, str]) -> None:
        if element.tag == "rPr":
            run.properties = (at, 0)
        elif element.tag == "t" or element.tag in _SIGNS:
            text = element.tag == "t"
            kept = any(name.startswith(_PRESERVE) for name in attributes)
            holder = Holder(element.name, at, element.inner, text, kept)
            if not text:
                holder.at.append(at)
            run.cuttable = run.cuttable and b"xmlns" not in self._data[at : element.inner]
            run.holders.append(holder)
            self._holder = holder

    def _end(self, _: str) -> None:
        element = self._path.pop()
        if element.tag == "r":
            number, _depth = self._open.pop()
            self.runs[number].end = self._behind(element)
        elif (run := self._run_above()) is not None:
            if element.tag == "rPr":
                run.properties = (run.properties[0], self._behind(element))
            else:
                self._holder = None

    def _behind(self, element: _Element) -> int:
        """The byte behind an element that ends here."""
        if element.empty:
            return element.inner
        return self._data.index(b">", self.parser.CurrentByteIndex) + 1

    def _characters(self, text: str) -> None:
        holder = self._holder
        if holder is None or not holder.text:
            return
        at = self.parser.CurrentByteIndex
        if self._data.startswith(b"&", at):
            holder.at.append(at)
            return
        for character in text:
            holder.at.append(at)
            at += len(character.encode())

    def _uncuttable(self) -> None:
        for number, _ in self._open:
            self.runs[number].cuttable = False
