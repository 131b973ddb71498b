"""A mention that states a figure outright."""

from __future__ import annotations

from collections.abc import Sequence

from writer.findings import Verdict
from writer.grounding import candidates
from writer.grounding.bases import bases_agree
from writer.grounding.bigrams import bigrams
from writer.grounding.directions import result_direction
from writer.grounding.frame import TELLING, Frame, digits_of
from writer.grounding.judgement import Judged, found, wrong
from writer.grounding.lexicon import Tag
from writer.grounding.likeness import alike, beside, of_its_months
from writer.grounding.match import states
from writer.grounding.mentions import Kind, Mention
from writer.grounding.statements import Statement
from writer.ledger import Figure
from writer.quantities import canonical

RIVAL = 0.6  # share of a name that makes it the nearer one
BEFORE = 12  # characters before a number in which a rival name counts
FULL_NAME = 4  # characters from which a name says all: 满分 is short for any thing's
SLIPS = 2  # digits that a slip may change
UNLIKE = 99  # … and more than any slip


def direct(
    frame: Frame,
    mention: Mention,
    subjects: Sequence[int],
    around: Sequence[int],
    plan: str = "",
) -> Judged | None:
    """The mention states what one of the subjects leads to; a rate, that of the `plan` named."""
    for subject in subjects:
        figures = candidates.offered(frame.index, subject, mention)
        figures = candidates.by_parents(frame.index, figures, around)
        for figure in candidates.expected(figures, frame.scope):
            if states(mention, figure) and _by_plan(frame, figure, plan):
                return found(mention, figure)
    return None


def _by_plan(frame: Frame, figure: Figure, plan: str) -> bool:
    """Whether a rate is measured by the plan: 完成年初预算的94.33% is none of the later budget."""
    if not plan or not figure.formula:
        return True
    ends = [frame.index.by_id[i] for i in figure.inputs if i in frame.index.by_id]
    return len(ends) < len(figure.inputs) or any(bases_agree(plan, f.basis) for f in ends)


def likened(frame: Frame, statement: Statement, own: Sequence[int] = ()) -> Judged | None:
    """The mention states a figure whose name its words nearly give."""
    mention = statement.mention
    if _named_together(frame, statement, own):
        return None
    exact = _named_in_full(frame, statement, own)
    for figure in alike(frame, statement, own):
        if of_its_months(frame, figure):
            return found(mention, figure)
        if _named_otherwise(frame, statement, own, figure):
            continue
        if _rivalled(frame, statement, figure):
            continue
        if exact and not any(exact in label for label in (figure.subject, *figure.aliases)):
            continue  # 授予小微企业合同金额 is not 授予中小企业合同金额
        if candidates.leads_to(frame.index, mention, figure, frame.scope):
            return found(mention, figure)
    return None


def _named_otherwise(
    frame: Frame, statement: Statement, own: Sequence[int], figure: Figure
) -> bool:
    """Whether the words name the figure's thing and another basis of it: 年初预算1.00万元，其中
    接待费0.35万元, where 0.35 was spent."""
    index, scope = frame.index, frame.scope
    subject = index.subject_of.get(figure.id)
    if (
        subject is None
        or subject not in own
        or not scope.basis
        or bases_agree(scope.basis, figure.basis)
    ):
        return False
    return any(
        bases_agree(scope.basis, f.basis)
        for f in candidates.in_period(candidates.offered(index, subject, statement.mention), scope)
        if f.basis
    )


def _named_together(frame: Frame, statement: Statement, own: Sequence[int]) -> bool:
    """Whether the last name is a part's that only its whole makes plain: 项目支出中…差旅费 is not
    what 差旅费 alone may be like."""
    last = next((t for t in reversed(statement.left) if t.tag is Tag.SUBJECT), None)
    if last is None or not last.payload or len(own) != 1 or own[0] in last.subjects:
        return False
    return frame.index.names[own[0]].endswith(last.payload)


def _named_in_full(frame: Frame, statement: Statement, own: Sequence[int]) -> str:
    """The name right before the number, of something that has such figures: only a longer name
    that has it in it can be meant instead; "" where there is none."""
    last = next((t for t in reversed(statement.left) if t.tag is Tag.SUBJECT), None)
    if last is None or last.end != statement.mention.start or not set(last.subjects) & set(own):
        return ""
    name = frame.text[last.start : last.end]
    known = any(candidates.offered(frame.index, s, statement.mention) for s in last.subjects)
    return name if known and len(name) >= FULL_NAME else ""


def _rivalled(frame: Frame, statement: Statement, figure: Figure) -> bool:
    """Whether another subject's name is plainly nearer to the words: 结案 is not 受理案件."""
    text, mention = frame.text, statement.mention
    if _spoken_of(frame, statement, figure):
        return True
    near = text[max(statement.gap, mention.start - BEFORE) : mention.start]
    rivals = frame.index.resembling(near, RIVAL)[:2]
    if not rivals or frame.index.subject_of.get(figure.id) in rivals:
        return False
    return any(candidates.offered(frame.index, s, mention) for s in rivals)


def _spoken_of(frame: Frame, statement: Statement, figure: Figure) -> bool:
    """Whether the measure that the words name is one of what the sentence speaks of: after
    研发后补助648万元 the 企业数 is that programme's, not the loans'."""
    current = frame.scope.subject
    if current is None or not frame.scope.resolved or not figure.measure:
        return False
    words = bigrams(beside(frame, statement))
    if bigrams(figure.subject) & words or frame.index.subject_of.get(figure.id) == current:
        return False
    return any(
        f.measure == figure.measure and f.period == figure.period and f.basis == figure.basis
        for f in candidates.offered(frame.index, current, statement.mention)
    )


def resembles(mention: Mention, figure: Figure) -> bool:
    """Whether a number looks like the figure with a slip: a digit, two, or the point."""
    return slips(mention, figure) < UNLIKE


def slips(mention: Mention, figure: Figure) -> int:
    """How many digits a slip must have changed: 0 for the point alone, UNLIKE for too many."""
    value = figure.value
    if figure.formula and figure.number is not None and mention.number is not None:
        value = canonical((figure.number / mention.step).to_integral_value() * mention.step)
    a, b = _digits(mention.value or ""), _digits(value)
    if not a or not b:
        return UNLIKE
    if a.strip("0") == b.strip("0"):
        return 0
    if len(a) != len(b):
        return UNLIKE
    off = sum(x != y for x, y in zip(a, b, strict=True))
    few = off <= (1 if len(a) <= TELLING else SLIPS) or sorted(a) == sorted(b)
    return off if few else UNLIKE


def _digits(value: str) -> str:
    return value.replace(".", "").lstrip("-0")


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
