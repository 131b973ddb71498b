"""Putting comments into the package of a Word file; parts that need not change stay as they are."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as ET
from xml.parsers import expat

from writer.assemble.word.xml import W, el
from writer.documents.package import Package
from writer.errors import DocumentError
from writer.views.word_runs import utf8

MAX_UNPACKED = 512 * 1024 * 1024  # bytes of all parts together; a report with many pictures
AUTHOR, INITIALS = "绩效核对", "核对"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_RELATIONS = {  # namespace of the text -> how the relation to comments is called
    "http://purl.oclc.org/ooxml/wordprocessingml/main": (
        "http://purl.oclc.org/ooxml/officeDocument/relationships/comments"
    ),
}
_USUAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_NO_TYPES = "Types", "http://schemas.openxmlformats.org/package/2006/content-types"
_NO_RELATIONS = "Relationships", "http://schemas.openxmlformats.org/package/2006/relationships"
_UNREADABLE = (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError, ValueError)

Lines = Sequence[str]


class CommentedPackage:
    """A Word file that gets comments; DocumentError where its bytes cannot be used."""

    def __init__(self, data: bytes, source: str) -> None:
        self._package = Package(data, source)
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        self._source = source
        unpacked = sum(entry.file_size for entry in self._zip.infolist())
        if unpacked > MAX_UNPACKED:
            raise DocumentError(f"{source}：解压后的内容过大，不能加批注")
        self._entries = {e.filename.lstrip("/"): e for e in self._zip.infolist()}

    @property
    def main(self) -> bytes:
        """The main part, in UTF-8."""
        return utf8(self._read(self._package.main))

    def first_number(self) -> int:
        """The first w:id that no comment of the file has."""
        part = self._package.related("comments")
        used = [c.get("id", "") for c in part.iter("comment")] if part is not None else []
        return 1 + max((int(n) for n in used if n.isascii() and n.isdigit()), default=-1)

    def commented(self, main: bytes, comments: Mapping[int, Lines], space: str) -> bytes:
        """The whole file with its new main part and these comments by w:id.

        `space` is the namespace of the text.
        """
        new = {self._package.main: main}
        name = self._comments_part(new, _RELATIONS.get(space, _USUAL))
        old = utf8(self._read(name)) if name in self._entries else _empty("w:comments", W, "w")
        new[name] = with_children(old, [_comment(n, lines, space) for n, lines in comments.items()])
        self._name_type(new, name)
        return self._zipped(new)

    def _comments_part(self, new: dict[str, bytes], relation: str) -> str:
        """The part's name; relates it to the main part where it is not yet."""
        folder, main = posixpath.split(self._package.main)
        rels = posixpath.join(folder, "_rels", f"{main}.rels")
        known = self._package.part(rels)
        used = set()
        for entry in known if known is not None else ():
            used.add(entry.get("Id", ""))
            external = entry.get("TargetMode") == "External"
            if entry.get("Type", "").endswith("/comments") and not external:
                target = posixpath.join("/", folder, entry.get("Target", ""))
                return posixpath.normpath(target).lstrip("/")
        name = _free(posixpath.join(folder, "comments"), ".xml", self._entries)
        ident = _free("rIdComments", "", used)
        old = utf8(self._read(rels)) if rels in self._entries else _empty(*_NO_RELATIONS)
        target = posixpath.basename(name)
        child = f'<{{}}Relationship Id="{ident}" Type="{relation}" Target="{target}"/>'
        new[rels] = with_children(old, [child])
        return name

    def _name_type(self, new: dict[str, bytes], name: str) -> None:
        """[Content_Types].xml must say what the part is."""
        types = "[Content_Types].xml"
        known = self._package.part(types)
        parts = {e.get("PartName", "").lower() for e in known} if known is not None else set()
        if f"/{name}".lower() not in parts:
            old = utf8(self._read(types)) if types in self._entries else _empty(*_NO_TYPES)
            child = f'<{{}}Override PartName="/{name}" ContentType="{_TYPE}"/>'
            new[types] = with_children(old, [child])

    def _read(self, name: str) -> bytes:
        try:
            return self._zip.read(self._entries[name])
        except _UNREADABLE as error:
            raise DocumentError(f"{self._source}：其中的 {name} 已损坏，不能加批注") from error

    def _zipped(self, new: Mapping[str, bytes]) -> bytes:
        """Every part in its old place and with its old date; new parts at the end."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, entry in self._entries.items():
                info = zipfile.ZipInfo(entry.filename, entry.date_time)
                info.compress_type = entry.compress_type
                info.external_attr = entry.external_attr
                archive.writestr(info, new[name] if name in new else self._read(name))
            for name in new.keys() - self._entries.keys():
                info = zipfile.ZipInfo(name)  # 1980: no clock in the file
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, new[name])
        return buffer.getvalue()


def with_children(xml: bytes, children: Sequence[str]) -> bytes:
    """An XML part with more children at the end of its root. A child that begins with <{} gets
    the prefix that the root has. Everything else stays byte for byte."""
    names: list[str] = []
    ends: list[int] = []
    depth = 0

    def start(name: str, _: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth == 1:
            names.append(name)

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1
        if depth == 0:
            ends.append(parser.CurrentByteIndex)

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(xml, True)
    root = names[0]
    prefix = root.rpartition(":")[0]
    opening = f"<{prefix}:" if prefix else "<"
    inner = "".join(opening + c[3:] if c.startswith("<{}") else c for c in children).encode()
    closing = f"</{root}".encode()
    at = ends[0]
    if xml.startswith(closing, at):
        return xml[:at] + inner + xml[at:]
    slash = xml.rindex(b"/", 0, at)  # an empty root
    return xml[:slash] + b">" + inner + closing + b">" + xml[at:]


def _comment(number: int, lines: Lines, space: str) -> str:
    """A w:comment that brings its own prefix; undated, so that the same check gives the same
    file."""
    comment = el("w:comment", id=number, author=AUTHOR, initials=INITIALS)
    comment.set("xmlns:w", space)
    for i, line in enumerate(lines):
        paragraph = el("w:p", el("w:pPr", el("w:pStyle", val="CommentText")))
        if i == 0:
            style = el("w:rPr", el("w:rStyle", val="CommentReference"))
            paragraph.append(el("w:r", style, el("w:annotationRef")))
        text = el("w:t")
        text.text = line
        text.set("xml:space", "preserve")
        paragraph.append(el("w:r", text))
        comment.append(paragraph)
    return ET.tostring(comment, encoding="unicode")


def _empty(name: str, space: str, prefix: str = "") -> bytes:
    """A part with nothing in its root."""
    declared = f"xmlns:{prefix}" if prefix else "xmlns"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f'{head}\n<{name} {declared}="{space}"/>'.encode()


def _free(stem: str, suffix: str, used: object) -> str:
    """stem+suffix, or with the first number that makes it new."""
    assert isinstance(used, (set, dict))
    name, number = stem + suffix, 2
    while name in used:
        name, number = f"{stem}{number}{suffix}", number + 1
    return name
