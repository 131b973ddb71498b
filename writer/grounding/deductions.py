"""Points that were taken off: 自评93.25分，扣6.75分; what is missing to the full score."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from writer.findings import Verdict
from writer.grounding.bigrams import Bigrams, bigrams
from writer.grounding.frame import Frame
from writer.grounding.judgement import Judged, found, wrong
from writer.grounding.ledger_index import LedgerIndex
from writer.grounding.match import states
from writer.grounding.mentions import Kind
from writer.grounding.statements import Statement
from writer.ledger import Figure, derive

_DOCKED = re.compile(r"(?:扣|失|丢|扣除|扣减|扣去|扣掉|失去|丢掉)(?:的|了|去|分|共|合|总|计|为)*$")
_PLAINLY = re.compile(
    r"[，。；：、]?(?:自评|本次|一?共|合计|总共|累计|共计)?(?:扣|失|丢)[扣除减去掉了分]*"
)
_SHORT_OF = re.compile(r"[距离比与][^，。；]{0,4}满分[^，。；]{0,2}(?:差|少|低|相差|还有)了?$")
_SHARED = re.compile(r"(?:分别|依次|各)(?:被|共|计)?(?:扣|失|丢)(?:除|减|去|掉|了|分|为)*\d")
_HEADED = re.compile(
    r"[\d\W]{0,4}(?:扣分|失分|丢分)(?:项|点|指标|情况|原因)?(?:为|是|有|包括|涉及)?[：:]"
)
_FULL_SAID = re.compile(r"得|满分|分值|权重")
GOT = "得分"
FULL = ("分值", "满分", "标准分", "权重")
_WHOLE = re.compile(r"自评|总分|总得分|综合|评价得分")
TAKEN_OFF = "扣分"
NAMED = 0.5  # share of the pairs of characters of what points are taken off for
RECENT = 3  # scores just told that the points may be missing from


def docked(frame: Frame, statement: Statement, own: Sequence[int]) -> Judged | None:
    """The points between a score and its full score: of what is named, of one just told, of the
    whole; None without such words."""
    mention = statement.mention
    if mention.kind is not Kind.SCORE or not _takes_off(frame, statement):
        return None
    told = [f for f in frame.scope.stated if f.kind == "score" and f.measure not in FULL]
    index = frame.index
    spoken = own or [s for s in (frame.scope.subject, *frame.scope.topic) if s is not None]
    spoken = [*spoken, *frame.scope.paragraph_subjects(index.subject_of)]
    named = [f for s in dict.fromkeys(spoken) for f in index.of_subject[s] if _score(f)]
    whole = [f for f in index.figures if _score(f) and _WHOLE.search(f.subject)]
    made = [
        missing
        for score in (*named, *reversed(told[-RECENT:]), *whole)
        for full in _full_scores(frame.index, score)
        if (missing := derive.difference(full, score)) is not None
    ]
    for missing in made:
        if states(mention, missing):
            return Judged(mention, Verdict.DERIVED, missing.id, missing.formula, stated=missing)
    reasons = _for_reasons(frame, statement)
    for points in reasons:
        if states(mention, points):
            return found(mention, points)
    if len(reasons) == 1:
        return wrong(mention, Verdict.WRONG_VALUE, reasons)
    if any(not f.formula for f in index.stating(mention)):
        return None  # the points of something else stand here
    meant = _meant(frame, statement, own, made)
    return wrong(mention, Verdict.WRONG_DERIVATION, [meant]) if meant is not None else None


def _meant(
    frame: Frame, statement: Statement, own: Sequence[int], made: Sequence[Figure]
) -> Figure | None:
    """The points that the words mean: of the one thing that they name, else of the score told last
    in the sentence; where neither is plain, the only ones that can have been taken off."""
    index, scope = frame.index, frame.scope
    ids = {f.id for s in own[:1] for f in index.of_subject[s] if _score(f)}
    if not own and _PLAINLY.fullmatch(frame.text, statement.gap, statement.mention.start):
        told = [r.figure.id for r in scope.resolved if _score(r.figure)]
        ids = set(told[-1:])
    of_it = {f.value: f for f in made if ids & set(f.inputs)}
    if len(of_it) == 1:
        return next(iter(of_it.values()))
    stated = any(_score(f) for f in scope.stated)
    return made[0] if stated and len({f.value for f in made}) == 1 else None


def _for_reasons(frame: Frame, statement: Statement) -> list[Figure]:
    """二是预算执行进度偏慢，扣2.2分: the points that the facts take off for what is named."""
    text, start = frame.text, statement.mention.start
    begun = max(statement.gap, *(text.rfind(mark, 0, start) + 1 for mark in "。；：\n"))
    said = bigrams(text[begun:start])
    docked = (f for f in frame.index.figures if f.measure == TAKEN_OFF)
    return [f for f in docked if _mostly(bigrams(f.subject), said)]


def _mostly(name: Bigrams, said: Bigrams) -> bool:
    return bool(name) and len(name & said) > NAMED * len(name)


def _takes_off(frame: Frame, statement: Statement) -> bool:
    """Whether the number, the list that it is told off in, or what its sentence begins with
    speaks of points taken off: 扣0.5分; 距满分差6.2分; 分别扣0.5分、2分; 扣分项：执行1.8分."""
    text, mention = frame.text, statement.mention
    if _DOCKED.search(text, statement.gap, mention.start) is not None:
        return True
    if _SHORT_OF.search(text, statement.gap, mention.start) is not None:
        return True
    begun = max(text.rfind(mark, 0, mention.start) for mark in "。；\n") + 1
    if statement.group is not None and statement.respectively >= begun:
        return _SHARED.match(text, statement.respectively) is not None
    return _HEADED.match(text, begun, mention.start) is not None and not _FULL_SAID.search(
        text, statement.gap, mention.start
    )


def full_score(frame: Frame, statement: Statement) -> Judged | None:
    """该指标满分10分: the full score of what was just spoken of; None where it has none."""
    subject, mention = frame.scope.subject, statement.mention
    words = frame.text[statement.gap : mention.start]
    if subject is None or mention.kind is not Kind.SCORE or not words.endswith(("满分", "分值")):
        return None
    full = (f for f in frame.index.of_subject[subject] if f.measure in FULL)
    stated = next((f for f in full if states(mention, f)), None)
    return found(mention, stated) if stated is not None else None


def _score(figure: Figure) -> bool:
    """A score that was reached, by one thing or by the indicators of one sort."""
    reached = figure.kind == "score" and figure.measure not in FULL
    return reached and (not figure.formula or figure.measure == GOT)


def _full_scores(index: LedgerIndex, score: Figure) -> Iterator[Figure]:
    """The full score that the ledger gives the same thing, else a hundred."""
    subject = index.subject_of.get(score.id)
    own = index.of_subject[subject] if subject is not None else []
    known = [f for f in own if f.kind == "score" and f.measure in FULL]
    yield from known
    if not known:
        yield Figure("满分", "满分", "分值", "", score.period, "score", "100", "分")
