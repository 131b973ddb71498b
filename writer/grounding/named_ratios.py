"""Ratios of what their words name: 中央与地方配套之比为3:1, 三级资金之比2:1:1."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from writer.findings import Verdict
from writer.grounding import candidates
from writer.grounding.claim import Claim
from writer.grounding.derivations.operands import own_figures
from writer.grounding.judgement import Judged
from writer.ledger import Figure

HALF = Decimal("0.5")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_NAMED = re.compile(r"([^，。；：（）\n]{3,60})(?:之比|的?比例|的比|分担比)[^，。；：\d]{0,6}$")
_SHARED = re.compile(r"(?:[二两三四]者之比|分担比例|配套比例|承担比例|[，、]比例)(?:约|为|是|达)*$")
_JOINT = re.compile(r"[、与和同及]|跟")


def named_ratio(claim: Claim) -> Judged | None:
    """The verdict on a ratio of the things that its words name, in their order, or of what was told
    last where they say 分担比例; None for any other (see loose_ratios)."""
    sides = (claim.mention.value or "").split(":")
    if not all(_NUMBER.fullmatch(side) and Decimal(side) for side in sides):
        return None
    named = _named(claim, len(sides))
    if named:
        formula = " : ".join(f.shown for f in named)
        right = _in_proportion(named, sides)
        verdict = Verdict.DERIVED if right else Verdict.WRONG_DERIVATION
        return Judged(claim.mention, verdict, formula=formula)
    last = claim.scope.stated[-len(sides) :]
    if _SHARED.search(claim.lead) and len({(f.unit, f.kind, f.basis, f.period) for f in last}) == 1:
        right = _in_proportion(last, sides) or _in_proportion(last[::-1], sides)
        formula = " : ".join(f.shown for f in last)
        verdict = Verdict.DERIVED if right else Verdict.WRONG_DERIVATION
        return Judged(claim.mention, verdict, formula=formula)
    return None


# ---- of what is named ------------------------------------------------------------------


def _named(claim: Claim, size: int) -> list[Figure]:
    """One figure for each of the names before 之比, of one sort; [] where one is unknown."""
    said = _NAMED.search(claim.text, claim.statement.gap, claim.mention.start)
    if said is None:
        return []
    items = [item for item in _JOINT.split(said[1]) if item]
    if len(items) != size:
        return []
    found = [_called(claim, item) for item in items]
    known = [f for f in found if f is not None]
    one_sort = len({(f.unit, f.basis, f.period) for f in known}) == 1
    return known if len(known) == size and one_sort else []


def _called(claim: Claim, item: str) -> Figure | None:
    """The one amount told of in the paragraph, or of a part of what it speaks of, whose name has
    the words in it."""
    told = [f for f in claim.scope.stated if not f.formula and _has(f, item)]
    if told:
        return told[-1]
    index, scope = claim.index, claim.scope
    named = [s for s in index.parts.fitting(item) if _amounts(claim, s)]
    parents = {index.names[s] for s in (*scope.named, *scope.topic[:1])}
    parts = [f for s in named for f in _amounts(claim, s) if set(f.parents) & parents]
    every = parts or [f for s in named for f in _amounts(claim, s)]
    led = candidates.expected(every, scope)
    return led[0] if len({f.value for f in led}) == 1 else None


def _amounts(claim: Claim, subject: int) -> list[Figure]:
    return [f for f in own_figures(claim.index, subject, ("money",)) if not f.formula]


def _has(figure: Figure, item: str) -> bool:
    labels = (figure.subject, *figure.aliases)
    return any(item in label or label in item for label in labels)


def _in_proportion(figures: Sequence[Figure], sides: Sequence[str]) -> bool:
    """Whether the figures stand to each other as the sides do, to the last digit written."""
    least = min(range(len(sides)), key=lambda i: (Decimal(sides[i]), figures[i].number or HALF))
    unit = (figures[least].number or Decimal(0)) / Decimal(sides[least])
    return bool(unit) and all(
        abs((f.number or Decimal(0)) / unit - Decimal(side)) <= HALF * _step(side)
        for f, side in zip(figures, sides, strict=True)
    )


def _step(number: str) -> Decimal:
    return Decimal(1).scaleb(-len(number.partition(".")[2]))
