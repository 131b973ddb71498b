"""Things called by a piece of their name where what they are part of has just been spoken of."""

from __future__ import annotations

import re

from writer.grounding.candidates import offered
from writer.grounding.frame import Frame
from writer.grounding.lexicon import lexicon
from writer.grounding.match import states
from writer.grounding.mentions import Kind
from writer.grounding.statements import Statement

_CLAUSE = re.compile(r"[，。；：、\n（(]")
_SPENT = re.compile(r"(?:共|各)?(?:支出|实支|用去|花去|为|是|约)*$")
_WHEN = re.compile(r"^(?:其中|当年|年末|年初|年底|全年|目前|现有?|有)+")
_NOT = ("不", "未", "非", "无")
_SEXES = ("男", "女")
SHORTEST, LONGEST = 2, 6  # characters of such a piece
BEGINNING = 2  # characters that names of one family begin with


def called_in_short(frame: Frame, statement: Statement) -> list[int]:
    """“三公”经费71.38万元：……接待4.48万元: the one part of what the paragraph has told of
    whose name has the clause's words in it; [] where they fit none, or several."""
    mention = statement.mention
    clause = _CLAUSE.split(frame.text[statement.gap : mention.start])[-1]
    piece = _SPENT.sub("", clause).strip()
    if mention.kind is Kind.COUNT:
        return _counted(frame, statement, _WHEN.sub("", piece))
    if mention.kind is not Kind.MONEY or not _telling(piece):
        return []
    index, told = frame.index, _told(frame)
    fitting = index.parts.cut_short(piece) or index.parts.holding(piece)
    return [
        s
        for s in fitting
        if any(told & set(f.parents) for f in offered(index, s, mention) if not f.formula)
    ]


def _counted(frame: Frame, statement: Statement, piece: str) -> list[int]:
    """抽检1632批次，合格1599批次; 教师4560人（男1596人）; 年末在册352人: the one thing so called
    that is of a family with what was told, or that has this very number."""
    index, mention, told = frame.index, statement.mention, _told(frame)
    if piece in _SEXES:
        fitting = [n for n, name in enumerate(index.names) if name.startswith(piece)]
    elif _telling(piece):
        fitting = [n for n in index.parts.fitting(piece) if not _denied(index.names[n], piece)]
    else:
        return []
    every = {n: [f for f in offered(index, n, mention) if not f.formula] for n in fitting}
    begun = {name[:BEGINNING] for name in told}
    family = [
        n
        for n, figures in every.items()
        if figures
        and (index.names[n][:BEGINNING] in begun or any(told & set(f.parents) for f in figures))
    ]
    if len(family) > 1 and frame.scope.resolved:
        last = frame.scope.resolved[-1].figure  # 在编44人，行政14人，事业30人: of those in post
        near = ((*last.parents,), (*last.parents, last.subject))
        family = [n for n in family if any(f.parents and f.parents in near for f in every[n])]
    if len(family) == 1:
        return family
    own = [n for n, figures in every.items() if any(states(mention, f) for f in figures)]
    return own if len(every) == len(own) == 1 else []


def _telling(piece: str) -> bool:
    return SHORTEST <= len(piece) <= LONGEST and piece not in lexicon().generic


def _denied(name: str, piece: str) -> bool:
    """抽检不合格 is not called 合格."""
    return name.endswith(piece) and name[: -len(piece)].endswith(_NOT)


def _told(frame: Frame) -> set[str]:
    index = frame.index
    told = {r.figure.subject for r in frame.scope.paragraph}
    return told | {index.names[s] for s in frame.scope.topic}
