"""Sums and ratios of written numbers, with the tolerance that their rounding allows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from writer.grounding.mentions import Kind, Mention
from writer.quantities import canonical, decimals_of, round_half_up

_WRITTEN = re.compile(r"([-+－−]?[\d０-９][\d０-９,，.．\s]*)(.*)", re.DOTALL)
_SCALES = (
    ("亿", Decimal(100_000_000)), ("百万", Decimal(1_000_000)), ("万", Decimal(10_000)),
    ("千", Decimal(1000)),
)  # fmt: skip
ZERO = Decimal(0)
Range = tuple[Decimal, Decimal]


@cache
def _form(text: str) -> tuple[str, str, Decimal, int]:
    """(number, suffix, scale, decimals) as written; ("", …) for numbers in characters."""
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        return "", "", Decimal(1), 0
    number = re.sub(r"[\s,，]", "", found[1]).replace("．", ".")
    suffix = found[2].strip()
    scale = next((v for w, v in _SCALES if suffix.startswith(w)), Decimal(1))
    return number, suffix, scale, len(number.partition(".")[2])


def shown(value: Decimal, like: Mention, extra: int = 0) -> str:
    """A value written as a mention is: (2773000, 301.09万元) → 277.30万元.

    `extra` more decimals than the mention has, for a difference that would vanish.
    """
    if like.kind is Kind.PERCENT and like.unit == "%":
        places = max(0, decimals_of(like.step) - 2) + extra
        while value and places < 6 and not round_half_up(value * 100, places):
            places += 2  # 0.0014% must not read 0.00%
        return f"{round_half_up(value * 100, places)}%"
    number, suffix, scale, decimals = _form(like.text)
    if not number:
        return canonical(value) + (like.unit or "")
    amount = value / scale
    exact = decimals_of(Decimal(canonical(amount)))
    return f"{round_half_up(amount, min(max(decimals + extra, min(exact, 2)), 8))}{suffix}"


def plain(value: Decimal, like: Mention) -> str:
    """`shown` without its unit."""
    found = _WRITTEN.match(shown(value, like))
    return found[1].strip() if found else shown(value, like)


def digits(mention: Mention) -> str:
    """A mention's number without its unit: 301.09万元 → 301.09."""
    number, _, _, _ = _form(mention.text)
    return number or mention.text


def addition(mentions: Sequence[Mention], total: Decimal, like: Mention) -> str:
    """212.61＋33.56＋31.13＝277.30万元; a long row keeps its ends."""
    same = len({_form(m.text)[1:3] for m in mentions} | {_form(like.text)[1:3]}) == 1
    items = [digits(m) if same else m.text for m in mentions]
    if len(items) > 8:
        items = [*items[:4], "……", *items[-2:]]
    return "＋".join(items) + f"＝{shown(total, like)}"


def reach(value: Decimal, half: Decimal) -> Range:
    """Where the true value of a rounded one may lie."""
    return value - half, value + half


def ratio(part: Range, whole: Range) -> Range | None:
    """part ÷ whole for ranges; None where the whole may be nothing."""
    if whole[0] <= 0:
        return None
    return min(part[0] / whole[0], part[0] / whole[1]), max(part[1] / whole[0], part[1] / whole[1])


def meets(found: Range | None, value: Decimal, half: Decimal) -> bool:
    """Whether a rounded value may stand for something in the range."""
    return found is not None and value - half <= found[1] and value + half >= found[0]
