"""Which installed fonts stand for those of GB/T 9704, and what to say when they are others."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib import resources

from ruamel.yaml import YAML

from writer.errors import AssemblyError


@dataclass(frozen=True, slots=True)
class _Face:
    """One of the standard's fonts; see fonts.yaml."""

    key: str
    name: str
    official: tuple[str, ...]
    substitutes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FontChoice:
    """The family for each key (fangsong, kaiti …) and one line for the user, "" if all fit."""

    families: dict[str, str]
    note: str


@cache
def _faces() -> tuple[_Face, ...]:
    source = (resources.files(__package__) / "fonts.yaml").read_text(encoding="utf-8")
    data = YAML(typ="safe", pure=True).load(source)
    return tuple(
        _Face(key, f["name"], tuple(f["official"]), tuple(f["substitutes"]))
        for key, f in data.items()
    )


def choose_fonts(installed: Collection[str]) -> FontChoice:
    """The best installed family for each font; AssemblyError when one has none at all."""
    by_name = {name.casefold(): name for name in installed}
    families, replaced, missing = {}, [], []
    for face in _faces():
        found = next(
            (f for f in (*face.official, *face.substitutes) if f.casefold() in by_name), None
        )
        if found is None:
            missing.append(face.name)
            continue
        families[face.key] = by_name[found.casefold()]
        if found not in face.official:
            replaced.append(f"{face.name}→{families[face.key]}")
    if missing:
        raise AssemblyError(
            f"没有可用的中文字体代替{'、'.join(missing)}，不能生成 PDF。"
            "请安装公文字体，或安装免费的 Noto CJK 字体（如 apt install fonts-noto-cjk）。"
        )
    note = f"PDF 使用了代替字体：{'，'.join(replaced)}。" if replaced else ""
    return FontChoice(families, note)
