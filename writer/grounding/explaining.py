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
from writer.grounding.changes import related, same_size
from writer.grounding.claim import Claim
from writer.grounding.derivations.operands import DONE_BASES, PLANNED
from writer.grounding.derivations.rates import planned
from writer.grounding.frame import Frame, digits_of
from writer.grounding.judgement import Judged, found, wrong
from writer.grounding.ledger_index import LedgerIndex
from writer.grounding.lexicon import lexicon
from writer.grounding.loose_changes import worded_change
from writer.grounding.match import kind_fits, periods_agree, states
from writer.grounding.mentions import Mention, Qualifier
from writer.ledger import Figure, derive
from writer.ledger.figure import TARGET

_RATE = re.compile(r"[一-鿿]{2}率(?:为|达到?|是|约)*$")
_WORD = re.compile(r"([一-鿿]{2})率(?:为|达到?|是|约|同比|均)*$")
_RATES = re.compile(r"[一-鿿]{2}率")
_SIGNS = {"+": 1, "＋": 1, "-": -1, "－": -1, "−": -1}
POSTS = "编制"
_ALL_OF_THEM = re.compile(r"全部|全都|悉数|无一")
LEAD = 12  # characters before a number, or before 分别, in which a rate is named
TELLING_OFF = ("分别", "依次")
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


def in_other_words(claim: Claim, carried: Sequence[int]) -> Judged | None:
    """A change in words that no list has, then whatever was just stated."""
    frame, mention = claim.frame, claim.mention
    change = worded_change(claim.text, claim.statement, claim.scope.year)
    if change is not None:
        answer = related(frame, mention, change, [], carried)
        sure = (Verdict.DERIVED, Verdict.WRONG_DIRECTION)
        compared = change.ref_period or change.ref_basis
        if answer is not None and answer.verdict in (sure if compared else sure[:1]):
            return answer
    worded = change or claim.relation
    if worded is not None and (worded.ref_period or worded.ref_basis):
        return None  # it says what it is compared with, and that did not give it
    if worded is None and (sign := _sign(claim)) is not None:
        return _signed(claim, carried, sign)
    direction = worded.direction if worded is not None else None
    return explained(frame, mention, carried, direction)


def _signed(claim: Claim, carried: Sequence[int], sign: int) -> Judged | None:
    """与上年相比－12.50万元: a change whose direction is its sign."""
    right = explained(claim.frame, claim.mention, carried, sign)
    turned_round = explained(claim.frame, claim.mention, carried, -sign) if right is None else None
    if turned_round is None or turned_round.stated is None or way(turned_round.stated) is None:
        return right
    return wrong(claim.mention, Verdict.WRONG_DIRECTION, [turned_round.stated])


def _sign(claim: Claim) -> int | None:
    """The direction of 与上年相比＋12.50万元; None without a sign."""
    signs = claim.text[max(0, claim.mention.start - 1) : claim.mention.start + 1]
    return next((_SIGNS[sign] for sign in signs if sign in _SIGNS), None)


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


def rate_by_name(claim: Claim) -> Judged | None:
    """高血压、糖尿病患者5200人和1800人，达标率分别为75%、68%: of those counted, those of whom the
    ledger has the word before 率; 及时率95.96%，没有达到97%: the goal of a rate by its name."""
    mention, index, text = claim.mention, claim.index, claim.text
    if mention.unit != "%":
        return None
    if (every := _every_one(claim)) is not None:
        return every
    if claim.scope.local_basis and claim.scope.basis == TARGET and not claim.own:
        return _goal_by_name(claim)
    end = mention.start
    if claim.statement.group is not None:
        end = max(text.rfind(word, claim.sentence.start, end) for word in TELLING_OFF)
    said = _WORD.search(text, max(claim.sentence.start, end - LEAD), end)
    if said is None:
        return None
    made = [
        rate
        for whole in claim.own
        for base in index.of_subject[whole]
        if base.kind == "count" and base.period[:4] == claim.scope.year and not base.formula
        for part in _parts_called(index, whole, said[1])
        if part.period == base.period and part.unit == base.unit
        if (rate := derive.rate(part, base)) is not None and (rate.number or 0) < 1
    ]
    right = next((rate for rate in made if same_size(mention, rate)), None)
    if right is not None:
        return Judged(mention, Verdict.DERIVED, right.id, right.formula, stated=right)
    only = made[0] if len({rate.value for rate in made}) == 1 else None
    return wrong(mention, Verdict.WRONG_DERIVATION, [only]) if only is not None else None


def _every_one(claim: Claim) -> Judged | None:
    """12人全部安置到位，安置率100%: what its sentence says of all of what was just told."""
    told, relation = claim.scope.resolved, claim.relation
    loose = relation is not None and relation.loose and claim.mention.number == 1
    if not told or not loose or _ALL_OF_THEM.search(claim.lead) is None:
        return None
    return Judged(claim.mention, Verdict.DERIVED, formula=f"{told[-1].figure.shown}，全部")


def _parts_called(index: LedgerIndex, whole: int, word: str) -> list[Figure]:
    """Counts of things that begin as the whole does and have the word in their names."""
    near = [s for s in index.parts.beside(whole) if word in index.names[s]]
    return [f for s in near for f in index.of_subject[s] if f.kind == "count" and not f.formula]


def _goal_by_name(claim: Claim) -> Judged | None:
    named = _RATES.findall(claim.text, claim.sentence.start, claim.statement.gap)
    for figure in claim.index.figures if named else ():
        of_rate = figure.basis == TARGET and figure.kind == "percent" and not figure.formula
        if of_rate and figure.subject.endswith(named[-1]) and states(claim.mention, figure):
            return found(claim.mention, figure)
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
    by a first budget that was changed later, nor one part of a sum by another."""
    if done.kind == "money" and done.parents == base.parents != () and done.subject != base.subject:
        return False
    if done.basis in PLANNED and base.basis not in PLANNED:
        return False
    if done.kind == "count" and frame.index.subject_of.get(done.id) in frame.index.labels.get(
        POSTS, ()
    ):
        return False  # 在职人员控制率: people by posts
    if done.period[:4] != base.period[:4] and _RATES.search(frame.scope.words):
        return False  # 执行率 is no quotient of two years
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
    per = per and earlier.basis not in PLANNED
    told = [r.figure for r in frame.scope.resolved if r.figure.kind == "money"]
    per = per and (later.kind != "money" or not told or later in told)  # of its sentence's amount
    if per and periods_agree(earlier.period, later.period):
        made.append(derive.per_head(later, earlier))
    yield from (f for f in made if f is not None)
