"""What is of the thing just told, whatever its words name: a bare 得分, 近千人，实有992人."""

from __future__ import annotations

import re

from writer.grounding.deductions import FULL, GOT
from writer.grounding.frame import Frame
from writer.grounding.mentions import Qualifier
from writer.grounding.statements import Statement

_OWN_SCORE = re.compile(r"[，、（(]?(?:本次|实际|该项)?(?:自评|评价)?(?:得|得分|评分)(?:为|是)?")
_BARE = re.compile(r"[，、（(]?(?:实际)?(?:得|得分)(?:为|是)?")
_OWN_FULL = re.compile(rf"[，、（(]?(?:{'|'.join(FULL)})(?:为|是)?")
_EXACTLY = re.compile(
    r"[，、；（(]?(?:其中)?(?:实际|实有|实到|实为|确切|准确|具体)(?:数)?(?:为|是|有|达)?"
)


def marked(frame: Frame, statement: Statement) -> int | None:
    """该项分值10分，自评得分9分; 目标值90%，完成值95%，分值10分，得分10分: the subject of which the
    text has just told the result or the full score, not the whole report's; None where none was,
    or the words speak of the whole. Beside a result only a bare 得分 is its own: 自评得分 may be
    the whole's.
    """
    words = frame.text[statement.gap : statement.mention.start]
    resolved = frame.scope.resolved
    last = resolved[-1].figure if resolved else None
    subject = frame.index.subject_of.get(last.id) if last is not None else None
    if last is None or subject is None:
        return None
    measures = {f.measure for f in frame.index.of_subject[subject]}
    if _OWN_FULL.fullmatch(words):
        return subject if measures & set(FULL) else None
    if not _OWN_SCORE.fullmatch(words):
        return None
    if last.measure in FULL:
        return subject
    return subject if GOT in measures and _BARE.fullmatch(words) else None


def counted_out(frame: Frame, statement: Statement) -> int | None:
    """近千人，实有992人: the subject whose count was just told roughly, not the staff that 实有
    else counts; None where nothing was."""
    resolved, mention = frame.scope.resolved, statement.mention
    last = resolved[-1] if resolved else None
    if last is None or last.mention.qualifier is Qualifier.EXACT:
        return None
    alike = last.mention.kind is mention.kind and last.mention.unit == mention.unit
    if not alike or not _EXACTLY.fullmatch(frame.text, statement.gap, mention.start):
        return None
    return frame.index.subject_of.get(last.figure.id)
