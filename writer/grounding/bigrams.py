"""How near two wordings are: by the pairs of neighbouring characters that they share."""

from __future__ import annotations

Bigrams = frozenset[str]


def bigrams(text: str) -> Bigrams:
    """Pairs of neighbouring Chinese characters."""
    return frozenset(
        text[i : i + 2]
        for i in range(len(text) - 1)
        if "一" <= text[i] <= "鿿" and "一" <= text[i + 1] <= "鿿"
    )
