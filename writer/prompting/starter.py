"""A facts file to fill in, made for a format from the annotated sample prompts/_facts.yaml.

In the sample every fact has a line of its own; the comment at its end explains it, and begins
with 必填 where the fact is needed as soon as what it belongs to is filled in, with 默认 where its
value can mostly stay. Lines that begin with ## speak of the sample itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from writer.facts.yaml_nodes import Positions, parse_yaml, read_source
from writer.formats import Format
from writer.prompting.usage import (
    Path,
    format_usage,
    frame_usage,
    lead_usage,
    required_paths,
)
from writer.resources import resource_dir

SAMPLE = "_facts.yaml"
MUST, DEFAULT = "必填", "默认"
At = tuple[str | int, ...]

_LINE = re.compile(r"^(?P<head> *(?:- )*(?:[^\s:#][^:#]*:)?)(?P<value>.*?)(?:  # (?P<note>.*))?$")
# what the tables behind a report read
_TABLES: dict[str, tuple[str, ...]] = {
    "基础数据": ("机构与人员", "收支", "三公经费", "专项与项目", "基础数据", "数据"),
    "收支": ("专项与项目",),
    "自评": ("收支", "绩效目标", "绩效指标", "专项与项目"),
}
_HEAD = """\
## 事实文件，用于“{format}”格式：{label}
##
## 怎样填
##   1. 前面没有“#”的行是必填的，写在冒号后面，冒号后留一个空格。
##   2. 其余各行按需要填：去掉行首的“# ”，把例子换成本单位的内容；没有的、不清楚的不填。
##   3. 金额照账面写，末位的 0 也保留（301.10）；数只写在这里，报告中的数都从这里来。
##   4. 编辑器补全：draft facts schema；核对：draft facts check 文件；成文：draft --facts 文件。
"""
_PARTS = (
    "## ──── 必填 ────",
    "## ──── 这个格式还会写到的，有就填 ────",
    "## ──── 这个格式的正文不写，表格、核对或其他格式会用到 ────",
)


def starter(fmt: Format, *, name: str = "", year: int | None = None) -> str:
    """The facts file to fill in: what the format needs is open and empty, the rest a comment.

    `name` is what 格式 says (a folder's path), the format's own name unless given.
    """
    made = _Writer(fmt, {"格式": name or fmt.name, "年度": str(year) if year else ""})
    return "\n".join([_HEAD.format(format=fmt.name, label=fmt.layout.label), *made.parts()]) + "\n"


def least_facts(fmt: Format) -> str:
    """The same with the sample's values: the least that this format can be written from."""
    sample = _sample()
    kept = {name: str(sample.data[name]) for name in ("格式", "年度")}
    return "\n".join(_Writer(fmt, kept, filled=True).live_lines()) + "\n"


def sample_facts() -> str:
    """The annotated sample itself: a whole facts file of an invented library."""
    return _sample().text


@dataclass(frozen=True)
class _Sample:
    text: str
    data: Any
    positions: Positions

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    def note(self, at: At) -> str:
        """The comment of a fact."""
        line = self.positions.at[at][0]
        found = _LINE.match(self.lines[line - 1])
        return (found["note"] or "") if found else ""

    def value(self, at: At) -> Any:
        value = self.data
        for key in at:
            value = value[key]
        return value

    def blocks(self) -> Iterator[tuple[str, list[int]]]:
        """Each top-level key with the numbers (from 0) of its lines."""
        key, numbers = "", list[int]()
        for number, line in enumerate(self.lines):
            if not line.strip() or line.startswith("#"):
                continue
            if not line.startswith(" "):
                if numbers:
                    yield key, numbers
                key, numbers = line.partition(":")[0], []
            numbers.append(number)
        yield key, numbers


@cache
def _sample() -> _Sample:
    path = resource_dir("prompts") / SAMPLE
    text = read_source(path)
    data, positions = parse_yaml(text, str(path))
    return _Sample(text, data, positions)


class _Writer:
    """One facts file; `given` are values of top-level keys, `filled` keeps the sample's."""

    def __init__(self, fmt: Format, given: dict[str, str], *, filled: bool = False) -> None:
        self._fmt, self._given, self._filled = fmt, given, filled
        self._sample = _sample()
        self._live = frozenset(self._live_places())
        self._live_numbers = {self._sample.positions.at[at][0] - 1 for at in self._live if at}

    def parts(self) -> Iterator[str]:
        """Required blocks, those that the format writes, the others; each in the sample's order."""
        used = _used_keys(self._fmt)
        groups: tuple[list[str], ...] = ([], [], [])
        for key, numbers in self._sample.blocks():
            place = 0 if (key,) in self._live else 1 if key in used else 2
            groups[place].extend(self._block(numbers))
            if len(numbers) > 1:
                groups[place].append("")
        for title, lines in zip(_PARTS, groups, strict=True):
            if lines:
                yield from (title, *_trimmed(lines), "")

    def live_lines(self) -> Iterator[str]:
        """Only the lines that are not comments."""
        for _, numbers in self._sample.blocks():
            for number in numbers:
                if number in self._live_numbers:
                    yield self._open(number)

    def _block(self, numbers: list[int]) -> Iterator[str]:
        run: list[int] = []
        for number in numbers:
            if number in self._live_numbers:
                yield from self._commented(run)
                run = []
                yield self._open(number)
            else:
                run.append(number)
        yield from self._commented(run)

    def _commented(self, numbers: list[int]) -> Iterator[str]:
        """Neighbouring lines as comments, their marks one below the other."""
        lines = [self._sample.lines[number] for number in numbers]
        edge = min((len(line) - len(line.lstrip()) for line in lines), default=0)
        return (f"{line[:edge]}# {line[edge:]}" for line in lines)

    def _open(self, number: int) -> str:
        """A line to be filled in: without its value unless that can stay."""
        line = self._sample.lines[number]
        found = _LINE.match(line)
        if found is None or self._filled:
            return line
        head, value, note = found["head"], found["value"].strip(), found["note"] or ""
        key = head.strip(" -:")
        if not line.startswith(" ") and key in self._given:
            # a number or name that YAML would read otherwise keeps its quotes
            return f"{key}: {self._given[key]}".rstrip() + f"  # {note}"
        if not value or note.startswith(DEFAULT):
            return line
        note = note if note.startswith(MUST) else f"{MUST}。{note}"
        example = "" if "如 " in note else f"；如 {value}"
        return f"{head}  # {note.rstrip('。')}{example}"

    # ---- what is required ------------------------------------------------------------

    def _live_places(self) -> Iterator[At]:
        yield from self._marked(())
        for path in required_paths(self._fmt):
            yield from self._required(path)

    def _required(self, path: Path) -> Iterator[At]:
        at = self._place(path)
        for end in range(1, len(at) + 1):
            yield at[:end]
            yield from self._marked(at[:end])
        value = self._sample.value(at)
        if isinstance(value, list):
            yield (*at, 0)
            yield from self._marked((*at, 0))

    def _place(self, path: Path) -> At:
        """Where a path stands in the sample: a line by its name, of other lists the first item."""
        at: At = ()
        for key in path:
            value = self._sample.value(at)
            if isinstance(value, list):
                at = (*at, 0)
            if key.startswith("“"):
                parts = self._sample.value((*at, "构成"))
                named = (i for i, part in enumerate(parts) if part["名称"] == key.strip("“”"))
                at = (*at, "构成", next(named))
            else:
                at = (*at, key)
        return at

    def _marked(self, at: At) -> Iterator[At]:
        """What must be filled in, or can stay, of a mapping that is filled in at all."""
        value = self._sample.value(at)
        for key in value if isinstance(value, dict) else ():
            if self._sample.note((*at, key)).startswith((MUST, DEFAULT)) and not isinstance(
                value[key], dict | list
            ):
                yield (*at, key)


def _used_keys(fmt: Format) -> set[str]:
    paths = [*lead_usage(fmt), *frame_usage(fmt)]
    for usage in format_usage(fmt):
        paths += [*usage.needs, *usage.uses]
    tables = [table for attachment in fmt.layout.attachments for table in attachment.tables]
    keys = {key for table in tables for part, read in _TABLES.items() if part in table
            for key in read}  # fmt: skip
    return keys | {path[0] for path in paths}


def _trimmed(lines: Iterable[str]) -> list[str]:
    """Without empty lines at the end."""
    found = list(lines)
    while found and not found[-1]:
        found.pop()
    return found
