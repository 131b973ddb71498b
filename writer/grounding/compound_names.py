"""项目支出中用于办公设备购置36.43万元, where the facts call it 项目支出办公设备购置.

A facts file writes the whole into the part's name; a report names the whole once and then only the
parts. What stands right before the number is then short for the longer name, and no other thing's.
"""

from __future__ import annotations

from writer.grounding.frame import Frame
from writer.grounding.ledger_index import LedgerIndex
from writer.grounding.lexicon import Tag
from writer.grounding.statements import Statement

NEAR = 2  # characters between the part's name and its number: 为, 达到
_COUNTED = ("次数", "人数", "人次", "户数", "件数", "数量")


def counts_of(index: LedgerIndex, subject: int | None) -> list[int]:
    """走访企业 and 走访企业次数: what the facts count of a thing under a longer name."""
    if subject is None:
        return []
    name = index.names[subject]
    return [s for word in _COUNTED for s in index.labels.get(name + word, ()) if s != subject]


def compounded(frame: Frame, statement: Statement) -> int | None:
    """The thing that the last name before the number and one that the sentence speaks of name
    together; None where there is none."""
    mention, scope, index = statement.mention, frame.scope, frame.index
    last = next((t for t in reversed(statement.left) if t.tag is Tag.SUBJECT), None)
    if last is None or not last.payload or mention.start - last.end > NEAR:
        return None  # a table's row names its thing without a word
    told = [s for t in reversed(statement.left) if t.end <= last.start for s in t.subjects]
    told += [s for s in (scope.subject, scope.head) if s is not None]
    wholes = [index.names[s] for s in (*told, *reversed(scope.named))]
    if scope.subject is not None:  # what the part told last is a part of
        wholes += [name for f in index.of_subject[scope.subject] for name in reversed(f.parents)]
    for whole in wholes:
        found = index.labels.get(whole + last.payload, ())
        if len(found) == 1 and found[0] not in last.subjects:
            return found[0]
    return None
