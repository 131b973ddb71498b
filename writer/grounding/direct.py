"""A mention that states a figure outright."""

from __future__ import annotations

from collections.abc import Sequence

from writer.findings import Verdict
from writer.grounding import candidates
from writer.grounding.frame import Frame, digits_of
from writer.grounding.judgement import Judged, found, wrong
from writer.grounding.ledger_index import bigrams
from writer.grounding.match import states
from writer.grounding.mentions import Kind, Mention
from writer.grounding.relations import result_direction
from writer.grounding.statements import Statement
from writer.ledger import Figure

COVERED = 0.5  # share of a label's pairs of characters that make it recognisable
LOOSELY = 0.3  # … when the value itself hardly comes up by chance
BEHIND = 8  # characters behind a number that may name what it counts
TELLING = 3  # digits from which a value hardly comes up by chance


def direct(
    frame: Frame, mention: Mention, subjects: Sequence[int], around: Sequence[int]
) -> Judged | None:
    """The mention states what one of the subjects leads to."""
    for subject in subjects:
        figures = candidates.offered(frame.index, subject, mention)
        figures = candidates.by_parents(frame.index, figures, around)
        for figure in candidates.expected(figures, frame.scope):
            if states(mention, figure):
                return found(mention, figure)
    return None


def likened(frame: Frame, statement: Statement) -> Judged | None:
    """The mention states a figure whose name its words nearly give."""
    fitting = candidates.expected(alike(frame, statement), frame.scope)
    return found(statement.mention, fitting[0]) if fitting else None


def alike(frame: Frame, statement: Statement) -> list[Figure]:
    """Figures of the mention's value whose names are like its words."""
    mention = statement.mention
    words = bigrams(frame.text[statement.gap : mention.end + BEHIND])
    share = LOOSELY if digits_of(mention) >= TELLING else COVERED
    return [f for f in frame.index.stating(mention) if _named_alike(f, words, share)]


def _named_alike(figure: Figure, words: frozenset[str], share: float) -> bool:
    for label in (figure.subject, *figure.aliases):
        own = bigrams(label)
        if own and len(own & words) >= max(1, share * len(own)):
            return True
    return False


def distinct(mention: Mention, stating: Sequence[Figure]) -> bool:
    """Whether the value alone tells whose it is."""
    telling = digits_of(mention) > TELLING or mention.kind is Kind.SCORE
    return telling and len({f.subject for f in stating}) == 1


def turned(frame: Frame, statement: Statement, judged: Judged) -> Judged:
    """增至 and 降到 must also go the way that the two figures went."""
    direction, figure = result_direction(frame.text, statement), judged.stated
    if direction is None or figure is None or figure.number is None:
        return judged
    earlier = _before(frame, figure)
    if earlier is None or earlier.number is None:
        return judged
    if (figure.number - earlier.number) * direction < 0:
        return wrong(judged.mention, Verdict.WRONG_DIRECTION, [figure, earlier])
    return judged


def _before(frame: Frame, figure: Figure) -> Figure | None:
    """What 增至 starts from: the figure just stated, else the subject's earlier one."""
    for entry in frame.scope.resolved[-1:]:
        if entry.figure.subject == figure.subject and entry.figure.unit == figure.unit:
            return entry.figure
    subject = frame.index.subject_of.get(figure.id)
    if subject is None:
        return None
    same = (f for f in frame.index.of_subject[subject] if f.period < figure.period)
    return next((f for f in same if f.unit == figure.unit and f.basis == figure.basis), None)
