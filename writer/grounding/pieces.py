"""Things called by a piece of their name where what they are part of has just been spoken of."""

from __future__ import annotations

import re

from writer.grounding.candidates import offered
from writer.grounding.frame import Frame
from writer.grounding.lexicon import lexicon
from writer.grounding.mentions import Kind
from writer.grounding.statements import Statement

_CLAUSE = re.compile(r"[，。；：、\n（(]")
_SPENT = re.compile(r"(?:共|各)?(?:支出|实支|用去|花去|为|是|约)*$")
SHORTEST, LONGEST = 2, 6  # characters of such a piece


def called_in_short(frame: Frame, statement: Statement) -> list[int]:
    """“三公”经费71.38万元：……接待4.48万元: the one part of what the paragraph has told of
    whose name has the clause's words in it; [] where they fit none, or several."""
    mention = statement.mention
    if mention.kind is not Kind.MONEY:
        return []
    clause = _CLAUSE.split(frame.text[statement.gap : mention.start])[-1]
    piece = _SPENT.sub("", clause).strip()
    if not SHORTEST <= len(piece) <= LONGEST or piece in lexicon().generic:
        return []
    index = frame.index
    told = {r.figure.subject for r in frame.scope.paragraph} | {
        index.names[s] for s in frame.scope.topic
    }
    fitting = index.parts.cut_short(piece) or index.parts.holding(piece)
    return [
        s
        for s in fitting
        if any(told & set(f.parents) for f in offered(index, s, mention) if not f.formula)
    ]
