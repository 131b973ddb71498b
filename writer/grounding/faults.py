"""Why a mention does not state what its own subjects lead to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from writer.findings import Verdict
from writer.grounding import candidates
from writer.grounding.bases import bases_agree
from writer.grounding.direct import UNLIKE, slips
from writer.grounding.frame import TELLING, Frame, digits_of, printed_digits
from writer.grounding.judgement import Judged, found, wrong
from writer.grounding.match import periods_agree, states, wrong_unit
from writer.grounding.mentions import Mention
from writer.ledger import Figure

_AT_FIRST = re.compile(r"年初(?!预算|目标|计划|批复|安排|下达|核定)")


def fault(
    frame: Frame,
    mention: Mention,
    own: Sequence[int],
    around: Sequence[int],
    named: Sequence[int] = (),
) -> Judged | None:
    """The fault, by what the wrong value is: another period's, basis's, unit's or subject's;
    `named` are the subjects of the sentence."""
    first: list[Figure] = []
    for subject in own:
        figures = candidates.offered(frame.index, subject, mention)
        if not figures:
            continue
        preferred = candidates.by_parents(frame.index, figures, around)
        lead = candidates.expected(preferred, frame.scope) or preferred
        # the figure that was mistyped goes first: an editor takes it over with one click
        lead = sorted(lead, key=lambda f: slips(mention, f))
        first = first or lead
        stating = [f for f in figures if states(mention, f)]
        if stating:
            return misnamed(frame, mention, stating, lead)
    every = [f for s in own for f in frame.index.of_subject[s] if not f.formula]
    units = [f for f in (first or every) if wrong_unit(mention, f)]
    if units:
        return wrong(mention, Verdict.WRONG_UNIT, units)
    if not first:
        return None
    others = [
        f for f in frame.index.stating(mention) if mixed_up(frame, mention, f, named, first[0])
    ]
    if others:
        return wrong(mention, Verdict.WRONG_SUBJECT, first, others[0])
    return wrong(mention, Verdict.WRONG_VALUE, first)


def misnamed(
    frame: Frame, mention: Mention, stating: Sequence[Figure], lead: list[Figure]
) -> Judged:
    """The subject has this value, but not for what the words say of period, basis or parent."""
    scope = frame.scope
    said = scope.period or scope.year
    timely = [f for f in stating if periods_agree(said, f.period)]
    if not timely:
        before = str(int(scope.year) - 1)
        first = next((f for f in stating if f.period[:4] == before), None)
        if first is not None and _AT_FIRST.search(scope.words):
            return found(mention, first)  # 年初隐患点164处: what there was when the year began
        return wrong(mention, Verdict.WRONG_PERIOD, lead, stating[0])
    stated = timely[0]
    agreed = not scope.basis or any(bases_agree(scope.basis, f.basis) for f in timely)
    other_parent = lead and stated.parents != lead[0].parents and stated.basis == lead[0].basis
    if agreed and other_parent:
        return wrong(mention, Verdict.WRONG_SUBJECT, lead, stated)
    # a ledger without the basis that is spoken of has nothing better to offer
    return wrong(mention, Verdict.WRONG_BASIS, [f for f in lead if f is not stated], stated)


def mixed_up(
    frame: Frame, mention: Mention, figure: Figure, named: Sequence[int], lead: Figure
) -> bool:
    """Whether a value of another subject stands here by a mix-up rather than by chance: one
    that the sentence names, that has many digits, or that is of the same sort."""
    subject = frame.index.subject_of.get(figure.id)
    if subject in frame.scope.named or subject in named or printed_digits(mention) >= TELLING:
        return True
    alike = figure.unit == lead.unit and figure.basis == lead.basis
    several = max(printed_digits(mention), digits_of(mention)) > 1
    return alike and several and slips(mention, lead) == UNLIKE
