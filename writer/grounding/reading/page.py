"""What the recognisers share: the folded text with the state of one reading, and a hit."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from writer.grounding.mentions import Kind
from writer.grounding.reading.words import Words, folding, words

ONE = Decimal(1)
BLANKS = 3
"""So many blanks may stand inside a broken number; more are a column gap."""
CJK = "一-鿿〇"


class Hit(NamedTuple):
    """What stands at [start, end). `kind` None: a word that only contains a numeral."""

    start: int
    end: int
    kind: Kind | None
    value: str | None = None
    unit: str | None = None
    step: Decimal = ONE


class Page:
    """A text being read. `s` is the text folded, one character for one, so offsets hold.

    `floor` is where the last hit ended: nothing may start before it. `last_enum` is the last
    enumerator's number, by which one without its mark is known; `last_part` those of 3-1,
    `last_point` that of 一是, 一要. `spoken_money` is where the last amount ended that words made
    money, not a 元.
    """

    __slots__ = (
        "floor",
        "last_enum",
        "last_part",
        "last_point",
        "s",
        "spoken_money",
        "text",
        "words",
    )

    def __init__(self, text: str) -> None:
        self.text = text
        self.s = text.translate(folding())
        self.floor = 0
        self.last_enum = 0
        self.last_part = (0, 0)
        self.last_point = 0
        self.spoken_money = 0
        self.words: Words = words()

    def before(self, at: int) -> int:
        """Where the blanks before `at` begin (at most 8 of them)."""
        limit = max(self.floor, at - 8)
        while at > limit and self.s[at - 1] == " ":
            at -= 1
        return at

    def after(self, at: int) -> int:
        """Where the few blanks after `at` end."""
        limit = at + BLANKS
        while at < limit and self.s.startswith(" ", at):
            at += 1
        return at

    def boundary(self, at: int) -> int:
        """2 when a line or cell starts at `at`, 1 when a clause does, else 0."""
        at = self.before(at)
        if at == 0 or self.s[at - 1] in "\n\t|":
            return 2
        return 1 if self.s[at - 1] in "。；;:！!？?”」》)(“…" else 0


def cjk(char: str) -> bool:
    return "一" <= char <= "鿿" or char == "〇"
