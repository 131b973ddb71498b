"""A format and the facts -> the sections of this report, numbered by the program."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from writer.errors import FormatError, Problem
from writer.formats.model import Format, Node
from writer.formats.numbering import before, level_pattern, mark
from writer.formats.templates import Scope
from writer.formats.values import Book
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
    lacking: list[str] = []
    sections.extend(_level(layout.outline, 1, scope, lacking))
    if lacking:
        problems = tuple(Problem(message, ledger.file.positions.file) for message in lacking)
        raise FormatError("事实文件缺少报告必需的内容：", problems)
    return sections


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
    nodes: tuple[Node, ...], level: int, scope: Scope, lacking: list[str]
) -> Iterator[Section]:
    number = 0
    pattern = level_pattern(scope.fmt.layout.numbering, level)
    for node in nodes:
        for section in _sections(node, level, scope, lacking):
            if section.level == level and section.title:
                number += 1
                section = replace(section, number=before(mark(pattern, number), section.title))
            yield section


def _sections(node: Node, level: int, scope: Scope, lacking: list[str]) -> list[Section]:
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
    missing = tuple(need for need in node.needs if not scope.value(need))
    if missing:
        if node.empty:
            return [_empty(node, level, scope, missing)]
        if node.required:
            lacking.append(f"“{node.title}”一节必需，请填写 {'、'.join(missing)}")
        return []
    title = scope.text(node.title, None, f"“{node.key}”的标题")
    below = list(_level(node.children, level + 1, scope, lacking))
    if node.children and not below and not node.template:
        return [_empty(node, level, scope, ())] if node.empty else []
    return [Section(node.key, level, "", title, node, node.template), *below]


def _empty(node: Node, level: int, scope: Scope, missing: tuple[str, ...]) -> Section:
    title = scope.text(node.title, None, f"“{node.key}”的标题")
    empty = scope.text(node.empty, None, f"“{node.key}”空缺时的文字")
    return Section(node.key, level, "", title, node, "", None, 0, empty, missing)
