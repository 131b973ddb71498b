"""Word's automatic numbers as the text that a reader sees: numbering.xml and the style chain.

ECMA-376 part 1, 17.9 (numbering) and 17.18.59 (number formats). Formats that no Chinese report
uses are shown as Arabic digits, bullets as nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

_HAN = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_COUNTING = frozenset(
    {
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
        "ideographDigital",
        "japaneseDigitalTenThousand",
        "taiwaneseDigital",
    }
)
_SILENT = frozenset({"bullet", "none"})
MAX_LEVELS = 9


@dataclass(slots=True)
class _Level:
    """One level of a list definition (w:lvl)."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    legal: bool = False
    restart: int | None = None  # None: after any higher level; 0: never
    style: str = ""


@dataclass(slots=True)
class _List:
    """One list (w:num): the levels, and which counters it shares."""

    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Style:
    based_on: str
    name: str
    outline: int | None
    list_id: str | None
    list_level: int | None


class Styles:
    """What the paragraph styles say of headings and numbers, with what they are based on."""

    def __init__(self, root: ET.Element | None) -> None:
        self._styles: dict[str, _Style] = {}
        self.default = ""
        for style in root.iter("style") if root is not None else ():
            if style.get("type") != "paragraph":
                continue
            key = style.get("styleId", "")
            if style.get("default") in ("1", "true", "on"):
                self.default = key
            level = _int(_val(style, "pPr/outlineLvl"))
            self._styles[key] = _Style(
                based_on=_val(style, "basedOn") or "",
                name=(_val(style, "name") or "").lower(),
                outline=level,
                list_id=_val(style, "pPr/numPr/numId"),
                list_level=_int(_val(style, "pPr/numPr/ilvl")),
            )

    def chain(self, key: str) -> list[tuple[str, _Style]]:
        """The style and those it is based on, nearest first."""
        out: list[tuple[str, _Style]] = []
        while key in self._styles and len(out) < len(self._styles):
            out.append((key, self._styles[key]))
            key = self._styles[key].based_on
        return out

    def heading_level(self, properties: ET.Element | None) -> int:
        """1–4 for a heading, 0 for none, -1 for an entry of a table of contents."""
        key = (_val(properties, "pStyle") if properties is not None else None) or self.default
        chain = self.chain(key)
        if any(re.match(r"toc \d|目录", style.name) for _, style in chain):
            return -1
        outline = _int(_val(properties, "outlineLvl")) if properties is not None else None
        if outline is None:
            outline = next((s.outline for _, s in chain if s.outline is not None), None)
        if outline is None:
            for _, style in chain:
                if found := re.match(r"(?:heading|标题) ?(\d)$", style.name):
                    return min(int(found[1]), 4)
            return 0
        return min(outline + 1, 4) if outline < MAX_LEVELS else 0

    def is_caption(self, properties: ET.Element | None) -> bool:
        key = _val(properties, "pStyle") if properties is not None else None
        return any(s.name in ("caption", "题注") for _, s in self.chain(key or ""))


class Numbering:
    """Counts through the paragraphs of a document in order."""

    def __init__(self, root: ET.Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists = _lists_of(root) if root is not None else {}
        self._counters: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()

    def mark(self, properties: ET.Element | None) -> str:
        """The number before the next paragraph, with a blank after it; "" for none."""
        found = self._place(properties)
        if found is None:
            return ""
        list_id, index = found
        numbered = self._lists[list_id]
        level = numbered.levels[index]
        counters = self._counters.setdefault(numbered.abstract, {})
        fresh = index in numbered.starts and (list_id, index) not in self._started
        self._started.add((list_id, index))
        if fresh or index not in counters:
            counters[index] = numbered.starts.get(index, level.start)
        else:
            counters[index] += 1
        for deeper in [k for k in counters if k > index]:
            restart = numbered.levels[deeper].restart if deeper in numbered.levels else None
            if restart is None or 0 < index + 1 <= restart:
                del counters[deeper]
        shown = _shown(numbered.levels, counters, index)
        # “1.” before “2023年” would read as 1.2023: the blank stays whatever the suffix says
        return f"{shown} " if shown else ""

    def _place(self, properties: ET.Element | None) -> tuple[str, int] | None:
        """The list and level of a paragraph, its own or its style's; None where unnumbered."""
        own = properties.find("numPr") if properties is not None else None
        list_id = _val(own, "numId") if own is not None else None
        index = _int(_val(own, "ilvl")) if own is not None else None
        key = (_val(properties, "pStyle") if properties is not None else None) or ""
        for name, style in self._styles.chain(key or self._styles.default):
            if list_id is None and style.list_id is not None:
                list_id = style.list_id
                index = style.list_level if index is None else index
                if index is None and list_id in self._lists:
                    levels = self._lists[list_id].levels
                    index = next((k for k, lv in levels.items() if lv.style == name), None)
        index = index or 0
        if list_id not in self._lists or index not in self._lists[list_id].levels:
            return None  # numId 0 takes a style's number away
        return list_id, index


def _lists_of(root: ET.Element) -> dict[str, _List]:
    abstract: dict[str, dict[int, _Level]] = {}
    for definition in root.findall("abstractNum"):
        levels = {_int(lv.get("ilvl")) or 0: _level(lv) for lv in definition.findall("lvl")}
        abstract[definition.get("abstractNumId", "")] = levels
    lists: dict[str, _List] = {}
    for num in root.findall("num"):
        key = _val(num, "abstractNumId") or ""
        numbered = _List(key, dict(abstract.get(key, {})))
        for override in num.findall("lvlOverride"):
            index = _int(override.get("ilvl")) or 0
            if (own := override.find("lvl")) is not None:
                numbered.levels[index] = _level(own)
            if (start := _int(_val(override, "startOverride"))) is not None:
                numbered.starts[index] = start
        lists[num.get("numId", "")] = numbered
    return lists


def _level(element: ET.Element) -> _Level:
    start = _int(_val(element, "start"))
    return _Level(
        start=1 if start is None else start,
        form=_val(element, "numFmt") or "decimal",
        text=_val(element, "lvlText") or "",
        legal=element.find("isLgl") is not None,
        restart=_int(_val(element, "lvlRestart")),
        style=_val(element, "pStyle") or "",
    )


def _shown(levels: dict[int, _Level], counters: dict[int, int], index: int) -> str:
    level = levels[index]
    if level.form in _SILENT:
        return ""

    def number(found: re.Match[str]) -> str:
        at = int(found[1]) - 1
        other = levels.get(at, level)
        form = "decimal" if level.legal else other.form
        return number_text(counters.get(at, other.start), form)

    return re.sub(r"%([1-9])", number, level.text)


def number_text(number: int, form: str) -> str:
    """A number in one of Word's formats: (12, "chineseCounting") → 十二."""
    if form in _COUNTING:
        return _counting(number, _HAN)
    if form in ("chineseLegalSimplified", "ideographLegalTraditional"):
        return _counting(number, _LEGAL, "拾佰仟")
    if form.startswith("decimalEnclosedCircle") and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if form == "ideographTraditional" and 1 <= number <= 10:
        return _STEMS[number - 1]
    if form == "ideographZodiac" and 1 <= number <= 12:
        return _BRANCHES[number - 1]
    if form.startswith("decimalFullWidth"):
        return str(number).translate({0x30 + d: 0xFF10 + d for d in range(10)})
    if form in ("lowerLetter", "upperLetter") and number >= 1:
        letters = chr(0x61 + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters.upper() if form == "upperLetter" else letters
    if form in ("lowerRoman", "upperRoman") and 1 <= number < 4000:
        return _roman(number) if form == "lowerRoman" else _roman(number).upper()
    if form == "decimalZero":
        return f"{number:02d}"
    return str(number)


def _counting(number: int, digits: str, places: str = "十百千") -> str:
    if number <= 0 or number >= 10_000:
        return digits[0] if number == 0 else str(number)
    out, pending = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            out += (digits[0] if pending else "") + digits[digit]
            out += places[power - 1] if power else ""
            pending = False
        else:
            pending = bool(out)
    return out[1:] if places[0] == "十" and 10 <= number < 20 else out


def _roman(number: int) -> str:
    values = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
    letters = ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i")
    out = ""
    for value, letter in zip(values, letters, strict=True):
        out += letter * (number // value)
        number %= value
    return out


def _val(element: ET.Element | None, path: str) -> str | None:
    child = element.find(path) if element is not None else None
    return child.get("val") if child is not None else None


def _int(text: str | None) -> int | None:
    return int(text) if text is not None and re.fullmatch(r"-?\d{1,9}", text) else None
