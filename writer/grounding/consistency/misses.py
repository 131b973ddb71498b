"""What can be wrong with a number that others make."""

from __future__ import annotations

from dataclasses import dataclass

from writer.grounding.consistency.claims import Claim


@dataclass(frozen=True, slots=True)
class Miss:
    """A derived number that its operands do not make: what they make, and how."""

    claim: Claim
    expected: str
    formula: str
    certain: bool


@dataclass(frozen=True, slots=True)
class Turned:
    """A change whose direction its operands contradict; `now` and `then` are what they compare.

    With `then` None, `now` is the change beside it that says the other direction.
    """

    claim: Claim
    now: Claim
    then: Claim | None
