"""How sections are wanted from a model, beyond what is said of the model itself."""

from __future__ import annotations

from dataclasses import dataclass

from writer.drafting.example import Example


@dataclass(frozen=True, slots=True)
class Wishes:
    """`drafts` of each section, of which the best is taken; an `example` of the style; `unify`
    has the whole report read once more and reworded where names differ."""

    drafts: int = 1
    example: Example | None = None
    unify: bool = False

    def example_of(self, title: str) -> str:
        return self.example.of(title) if self.example else ""


PLAIN = Wishes()
