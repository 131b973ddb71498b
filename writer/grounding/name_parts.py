"""Subjects by a piece of their names: 防治 for 有害生物防治, 苗木采购 beside 苗木.

Looked up by pairs of characters, so that the time hardly depends on the ledger's size.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

PAIR = 2


class NameParts:
    """The names and labels of a ledger's subjects, by the pairs of characters in them."""

    def __init__(self, names: Sequence[str], labels: Mapping[str, tuple[int, ...]]) -> None:
        self._names = names
        self._labels = labels
        self._with: dict[str, dict[str, None]] = defaultdict(dict)  # pair → labels, in order
        for label in labels:
            for pair in _pairs(label):
                self._with[pair][label] = None
        self._kin: dict[int, list[int]] = {}

    def sharing(self, pairs: Iterable[str]) -> list[int]:
        """Subjects one of whose labels has one of the pairs of characters."""
        found = (label for pair in sorted(pairs) for label in self._with.get(pair, ()))
        return list(dict.fromkeys(n for label in found for n in self._labels[label]))

    def beside(self, subject: int) -> list[int]:
        """Subjects that begin as this one does: 问卷/发放 beside 问卷/收回."""
        name = self._names[subject]
        return [
            n
            for n in self.sharing([name[:PAIR]])
            if n != subject and self._names[n].startswith(name[:PAIR])
        ]

    def cut_short(self, words: str) -> list[int]:
        """The one subject of whose label the words are the beginning or the end; [] where they
        fit several."""
        fitting = self.fitting(words)
        return fitting if len(fitting) == 1 else []

    def fitting(self, words: str) -> list[int]:
        """Every subject of whose label the words are the beginning or the end."""
        found = (
            n
            for label in self._with.get(words[:PAIR], ())
            if label.startswith(words) or label.endswith(words)
            for n in self._labels[label]
        )
        return list(dict.fromkeys(found))

    def holding(self, words: str) -> list[int]:
        """The one subject with the words in its label; [] where several have them."""
        fitting = {
            n
            for label in self._with.get(words[:PAIR], ())
            if words in label
            for n in self._labels[label]
        }
        return list(fitting) if len(fitting) == 1 else []

    def akin(self, subject: int) -> list[int]:
        """The subject and those whose name has its name in it, or stands in its name."""
        if subject not in self._kin:
            name = self._names[subject]
            near = self.sharing(_pairs(name))
            self._kin[subject] = [
                n for n in near if self._names[n] in name or name in self._names[n]
            ]
        return self._kin[subject]


def _pairs(text: str) -> list[str]:
    return [text[i : i + PAIR] for i in range(len(text) - 1)]
