"""{F3}: how a model names a figure instead of typing digits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from writer.formats import directed, spoken
from writer.ledger import Figure

# full-width braces and letters are what Chinese keyboards, and models, put in their place
_REFERENCE = re.compile(r"[{｛]\s*[FfＦｆ]\s*([0-9０-９]{1,5})\s*[}｝]")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_DIRECTIONS = "增长|下降|增加|减少|提高|降低|上升"


def references_in(text: str) -> tuple[str, ...]:
    """The reference names of a text in order of use, each once: F3, F7."""
    return tuple(dict.fromkeys(name for _, _, name in located_references(text)))


def located_references(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, name) of every reference of a text."""
    for found in _REFERENCE.finditer(text):
        yield found.start(), found.end(), f"F{int(found[1].translate(_FULL_WIDTH))}"


def unknown_references(text: str, references: Mapping[str, Figure]) -> tuple[str, ...]:
    """The names in a text that stand for no figure of this section."""
    return tuple(name for name in references_in(text) if name not in references)


def render_references(text: str, references: Mapping[str, Figure]) -> str:
    """Each {F3} replaced by its figure as printed, directed ones with their direction
    (增长19.67%, 减少485.48元, 持平); unknown ones stay, see unknown_references."""
    pieces: list[str] = []
    position = 0
    for match in _REFERENCE.finditer(text):
        name = f"F{int(match[1].translate(_FULL_WIDTH))}"
        figure = references.get(name)
        before = text[position : match.start()]
        position = match.end()
        if figure is None:
            pieces += [before, match[0]]
            continue
        # what the figure brings itself is not said twice: its direction, its unit
        if directed(figure):
            before = re.sub(rf"(?:{_DIRECTIONS})了?$", "", before)
        shown = spoken(figure)
        unit = figure.written_unit or ""
        if unit and shown.endswith(unit) and text.startswith(unit, position):
            position += len(unit)
        pieces += [before, shown]
    return "".join([*pieces, text[position:]])


def reference_row(name: str, figure: Figure, masked: bool = False) -> str:
    """F3 | 基本支出 · 金额 · 决算 · 2023 | 277.30万元: one line of the table a model is given."""
    parent = figure.parents[-1] if figure.parents else ""
    key = f"{parent}中的{figure.key}" if parent and parent != figure.subject else figure.key
    value = f"（{figure.written_unit or figure.unit or figure.kind}）" if masked else spoken(figure)
    direction = "（自带方向）" if directed(figure) else ""
    return plain_data(f"{name} | {key} | {value}{direction}")


def plain_data(text: str) -> str:
    """Data on one line without braces: it can neither be a reference nor run as a template."""
    return " ".join(text.split()).replace("{", "｛").replace("}", "｝")
