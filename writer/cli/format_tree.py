"""A format as a tree: its sections, what they need and read of the facts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from writer.formats import Format, Node, level_pattern, mark
from writer.prompting import Path, Usage, format_usage, lead_usage

_PRINTED = re.compile(r"\{\{\s*(.+?)\s*\}\}")
_TAG = re.compile(r"\{%.*?%\}")
_TABLE = re.compile(r"\{表[:：]\s*([^{}]+?)\s*\}")


def print_format(fmt: Format) -> None:
    """The frame of the report, then the outline with what each section takes from the facts."""
    console = Console(highlight=False)
    for line in _frame(fmt):
        console.print(line, soft_wrap=True)
    tree = Tree(Text(_plain(fmt.layout.title), "bold"), guide_style="dim")
    if fmt.layout.lead:
        lead = tree.add(Text.assemble("导语", _tags(when=fmt.layout.lead_when)))
        _add_usage(lead, (), lead_usage(fmt))
    usages = {usage.node.key: usage for usage in format_usage(fmt)}
    _add_level(tree, fmt, fmt.layout.outline, usages, 1)
    console.print(tree)


def _frame(fmt: Format) -> Iterator[str]:
    layout = fmt.layout
    parent = f"，沿用 {fmt.folders[1].name}" if len(fmt.folders) > 2 else ""
    yield f"{layout.name}  {layout.label}{parent}"
    grades = "、".join(f"{g.word}（{g.least}分以上）" for g in layout.grades)
    rows = (
        ("金额单位", layout.money_unit),
        ("编号", " ".join(layout.numbering)),
        ("等级", grades),
        ("封面", "；".join(map(_plain, layout.cover))),
        ("表头", "；".join(map(_plain, layout.header))),
        ("落款", "；".join(_plain(t) for t in (layout.signature, layout.date) if t)),
    )
    yield from (f"{name}  {value}" for name, value in rows if value)
    for i, attachment in enumerate(layout.attachments, 1):
        when = f"（{attachment.when} 有内容时）" if attachment.when else ""
        yield f"附件{i}  {_plain(attachment.title)}{when}"


def _add_level(
    tree: Tree, fmt: Format, nodes: tuple[Node, ...], usages: dict[str, Usage], level: int
) -> None:
    number = 0
    for node in nodes:
        number += bool(node.title)
        sign = mark(level_pattern(fmt.layout.numbering, level), number) if node.title else ""
        title = _plain(node.title) or f"（{node.key}，没有标题）"
        tags = _tags(node.required, node.repeat, node.when, node.empty)
        branch = tree.add(Text.assemble(sign, title, tags))
        usage = usages[node.key]
        _add_usage(branch, usage.needs, usage.uses)
        tables = _tables(fmt, node)
        if tables:
            branch.add(Text(f"表格：{'、'.join(tables)}", "dim"))
        _add_level(branch, fmt, node.children, usages, level + 1)


def _tags(required: bool = False, repeat: str = "", when: str = "", empty: str = "") -> Text:
    text = Text()
    if required:
        text.append("  必需", "bold")
    for shown in (
        f"{repeat}的每一项一节" if repeat else "",
        f"{when} 有内容时才写" if when else "",
        f"空缺时写“{_plain(empty)}”" if empty else "",
    ):
        text.append(f"  {shown}" if shown else "", "dim")
    return text


def _add_usage(branch: Tree, needs: Iterable[Path], uses: Iterable[Path]) -> None:
    asked = dict.fromkeys(needs)
    if asked:
        branch.add(Text(f"需要：{'、'.join(_grouped(asked))}", "cyan"))
    others = [path for path in uses if path not in asked]
    if others:
        branch.add(Text(f"用到：{'、'.join(_grouped(others))}", "dim"))


def _grouped(paths: Iterable[Path]) -> Iterator[str]:
    """收支.支出（年初预算、决算）, each part of the facts once."""
    groups: dict[Path, dict[str, None]] = {}
    given = list(paths)
    longer = {path[:end] for path in given for end in range(1, len(path))}
    for path in given:
        if path in longer:
            continue
        head = path[:2] if path[0] == "收支" and len(path) > 2 else path[:1]
        below = groups.setdefault(head, {})
        if len(path) > len(head):
            below[path[len(head)]] = None
    for head, below in groups.items():
        yield ".".join(head) + (f"（{'、'.join(below)}）" if below else "")


def _tables(fmt: Format, node: Node) -> list[str]:
    folder = next((f for f in fmt.folders if (f / node.template).is_file()), None)
    if not node.template or folder is None:
        return []
    return _TABLE.findall((folder / node.template).read_text(encoding="utf-8"))


def _plain(template: str) -> str:
    """A small template for people: {{ 项目.名称 }} → 〈项目.名称〉."""
    return _PRINTED.sub(r"〈\1〉", _TAG.sub("", template)).replace(" or ", "，或 ")
