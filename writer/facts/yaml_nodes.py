"""YAML text -> plain Python with a position for every value.

Numbers become Decimals with the digits as written. Works on composed nodes, never on
constructed objects, so no tag can make a class and every key knows its line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from writer.errors import FactsError, Problem

MAX_BYTES = 5_000_000
MAX_NODES = 400_000
MAX_DEPTH = 60
_ENCODINGS = ("utf-8-sig", "gb18030")
# what PowerShell 5.1 and Notepad's “Unicode” write; only the mark tells it from anything else
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")

# what people hand in by mistake, known by its first bytes
_OTHER_FILES = {
    b"PK\x03\x04": " Excel 或 Word ",
    b"\xd0\xcf\x11\xe0": "旧版 Excel 或 Word ",
    b"%PDF-": " PDF ",
}
# a key whose colon is full-width, or has no blank behind it
_KEY_MISWRITTEN = re.compile(r"\s*(?:- +)?([^\s:：#\"'“]{1,20})(?:：[ \u3000]*|:)(?=[^\s/:])")

Path_ = tuple[str | int, ...]


@dataclass(slots=True)
class Positions:
    """Where each value stands: path of keys and indexes -> (line, column), both from 1."""

    file: str
    at: dict[Path_, tuple[int, int]] = field(default_factory=dict)

    def nearest(self, path: Path_) -> tuple[int, int]:
        """The position of the path, or of the closest ancestor that has one."""
        for end in range(len(path), -1, -1):
            if path[:end] in self.at:
                return self.at[path[:end]]
        return (1, 1)


def read_source(path: Path) -> str:
    """The file's text: UTF-8 (with or without BOM), GB18030, or UTF-16 with its BOM.

    Raises FactsError when it is missing, empty, too large or in another encoding.
    """
    try:
        if path.is_dir():
            raise FactsError(f"{path} 是文件夹，请指定其中的事实文件（.yaml）。")
        if path.stat().st_size > MAX_BYTES:
            raise FactsError(
                f"事实文件 {path} 超过 {MAX_BYTES // 1_000_000} MB，请检查是否选错了文件。"
            )
        raw = path.read_bytes()
    except FileNotFoundError:
        raise FactsError(f"找不到事实文件 {path}，请检查文件名和所在文件夹。") from None
    except OSError as error:
        raise FactsError(f"无法读取事实文件 {path}：{error.strerror}。") from None
    return decode(raw, str(path))


def decode(raw: bytes, name: str) -> str:
    """Bytes -> text; raises FactsError for anything but UTF-8, GB18030 and marked UTF-16 text."""
    for start, kind in _OTHER_FILES.items():
        if raw.startswith(start):
            raise FactsError(
                f"{name} 是{kind}文件，不是事实文件。事实文件是文本（YAML），可用 draft facts new "
                f"--out 2024.yaml 生成一份来填；要核对写好的报告，用 draft check。"
            )
    for encoding in ("utf-16",) if raw.startswith(_UTF16_MARKS) else _ENCODINGS:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise FactsError(f"{name} 不是文本文件，或编码无法识别；请另存为 UTF-8 编码后重试。")


def parse_yaml(text: str, name: str) -> tuple[Any, Positions]:
    """One YAML document -> (dicts, lists, str, Decimal, bool, None) and its positions.

    Raises FactsError with line and column for bad syntax, duplicate keys, alias bombs,
    tags and more than one document.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError
    from ruamel.yaml.reader import ReaderError

    positions = Positions(name)
    try:
        node = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        first = error.context_mark.line + 1 if error.context_mark else line
        problem = miswritten_key(text, name, first, line) or Problem(
            _explain(str(error.problem or "")), name, line, column
        )
        raise FactsError("事实文件的 YAML 格式有误：", (problem,)) from None
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        problem = Problem("有不能显示的控制字符，请删去", name, line)
        raise FactsError("事实文件有误：", (problem,)) from None
    except (YAMLError, ValueError, RecursionError) as error:
        raise FactsError(f"事实文件 {name} 无法解析：{error}") from None
    if node is None:
        raise FactsError(f"事实文件 {name} 是空的；可用 draft facts new 生成一份模板。")
    builder = _Builder(name, positions)
    value = builder.build(node, ())
    if builder.problems:
        raise FactsError("事实文件有误：", tuple(builder.problems))
    return value, positions


def miswritten_key(text: str, name: str, first: int, last: int) -> Problem | None:
    """The first of these lines whose key has a full-width colon or no blank behind its colon."""
    for number, line in enumerate(text.splitlines()[first - 1 : last], first):
        found = _KEY_MISWRITTEN.match(line)
        if found:
            message = f"冒号要用半角的，后面留一个空格：{found[1]}: …"
            return Problem(message, name, number, found.start(1) + 1)
    return None


_EXPLAINED = (
    ("mapping values are not allowed", "这里不应出现冒号；值中含“:”时请加引号，或检查缩进"),
    ("could not find expected ':'", "缺少冒号，或上一行的引号、缩进有误"),
    ("found character '\\t'", "缩进只能用空格，不能用制表符（Tab）"),
    ("found undefined alias", "引用（*名称）没有定义；如果想写星号，请加引号"),
    ("expected <block end>", "缩进与上一行不一致"),
    ("while scanning a quoted scalar", "引号没有成对"),
    ("found unexpected end of stream", "引号或括号没有成对"),
    ("expected ',' or", "方括号 [ ] 或花括号 { } 没有成对，或两项之间少了逗号"),
    ("expected a single document", "一个文件只能有一份内容，请去掉多余的“---”"),
)


def _explain(problem: str) -> str:
    for part, chinese in _EXPLAINED:
        if part in problem:
            return chinese
    return f"无法解析（{problem or '格式有误'}），请检查缩进、冒号后的空格和引号"


class _Builder:
    def __init__(self, name: str, positions: Positions) -> None:
        self._name = name
        self._positions = positions
        self._count = 0
        self.problems: list[Problem] = []

    def build(self, node: Any, path: Path_) -> Any:
        line, column = node.start_mark.line + 1, node.start_mark.column + 1
        self._positions.at.setdefault(path, (line, column))
        self._count += 1
        # aliases share nodes: counting what is built, not what is written, stops a bomb
        if self._count > MAX_NODES or len(path) > MAX_DEPTH:
            problem = Problem("内容展开后过大（可能是循环引用）", self._name, line, column)
            raise FactsError("事实文件有误：", (problem,))
        kind = type(node).__name__
        if kind == "MappingNode":
            return self._mapping(node, path)
        if kind == "SequenceNode":
            return [self.build(child, (*path, i)) for i, child in enumerate(node.value)]
        return self._scalar(node, line, column)

    def _mapping(self, node: Any, path: Path_) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line, column = key_node.start_mark.line + 1, key_node.start_mark.column + 1
            if type(key_node).__name__ != "ScalarNode":
                self.problems.append(Problem("键只能是一个词", self._name, line, column))
                continue
            key = str(key_node.value)
            where = ".".join(map(str, (*path, key)))
            if key in result:
                self.problems.append(
                    Problem("这个键重复出现，请删去一个", self._name, line, column, where)
                )
                continue
            self._positions.at[(*path, key)] = (line, column)
            result[key] = self.build(value_node, (*path, key))
        return result

    def _scalar(self, node: Any, line: int, column: int) -> Any:
        tag, text = str(node.tag).rsplit(":", 1)[-1], node.value
        if tag == "null":
            return None
        if tag == "bool":
            return text.lower() == "true"
        if tag in ("int", "float"):
            return _number(text)
        if tag in ("str", "timestamp"):
            return text
        self.problems.append(Problem(f"不支持标签 {node.tag}", self._name, line, column))
        return text


def _number(text: str) -> Decimal | str:
    """Digits as written; anything YAML calls a number but a report does not stays text."""
    plain = text.replace("_", "")
    if plain.lstrip("+-").replace(".", "", 1).isdecimal():
        return Decimal(plain)
    return text
