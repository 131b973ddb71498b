"""Which facts a format reads, told from its templates and expressions without any facts.

A path is a tuple of Chinese keys from the top of the facts file (收支, 支出, 决算); the name of a
line (支出["基本支出"]) stands in it as “基本支出”, what is said of every item of a list as of one
(专项与项目, 下达金额).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jinja2 import meta, nodes

from writer.errors import FormatError
from writer.facts import Facts
from writer.formats import Format, Node, parsed

Path = tuple[str, ...]
Names = dict[str, Path]

_TOP = frozenset(info.alias or name for name, info in Facts.model_fields.items())
# names that the program makes from a fact
_MADE: Names = {
    "支出": ("收支", "支出"),
    "收入": ("收支", "收入"),
    "支出名": ("收支", "支出", "名称"),
    "单位名称": ("单位", "名称"),
    "简称": ("单位", "简称"),
    "自称": ("单位", "自称"),
    "上年": ("年度",),
    "次年": ("年度",),
}
# functions without arguments, and what they read
_READ: dict[str, tuple[Path, ...]] = {
    "截止日期": (("机构与人员", "截止日期"),),
    "等级": (("自评得分与扣分", "得分"), ("自评得分与扣分", "等级")),
}
# functions of a list or part, and which of its keys they read besides those named in the call
_KEYS: dict[str, tuple[str, ...]] = {
    "失分指标": ("分值", "得分"),
    "标题列": ("标题",),
    "未执行完": ("下达金额", "支出金额"),
    "项目有指标": ("绩效指标",),
    "执行率": (),
}
# functions that give (part of) the list that they take
_SAME = frozenset({"列示", "排序", "有构成", "失分指标", "未执行完", "变动最大", "分组"})
_PROJECT = ("下达金额", "支出金额")
_LINE = ("全年预算", "决算")
# what nearly every section names; saying so of each would say nothing
COMMON: frozenset[Path] = frozenset({("年度",), ("单位", "自称"), ("收支", "支出", "名称")})


@dataclass(frozen=True, slots=True)
class Usage:
    """What one section reads: `needs` before it is written, `uses` when it is."""

    node: Node
    level: int
    needs: tuple[Path, ...]
    uses: tuple[Path, ...]


def format_usage(fmt: Format) -> list[Usage]:
    """Every section of the outline in order, the lead paragraph's usage not included."""
    return [Usage(node, level, *_of_node(fmt, node)) for node, level in fmt.nodes()]


def lead_usage(fmt: Format) -> tuple[Path, ...]:
    """What the lead paragraph reads."""
    return _distinct(_of_template(fmt, fmt.layout.lead, {})) if fmt.layout.lead else ()


def frame_usage(fmt: Format) -> tuple[Path, ...]:
    """What title, cover, header block, signature, date and attachments read."""
    layout = fmt.layout
    texts = (layout.title, layout.subtitle, *layout.cover, *layout.header, layout.signature,
             layout.date, *(a.title for a in layout.attachments))  # fmt: skip
    found = [path for text in texts for path in _of_text(fmt, text, {})]
    found += [p for a in layout.attachments for p in expression_paths(fmt, a.when)]
    return _distinct(found)


def required_paths(fmt: Format) -> list[Path]:
    """The facts without which a required section cannot be written, in the outline's order.

    Where one of several would do (专项与项目 or …), the first stands for them.
    """
    found: list[Path] = []
    for node, _ in fmt.nodes():
        if node.required:
            for need in node.needs:
                found += list(expression_paths(fmt, need))[:1]
    return list(dict.fromkeys(found))


def expression_paths(fmt: Format, expression: str) -> Iterator[Path]:
    """The facts in an expression of format.yaml (“支出.决算”); none for an empty one."""
    if expression:
        yield from _of_text(fmt, "{{ (" + expression + ") }}", {})


def _of_node(fmt: Format, node: Node) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    needs = [p for e in (*node.needs, node.repeat, node.when) for p in expression_paths(fmt, e)]
    names: Names = {}
    if node.repeat:
        names[node.item] = next(expression_paths(fmt, node.repeat), ())
    uses = list(_of_text(fmt, node.title, names))
    for figure in node.figures:
        uses += _of_text(fmt, "{{ (" + figure + ") }}", names)
    if node.template:
        uses += _of_template(fmt, node.template, names)
    return _distinct(needs), _distinct(uses)


def _of_text(fmt: Format, source: str, names: Names) -> Iterator[Path]:
    if "{" in source:
        yield from _Reader(fmt, dict(names)).visit(parsed(fmt, source, "format.yaml"))


def _of_template(fmt: Format, name: str, names: Names) -> Iterator[Path]:
    folder = next((f for f in fmt.folders if (f / name).is_file()), None)
    if folder is None:
        raise FormatError(f"格式“{fmt.name}”缺少模板文件 {name}。")
    path = folder / name
    tree = parsed(fmt, path.read_text(encoding="utf-8"), str(path))
    yield from _Reader(fmt, dict(names)).visit(tree)


def _distinct(paths: Iterable[Path]) -> tuple[Path, ...]:
    return tuple(dict.fromkeys(p for p in paths if p and p not in COMMON))


class _Reader:
    """Walks a template in the order in which it runs; `names` are those it has set so far."""

    def __init__(self, fmt: Format, names: Names) -> None:
        self._fmt = fmt
        self._names = names

    def visit(self, node: nodes.Node) -> Iterator[Path]:
        if isinstance(node, nodes.Block) and node.name != "compose":
            return
        if isinstance(node, nodes.Assign):
            yield from self.visit(node.node)
            self._bind(node.target, node.node)
        elif isinstance(node, nodes.For):
            yield from self.visit(node.iter)
            self._bind(node.target, node.iter)
            for child in (*((node.test,) if node.test else ()), *node.body, *node.else_):
                yield from self.visit(child)
        elif isinstance(node, nodes.Include):
            for name in meta.find_referenced_templates(nodes.Template([node])):
                if name:
                    yield from _of_template(self._fmt, name, self._names)
        elif isinstance(node, nodes.Name | nodes.Getattr | nodes.Getitem):
            yield from self._read(node)
        else:
            if isinstance(node, nodes.Call):
                yield from self._called(node)
            if isinstance(node, nodes.Filter):
                yield from self._filtered(node)
            for child in node.iter_child_nodes():
                yield from self.visit(child)

    def _read(self, node: nodes.Node) -> Iterator[Path]:
        path = self._path(node)
        if path:
            yield path
            return
        for child in node.iter_child_nodes():
            yield from self.visit(child)

    def _bind(self, target: nodes.Node, source: nodes.Node) -> None:
        path = self._path(source) or ()
        if isinstance(target, nodes.Name):
            self._names[target.name] = path
        elif isinstance(target, nodes.Tuple):  # for 类别, 各指标 in 分组(…)
            for name in target.items[1:]:
                if isinstance(name, nodes.Name):
                    self._names[name.name] = path

    def _path(self, node: nodes.Node | None) -> Path | None:
        """The fact that an expression stands for, as far as it can be told without facts."""
        if isinstance(node, nodes.Name):
            if node.name in self._names:
                return self._names[node.name] or None
            return _MADE.get(node.name) or ((node.name,) if node.name in _TOP else None)
        if isinstance(node, nodes.Getattr):
            inner = self._path(node.node)
            # “.items()” and the like are no keys
            return (*inner, node.attr) if inner and not node.attr.isascii() else inner
        if isinstance(node, nodes.Getitem):
            inner = self._path(node.node)
            named = node.arg.value if isinstance(node.arg, nodes.Const) else None
            return (*inner, f"“{named}”") if inner and isinstance(named, str) else inner
        if isinstance(node, nodes.Filter):
            return self._path(node.node)
        if isinstance(node, nodes.CondExpr):
            return self._path(node.expr1) or self._path(node.expr2)
        if isinstance(node, nodes.And | nodes.Or):
            return self._path(node.left) or self._path(node.right)
        if isinstance(node, nodes.Call):
            own = isinstance(node.node, nodes.Name) and node.node.name in _SAME
            return self._path(node.args[0] if own and node.args else node.node)
        return None

    def _called(self, node: nodes.Call) -> Iterator[Path]:
        """What a function reads of its first argument: 列示(专项与项目, "支出金额")."""
        if not isinstance(node.node, nodes.Name):
            return
        name = node.node.name
        yield from _READ.get(name, ())
        path = self._path(node.args[0]) if node.args else None
        if path is None:
            return
        keys = _KEYS.get(name, ())
        if name == "执行率":
            keys = _PROJECT if path[0] == "专项与项目" else _LINE
        named = (a.value for a in node.args[1:] if isinstance(a, nodes.Const))
        for key in (*keys, *(str(k) for k in named if name in _SAME or name == "各项")):
            yield (*path, key)

    def _filtered(self, node: nodes.Filter) -> Iterator[Path]:
        """专项与项目|map(attribute="下达金额"), …|selectattr("标题")."""
        path = self._path(node)
        if path is None or node.name not in ("map", "selectattr", "rejectattr"):
            return
        named = (k.value for k in node.kwargs if isinstance(k, nodes.Keyword))
        for argument in (*named, *node.args[:1]):
            if isinstance(argument, nodes.Const):
                yield (*path, str(argument.value))
