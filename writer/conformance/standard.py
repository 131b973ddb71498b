"""The standard's numbers and names, from standard.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from ruamel.yaml import YAML


@dataclass(frozen=True, slots=True)
class Standard:
    """Lengths in mm, type and line pitch in points; see standard.yaml."""

    paper: tuple[float, float]
    margins: dict[str, float]
    tolerance: float
    body_size: float
    title_size: float
    page_number_size: float
    line_pitch: tuple[float, float]
    page_height: float
    paragraph_gap: float
    first_line: float
    headings: tuple[str, ...]
    fonts: dict[str, tuple[str, ...]]
    official: dict[str, str]
    size_names: dict[float, str]

    def family(self, name: str) -> str:
        """仿宋, 黑体, 楷体, 小标宋, 宋体, or "" for any other font."""
        lower = name.lower()
        # 小标宋 holds 宋: the first family in the order of the file wins
        return next((f for f, words in self.fonts.items() if any(w in lower for w in words)), "")

    def size_name(self, size: float) -> str:
        """三号（16 磅）, or 17 磅 for a size without a name."""
        name = self.size_names.get(size)
        return f"{name}（{size:g} 磅）" if name else f"{size:g} 磅"


@cache
def standard() -> Standard:
    source = (resources.files(__package__) / "standard.yaml").read_text(encoding="utf-8")
    data: dict[str, Any] = YAML(typ="safe", pure=True).load(source)
    low, high = data["line_pitch"]
    return Standard(
        paper=(data["paper"][0], data["paper"][1]),
        margins=dict(data["margins"]),
        tolerance=data["tolerance"],
        body_size=data["body_size"],
        title_size=data["title_size"],
        page_number_size=data["page_number_size"],
        line_pitch=(low, high),
        page_height=data["page_height"],
        paragraph_gap=data["paragraph_gap"],
        first_line=data["first_line"],
        headings=tuple(data["headings"]),
        fonts={name: tuple(words) for name, words in data["fonts"].items()},
        official=dict(data["official"]),
        size_names={float(size): name for size, name in data["size_names"].items()},
    )
