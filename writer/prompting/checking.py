"""What is wrong with a format, found without any facts: unknown names, keys, blocks, tables."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from jinja2 import meta, nodes

from writer.errors import FormatError, Problem
from writer.facts import Facts, Line, Part, parse_facts
from writer.facts.yaml_nodes import Positions, parse_yaml, read_source
from writer.formats import Format, Node, Scope, parsed
from writer.ledger import build_ledger

BLOCKS = ("guidance", "compose")
# what the program hands to templates besides the facts and the functions
_GIVEN = frozenset(
    [
        "用途",
        "序号",
        "总数",
        "章节",
        "报告名称",
        "数据表",
        "必写编号",
        "材料表",
        "示例",
        "篇幅",
        "loop",
        "self",
    ]
)
_TABLE = re.compile(r"\{表[:：]\s*([^{}]+?)\s*\}")


def check_format(fmt: Format) -> list[Problem]:
    """Every fault of a loaded format's templates and expressions, with file and line."""
    checker = _Checker(fmt)
    for node, _ in fmt.nodes():
        checker.node(node)
    layout = fmt.layout
    if layout.lead:
        checker.template(layout.lead, {})
    titles = (attachment.title for attachment in layout.attachments)
    ends = (layout.title, layout.subtitle, layout.signature, layout.date)
    for text in (*ends, *layout.cover, *layout.header, *titles):
        checker.text(text, {})
    for expression in (layout.lead_when, *(a.when for a in layout.attachments)):
        checker.expression(expression, {})
    for attachment in layout.attachments:
        for table in attachment.tables:
            checker.table(table, checker.file, checker.line_of(table))
    return list(dict.fromkeys(checker.problems))


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a name stands for: a part of the facts, or a list of parts."""

    part: type[Part] | None
    many: bool = False


class _Checker:
    def __init__(self, fmt: Format) -> None:
        from writer.assemble.charts.made import CHARTS
        from writer.assemble.tables import TABLES

        self._fmt = fmt
        self._tables: Collection[str] = TABLES
        self._charts: Collection[str] = CHARTS
        self.file = str(fmt.folders[0] / "format.yaml")
        self._source = read_source(Path(self.file))
        self._positions: Positions = parse_yaml(self._source, self.file)[1]
        empty = build_ledger(parse_facts("年度: 2024"))
        self._names = frozenset(Scope.of(empty, fmt).names) | _GIVEN
        self._items = frozenset(node.item for node, _ in fmt.nodes() if node.repeat)
        self.problems: list[Problem] = []

    def line_of(self, text: str) -> int:
        """The line of format.yaml that holds a text, 0 when an inherited file does."""
        return next((i for i, row in enumerate(self._source.splitlines(), 1) if text in row), 0)

    def node(self, node: Node) -> None:
        items: dict[str, _Kind] = {}
        if node.repeat:
            items[node.item] = _Kind(self._kind_of(node.repeat).part)
        for expression in (node.when, node.repeat, *node.needs):
            self.expression(expression, {})
        for expression in node.figures:
            self.expression(expression, items)
        for chart in node.charts:
            self._known(chart, self._charts, "图", self.file, self.line_of(chart))
        self.text(node.title, items)
        self.text(node.empty, {})
        if node.template:
            self.template(node.template, items)

    def text(self, source: str, items: dict[str, _Kind]) -> None:
        if "{" in source:
            self._tree(source, self.file, items, self.line_of(source))

    def expression(self, source: str, items: dict[str, _Kind]) -> None:
        if source:
            self._tree("{{ (" + source + ") }}", self.file, items, self.line_of(source))

    def template(self, name: str, items: dict[str, _Kind], stored: Collection[str] = ()) -> None:
        folder = next((f for f in self._fmt.folders if (f / name).is_file()), None)
        if folder is None:
            self._fault(f"模板文件 {name} 不存在", self.file, self.line_of(name))
            return
        path = folder / name
        tree = self._tree(path.read_text(encoding="utf-8"), str(path), items, 0, stored)
        if tree is None:
            return
        own = {block.name for block in tree.find_all(nodes.Block)}
        if not stored and not name.startswith("_"):
            for block in BLOCKS:
                if block not in own:
                    self._fault(f"缺少 {block} 块", str(path), 1)
        below = {*stored, *_stored(tree), *items}
        for included in meta.find_referenced_templates(tree):
            if included and included != "_base.j2":
                self.template(included, items, below)

    def table(self, name: str, file: str, line: int) -> None:
        self._known(name, self._tables, "表", file, line)

    def _known(self, name: str, names: Collection[str], what: str, file: str, line: int) -> None:
        if name not in names:
            known = "、".join(sorted(names))
            self._fault(f"没有“{name}”这张{what}；有：{known}", file, line)

    # ---- trees -----------------------------------------------------------------------

    def _tree(
        self,
        source: str,
        file: str,
        items: dict[str, _Kind],
        line: int,
        stored: Collection[str] = (),
    ) -> nodes.Template | None:
        try:
            tree = parsed(self._fmt, source, file)
        except FormatError as error:
            self.problems += [Problem(p.message, p.file, line or p.line) for p in error.problems]
            return None
        known = self._names | set(items) | _stored(tree) | set(stored)
        for name in tree.find_all(nodes.Name):
            if name.name not in known:
                hint = (
                    f"：只有提纲里写着“逐项称为: {name.name}”的一节才有"
                    if name.name in self._items
                    else _hint(name.name, known)
                )
                self._fault(f"没有“{name.name}”这个名称{hint}", file, line or name.lineno)
        for getter in tree.find_all(nodes.Getattr):
            self._getter(getter, items, file, line or getter.lineno, _stored(tree))
        for number, row in enumerate(source.splitlines(), 1):
            for table in _TABLE.findall(row):
                self.table(table, file, line or number)
        return tree

    def _getter(
        self,
        getter: nodes.Getattr,
        items: dict[str, _Kind],
        file: str,
        line: int,
        stored: Collection[str],
    ) -> None:
        kind = self._kind(getter.node, items, stored)
        if kind is None or kind.part is None:
            return
        if kind.many:
            self._fault(f"“{getter.attr}”要从列表的每一项中取，请用 {{% for %}}", file, line)
        elif getter.attr not in _keys(kind.part):
            hint = _hint(getter.attr, _keys(kind.part))
            self._fault(f"没有“{getter.attr}”这一项{hint}", file, line)

    def _kind(
        self, node: nodes.Node, items: dict[str, _Kind], stored: Collection[str]
    ) -> _Kind | None:
        """What an expression stands for, as far as it can be told without facts."""
        if isinstance(node, nodes.Name):
            if node.name in items:
                return items[node.name]
            return None if node.name in stored else _root(node.name)
        if isinstance(node, nodes.Getattr):
            inner = self._kind(node.node, items, stored)
            return _field(inner.part, node.attr) if inner and inner.part else None
        if isinstance(node, nodes.Getitem):
            inner = self._kind(node.node, items, stored)
            if inner is not None and inner.many:
                return _Kind(inner.part)
            return _Kind(Line) if inner is not None and inner.part is Line else None
        return None

    def _kind_of(self, expression: str) -> _Kind:
        tree = parsed(self._fmt, "{{ (" + expression + ") }}", self.file)
        output = next(tree.find_all(nodes.Output))
        return self._kind(output.nodes[0], {}, ()) or _Kind(None)

    def _fault(self, message: str, file: str, line: int) -> None:
        self.problems.append(Problem(message, file, line))


def _stored(tree: nodes.Template) -> frozenset[str]:
    """Names that a template sets itself (set, for)."""
    return frozenset(name.name for name in tree.find_all(nodes.Name) if name.ctx != "load")


def _root(name: str) -> _Kind | None:
    if name in ("支出", "收入"):
        return _Kind(Line)
    return _field(Facts, name)


def _field(part: type[Part], name: str) -> _Kind | None:
    for attribute, info in part.model_fields.items():
        if name in (attribute, info.alias):
            inner = next(_parts_in(info.annotation), None)
            many = "tuple[" in str(info.annotation) and inner is not None
            return _Kind(inner, many)
    return None


def _parts_in(annotation: Any) -> Iterator[type[Part]]:
    if isinstance(annotation, type) and issubclass(annotation, Part):
        yield annotation
    for argument in get_args(annotation):
        yield from _parts_in(argument)


def _keys(part: type[Part]) -> set[str]:
    fields = part.model_fields
    return {*fields, *(info.alias or name for name, info in fields.items())}


def _hint(name: str, known: Collection[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.4)
    return f"，是不是“{close[0]}”？" if close else ""
