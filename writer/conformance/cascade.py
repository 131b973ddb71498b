"""What a paragraph and its runs end up looking like: run, styles, defaults, theme.

ECMA-376 part 1, 17.7.2 (style hierarchy): document defaults, then the paragraph style from what
it is based on down to itself, then the character style, then what stands at the run. Attributes
of one element (w:rFonts, w:spacing, w:ind) are inherited one by one. Table styles are left out:
nothing here judges the text of tables. Lengths are twips, sizes half points, as in the file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from writer.documents.package import Package

Attributes = dict[str, str]
_DEFAULT_SIZE = 20  # 10 pt where a file says nothing (17.3.2.38)
_SCRIPT = "Hans"


@dataclass(frozen=True, slots=True)
class Type:
    """East Asian font ("" when no font is named) and size in half points."""

    font: str
    size: int


class Cascade:
    """The styles of one file."""

    def __init__(self, package: Package) -> None:
        root = package.related("styles")
        self._styles: dict[str, ET.Element] = {}
        self._default = ""
        for style in root.iter("style") if root is not None else ():
            key = style.get("styleId", "")
            self._styles[key] = style
            on = style.get("default") in ("1", "true", "on")
            if on and style.get("type") == "paragraph":
                self._default = key
        self._run_defaults = _find(root, "docDefaults/rPrDefault/rPr")
        self._paragraph_defaults = _find(root, "docDefaults/pPrDefault/pPr")
        self._theme = _theme_fonts(package.related("theme"))

    def paragraph(self, properties: ET.Element | None, tag: str) -> Attributes:
        """The attributes of a paragraph property (spacing, ind, jc) as they end up."""
        layers = [self._paragraph_defaults, *self._chain(_style(properties, "pStyle"), "pPr")]
        return _merged((*layers, properties), tag)

    def numbered(self, properties: ET.Element | None) -> bool:
        """Whether Word counts the paragraph itself; list 0 takes a style's number away."""
        layers = [*self._chain(_style(properties, "pStyle"), "pPr"), properties]
        given = (layer.find("numPr/numId") for layer in layers if layer is not None)
        lists = [number.get("val", "0") for number in given if number is not None]
        return bool(lists) and lists[-1] != "0"

    def type_of(self, paragraph: ET.Element | None, run: ET.Element | None) -> Type:
        """The type of a run with these properties in a paragraph with those."""
        layers = [
            self._run_defaults,
            *self._chain(_style(paragraph, "pStyle"), "rPr"),
            *self._chain(_style(run, "rStyle"), "rPr", default=False),
            run,
        ]
        size = _merged(layers, "sz").get("val", "")
        return Type(self._font(layers), int(size) if size.isdigit() else _DEFAULT_SIZE)

    def _font(self, layers: Iterable[ET.Element | None]) -> str:
        """The font for Chinese characters; a theme font outweighs a name beside it."""
        font = ""
        for layer in layers:
            fonts = layer.find("rFonts") if layer is not None else None
            if fonts is None:
                continue
            theme = fonts.get("eastAsiaTheme", "")
            font = self._theme.get(theme, "") if theme else fonts.get("eastAsia", font)
        return font

    def _chain(self, key: str, part: str, *, default: bool = True) -> list[ET.Element | None]:
        """The properties of a style and what it is based on, the most general first."""
        found: list[ET.Element | None] = []
        key = key or (self._default if default else "")
        seen: set[str] = set()
        while key in self._styles and key not in seen:
            seen.add(key)
            style = self._styles[key]
            found.insert(0, style.find(part))
            key = _style(style, "basedOn")
        return found


def _merged(layers: Iterable[ET.Element | None], tag: str) -> Attributes:
    result: Attributes = {}
    for layer in layers:
        element = layer.find(tag) if layer is not None else None
        if element is not None:
            result.update(element.attrib)
    return result


def _style(element: ET.Element | None, tag: str) -> str:
    found = element.find(tag) if element is not None else None
    return found.get("val", "") if found is not None else ""


def _find(root: ET.Element | None, path: str) -> ET.Element | None:
    return root.find(path) if root is not None else None


def _theme_fonts(theme: ET.Element | None) -> dict[str, str]:
    """minorEastAsia and majorEastAsia -> the theme's fonts for Chinese."""
    found: dict[str, str] = {}
    for kind in ("minor", "major"):
        fonts = next(theme.iter(f"x:{kind}Font"), None) if theme is not None else None
        if fonts is None:
            continue
        named = next((f.get("typeface", "") for f in fonts.iter("x:ea")), "")
        scripts = (f for f in fonts.iter("x:font") if f.get("script") == _SCRIPT)
        found[f"{kind}EastAsia"] = named or next((f.get("typeface", "") for f in scripts), "")
    return found
