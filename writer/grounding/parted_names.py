"""连续三年获评先进 states the figure 连续获评先进: a name that its own number stands in.

Chinese puts how long or how often something went on right behind 连续 or 累计, where a facts file
has the name in one piece.
"""

from __future__ import annotations

from writer.findings import Verdict
from writer.grounding.bigrams import bigrams
from writer.grounding.claim import Claim
from writer.grounding.judgement import Judged, found, wrong
from writer.grounding.match import states
from writer.grounding.mentions import Kind

FIRST = ("连续", "持续", "累计", "先后")
_QUOTES = '“”"＂‘’《》 '
REACH = 30  # characters behind the number in which its name goes on
SHORTEST = 3  # characters of that part
MOST = 0.5  # share of a name's words before 连续 that the sentence must have


def parted(claim: Claim) -> Judged | None:
    """What a name says that begins before the number and ends behind it; None where none does."""
    mention, text = claim.mention, claim.text
    word = text[mention.start - len(FIRST[0]) : mention.start]
    if word not in FIRST or mention.kind is not Kind.COUNT:
        return None
    behind = _plain(text[mention.end : min(claim.sentence.end, mention.end + REACH)])
    said = bigrams(text[claim.sentence.start : mention.start])
    named = []
    for figure in claim.index.of_unit("count", mention.unit):
        for name in (figure.subject, *figure.aliases):
            head, _, rest = _plain(name).rpartition(word)
            words = bigrams(head)
            known = len(words & said) >= MOST * len(words)
            if known and len(rest) >= SHORTEST and word in name and behind.startswith(rest):
                named.append(figure)
    if not named:
        return None
    right = next((f for f in named if states(mention, f)), None)
    return found(mention, right) if right else wrong(mention, Verdict.WRONG_VALUE, named)


def _plain(text: str) -> str:
    return "".join(c for c in text if c not in _QUOTES)
