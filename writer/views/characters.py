"""Characters of a report that must not act where it is shown."""

from __future__ import annotations

import unicodedata

_SIGN = "\N{REPLACEMENT CHARACTER}"
# controls, marks that turn the writing direction or have no width, halves of characters,
# private and unassigned ones, separators of lines and paragraphs
_ACTIVE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def harmless(text: str) -> str:
    """The text with a visible sign for every such character; line feeds and tabs stay."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in "\n\t" else _shown(c) for c in text)


def visible(text: str) -> str:
    """The same in one line: a report must not be able to steer a terminal."""
    return harmless(text).replace("\n", "⏎").replace("\t", " ")


def _shown(character: str) -> str:
    """Blanks are no printable characters for Python, but do no harm."""
    category = unicodedata.category(character)
    if category == "Zs":
        return character if character == "\N{IDEOGRAPHIC SPACE}" else " "
    return _SIGN if category in _ACTIVE else character
