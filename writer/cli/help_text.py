"""Help laid out for Chinese: two columns a character, lines broken anywhere, joined without blanks.

click counts characters and breaks at blanks, which leaves Chinese columns crooked and puts blanks
into the middle of sentences.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

import click

_TOKEN = re.compile(r"[!-~]+ ?|\s+|.")
_NO_START = "，。、；：！？）”》…"  # a line does not begin with these
_WIDEST_NAME = 26


def width(text: str) -> int:
    """Columns on a terminal."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def wrapped(text: str, columns: int) -> Iterator[str]:
    """The text in lines of at most `columns`; words of Latin letters stay whole."""
    line = ""
    for token in _TOKEN.findall(text):
        if line and width(line) + width(token.rstrip()) > columns and token not in _NO_START:
            yield line.rstrip()
            line = ""
        line += token if line else token.lstrip()
    if line.strip():
        yield line.rstrip()


def joined(lines: Sequence[str]) -> str:
    """Lines of a paragraph as one: a blank only between two Latin words."""
    text = ""
    for line in (part.strip() for part in lines):
        between = " " if text and text[-1].isascii() and line[:1].isascii() else ""
        text += between + line
    return text


class ChineseFormatter(click.HelpFormatter):
    """click's formatter with the two methods that lay text out replaced."""

    def write_text(self, text: str) -> None:
        """Paragraphs; one that begins with a backspace sign is kept line by line."""
        indent = " " * self.current_indent
        columns = max(self.width - self.current_indent, 20)
        for number, paragraph in enumerate(re.split(r"\n\s*\n", text.strip("\n"))):
            if number:
                self.write("\n")
            lines = paragraph.splitlines()
            if lines and lines[0].strip() == "\b":
                self.write("".join(f"{indent}{line}".rstrip() + "\n" for line in lines[1:]))
            else:
                self.write("".join(f"{indent}{ln}\n" for ln in wrapped(joined(lines), columns)))

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = _WIDEST_NAME, col_spacing: int = 2
    ) -> None:
        """Names and what they mean, in two columns; a long name gets a line of its own."""
        rows = list(rows)
        first = min(max((width(name) for name, _ in rows), default=0), col_max) + col_spacing
        indent = " " * self.current_indent
        columns = max(self.width - self.current_indent - first, 20)
        for name, text in rows:
            lines = list(wrapped(text, columns)) or [""]
            if width(name) > first - col_spacing:
                self.write(f"{indent}{name}\n")
                head = " " * first
            else:
                head = name + " " * (first - width(name))
            self.write(f"{indent}{head}{lines[0]}".rstrip() + "\n")
            self.write("".join(f"{indent}{' ' * first}{line}\n" for line in lines[1:]))
