"""Opening a Word file safely: a zip of XML parts that anybody may have made.

Nothing outside the file is ever fetched: relations are only used to find the parts inside.
Every limit is far above what a report needs and far below what harms a laptop.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from xml.etree import ElementTree as ET

from writer.errors import DocumentError

MAX_ENTRIES = 5_000
MAX_PART = 64 * 1024 * 1024  # bytes of one XML part when unpacked
MAX_RATIO = 200  # a bomb packs 1000:1; text repeated over and over in Word's XML stays below
RATIO_FLOOR = 4 * 1024 * 1024  # small parts may pack as well as they like
MAX_DEPTH = 256  # nested elements; libxml2 draws the line there too
MAX_ELEMENTS = 3_000_000
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")

# how a namespace ends -> what stands before its local names
_PREFIXES = (
    ("/wordprocessingml/2006/main", ""),
    ("/wordprocessingml/main", ""),
    ("/package/2006/relationships", ""),
    ("/officeDocument/2006/math", "m:"),
    ("/officeDocument/math", "m:"),
    ("/markup-compatibility/2006", "mc:"),
)

# what zipfile raises for bytes that are wrong in one way or another (found by fuzzing)
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,  # names that are no UTF-8
    NotImplementedError,
)
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})  # all that OPC knows

_BROKEN = "文件已损坏，请用 Word 或 WPS 打开后另存为 .docx 再试"


class Package:
    """The parts of one Word file, read on demand; names have no slash in front."""

    def __init__(self, data: bytes, source: str) -> None:
        self.source = source
        if data.startswith(OLE_MAGIC):
            protected = ENCRYPTED_STREAM in data
            raise self.error(
                "文件有密码保护，请先在 Word 或 WPS 中取消密码再保存"
                if protected
                else "这是旧版 Word 文件，请用 Word 或 WPS 打开后另存为 .docx"
            )
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _UNREADABLE as error:
            raise self.error(_BROKEN) from error
        entries = self._zip.infolist()
        if len(entries) > MAX_ENTRIES:
            raise self.error(f"压缩包里有 {len(entries)} 个文件，不像是 Word 报告，已拒绝读取")
        self._entries = {entry.filename.lstrip("/"): entry for entry in entries}
        self.main = self._related("", "officeDocument") or "word/document.xml"

    def error(self, message: str) -> DocumentError:
        return DocumentError(f"{self.source}：{message}")

    def root(self) -> ET.Element:
        """The main document part."""
        root = self.part(self.main)
        if root is None or root.tag != "document":
            raise self.error("不是 Word 文档（没有正文部分），请用 Word 或 WPS 另存为 .docx")
        return root

    def related(self, kind: str) -> ET.Element | None:
        """The part that the main one names as its styles, numbering, footnotes or endnotes."""
        name = self._related(self.main, kind)
        return self.part(name) if name else None

    def part(self, name: str) -> ET.Element | None:
        """One XML part, or None when there is none.

        Tags of WordprocessingML and of package relations stand as local names, which are the
        same in transitional and strict files; others as "m:" (formulas), "mc:" (alternative
        content) or "x:" and the local name. Attributes are local names.
        """
        entry = self._entries.get(name)
        if entry is None:
            return None
        too_large = self.error("解压后的内容过大，不像是正常的报告，已拒绝读取")
        ratio = entry.file_size / max(entry.compress_size, 1)
        if entry.file_size > MAX_PART or (ratio > MAX_RATIO and entry.file_size > RATIO_FLOOR):
            raise too_large
        if entry.flag_bits & 1:
            raise self.error("文件有密码保护，请先取消密码再保存")
        if entry.compress_type not in _METHODS:
            raise self.error(_BROKEN)
        try:
            with self._zip.open(entry) as stream:
                data = stream.read(MAX_PART + 1)  # what the directory says may be a lie
        except _UNREADABLE as error:
            raise self.error(_BROKEN) from error
        if len(data) > MAX_PART:
            raise too_large
        return self._parse(data)

    def _parse(self, data: bytes) -> ET.Element:
        builder = _Builder()
        parser = ET.XMLParser(target=builder)
        try:
            parser.feed(data)
            parser.close()
        except _Refused as error:
            raise self.error(f"{error}，已拒绝读取") from error
        except (ET.ParseError, ValueError, LookupError) as error:  # unknown encodings
            raise self.error(_BROKEN) from error
        return builder.close()

    def _related(self, part: str, kind: str) -> str | None:
        folder, name = posixpath.split(part)
        relations = self.part(posixpath.join(folder, "_rels", f"{name}.rels"))
        for relation in relations if relations is not None else ():
            if (
                relation.get("Type", "").endswith(f"/{kind}")
                and relation.get("TargetMode") != "External"
            ):
                target = relation.get("Target", "")
                return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        return None


class _Refused(Exception):
    """Raised inside the parser; its message is the reason, in Chinese."""


class _Builder(ET.TreeBuilder):
    """Builds the tree without namespaces and stops at what no word processor writes."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0
        self._count = 0
        self._short: dict[str, str] = {}

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        """Entities need a DOCTYPE, and a Word file has none."""
        raise _Refused("文件里有 DOCTYPE 声明")

    def start(self, tag: str, attrs: dict[str, str], /) -> ET.Element:
        self._depth += 1
        self._count += 1
        if self._depth > MAX_DEPTH:
            raise _Refused("文件的嵌套层数过多")
        if self._count > MAX_ELEMENTS:
            raise _Refused("文件的内容过多")
        local = {key.rpartition("}")[2]: value for key, value in attrs.items()}
        return super().start(self._name(tag), local)

    def end(self, tag: str, /) -> ET.Element:
        self._depth -= 1
        return super().end(self._name(tag))

    def _name(self, tag: str) -> str:
        short = self._short.get(tag)
        if short is None:
            space, _, local = tag.rpartition("}")
            prefix = next((p for end, p in _PREFIXES if space.endswith(end)), "x:")
            short = self._short[tag] = prefix + local
        return short
