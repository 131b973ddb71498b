"""Starting a format of one's own: a folder that inherits from another and says what differs."""

from __future__ import annotations

import re
from pathlib import Path

from writer.errors import FormatError
from writer.formats.loading import FILE, format_folders, load_format, outline_templates
from writer.formats.model import Format
from writer.resources import resource_dir
from writer.unwritable import why_unwritable

_NAME = re.compile(r"[\w-]+")
_OWN = re.compile(r"^(继承|格式|说明)\s*:")
_HEAD = """\
# “{name}”报告格式，从 {parent} 改来。这里没有写的项、没有放的模板，都沿用 {parent}。
#
# 改提纲：直接改下面的“提纲”。一节的写法见它的模板（{parent} 的 .j2 文件）：
#   draft formats template {folder} 模板名.j2   把沿用的模板复制到这里来改
#   draft formats template {folder}             给提纲里新写的各节生成模板
# 看改得对不对：
#   draft formats show {folder}
#   draft formats check {folder}
# 各键的意思、模板的写法：{guide}
继承: {inherits}
格式: {name}
说明: {label}
"""
UNWRITTEN = "（待写）"  # what a first draft says instead of its text
_SKELETON = """\
{{% extends "_base.j2" %}}
{{% block guidance %}}
{{# 告诉模型这一节写什么；不用模型时也要写，供以后使用 #}}
写{title}，一至两段，以材料为准。
{{% endblock %}}
{{% block compose %}}
{{# 不用模型时的正文：只用事实文件里的数和文字，没有填的先判断再写 #}}
{{{{ 年度 }}}}年，{{{{ 自称 }}}}{unwritten}。
{{% endblock %}}
"""


def new_format(folder: Path, parent: str) -> Path:
    """Makes the folder with its format.yaml; returns that file.

    The outline is the parent's, written out, so that it can be changed line by line. Raises
    FormatError when the folder is in use, its name cannot be a format's, or there is no parent.
    """
    folder = Path(folder)
    if not _NAME.fullmatch(folder.resolve().name):
        raise FormatError(f"“{folder.name}”不能作格式的名称：只能用文字、数字、下划线和短横线。")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FormatError(f"{folder} 已经存在而且不是空文件夹，请换一个名称。")
    fmt = load_format(parent)
    head = _HEAD.format(
        name=folder.resolve().name,
        folder=folder,
        parent=fmt.name,
        inherits=reference(fmt),
        label=f"（改自：{fmt.layout.label}）",
        guide=resource_dir("prompts") / "README.zh-CN.md",
    )
    _write(folder / FILE, head + _rest(fmt))
    return folder / FILE


def new_template(folder: Path, name: str, like: str = "") -> Path:
    """A section template in a format's own folder: a copy of the inherited one of that name,
    of the one that it is to be like, or a first draft. Returns the file.

    A first draft that nobody has touched gives way to a copy of `like`. The format may still
    have faults. Raises FormatError when the folder has that template already or `like` is not
    known.
    """
    if not name.endswith(".j2") or "/" in name or "\\" in name:
        raise FormatError(f"模板的文件名应以 .j2 结尾，不带文件夹，而这里是“{name}”。")
    folders = format_folders(folder)
    path = folders[0] / name
    title = outline_templates(folder).get(name) or name.removesuffix(".j2")
    first_draft = _SKELETON.format(title=title, unwritten=UNWRITTEN)
    if path.exists() and not (like and _holds(path, first_draft)):
        advice = "；要照别的模板重写，先删掉它或改名" if like else ""
        raise FormatError(f"{path} 已经有了，直接改它即可{advice}。")
    source = _model(folders, like) if like else _found(folders, name)
    _write(path, source.read_text(encoding="utf-8") if source else first_draft)
    return path


def _holds(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8", errors="replace") == text


def _model(folders: tuple[Path, ...], like: str) -> Path:
    """The template that a new one is to be like; sichuan/结果应用.j2 is another format's."""
    other, _, wanted = like.rpartition("/")
    searched = format_folders(other) if other else folders
    found = _found(searched, wanted)
    if found is None:
        known = sorted({p.name for f in searched for p in f.glob("*.j2")})
        raise FormatError(f"没有“{like}”这个模板；有：{'、'.join(known)}。")
    return found


def missing_templates(folder: Path) -> list[str]:
    """The templates that a format's file names and that are nowhere to be found."""
    folders = format_folders(folder)
    return [name for name in outline_templates(folder) if _found(folders, name) is None]


def _found(folders: tuple[Path, ...], name: str) -> Path | None:
    return next((f / name for f in folders if (f / name).is_file()), None)


def reference(fmt: Format) -> str:
    """How a child or a run names a format so that it is found again: by name when it came with
    the program, else by its place."""
    folder = fmt.folders[0]
    return folder.name if folder.parent == resource_dir("prompts") else folder.as_posix()


def _rest(fmt: Format) -> str:
    """The parent's own file without what the child says itself.

    A parent that only changes an outline (修改) has none to write out: the child gets nothing
    but the inheritance, or the changes would be made twice.
    """
    text = (fmt.folders[0] / FILE).read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    if any(line.startswith("修改") for line in lines):
        return ""
    while lines and lines[0].startswith("#"):
        lines.pop(0)
    return "\n" + "".join(line for line in lines if not _OWN.match(line)).lstrip("\n")


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise FormatError(f"无法写出 {path}：{why_unwritable(error)}。") from None
