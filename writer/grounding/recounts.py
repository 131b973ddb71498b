"""四个项目共下达250.00万元, where three make that sum: the total says how many things it is of.

A small number of projects or items that the text tells off is in no ledger; but the sum that
follows is, and it is the sum of so many things and no others. A sum of so many that nothing makes
is wrongly added up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from writer.findings import Verdict
from writer.grounding.derivations.operands import own_figures
from writer.grounding.derivations.overall import all_projects
from writer.grounding.frame import Frame
from writer.grounding.judgement import Judged
from writer.grounding.lists import named_before
from writer.grounding.match import states
from writer.grounding.mentions import Kind
from writer.grounding.statements import Sentence, Statement
from writer.grounding.together import NAMED
from writer.ledger import Figure, derive
from writer.ledger.figure import ACTUAL, ADJUSTED, INITIAL

TWO, MOST = 2, 12  # things that are told off
_UNITS = ("个", "项", "类", "笔", "块", "家")
_SETTLED = (Verdict.VERIFIED, Verdict.WRONG_DERIVATION)
_SUM = re.compile(r"[^，。；：、\d]{0,6}，?[^，。；：、\d]{0,14}")
_OF_PROJECTS = re.compile(r"(?:项目|专项)[^，。；]{0,4}$")
_ALL = re.compile(r"[^，。；：、\d]{0,4}(?:项目|专项|工程)")
_ADDED = re.compile(r"[共总]|合计|累计|之和")
_ABOVE = re.compile(r"(?:上述|以上|前述|下列|以下)$")
BEFORE = 2


def recounted(frame: Frame, sentence: Sentence, said: Sequence[Judged]) -> list[Judged]:
    """The judgements of a sentence, with a number of things wrong where their sum is that of
    another number of them."""
    found = list(said)
    for place in range(len(found) - 1):
        one, total = found[place], found[place + 1]
        if not _told_off(frame, one) or total.mention.kind is not Kind.MONEY:
            continue
        between = frame.text[one.mention.end : total.mention.start]
        if _SUM.fullmatch(between) is None:
            continue
        made = {len(f.inputs): f for f in _sums(frame, sentence.statements[place], total)}
        if not made and total.verdict is Verdict.UNSUPPORTED and _ADDED.search(between):
            found[place + 1] = Judged(total.mention, Verdict.WRONG_DERIVATION)
        if not made or one.mention.number in made:
            continue
        size, right = next(iter(made.items()))
        found[place] = Judged(
            one.mention, Verdict.WRONG_DERIVATION, formula=f"{right.formula}，共{size}项"
        )
        if total.verdict is None or not total.verdict.good:
            found[place + 1] = Judged(
                total.mention, Verdict.DERIVED, right.id, right.formula, stated=right
            )
    return found


def _told_off(frame: Frame, judged: Judged) -> bool:
    """Whether a number tells off some projects or items that no figure counts."""
    mention = judged.mention
    number = mention.number
    if mention.kind is not Kind.COUNT or number is None or not TWO <= number <= MOST:
        return False
    if (judged.formula or "").startswith(NAMED):
        return False  # the names were counted: it is the sum that is wrong
    counted = (mention.unit or mention.text)[-1:] in _UNITS or mention.unit in _UNITS
    return counted and judged.verdict not in _SETTLED


def _sums(frame: Frame, count: Statement, total: Judged) -> Iterator[Figure]:
    """The sums that the total can be: as it was proven, of the things named before the number, of
    all projects."""
    index, mention, text = frame.index, total.mention, frame.text
    if total.stated is not None and "+" in (total.stated.formula or ""):
        yield total.stated
    names = named_before(text, count)
    if names and names[-1].end == count.mention.start:
        rows = [[f for s in t.subjects for f in own_figures(index, s, ("money",))] for t in names]
        for first in rows[0]:
            same = [
                next((f for f in row if (f.basis, f.period) == (first.basis, first.period)), None)
                for row in rows
            ]
            made = derive.total("合计", "合计", [f for f in same if f is not None])
            if None not in same and made is not None and states(mention, made):
                yield made
    start = count.mention.start
    told = _ABOVE.search(text, max(0, start - BEFORE), start) or _OF_PROJECTS.search(
        text, count.gap, start
    )
    if told or _ALL.match(text, count.mention.end):
        for basis in (ADJUSTED, INITIAL, ACTUAL):
            every = all_projects(index, basis, index.year)
            if every is not None and states(mention, every):
                yield every
