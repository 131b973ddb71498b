"""Words that only look like a name or a basis: 项目合计 in 两个项目合计, 计划 in 营养改善计划."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from writer.grounding.ledger_index import LedgerIndex
from writer.grounding.lexicon import Tag
from writer.grounding.tokens import Token
from writer.numerals import number

_COUNTED = re.compile(r"([两二三四五六七八九十]|\d{1,2})个$")
COUNT = 3  # characters of 12个
_IN_NAMES = ("计划", "任务")
AHEAD = 2  # characters before such a word by which a name is known


def without_lookalikes(text: str, tokens: Sequence[Token], index: LedgerIndex) -> list[Token]:
    """The tokens in their order, each that only looks like one replaced by the words in it."""
    sieve = _Sieve(text, index)
    found: list[Token] = []
    for token in tokens:  # hardly any is one: the others go straight through
        if token.tag is Tag.SUBJECT and sieve.some_projects(token):
            found += sieve.words_in(token)
        elif not (token.tag is Tag.BASIS and sieve.in_name(token)):
            found.append(token)
    return found


@dataclass(slots=True)
class _Sieve:
    text: str
    index: LedgerIndex
    _known: dict[str, bool] = field(default_factory=dict)

    def words_in(self, token: Token) -> Iterator[Token]:
        for word in self.index.word_scanner.scan(self.text[token.start : token.end]):
            yield word._replace(start=token.start + word.start, end=token.start + word.end)

    def some_projects(self, token: Token) -> bool:
        """两个项目合计: of two that were named, not of all."""
        if not self.text.startswith("项目", token.start):
            return False
        counted = _COUNTED.search(self.text, max(0, token.start - COUNT), token.start)
        every = len(self.index.ledger.facts.projects)
        return counted is not None and number(counted[1]) != every

    def in_name(self, token: Token) -> bool:
        """实施营养改善计划: a programme of the ledger, no budget or goal."""
        if self.text[token.start : token.end] not in _IN_NAMES:
            return False
        piece = self.text[max(0, token.start - AHEAD) : token.end]
        if piece not in self._known:
            self._known[piece] = any(piece in label for label in self.index.labels)
        return self._known[piece]
