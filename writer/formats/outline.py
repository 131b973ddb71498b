"""A format and the facts -> the sections of this report, numbered by the program."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from writer.errors import FormatError, Problem
from writer.facts.model import UNFILLED
from writer.formats.model import Format, Node
from writer.formats.numbering import before, level_pattern, mark
from writer.formats.templates import Scope
from writer.formats.values import Absent, Book, Number, TextList
from writer.ledger import Ledger

LEAD = "lead"


@dataclass(frozen=True, slots=True)
class Section:
    """One section of one report.

    `key` is the node's key, with #n for the n-th of a repeated one. `number` is the mark as
    printed, "" for the lead paragraph, which has no heading (level 0). `item` is the index of
    the repeated item in its list. `empty` is the text of a section that has nothing to say;
    then no template runs. `missing` are the needs that the facts do not meet.
    """

    key: str
    level: int
    number: str
    title: str
    node: Node = field(repr=False)
    template: str = ""
    item: int | None = None
    count: int = 0
    empty: str = ""
    missing: tuple[str, ...] = ()

    @property
    def leaf(self) -> bool:
        """Whether it holds text of its own."""
        return bool(self.template or self.empty)


def outline(fmt: Format, ledger: Ledger) -> list[Section]:
    """The sections in reading order; sections that do not apply are left out.

    Raises FormatError that lists every required section whose facts are missing.
    """
    scope = Scope.of(ledger, fmt, Book(ledger))
    sections: list[Section] = []
    layout = fmt.layout
    if layout.lead and (not layout.lead_when or scope.value(layout.lead_when)):
        node = Node.model_validate({"键": LEAD, "模板": layout.lead})
        sections.append(Section(LEAD, 0, "", "", node, layout.lead))
    lacking: list[Problem] = []
    sections.extend(_level(layout.outline, 1, scope, lacking))
    if lacking:
        distinct = {problem.path: problem for problem in reversed(lacking)}
        problems = tuple(reversed(distinct.values()))
        raise FormatError(f"“{fmt.name}”格式必需的内容，事实文件还没有填：", problems)
    return sections


def texts_for(section: Section, ledger: Ledger) -> tuple[str, ...]:
    """Paragraphs of the 文字材料 that name this section, by key or title, as where they belong."""
    return tuple(
        paragraph.strip()
        for fact in ledger.facts.texts
        if fact.section and fact.section in (section.key, section.title)
        for paragraph in fact.text.splitlines()
        if paragraph.strip()
    )


def item_names(section: Section, scope: Scope) -> dict[str, Any]:
    """What a repeated section's template sees besides the facts: the item, 序号, 总数."""
    if section.item is None:
        return {}
    items = scope.value(section.node.repeat)
    return {
        section.node.item: items[section.item],
        "序号": section.item + 1,
        "总数": section.count,
    }


def _level(
    nodes: tuple[Node, ...], level: int, scope: Scope, lacking: list[Problem]
) -> Iterator[Section]:
    number = 0
    pattern = level_pattern(scope.fmt.layout.numbering, level)
    found = [section for node in nodes for section in _sections(node, level, scope, lacking)]
    count = sum(section.level == level and bool(section.title) for section in found)
    for section in found:
        if section.level == level and section.title:
            number += 1
            numbered = before(mark(pattern, number, count), section.title)
            section = replace(section, number=numbered)
        yield section


def _sections(node: Node, level: int, scope: Scope, lacking: list[Problem]) -> list[Section]:
    if node.when and not scope.value(node.when):
        return [_empty(node, level, scope, ())] if node.empty else []
    if node.repeat:
        items = list(scope.value(node.repeat))
        if not items:
            return [_empty(node, level, scope, (node.repeat,))] if node.empty else []
        found = []
        for i, item in enumerate(items):
            names = {node.item: item, "序号": i + 1, "总数": len(items)}
            title = scope.text(node.title, names, f"“{node.key}”的标题")
            key = f"{node.key}#{i + 1}"
            found.append(Section(key, level, "", title, node, node.template, i, len(items)))
        return found
    missing = tuple(need for need in node.needs if not _met(scope.value(need), node))
    if missing:
        if node.empty:
            return [_empty(node, level, scope, missing)]
        if node.required:
            lacking.extend(_lack(need, node, scope) for need in missing)
        return []
    title = scope.text(node.title, None, f"“{node.key}”的标题")
    below = list(_level(node.children, level + 1, scope, lacking))
    if node.children and not below and not node.template:
        return [_empty(node, level, scope, ())] if node.empty else []
    return [Section(node.key, level, "", title, node, node.template), *below]


def _met(value: object, node: Node) -> bool:
    """Whether a need is there. A zero is nothing to write a section about (无此项), unless the
    section is required: then it was filled in, and is told."""
    return bool(value) or (node.required and isinstance(value, Number))


def _lack(need: str, node: Node, scope: Scope) -> Problem:
    """What to fill in: the key as the facts file spells it, and the line that it belongs to."""
    paths = [_path(scope.value(choice), choice) for choice in need.split(" or ")]
    file, keys = scope.ledger.file, paths[0].split(".")
    line, column = file.place(*keys) if file.holds(keys[0]) else (0, 0)
    others = f"（或 {'、'.join(paths[1:])}）" if paths[1:] else ""
    message = f"{UNFILLED}{others}；“{node.title}”一节要用"
    return Problem(message, file.positions.file, line, column, paths[0])


def _path(value: object, expression: str) -> str:
    return value.path if isinstance(value, Absent | TextList) else expression


def _empty(node: Node, level: int, scope: Scope, missing: tuple[str, ...]) -> Section:
    title = scope.text(node.title, None, f"“{node.key}”的标题")
    empty = scope.text(node.empty, None, f"“{node.key}”空缺时的文字")
    return Section(node.key, level, "", title, node, "", None, 0, empty, missing)
