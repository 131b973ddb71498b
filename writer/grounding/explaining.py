"""What a number can follow from when no word that we know says how.

Officers write 多建32个, 超任务2600亩, 支付进度95% in a hundred ways. Before a number is called
unsupported, the few derivations of the figures that the paragraph has just stated, and of the
subject it speaks of, are tried: never figures from elsewhere, and only for numbers with enough
digits that a wrong one would hardly pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from writer.findings import Verdict
from writer.grounding.changes import same_size
from writer.grounding.derivations.operands import DONE_BASES, PLANNED
from writer.grounding.derivations.rates import planned
from writer.grounding.frame import Frame, digits_of
from writer.grounding.judgement import Judged
from writer.grounding.lexicon import lexicon
from writer.grounding.match import kind_fits, periods_agree
from writer.grounding.mentions import Mention, Qualifier
from writer.ledger import Figure, derive
from writer.ledger.figure import ACTUAL, DONE

_RATE = re.compile(r"[一-鿿]{2}率(?:为|达到?|是|约)*$")
NEAR = 6  # figures just stated that may take part
LAST = 2  # … for a number of two digits
SUBJECTS = 2
ENOUGH, BARELY = 3, 2  # digits


def explained(
    frame: Frame, mention: Mention, subjects: Sequence[int], direction: int | None
) -> Judged | None:
    """The first derivation that gives the number; None when there is none or it says too
    little to be trusted."""
    digits = digits_of(mention)
    if digits < BARELY or mention.qualifier is not Qualifier.EXACT:
        return None
    stated = frame.scope.stated
    if digits < ENOUGH:
        stated = [f for f in stated if kind_fits(mention, f)]
    stated = stated[-(NEAR if digits >= ENOUGH else LAST) :]
    figures = list(stated)
    if digits >= ENOUGH or mention.unit == "百分点":
        for subject in subjects[:SUBJECTS]:
            figures += [f for f in frame.index.of_subject[subject] if not f.formula]
    for made in _made(frame, mention, stated, list(dict.fromkeys(figures))):
        if not kind_fits(mention, made) or not same_size(mention, made):
            continue
        if direction in (None, way(made)):
            return Judged(mention, Verdict.DERIVED, made.id, made.formula, stated=made)
    return None


def rate_of_sentence(frame: Frame, mention: Mention, lead: str = "") -> Judged | None:
    """实际安装304台，目标320台，完成95%: the rate of two figures that the sentence has told; by a
    `lead` that ends in 率 also of two things counted apart: 床位840张，入住714人，入住率85%."""
    spelt = not any(c.isdigit() for c in mention.text)
    if mention.unit != "%" or spelt or digits_of(mention) < BARELY:
        return None
    told = [r.figure for r in frame.scope.resolved if r.figure.kind != "percent"][-NEAR:]
    for made in _made(frame, mention, (), list(dict.fromkeys(told))):
        if made.unit == "%" and kind_fits(mention, made) and same_size(mention, made):
            return Judged(mention, Verdict.DERIVED, made.id, made.formula, stated=made)
    if _RATE.search(lead) and len(told) > 1 and told[-2].kind == told[-1].kind == "count":
        done, base = told[-1], told[-2]
        parted = done.period == base.period and done.subject != base.subject
        rate = derive.rate(done, replace(base, unit=done.unit)) if parted else None
        if rate is not None and same_size(mention, rate):
            return Judged(mention, Verdict.DERIVED, rate.id, rate.formula, stated=rate)
    return None


def way(made: Figure) -> int | None:
    """The direction of a change; None for what has none."""
    if not made.measure.startswith(("比", "增")):
        return None
    return 1 if (made.number or 0) > 0 else -1


def _made(
    frame: Frame, mention: Mention, stated: Sequence[Figure], figures: Sequence[Figure]
) -> Iterator[Figure]:
    for size in range(2, len(stated) + 1):
        run = stated[-size:]
        if all(f.kind == run[0].kind for f in run):
            total = derive.total("合计", "合计", run)
            if total is not None:
                yield total
    for a, b in combinations(figures, 2):
        for later, earlier in ((b, a), (a, b)):
            if later.number is not None and earlier.number:
                yield from _of_pair(frame, mention, later, earlier)


def _measures(frame: Frame, done: Figure, base: Figure) -> bool:
    """Whether one may be divided by the other: never a budget by what was spent of it, nor
    by a first budget that was changed later."""
    if done.basis in PLANNED and base.basis in (ACTUAL, DONE):
        return False
    subject = frame.index.subject_of.get(base.id)
    if base.basis not in PLANNED or subject is None:
        return True
    return base in planned(frame.index.of_subject[subject], done, "")


def _of_pair(frame: Frame, mention: Mention, later: Figure, earlier: Figure) -> Iterator[Figure]:
    made: list[Figure | None] = []
    alike = later.kind == earlier.kind and lexicon().same_unit(later.unit, earlier.unit)
    forward = later.period > earlier.period or (
        later.period == earlier.period and later.basis in DONE_BASES
    )
    if forward and (mention.unit == "百分点" or (alike and mention.unit != "%")):
        made.append(derive.difference(later, earlier))
    if mention.unit == "%" and alike:
        if _measures(frame, later, earlier):
            made.append(derive.rate(later, earlier))
        if later.subject == earlier.subject and later.period > earlier.period:
            made.append(derive.growth(later, earlier))
    per = earlier.kind == "count" and later.unit == mention.unit != earlier.unit
    if per and periods_agree(earlier.period, later.period):
        made.append(derive.per_head(later, earlier))
    yield from (f for f in made if f is not None)
