"""Faults put in behind the writing gate: into finished sections of a run folder.

What a bug, another tool or a careless hand may do between two runs. The pipeline takes the
sections up again, so that only the check of the whole report stands between them and the file.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path

from evals.stress.saboteurs import Fault, other_digit
from writer.grounding.mentions import Kind, Mention
from writer.grounding.reading import read

_STATING = (Kind.MONEY, Kind.COUNT, Kind.PERCENT, Kind.SCORE, Kind.DATE)
_OTHER_UNIT = {"万元": "元", "亿元": "万元", "%": "‰"}
Change = Callable[[Mention, random.Random], str]


def digit(mention: Mention, chance: random.Random) -> str:
    """One digit changed."""
    return other_digit(mention.text, chance)


def unit(mention: Mention, chance: random.Random) -> str:
    """Another unit of the same family."""
    for own, other in _OTHER_UNIT.items():
        if mention.text.endswith(own):
            return mention.text.removesuffix(own) + other
    return mention.text


def magnitude(mention: Mention, chance: random.Random) -> str:
    """The decimal point one place off, or a zero too many."""
    text = mention.text
    if "." in text:
        at = text.index(".")
        return text[: at - 1] + "." + text[at - 1] + text[at + 1 :] if at > 1 else text
    last = max((i for i, c in enumerate(text) if c.isdigit()), default=-1)
    if last < 0 or mention.number == 0:  # 00起 is still none
        return text
    return text[: last + 1] + "0" + text[last + 1 :]


HANDS: dict[str, tuple[Change, float]] = {
    "digits_1": (digit, 0.01),
    "digits_10": (digit, 0.1),
    "digits_50": (digit, 0.5),
    "units_50": (unit, 0.5),
    "magnitudes_50": (magnitude, 0.5),
}


def tamper(sections: Path, hand: str, seed: int) -> list[Fault]:
    """Changes the drafts in a run's `sections` folder; returns what was put in."""
    change, rate = HANDS[hand]
    faults: list[Fault] = []
    for path in sorted(sections.glob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        chance = random.Random(f"{seed}/{hand}/{path.name}")
        lines = data["draft"]["lines"]
        for line in lines:
            if line[0] in ("text", "item"):
                line[1], put = _changed(line[1], change, rate, chance)
                faults += [Fault(hand, data["title"], 0, clause) for clause in put]
        path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return faults


def _changed(
    text: str, change: Change, rate: float, chance: random.Random
) -> tuple[str, list[str]]:
    """The text with some of its numbers changed, and the words around each of those."""
    pieces: list[str] = []
    marks: list[tuple[int, int]] = []
    at = length = 0
    for mention in _stating(text):
        if chance.random() >= rate:
            continue
        new = change(mention, chance)
        if new == mention.text:
            continue
        pieces += [text[at : mention.start], new]
        length += mention.start - at
        marks.append((length, length + len(new)))
        length += len(new)
        at = mention.end
    made = "".join([*pieces, text[at:]])
    return made, [made[max(0, start - 6) : end] for start, end in marks]


def _stating(text: str) -> Iterator[Mention]:
    return (m for m in read(text) if m.kind in _STATING)
