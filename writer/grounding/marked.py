"""Whose score a bare 得分 is: of the thing whose full score or result was just told."""

from __future__ import annotations

import re

from writer.grounding.deductions import FULL, GOT
from writer.grounding.frame import Frame
from writer.grounding.statements import Statement

_OWN_SCORE = re.compile(r"[，、（(]?(?:本次|实际|该项)?(?:自评|评价)?(?:得|得分|评分)(?:为|是)?")
_BARE = re.compile(r"[，、（(]?(?:实际)?(?:得|得分)(?:为|是)?")


def marked(frame: Frame, statement: Statement) -> int | None:
    """该项分值10分，自评得分9分; 目标值90%，完成值95%，得分10分: the subject of whose full score or
    result the text has just told, not the whole report's; None where none was, or the words
    speak of the whole. Beside a result, only a bare 得分 is its own: 自评得分 may be the whole's.
    """
    words = frame.text[statement.gap : statement.mention.start]
    resolved = frame.scope.resolved
    last = resolved[-1].figure if resolved else None
    subject = frame.index.subject_of.get(last.id) if last is not None else None
    if last is None or subject is None or not _OWN_SCORE.fullmatch(words):
        return None
    if last.measure in FULL:
        return subject
    scored = any(f.measure == GOT for f in frame.index.of_subject[subject])
    return subject if scored and _BARE.fullmatch(words) else None
