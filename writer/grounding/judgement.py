"""What linking decides of one mention, before rules turn it into findings."""

from __future__ import annotations

from dataclasses import dataclass

from writer.findings import Verdict
from writer.grounding.mentions import Mention
from writer.ledger import Figure


@dataclass(frozen=True, slots=True)
class Judged:
    """A mention with its verdict.

    `figure` is the id of the figure (or narrative text) that it states or should state; the
    others explain: `formula` of a derived one, `expected` figures that the wording leads to,
    `stated` the figure whose value stands there, `near` a narrative clause it may come from.
    `verdict` is None when there was no ledger to judge by.
    """

    mention: Mention
    verdict: Verdict | None = None
    figure: str | None = None
    formula: str | None = None
    expected: tuple[Figure, ...] = ()
    stated: Figure | None = None
    near: str = ""


def found(mention: Mention, figure: Figure) -> Judged:
    """The mention states this figure."""
    verdict = Verdict.DERIVED if figure.formula else Verdict.VERIFIED
    return Judged(mention, verdict, figure.id, figure.formula, stated=figure)


def wrong(
    mention: Mention, verdict: Verdict, expected: list[Figure], stated: Figure | None = None
) -> Judged:
    """The mention contradicts what its words lead to."""
    first = expected[0] if expected else stated
    return Judged(
        mention, verdict, first.id if first else None, first.formula if first else None,
        tuple(expected[:4]), stated,
    )  # fmt: skip
