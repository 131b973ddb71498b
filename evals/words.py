"""Rules made of words: does a text say a thing?

A rule is a list of groups, of which all must be there; a group is alternatives parted by | of
which any will do: [无|没有, 内设科室]. Blanks and the width of letters, digits and quotes do not
matter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_QUOTES = str.maketrans("", "", "“”\"'‘’「」")


def plain(text: str) -> str:
    """The text for comparing: half-width letters and digits, no blanks, no quotation marks."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).translate(_QUOTES)


def letters(text: str) -> str:
    """The text without any mark at all: what two wordings of one title share."""
    return re.sub(r"[\W_]+", "", plain(text))


@dataclass(frozen=True, slots=True)
class Groups:
    """A rule; `groups` are already plain."""

    groups: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, groups: Sequence[str] | str) -> Groups:
        """Raises ValueError for a rule that every text would meet."""
        listed = groups.split() if isinstance(groups, str) else groups
        read = tuple(tuple(plain(word) for word in str(g).split("|")) for g in listed)
        if not read or not all(word for group in read for word in group):
            raise ValueError("a rule needs words")
        return cls(read)

    def met(self, plain_text: str) -> bool:
        """Whether a text that `plain` made meets the rule."""
        return all(any(word in plain_text for word in group) for group in self.groups)

    def missing(self, plain_text: str) -> list[str]:
        """The groups that are not there, as they were written."""
        return ["|".join(g) for g in self.groups if not any(word in plain_text for word in g)]
