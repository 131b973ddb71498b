"""What several things come to together: their budgets, their spending, what is left of them, the
rate of all, how they changed, and what one of them or all of them are a share of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import product

from writer.findings import Verdict
from writer.grounding.changes import same_size
from writer.grounding.claim import Claim
from writer.grounding.derivations.operands import own_figures
from writer.grounding.judgement import Judged, wrong
from writer.grounding.ledger_index import LedgerIndex
from writer.grounding.match import kind_fits, states, wrong_unit
from writer.grounding.mentions import Kind
from writer.grounding.relations import Relation
from writer.grounding.together.groups import Group, wholes
from writer.grounding.together.sums import TOGETHER, amount_of, is_source, of_sources, rests, sums
from writer.ledger import Figure, derive
from writer.ledger.figure import ACTUAL, ADJUSTED, DONE, INITIAL

_SPENT = re.compile(r"支出|实支|支付|发放|用去|花去|使用|执行|拨付|完成投资|投入")
_FIRST = re.compile(r"年初")
_PLANNED = re.compile(r"预算|安排|下达|总投资|分配|到位")
_LEFT = re.compile(r"结余|结转|剩余|未支付|未支出|未使用|沉淀|节约|节余")
_RATE = re.compile(r"率|进度|完成预算|为预算|占预算")
_ALL = re.compile(r"合计|共|总|一并|加起来|相加")
_SOURCE = re.compile(r"(?:^|[，、；和])([一-鿿]{2,5}?)(?:资金)?(?:约|仅)?占$")
_EACH = re.compile(r"各[有自]?|均(?!衡)|平均|每")
_PROJECTS = re.compile(r"(?<!该)(?<!个)项目(?:总|全年)?(?:支出|预算|资金)")
_LINES = ("项目支出", "项目合计")
_SHARES = ("占", "占到", "占了", "约占", "占全部", "占上述", "占这")
_OF_ALL = re.compile(
    r"占[^，。；]{0,8}(?:总额|总数|合计|全部)[^，。；]{0,4}$|占(?:全部|总)[^，。；]{2,8}$"
)
_BARELY = re.compile(
    r"，?(?:已|共|实际|全年|累计|合计|尚)*(?:支出|支付|实支|发放|使用|结余|结转|剩余)"
    r"(?:资金|数|了|为|共|合计)*"
)


def of_group(claim: Claim) -> Judged | None:
    """The verdict on a number told of a group; None where its words speak of something else, or
    where what the group comes to cannot be told."""
    group = claim.scope.several or _unlisted(claim)
    mention = claim.mention
    if group is None or claim.in_cell or claim.statement.group is not None:
        return None
    if mention.start < group.end or mention.kind not in (Kind.MONEY, Kind.PERCENT):
        return None
    if (part := _share_of_all(claim, group) or _share_within(claim, group)) is not None:
        return part
    if not _spoken_of(claim, group):
        return None
    words = claim.text[max(claim.statement.gap, group.end) : mention.start]
    if _EACH.search(words):
        return None
    made = [f for f in _asked(claim, group, words) if kind_fits(mention, f)]
    change = claim.relation is not None and claim.relation.relation is Relation.CHANGE
    for figure in made:
        if same_size(mention, figure) if change else states(mention, figure):
            return _proven(claim, figure)
    other = [f for f in sums(claim.index, group, _year(claim)) if states(mention, f)]
    mixed = other and claim.scope.local_basis and claim.statement.gap <= group.end
    if not made or not (_plain(claim, group, words) or mixed):
        return None
    if any(wrong_unit(mention, f) for f in made):
        return wrong(mention, Verdict.WRONG_UNIT, made)
    verdict = Verdict.WRONG_BASIS if other else Verdict.WRONG_DERIVATION
    return wrong(mention, verdict, made, other[0] if other else None)


def _unlisted(claim: Claim) -> Group | None:
    """项目支出755万元, where the ledger has the projects and no such line: all of them."""
    index = claim.index
    said = _PROJECTS.search(claim.lead)
    if said is None or claim.own or any(name in index.labels for name in _LINES):
        return None
    every = max(wholes(index), key=len, default=[])
    if not every:
        return None
    group = Group(tuple(every), claim.statement.gap, claim.statement.gap, named=False)
    claim.scope.gather(group)
    return group


def _plain(claim: Claim, group: Group, words: str) -> bool:
    """Whether an amount can be of nothing but the group: it follows it at once, or other numbers
    of the group, and its words say what it is."""
    told = _SPENT.search(words) or _PLANNED.search(words) or _LEFT.search(words)
    if claim.mention.kind is not Kind.MONEY:
        return False
    if claim.statement.gap > group.end:
        return group.named and claim.scope.several_last and _BARELY.fullmatch(words) is not None
    sources = any(is_source(claim.index, s, group) for s in claim.own)
    return bool((group.named and told) or (sources and _ALL.search(words)))


def _share_of_all(claim: Claim, group: Group) -> Judged | None:
    """占三个项目结余总额的95.96%, 三个项目中甲结余24万元，占结余总额的…: what was told last as a
    share of what the group comes to."""
    text, mention, scope = claim.text, claim.mention, claim.scope
    if mention.unit != "%" or not scope.stated:
        return None
    words = text[max(claim.statement.gap, group.end) : mention.start]
    of_it = text.endswith(_SHARES, 0, group.start) and claim.statement.gap <= group.end
    left = _LEFT.search(words) is not None
    if claim.lead == "的" and text.endswith(_SHARES, 0, group.start) and len(scope.stated) > 1:
        made = derive.share(scope.stated[-2], scope.stated[-1])  # 占四个项目结余总额55万元的…
        return _proven(claim, made) if made is not None and states(mention, made) else None
    if not of_it and not (left and _OF_ALL.search(words)):
        return None
    if left:
        every = list(rests(claim.index, group, scope.year))
    else:
        every = list(sums(claim.index, group, scope.year, _bases(claim, words)))
    part = next((f for f in reversed(scope.stated) if f.kind == "money"), None)
    every = every if part is not None else []
    shares = [f for whole in every if part and (f := derive.share(part, whole)) is not None]
    for figure in shares:
        if states(mention, figure):
            return _proven(claim, figure)
    return wrong(mention, Verdict.WRONG_DERIVATION, shares) if shares and of_it else None


def _share_within(claim: Claim, group: Group) -> Judged | None:
    """三个项目中，甲支出1200万元，占47.35%: one of the group as a share of all of it."""
    relation, scope = claim.relation, claim.scope
    if relation is None or relation.relation is not Relation.SHARE or relation.whole:
        return None
    parts = claim.own or ([scope.subject] if scope.subject is not None else [])
    if len(parts) != 1 or parts[0] not in group.subjects:
        return None
    bases = (scope.basis,) if scope.basis else (ACTUAL, DONE, ADJUSTED, INITIAL)
    for whole in sums(claim.index, group, scope.year, bases):
        part = amount_of(claim.index, parts[0], whole.basis, scope.year)
        made = derive.share(part, whole) if part is not None else None
        if made is not None and states(claim.mention, made):
            return _proven(claim, made)
    return None


def joint(group: Group | None, judged: Judged) -> bool:
    """Whether a number was judged by what a group comes to."""
    figure = judged.stated or (judged.expected[0] if judged.expected else None)
    return group is not None and figure is not None and figure.id.startswith(TOGETHER)


def _proven(claim: Claim, figure: Figure) -> Judged:
    relation = claim.relation
    direction = relation.direction if relation is not None else None
    if direction is not None and (figure.number or 0) * direction < 0:
        return wrong(claim.mention, Verdict.WRONG_DIRECTION, [figure])
    return Judged(claim.mention, Verdict.DERIVED, figure.id, figure.formula, stated=figure)


def _spoken_of(claim: Claim, group: Group) -> bool:
    """Whether the number is told of the group: its words name no thing of their own, and since
    the group was told of no other has been, but where they say 合计."""
    scope, index = claim.scope, claim.index
    own = [s for s in claim.own if s not in index.totals and not _collective(index, s)]
    if own and not all(is_source(index, s, group) for s in own):
        return False
    return scope.several_last or _ALL.search(claim.lead) is not None


def _collective(index: LedgerIndex, subject: int) -> bool:
    return index.names[subject] in ("项目合计", "自评项目", "项目支出", "项目")


def _year(claim: Claim) -> str:
    return claim.scope.period or claim.scope.year


# ---- what the words ask for ------------------------------------------------------------


def _asked(claim: Claim, group: Group, words: str) -> Iterator[Figure]:
    """What the number's words can mean of the group."""
    relation = claim.relation.relation if claim.relation is not None else None
    index, year = claim.index, _year(claim)
    if claim.mention.kind is Kind.PERCENT:
        yield from _percents(claim, group, words, relation)
        return
    if sources := [s for s in claim.own if is_source(index, s, group)]:
        yield from of_sources(index, group, sources, year)
        return
    if relation is Relation.CHANGE:
        yield from _changes(claim, group, derive.difference)
        return
    if _LEFT.search(words):
        yield from rests(index, group, year)
        return
    yield from sums(index, group, year, _bases(claim, words))


def _bases(claim: Claim, words: str) -> tuple[str, ...]:
    """The bases that the words name; every one where they name none."""
    if _FIRST.search(words) and not _SPENT.search(words):
        return (INITIAL,)
    if _SPENT.search(words):
        return (ACTUAL, DONE)
    if _PLANNED.search(words):
        return (ADJUSTED, INITIAL)
    return (ACTUAL, DONE, ADJUSTED, INITIAL)


def _percents(
    claim: Claim, group: Group, words: str, relation: Relation | None
) -> Iterator[Figure]:
    index, year = claim.index, claim.scope.year
    if relation is Relation.CHANGE:
        yield from _changes(claim, group, derive.growth)
        return
    done = list(sums(index, group, year, (ACTUAL, DONE)))
    plans = list(sums(index, group, year, (ADJUSTED, INITIAL)))
    if relation is Relation.SHARE and (sources := _sources_named(claim, group)):
        yield from (
            made
            for part in of_sources(index, group, sources, year)
            for whole in sums(index, group, year, (ADJUSTED, INITIAL))
            if (made := derive.share(part, whole)) is not None
        )
        return
    if relation is Relation.SHARE and claim.relation is not None:
        said = claim.relation.whole or claim.scope.whole
        wholes = [f for s in said for f in own_figures(index, s, ("money",))]
        wholes = wholes or [f for n in index.totals for f in own_figures(index, n, ("money",))]
        for part, whole in product(done or plans, wholes):
            key = (part.basis, part.period)
            if (whole.basis, whole.period) == key and (whole.number or 0) > (part.number or 0):
                yield from filter(None, [derive.share(part, whole)])
        return
    if relation is Relation.RATE or _RATE.search(words):
        bases = [p for p in plans if p.basis == ADJUSTED] or plans
        yield from filter(None, (derive.rate(a, b) for a, b in product(done, bases)))


def _changes(
    claim: Claim, group: Group, how: Callable[[Figure, Figure], Figure | None]
) -> Iterator[Figure]:
    """This year's spending against last year's, or a later budget or the spending against the
    first: as the words say."""
    index, link = claim.index, claim.relation
    year = claim.scope.year
    done = list(sums(index, group, year, (ACTUAL, DONE)))
    if link is not None and link.ref_basis:
        later = list(sums(index, group, year, (ADJUSTED, ACTUAL)))
        plans = sums(index, group, year, (INITIAL, ADJUSTED))
        pairs = [(a, b) for b in plans for a in later if a.basis != b.basis]
    else:
        before = str(int(year) - 1)
        pairs = [(a, b) for a in done for b in sums(index, group, before, (ACTUAL, DONE))]
    yield from filter(None, (how(a, b) for a, b in pairs))


def _sources_named(claim: Claim, group: Group) -> list[int]:
    """中央占40.62%: where the group's money comes from, by the beginning of its name."""
    said = _SOURCE.search(claim.lead)
    named = claim.index.parts.fitting(said[1]) if said is not None else claim.own
    return [s for s in named if is_source(claim.index, s, group)]
