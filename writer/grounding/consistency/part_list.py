"""A total with the parts that a sentence gives it, and how well they fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from writer.grounding.consistency.claims import Claim
from writer.grounding.mentions import Kind


class Fit(StrEnum):
    """How the parts compare with the total."""

    EXACT = "exact"
    ROUNDING = "rounding"  # one unit of the last digit
    NEAR = "near"  # more than one unit, and the rounding of all parts could add up to it
    OVER = "over"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class PartList:
    """A total and its parts.

    `natural`: how many there are if the list ends where its separators change; any beginning of
    `parts` may be the list, though, and is accepted when it adds up. `closed`: the parts are
    known to be all there is; `open`: the text says that there are more; `adjacent`: nothing
    stands between the total and its parts; `backward`: the total follows its parts.
    """

    total: Claim
    parts: tuple[Claim, ...]
    natural: int
    closed: bool = False
    open: bool = False
    adjacent: bool = True
    backward: bool = False

    @property
    def listed(self) -> tuple[Claim, ...]:
        """The parts as the sentence most likely means them."""
        return self.parts[: self.natural]

    @property
    def sum(self) -> Decimal:
        return _sum(self.listed)

    @property
    def gap(self) -> Decimal:
        return self.sum - self.total.number

    def fit(self) -> Fit:
        """The best fit over the lengths that the list may have."""
        return self.best()[0]

    def best(self) -> tuple[Fit, int]:
        """(fit, number of parts): the first length that adds up, else the list by its form.

        Parts told before their total are fixed; one part alone is no list if more follow.
        """
        made, step = Decimal(0), self.total.mention.step
        widest, natural = step, Fit.SHORT
        found: dict[Fit, int] = {}
        for size, part in enumerate(self.parts, start=1):
            own = part.mention.step if part.number else Decimal(0)  # 0万元 is not rounded
            made, step, widest = made + part.number, step + own, max(widest, own)
            if self.backward and size < len(self.parts) or size == 1 < self.natural:
                continue
            fit = self._fit(made - self.total.number, step, widest)
            found.setdefault(fit, size)
            natural = fit if size == self.natural else natural
        ranked = (Fit.EXACT, Fit.ROUNDING, Fit.NEAR)
        return next(((f, found[f]) for f in ranked if f in found), (natural, self.natural))

    def _fit(self, gap: Decimal, steps: Decimal, widest: Decimal) -> Fit:
        """How a gap is to be taken: `steps` are the last digits' units of all added up."""
        whole = self.total.mention.kind is Kind.COUNT and widest == 1
        if gap == 0:
            return Fit.EXACT
        if not whole and abs(gap) <= widest:
            return Fit.ROUNDING
        if not whole and abs(gap) * 2 <= steps:
            return Fit.NEAR
        return Fit.OVER if gap > 0 else Fit.SHORT


def _sum(parts: Sequence[Claim]) -> Decimal:
    return sum((p.number for p in parts), Decimal(0))
