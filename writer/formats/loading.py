"""format.yaml on disk -> Format, with inheritance; every fault named by file and line."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, Field, ValidationError

from writer.errors import FactsError, FormatError, Problem
from writer.facts.yaml_nodes import Positions, parse_yaml, read_source
from writer.formats.model import Data, Format, Layout, Node
from writer.formats.numbering import known_pattern
from writer.resources import resource_dir

FILE = "format.yaml"
MAX_PARENTS = 5
M = TypeVar("M", bound=BaseModel)


class _Change(Data):
    """One change to an inherited outline: override, remove or insert a node by its key."""

    override: str = Field("", alias="覆盖")
    remove: str = Field("", alias="删除")
    insert: Node | None = Field(None, alias="插入")
    before: str = Field("", alias="之前")
    after: str = Field("", alias="之后")
    inside: str = Field("", alias="末位于")
    content: dict[str, Any] = Field(default_factory=dict, alias="内容")


def list_formats() -> list[tuple[str, str]]:
    """(name, label) of every format that comes with the program, by name."""
    folder = resource_dir("prompts")
    names = sorted(path.parent.name for path in folder.glob(f"*/{FILE}"))
    return [(name, load_format(name).layout.label) for name in names]


def load_format(name_or_dir: str | Path) -> Format:
    """A format by name or folder; raises FormatError with every fault's file and line."""
    return _load(_folder(name_or_dir, None), ())


def format_folders(name_or_dir: str | Path) -> tuple[Path, ...]:
    """The folders that a format's templates come from, nearest first, the shared ones last.

    Reads no outline, so that a format with faults has them too. Raises FormatError.
    """
    folders: list[Path] = []
    parent: str | None = str(name_or_dir)
    while parent:
        folder = _folder(parent, folders[-1].parent if folders else None)
        if folder in folders or len(folders) > MAX_PARENTS:
            raise FormatError(f"格式 {folder.name} 的“继承”互相循环或层数过多。")
        folders.append(folder)
        data, _ = _source(folder / FILE)
        parent = data.get("继承")
    return (*folders, resource_dir("prompts"))


def outline_templates(name_or_dir: str | Path) -> dict[str, str]:
    """Every template that the format's own file names, with the title that it belongs to."""
    data, _ = _source(_folder(name_or_dir, None) / FILE)
    found: dict[str, str] = {}
    waiting: list[Any] = [data]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            if isinstance(name := part.get("模板"), str):
                found.setdefault(name, str(part.get("标题") or part.get("键") or ""))
            if isinstance(name := part.get("导语模板"), str) and name:
                found.setdefault(name, "导语")
            waiting.extend(reversed(part.values()))
        elif isinstance(part, list):
            waiting.extend(reversed(part))
    return found


def _source(file: Path) -> tuple[dict[str, Any], Positions]:
    try:
        data, positions = parse_yaml(read_source(file), str(file))
    except FactsError as error:
        said = "有误：" if error.problems else "读不了：是空的，或者不是文本。"
        raise FormatError(f"格式文件 {file} {said}", error.problems) from None
    if not isinstance(data, dict):
        raise FormatError(f"格式文件 {file} 的最外层应为“键: 值”。")
    return data, positions


def _folder(name: str | Path, beside: Path | None) -> Path:
    """The folder of a format: a path, a sibling of the format that inherits it, or ours."""
    text = str(name)
    shipped = resource_dir("prompts")
    candidates = [Path(text).expanduser()] if "/" in text or "\\" in text else []
    if not candidates:
        candidates = [*([beside / text] if beside else []), shipped / text, Path(text)]
    for folder in candidates:
        folder = folder.parent if folder.name == FILE else folder
        if (folder / FILE).is_file():
            return folder.resolve()
    known = "、".join(sorted(p.parent.name for p in shipped.glob(f"*/{FILE}")))
    raise FormatError(f"没有“{text}”这个格式（找不到 {FILE}）；自带的格式有：{known}。")


def _load(folder: Path, seen: tuple[Path, ...]) -> Format:
    if folder in seen or len(seen) > MAX_PARENTS:
        raise FormatError(f"格式 {folder.name} 的“继承”互相循环或层数过多。")
    file = folder / FILE
    data, positions = _source(file)
    parent_name = data.pop("继承", None)
    changes = data.pop("修改", None) or []
    parent = _load(_folder(parent_name, folder.parent), (*seen, folder)) if parent_name else None
    own = {_alias(key): value for key, value in data.items()}
    if parent is not None:
        own = _inherited(parent.layout, own)
        if changes:
            own["提纲"] = [
                node.model_dump(by_alias=True, exclude_unset=True)
                for node in _changed(parent.layout.outline, changes, positions)
            ]
    elif changes:
        line, column = positions.nearest(("修改",))
        problem = Problem("没有“继承”就不能用“修改”", str(file), line, column)
        raise FormatError("格式有误：", (problem,))
    layout = _validated(Layout, own, positions, ())
    folders = (folder, *(parent.folders if parent else (resource_dir("prompts"),)))
    fmt = Format(layout, folders)
    _check(fmt, positions, data)
    return fmt


def _alias(key: str) -> str:
    info = Layout.model_fields.get(key)
    return info.alias or key if info else key


def _inherited(base: Layout, own: dict[str, Any]) -> dict[str, Any]:
    return {**base.model_dump(by_alias=True, exclude_unset=True), **own}


def _validated(model: type[M], data: Any, positions: Positions, at: tuple[str | int, ...]) -> M:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        problems = []
        for item in error.errors(include_url=False):
            path = (*at, *item["loc"])
            line, column = positions.nearest(path)
            place = ".".join(map(str, item["loc"]))
            problems.append(Problem(_said(item), positions.file, line, column, place))
        raise FormatError("格式有误：", tuple(problems)) from None


_WANTED = {
    "decimal": "应为数字",
    "string": "应为文字",
    "bool": "应为 true 或 false",
    "tuple": "应为列表",
    "model": "应为“键: 值”",
}


def _said(item: Any) -> str:
    if item["type"] == "extra_forbidden":
        return "没有这个键"
    if item["type"] == "missing":
        return "缺少这一项"
    if item["type"] == "value_error":
        return str(item["ctx"]["error"])
    if item["type"] == "string_pattern_mismatch":
        return "只能用文字、数字、下划线和短横线"
    wanted = next((text for kind, text in _WANTED.items() if item["type"].startswith(kind)), "")
    return f"{wanted or '填写的内容不符合要求'}，而这里是“{item['input']}”"


def _changed(outline: tuple[Node, ...], changes: Any, positions: Positions) -> tuple[Node, ...]:
    for i, raw in enumerate(changes):
        change = _validated(_Change, raw, positions, ("修改", i))
        key = next(
            (k for k in (change.override, change.remove, change.before, change.after,
                         change.inside) if k), "",
        )  # fmt: skip
        line, column = positions.nearest(("修改", i))
        if not any(key == node.key for top in outline for node, _ in top.walk()):
            problem = Problem(f"提纲里没有“{key}”这一节", positions.file, line, column)
            raise FormatError("格式有误：", (problem,))
        if change.insert is None and (change.before or change.after or change.inside):
            problem = Problem("“之前”“之后”“末位于”要与“插入”同用", positions.file, line, column)
            raise FormatError("格式有误：", (problem,))
        outline = tuple(_apply(outline, change, key, positions, i))
    return outline


def _apply(
    nodes: tuple[Node, ...], change: _Change, key: str, positions: Positions, index: int
) -> list[Node]:
    result: list[Node] = []
    for node in nodes:
        if node.key != key:
            children = tuple(_apply(node.children, change, key, positions, index))
            if children != node.children:
                node = node.model_copy(update={"children": children})
            result.append(node)
        elif change.override:
            data = node.model_dump(by_alias=True, exclude_unset=True) | change.content
            result.append(_validated(Node, data, positions, ("修改", index, "内容")))
        elif change.insert is not None and change.inside:
            children = (*node.children, change.insert)
            result.append(node.model_copy(update={"children": children}))
        elif change.insert is not None:
            pair = [change.insert, node] if change.before else [node, change.insert]
            result.extend(pair)
    return result


def _check(fmt: Format, positions: Positions, data: dict[str, Any]) -> None:
    """What the model cannot see: unique keys, template files, numbering patterns."""
    problems: list[Problem] = []
    seen: set[str] = set()

    def fault(message: str, *path: str | int) -> None:
        line, column = positions.nearest(path)
        problems.append(Problem(message, positions.file, line, column))

    for node, level in fmt.nodes():
        if node.key in seen:
            fault(f"“{node.key}”这个键用了两次", "提纲")
        seen.add(node.key)
        if level > len(fmt.layout.numbering):
            fault(f"“{node.key}”在第{level}级，而“编号”只有{len(fmt.layout.numbering)}级", "编号")
        if node.template and not _found(fmt, node.template):
            place = _place_of(data, node.template) or ("提纲",)
            fault(f"“{node.key}”的模板文件 {node.template} 不存在", *place)
        if not (node.template or node.children or node.empty):
            fault(f"“{node.key}”既没有模板，也没有下级和空缺时的文字", "提纲")
    if fmt.layout.lead and not _found(fmt, fmt.layout.lead):
        fault(f"导语的模板文件 {fmt.layout.lead} 不存在", "导语模板")
    for i, pattern in enumerate(fmt.layout.numbering):
        if not known_pattern(pattern):
            fault(f"编号样式“{pattern}”应含且只含一个 一、1 或 ①", "编号", i)
    if problems:
        raise FormatError("格式有误：", tuple(problems))


def _place_of(data: Any, value: str, at: tuple[str | int, ...] = ()) -> tuple[str | int, ...]:
    """The path of the first scalar with this value; () where there is none."""
    if data == value:
        return at
    keyed = dict(enumerate(data)) if isinstance(data, list) else data
    for key, inner in keyed.items() if isinstance(keyed, dict) else ():
        if found := _place_of(inner, value, (*at, key)):
            return found
    return ()


def _found(fmt: Format, template: str) -> bool:
    return any((folder / template).is_file() for folder in fmt.folders)
