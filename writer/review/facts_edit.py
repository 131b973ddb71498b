"""Corrects one value in the facts file and leaves every other character as it was.

The value's place comes from the YAML parser; only its characters are replaced, so comments,
order and layout stay. The result is parsed again before anything is written: it must be a valid
facts file that differs from the old one in that one value.
"""

from __future__ import annotations

import difflib
import json
import os
import re
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from writer.errors import FactsError
from writer.facts import FactsFile, parse_facts
from writer.facts.yaml_nodes import decode, parse_yaml
from writer.runs import fingerprint
from writer.unwritable import why_unwritable

# 编制: {合计: 22}, 数据: [{事项: …, 数值: 60}]: the figure carries the path of the whole entry
_VALUE_KEYS = ("合计", "total", "数值", "value", "扣分", "points")
_BLOCK = ("|", ">")
_CONTEXT = 2  # unchanged lines shown around a difference
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Scalar:
    """A value in a facts file: characters start–end (exclusive) of its text; line from 1."""

    start: int
    end: int
    line: int
    value: str
    style: str  # "" plain, else the YAML sign: ' " | >
    indent: int


@dataclass(frozen=True, slots=True)
class DiffLine:
    """`sign` is "-", "+" or " "; `line` the number in the file it stands in."""

    sign: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A change that was tried and found valid, not yet written."""

    path: str
    line: int
    before: str
    after: str
    old_text: str
    new_text: str

    @property
    def diff(self) -> list[DiffLine]:
        return list(_diff(self.old_text, self.new_text))


def content_hash(text: str) -> str:
    return fingerprint(text)


def find_scalar(text: str, name: str, path: str) -> Scalar:
    """The value at a dotted path as figures carry it (收支.支出.构成.0.决算).

    Raises FactsError when there is no single value there.
    """
    file, root = _parsed(text, name)
    node = _walk(root, file, path)
    if type(node).__name__ != "ScalarNode":
        line = node.start_mark.line + 1
        raise FactsError(f"这一项不是单个值，请打开事实文件 {name}，在第 {line} 行处修改。")
    start, end = node.start_mark.index, node.end_mark.index
    style = node.style or ""
    if style in _BLOCK:
        end = _block_end(text, start, end)
    line_start = text.rfind("\n", 0, start) + 1
    return Scalar(
        start, end, node.start_mark.line + 1, str(node.value), style, _indent(text[line_start:])
    )


@lru_cache(maxsize=4)
def _parsed(text: str, name: str) -> tuple[FactsFile, Any]:
    from ruamel.yaml import YAML

    return parse_facts(text, name), YAML(typ="safe", pure=True).compose(text)


def _walk(node: Any, file: FactsFile, path: str) -> Any:
    """The node at a path; the nearest one above it where the path goes further than the file.

    Each step is found by its position, since the file may spell a key in Chinese or in English.
    """
    parts: list[str | int] = [int(p) if p.isdecimal() else p for p in path.split(".")]
    for depth, part in enumerate(parts):
        kind = type(node).__name__
        if kind == "SequenceNode" and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
        elif kind == "MappingNode":
            place = file.place(*parts[: depth + 1])
            marks = ((k.start_mark, v) for k, v in node.value)
            found = next((v for m, v in marks if (m.line + 1, m.column + 1) == place), None)
            if found is None:
                break
            node = found
        else:
            break
    if type(node).__name__ == "MappingNode":
        return next((v for k, v in node.value if str(k.value) in _VALUE_KEYS), node)
    return node


def _block_end(text: str, start: int, end: int) -> int:
    """Where a block scalar's last own line ends: the parser counts comments behind it in."""
    lines = text[start:end].split("\n")
    indent = next((_indent(line) for line in lines[1:] if line.strip()), 0)
    while len(lines) > 1 and (not lines[-1].strip() or _indent(lines[-1]) < indent):
        lines.pop()
    return start + len("\n".join(lines).removesuffix("\r"))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def correct(text: str, name: str, path: str, value: str) -> Correction:
    """Tries a new value; raises FactsError when the file would not be valid with it."""
    scalar = find_scalar(text, name, path)
    value = value.strip()
    if not value:
        raise FactsError("新的值不能为空。")
    if value == scalar.value.strip():
        raise FactsError(f"新的值与原来的值“{value}”相同，没有需要更正的。")
    for written in _writings(value, scalar, text):
        changed = text[: scalar.start] + written + text[scalar.end :]
        if _only_that(text, changed, name, scalar.value, value):
            parse_facts(changed, name)
            return Correction(path, scalar.line, scalar.value, value, text, changed)
    raise FactsError(f"“{value}”无法写进事实文件第 {scalar.line} 行，请直接打开文件修改。")


def _writings(value: str, scalar: Scalar, text: str) -> Iterator[str]:
    """Ways to write the value, the file's own style first."""
    if scalar.style in _BLOCK:
        head = text[scalar.start : scalar.end].split("\n", 1)[0].rstrip("\r")
        ending = "\r\n" if "\r\n" in text else "\n"
        gap = "\n" if scalar.style == "|" else "\n\n"
        inner = " " * (scalar.indent + 2)
        for pad in dict.fromkeys((_inner_indent(text, scalar) or inner, inner)):
            rows = gap.join(pad + row.strip() for row in value.splitlines() if row.strip())
            yield ending.join([head, *rows.split("\n")])
    elif scalar.style == "'":
        yield "'" + value.replace("'", "''") + "'"
    elif not scalar.style:
        yield value
    yield json.dumps(value, ensure_ascii=False)


def _inner_indent(text: str, scalar: Scalar) -> str:
    for line in text[scalar.start : scalar.end].split("\n")[1:]:
        if line.strip():
            return " " * _indent(line)
    return ""


def _only_that(old: str, new: str, name: str, before: str, after: str) -> bool:
    """Whether the new text reads as the old one with exactly one value replaced."""
    try:
        was, _ = parse_yaml(old, name)
        reads, _ = parse_yaml(new, name)
    except FactsError:
        return False
    changes = list(_changes(was, reads))
    return len(changes) == 1 and _same(changes[0][0], before) and _same(changes[0][1], after)


def _changes(was: Any, reads: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(was, dict) and isinstance(reads, dict) and list(was) == list(reads):
        for key in was:
            yield from _changes(was[key], reads[key])
    elif isinstance(was, list) and isinstance(reads, list) and len(was) == len(reads):
        for a, b in zip(was, reads, strict=True):
            yield from _changes(a, b)
    elif type(was) is not type(reads) or str(was) != str(reads):
        yield was, reads


def _same(value: Any, written: str) -> bool:
    if isinstance(value, Decimal):
        plain = written.strip().replace("_", "")
        return re.fullmatch(r"[+-]?\d*\.?\d+\.?", plain) is not None and value == Decimal(plain)
    squeezed = "".join(str(value).split())
    return isinstance(value, str) and squeezed == "".join(written.split())


def _diff(old: str, new: str) -> Iterator[DiffLine]:
    was, reads = old.splitlines(), new.splitlines()
    matcher = difflib.SequenceMatcher(None, was, reads, autojunk=False)
    for group in matcher.get_grouped_opcodes(_CONTEXT):
        for tag, a, b, c, d in group:
            if tag == "equal":
                yield from (DiffLine(" ", i + 1, was[i]) for i in range(a, b))
                continue
            yield from (DiffLine("-", i + 1, was[i]) for i in range(a, b))
            yield from (DiffLine("+", i + 1, reads[i]) for i in range(c, d))


def write_facts(path: Path, correction: Correction) -> None:
    """Replaces the file in one step, in its own encoding and with its own permissions.

    Raises FactsError when it has changed since it was read.
    """
    try:
        raw = path.read_bytes()
        if decode(raw, str(path)) != correction.old_text:
            raise FactsError(f"事实文件 {path} 刚被别的程序改过，没有写入；请重新查看后再更正。")
        data = correction.new_text.encode(_encoding(raw))
        _replace(path, _BOM + data if raw.startswith(_BOM) else data)
    except UnicodeEncodeError:
        raise FactsError(f"{path} 的编码写不下新的值，请先另存为 UTF-8。") from None
    except OSError as error:
        raise FactsError(f"无法写入事实文件 {path}：{why_unwritable(error)}。") from None


def _encoding(raw: bytes) -> str:
    try:
        raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def _replace(path: Path, data: bytes) -> None:
    target = path.resolve()  # a link stays a link
    handle, temporary = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, stat.S_IMODE(target.stat().st_mode))
        os.replace(temporary, target)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
