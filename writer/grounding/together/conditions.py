"""How many projects meet a condition: 执行率在95%以上的项目3个, 有两个项目存在结余."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from writer.findings import Verdict
from writer.grounding.claim import Claim
from writer.grounding.derivations.operands import own_figures
from writer.grounding.derivations.overall import projects
from writer.grounding.judgement import Judged, found, wrong
from writer.grounding.ledger_index import LedgerIndex
from writer.grounding.mentions import Kind
from writer.ledger import Figure
from writer.ledger.figure import ACTUAL, ADJUSTED, INITIAL

_RATE = r"(?:预算|资金)?(?:执行率|支付率|支出率|支出进度|执行进度)"
_BAND = re.compile(
    rf"{_RATE}(?P<before>[^，。；\d]{{0,6}})(?P<limit>\d{{1,3}}(?:\.\d+)?)%"
    r"(?:[（(]含[^）)]{0,10}[）)])?(?P<behind>及?以[上下])?(?:[（(]含[^）)]{0,10}[）)])?"
    r"[^，。；\d%]{0,6}的"
    r"(?:项目|专项)(?:资金)?(?:共有|共计|共|有|为|达)?$"
)
_LEFT_BEFORE = re.compile(
    r"(?:存在|尚有|有|形成|产生)(?:资金)?结[余转][^，。；\d]{0,4}的(?:项目|专项)(?:共有|共|有)?$"
)
_LEFT_BEHIND = re.compile(r"(?:项目|专项)(?:资金)?(?:存在|尚有|有|形成|产生)(?:资金)?结[余转]")
_BELOW = re.compile(r"低于|不足|不到|未达|小于|未超过")
_ABOVE = re.compile(r"高于|超过|大于")
_ASIDE = r"(?:[（(]含[^）)]{0,10}[）)])?"
_LIMIT = re.compile(rf"{_ASIDE}(?:及?以[上下])?{_ASIDE}[^，。；\d%]{{0,6}}的(?:项目|专项)")


def counted_projects(claim: Claim) -> Judged | None:
    """The verdict on a number of projects that meet a condition; None where none is told."""
    mention = claim.mention
    if mention.kind is not Kind.COUNT or mention.number is None or claim.in_cell:
        return None
    meets = _condition(claim)
    known = _spent(claim.index) if meets is not None else []
    if meets is None or not known:
        return None
    names = [name for name, done, plan in known if meets(done, plan)]
    figure = Figure(
        "符合条件的项目个数", "项目", "个数", "", claim.scope.year, "count", str(len(names)), "个",
        formula="、".join(names) or "没有这样的项目",
    )  # fmt: skip
    if mention.number == len(names):
        return replace(found(mention, figure), verdict=Verdict.DERIVED)
    return wrong(mention, Verdict.WRONG_DERIVATION, [figure])


def limits_projects(claim: Claim) -> bool:
    """Whether a percentage is the limit of such a condition: 执行率低于90%的项目."""
    text, mention = claim.text, claim.mention
    named = re.search(rf"{_RATE}[^，。；\d]{{0,6}}$", claim.lead)
    return named is not None and _LIMIT.match(text, mention.end) is not None


def _condition(claim: Claim) -> Callable[[Decimal, Decimal], bool] | None:
    """What a project's spending and budget must be for it to be counted."""
    said = claim.text[claim.sentence.start : claim.mention.start]
    band = _BAND.search(said)
    if band is not None:
        limit = Decimal(band["limit"]) / 100
        low = _BELOW.search(band["before"]) is not None
        strict = low or _ABOVE.search(band["before"]) is not None
        low = low or (band["behind"] or "").endswith("下")
        return lambda done, plan: _within(done / plan - limit, low=low, strict=strict)
    left = _LEFT_BEFORE.search(said) or _LEFT_BEHIND.match(claim.text, claim.mention.end)
    return (lambda done, plan: done < plan) if left else None


def _within(over: Decimal, *, low: bool, strict: bool) -> bool:
    if not over:
        return not strict
    return (over < 0) == low


def _spent(index: LedgerIndex) -> list[tuple[str, Decimal, Decimal]]:
    """(name, spending, budget) of every project; [] unless every one has both."""
    rows = []
    every = projects(index)
    for subject in every:
        own = {f.basis: f.number for f in own_figures(index, subject, ("money",))
               if f.period == index.year and not f.formula}  # fmt: skip
        done, plan = own.get(ACTUAL), own.get(ADJUSTED) or own.get(INITIAL)
        if done is not None and plan:
            rows.append((index.names[subject], done, plan))
    return rows if len(rows) == len(every) > 1 else []
