"""How sections are wanted from a model, beyond what is said of the model itself."""

from __future__ import annotations

from dataclasses import dataclass

from writer.drafting.example import Example


@dataclass(frozen=True, slots=True)
class Wishes:
    """`drafts` of each section, of which the best is taken; an `example` of the style."""

    drafts: int = 1
    example: Example | None = None

    def example_of(self, title: str) -> str:
        return self.example.of(title) if self.example else ""


PLAIN = Wishes()
