"""From a relation in words to the derived figures that it can mean.

Each kind of relation has one function: (index, scope, link, mention, subjects) → figures. The
operands are the figures of the subjects that the sentence names or carries over, in the bases and
periods that it names; what is not named is tried in the few ways that the relation allows.
"""

from __future__ import annotations

from calendar import isleap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

from writer.grounding.ledger_index import LedgerIndex
from writer.grounding.lexicon import lexicon
from writer.grounding.match import kind_fits, period_contains, periods_agree, plain_period
from writer.grounding.mentions import Mention
from writer.grounding.relations import PREVIOUS, Link, Relation
from writer.grounding.scope import Scope, bases_agree
from writer.ledger import Figure, derive
from writer.ledger.figure import ACTUAL, ADJUSTED, DONE, INITIAL, TARGET
from writer.quantities import canonical

DONE_BASES = (ACTUAL, DONE, "")
PLANNED = (ADJUSTED, INITIAL, TARGET, "预算")
NEIGHBOURS = 8  # figures of the paragraph that a relation may reach back to
_COUNTED = {"案": "件宗", "生": "人名", "床": "张", "人": "人名", "家": "家户", "处": "处个"}
PRECISE = Decimal("0.05")  # half a percent point and less
FAR = 8  # carried subjects that are asked for something to work with


def derived(
    index: LedgerIndex, scope: Scope, link: Link, mention: Mention, subjects: Sequence[int]
) -> list[Figure]:
    """Every figure that the wording can mean of the subjects that it names."""
    made = _BY_RELATION[link.relation](index, scope, link, mention, subjects)
    return [f for f in made if f and kind_fits(mention, f)]


def carried_over(
    index: LedgerIndex, scope: Scope, link: Link, mention: Mention, carried: Sequence[int]
) -> list[Figure]:
    """The same where no subject is named: what was just stated, then the nearest subject that
    offers anything. Trying every subject would let a wrong number pass by chance."""
    recent = _FROM_RECENT.get(link.relation)
    figures = [f for f in recent(index, scope, link, mention) if f] if recent else []
    figures = [f for f in figures if kind_fits(mention, f)]
    head = [scope.head] if scope.head is not None else []
    for subject in dict.fromkeys([*carried[:FAR], *head]):
        offered = derived(index, scope, link, mention, [subject])
        if offered:
            figures += offered
            if subject in head or not head:
                break
            carried = head
    return figures


def _plain(index: LedgerIndex, subject: int, kinds: tuple[str, ...] = ()) -> list[Figure]:
    """A subject's own figures, without changes, rates and shares made from them."""
    return [
        f
        for f in index.of_subject[subject]
        if f.number is not None
        and not (f.formula and f.kind == "percent")
        and not (f.formula and f.measure.startswith(("比", "增")))
        and (not kinds or f.kind in kinds)
    ]


def _now(figures: Sequence[Figure], scope: Scope, basis: str | None = None) -> list[Figure]:
    """The later operand: the period in force, the basis in force or what was done."""
    basis = scope.basis if basis is None else basis
    timely = [f for f in figures if periods_agree(scope.period or scope.year, f.period)]
    if not timely and not scope.period:
        timely = list(figures)
    if basis:
        agreed = [f for f in timely if bases_agree(basis, f.basis)]
        if agreed:
            return agreed
    return [f for f in timely if f.basis in DONE_BASES] or timely


def _then(figures: Sequence[Figure], later: Figure, link: Link) -> list[Figure]:
    """The earlier operand: what the comparison names, else last year's or the first budget's."""
    others = [f for f in figures if f is not later and f.unit == later.unit
              and f.parents == later.parents and f.measure == later.measure]  # fmt: skip
    if link.ref_period == PREVIOUS:
        same = [f for f in others if len(f.period) == len(later.period) > len("2023")]
        return sorted((f for f in same if f.period < later.period), key=_period)[-1:]
    if link.ref_period:
        found = [f for f in others if f.period[:4] == link.ref_period]
        same = [f for f in found if bases_agree(later.basis, f.basis)]
        return same or found
    if link.ref_basis:
        agreed = [f for f in others if bases_agree(link.ref_basis, f.basis)]
        return [f for f in agreed if f.period == later.period] or agreed
    before = [f for f in others if f.period < later.period and bases_agree(later.basis, f.basis)]
    planned = [f for f in others if f.period == later.period and f.basis in PLANNED]
    return before + planned


def _period(figure: Figure) -> str:
    return figure.period


def _change(
    index: LedgerIndex, scope: Scope, link: Link, mention: Mention, subjects: Sequence[int]
) -> Iterator[Figure | None]:
    make = derive.growth if mention.unit == "%" else derive.difference
    points = mention.unit == "百分点"
    if points and link.of_share:
        yield from _share_change(index, scope, link, subjects)
    for subject in subjects:
        figures = _plain(index, subject, ("percent",) if points else ())
        for later in _later(figures, scope, link)[:4]:
            for earlier in _then(figures, later, link):
                if mention.kind != "count" or lexicon().same_unit(later.unit, mention.unit):
                    yield make(later, earlier)
    if not points and scope.compared:
        yield from _change_from_last(index, scope, subjects, make)


def _recent_change(
    index: LedgerIndex, scope: Scope, link: Link, mention: Mention
) -> Iterator[Figure | None]:
    if mention.unit == "百分点":
        yield from _rate_change(index, scope, link)
    else:
        make = derive.growth if mention.unit == "%" else derive.difference
        yield from _change_of_sentence(scope, link, make)


def _later(figures: Sequence[Figure], scope: Scope, link: Link) -> list[Figure]:
    if link.later_basis:
        return [f for f in figures if f.basis == link.later_basis and f.period == scope.year]
    found = _now(figures, scope)
    if link.ref_basis and all(bases_agree(link.ref_basis, f.basis) for f in found):
        # 目标为30公里……比计划少2.4公里: what is compared is what was done
        done = [f for f in figures if f.basis in DONE_BASES]
        found = [f for f in done if periods_agree(scope.period or scope.year, f.period)]
    elif scope.basis == TARGET or not scope.local_basis:
        # 任务30场，比上年的26场增加12场: what is compared may be what was done after all
        found += [f for f in _now(figures, scope, basis="") if f not in found]
    return found


def _change_from_last(
    index: LedgerIndex,
    scope: Scope,
    subjects: Sequence[int],
    make: Callable[[Figure, Figure], Figure | None],
) -> Iterator[Figure | None]:
    """较全年预算3858.42万元减少…: the figure just stated is what is compared with."""
    if not scope.stated:
        return
    earlier = scope.stated[-1]
    for subject in subjects[:3]:
        for later in _now(_plain(index, subject), scope)[:2]:
            if later.id != earlier.id:
                yield make(later, earlier)


def _rate_change(index: LedgerIndex, scope: Scope, link: Link) -> Iterator[Figure | None]:
    """破案率63%，比上年提高…: the rate just worked out, of the other period or basis."""
    for rate in reversed(scope.stated[-3:]):
        if not rate.formula or len(rate.inputs) != 2:
            continue
        inputs = [index.by_id.get(i) for i in rate.inputs]
        pairs = [_then(_siblings(index, f), f, link)[:1] if f else [] for f in inputs]
        if all(pairs):
            then = derive.rate(pairs[0][0], pairs[1][0], rate.measure)
            yield derive.difference(rate, then) if then else None


def _siblings(index: LedgerIndex, figure: Figure) -> list[Figure]:
    subject = index.subject_of.get(figure.id)
    return _plain(index, subject) if subject is not None else []


def _change_of_sentence(
    scope: Scope, link: Link, make: Callable[[Figure, Figure], Figure | None]
) -> Iterator[Figure | None]:
    """今年73起，去年同期61起，增长…: the two figures just stated."""
    if len(scope.resolved) < 2:
        return
    earlier, later = scope.resolved[-2].figure, scope.resolved[-1].figure
    turned = later.basis == INITIAL and earlier.basis in (ADJUSTED, *DONE_BASES)
    if later.period < earlier.period or (later.period == earlier.period and turned):
        earlier, later = later, earlier
    same = earlier.subject == later.subject and earlier.unit == later.unit
    basis = not link.ref_basis or bases_agree(link.ref_basis, earlier.basis)
    if same and basis and link.ref_period in ("", earlier.period[:4]):
        yield make(later, earlier)


def _share_change(
    index: LedgerIndex, scope: Scope, link: Link, subjects: Sequence[int]
) -> Iterator[Figure | None]:
    before = scope.link.whole if scope.link and scope.link.relation is Relation.SHARE else ()
    wholes = link.whole or before or scope.whole
    for subject in subjects[:4]:
        parts = _plain(index, subject)
        for later in _now(parts, scope)[:2]:
            for earlier in _then(parts, later, link):
                for whole in wholes or _totals(index, later):
                    both = _plain(index, whole)
                    now = [w for w in both if _same_key(w, later)]
                    then = [w for w in both if _same_key(w, earlier)]
                    for a in now[:1]:
                        for b in then[:1]:
                            new, old = derive.share(later, a), derive.share(earlier, b)
                            yield derive.difference(new, old) if new and old else None


def _same_key(a: Figure, b: Figure) -> bool:
    return bases_agree(a.basis, b.basis) and a.period == b.period and a.unit == b.unit


def _totals(index: LedgerIndex, part: Figure) -> list[int]:
    """The subjects that a part can be a share of: its parents, else the report's totals."""
    names = part.parents or lexicon().synonyms.get("总支出", ())
    named = [n for name in names for n in index.labels.get(name, ())]
    return list(dict.fromkeys(named if part.parents else [*named, *index.totals]))


def _share(
    index: LedgerIndex, scope: Scope, link: Link, mention: Mention, subjects: Sequence[int]
) -> Iterator[Figure | None]:
    for subject in subjects:
        figures = _plain(index, subject)
        parts = _now(figures, scope)[:4]
        if not scope.basis:  # shares of what was planned are told as well
            parts += [f for f in figures if f.basis in PLANNED and f.period == scope.year]
        for part in parts:
            yield from _shares_of(index, scope, link, part, subjects)


def _recent_share(
    index: LedgerIndex, scope: Scope, link: Link, mention: Mention
) -> Iterator[Figure | None]:
    if scope.told:  # 刑事412件，行政88件，两类合计占4.1%
        told = derive.total("合计", "合计", scope.stated[-scope.told :])
        if told is not None:
            yield from _shares_of(index, scope, link, told, ())
    amounts = [f for f in scope.stated[-3:] if f.measure != "人均" and f.unit != "%"]
    precise = mention.step < PRECISE  # 占三成 would fit too many
    for part in reversed(amounts[-2 if precise else -1 :]):  # 补贴82.08万元，件均1200元，占…
        yield from _shares_of(index, scope, link, part, ())


def _shares_of(
    index: LedgerIndex, scope: Scope, link: Link, part: Figure, subjects: Sequence[int]
) -> Iterator[Figure | None]:
    if not link.whole and len(part.period) > len("2023"):
        # 上半年完成38.9亿元，占全年的45%: the whole is the year's figure of the same thing
        for whole in _siblings(index, part):
            if whole.period == scope.year and whole.unit == part.unit:
                yield derive.share(part, whole)
    if link.whole or scope.whole:
        wholes = [f for w in link.whole or scope.whole for f in _plain(index, w)]
    else:
        # 收入合计X，其中A……，占……: the whole is what was stated before
        recent = reversed(scope.stated[-NEIGHBOURS:])
        wholes = [f for f in recent if (f.number or 0) > (part.number or 0)]
        if part.parents:
            wholes = []
        if link.ref_basis:
            wholes += [f for s in subjects[:3] for f in _plain(index, s)]
        wholes += [f for w in _totals(index, part) for f in _plain(index, w)]
        wholes += [index.by_id[i] for i in scope.shared if i in index.by_id]  # 占60%、25%
    for whole in wholes:
        if not lexicon().same_unit(part.unit, whole.unit) or part.period != whole.period:
            continue
        if part.kind == whole.kind == "count":
            whole = replace(whole, unit=part.unit)
        if link.ref_basis:
            fits = bases_agree(link.ref_basis, whole.basis)
        else:
            fits = _same_key(part, whole)
        if fits:
            yield derive.share(part, whole)


def _rate(
    index: LedgerIndex, scope: Scope, link: Link, mention: Mention, subjects: Sequence[int]
) -> Iterator[Figure | None]:
    for subject in () if link.loose else subjects:
        figures = _plain(index, subject)
        done = [f for f in _now(figures, scope) if f.basis in DONE_BASES]
        done = done or [f for f in figures if f.basis in DONE_BASES and f.period == scope.year]
        for later in done[:3]:
            for base in planned(figures, later, link.ref_basis):
                yield derive.rate(later, base)
                if link.ref_basis and scope.stated and scope.stated[-1].formula:
                    yield derive.rate(scope.stated[-1], base)  # 结余37.44万元，占预算的9%


def _recent_rate(
    index: LedgerIndex, scope: Scope, link: Link, mention: Mention
) -> Iterator[Figure | None]:
    """整改率: what was stated by what was stated before it."""
    recent = list(reversed(scope.stated[-NEIGHBOURS:]))
    for i, later in enumerate(recent):
        for base in recent[i + 1 :]:
            counted = link.loose and later.kind == base.kind == "count"
            if counted and i == 0 and base is recent[1] and later.unit != base.unit:
                yield derive.rate(later, replace(base, unit=later.unit))  # 查处率: 件 of 艘次
                continue
            if later.kind != base.kind or not lexicon().same_unit(later.unit, base.unit):
                continue
            if later.basis in PLANNED and base.basis in (ACTUAL, DONE):
                yield derive.rate(base, later)  # 培训2.85万人次，计划3万人次，完成95%
                continue
            if link.ref_basis and not bases_agree(link.ref_basis, base.basis):
                continue
            # 年初预算 is no base of an execution rate where there is a later budget
            if base.basis in PLANNED and base not in planned(
                _siblings(index, base) or [base], later, link.ref_basis
            ):
                continue
            yield derive.rate(later, base)


def planned(figures: Sequence[Figure], done: Figure, basis: str) -> list[Figure]:
    """What a rate is measured by: the basis named, else the latest budget there is."""
    bases = [f for f in figures if f is not done and f.period == done.period
             and f.unit == done.unit and f.basis]  # fmt: skip
    if basis:
        return [f for f in bases if bases_agree(basis, f.basis)]
    for plan in PLANNED:
        if found := [f for f in bases if f.basis == plan]:
            return found
    return []


def _total(
    index: LedgerIndex, scope: Scope, link: Link, mention: Mention, subjects: Sequence[int]
) -> Iterator[Figure | None]:
    yield from _of_several(index, scope, mention)
    if "/" in plain_period(scope.period):
        yield from _within(index, scope, mention, subjects)  # 上半年合计: of its quarters
    resolved, told = ([r.figure for r in rows] for rows in (scope.resolved, scope.paragraph))
    for stated in (resolved, told, scope.stated):
        run: list[Figure] = []
        for figure in reversed(stated):
            if figure.kind != mention.kind or not lexicon().same_unit(figure.unit, mention.unit):
                if run:
                    break
                continue
            run.insert(0, figure)
            if len(run) > 1 and scope.parts in (0, len(run)):
                yield derive.total("合计", "合计", run)
    for subject in subjects[:3]:
        parts = [f for f in index.figures if f.parents and f.parents[-1] == index.names[subject]]
        by_basis: dict[tuple[str, str], list[Figure]] = {}
        for part in parts:
            if part.kind == mention.kind and not part.formula:
                by_basis.setdefault((part.basis, part.period), []).append(part)
        for group in by_basis.values():
            yield derive.total("合计", index.names[subject], group)


def _within(
    index: LedgerIndex, scope: Scope, mention: Mention, subjects: Sequence[int]
) -> Iterator[Figure | None]:
    span = plain_period(scope.period)
    for subject in subjects:
        parts = [
            f
            for f in _plain(index, subject, (str(mention.kind),))
            if len(f.period) > len("2023") and period_contains(span, plain_period(f.period)[:7])
        ]
        yield derive.total("合计", "合计", parts)


def _of_several(index: LedgerIndex, scope: Scope, mention: Mention) -> Iterator[Figure | None]:
    """三个项目合计, 以上项目共计: one figure of each subject spoken of, in the basis in force;
    what the text has not stated (资金已全部支付) is taken from the ledger. Where the text tells
    how many there are, the subjects between them (奖补资金) may be left out."""
    spoken = [_spoken(index, scope, mention, scope.basis)]
    if not scope.basis:  # 三项经费共728万元: of what was planned, or of what was spent
        spoken += [_spoken(index, scope, mention, basis) for basis in ("budget", ACTUAL)]
    for parts in spoken:
        for size in (scope.parts,) if scope.parts else range(2, len(parts) + 1):
            if len(parts) >= size and not scope.told:
                yield derive.total("合计", "合计", parts[:size][::-1])
        if scope.told and len(parts) >= scope.told:
            for chosen in combinations(parts[:NEIGHBOURS], scope.told):
                yield derive.total("合计", "合计", chosen[::-1])


def _spoken(index: LedgerIndex, scope: Scope, mention: Mention, basis: str) -> list[Figure]:
    """One figure for each subject that was told of last, the latest first."""
    told = [(r.figure, index.subject_of.get(r.figure.id)) for r in reversed(scope.last)]
    ahead = [(None, number) for number in scope.ahead]
    parts: dict[str, Figure] = {}
    for figure, number in ahead or told:
        own = index.of_subject[number] if number is not None else []
        name = figure.subject if figure is not None else index.names[number or 0]
        if name in parts or number in index.totals:
            continue
        fitting = [
            f
            for f in [*([figure] if figure is not None else []), *own]
            if f.kind == mention.kind
            and f.unit == mention.unit
            and bases_agree(basis, f.basis)
            and periods_agree(scope.period or scope.year, f.period)
            and not (f.formula and f.measure.startswith(("比", "人均")))
        ]
        if fitting:
            parts[name] = fitting[0]
        if len(parts) >= NEIGHBOURS:
            break
    return list(parts.values())


def _remain(
    index: LedgerIndex, scope: Scope, link: Link, mention: Mention, subjects: Sequence[int]
) -> Iterator[Figure | None]:
    for subject in subjects[:4]:
        figures = _plain(index, subject)
        for base in [f for f in figures if f.basis in PLANNED]:
            for done in [f for f in figures if f.basis in (ACTUAL, DONE)]:
                if base.period == done.period and base.unit == done.unit:
                    rest = derive.difference(base, done)
                    yield (
                        derive.rate(rest, base, "结余率") if rest and mention.unit == "%" else rest
                    )
    if mention.kind == "money":  # 收支相抵，盈余675万元
        whole = [f for n in index.totals for f in _now(_plain(index, n, ("money",)), scope, ACTUAL)]
        income = [f for f in whole if "收入" in f.subject]
        yield from (derive.difference(a, b) for a in income for b in whole if "支出" in b.subject)
    recent = scope.stated[-NEIGHBOURS:]
    if mention.unit == "%":  # 人员占40%，药品占25%……余下20%
        shares = [f for f in recent if f.unit == "%"]
        yield from (derive.rest_of_whole(shares[-n:], "其余") for n in range(2, len(shares) + 1))
    for a in recent:
        for b in recent:
            if a is not b and (a.number or 0) > (b.number or 0) and a.kind == mention.kind:
                yield derive.difference(a, b)


def _per_head(
    index: LedgerIndex, scope: Scope, link: Link, mention: Mention, subjects: Sequence[int]
) -> Iterator[Figure | None]:
    amounts = [f for s in subjects[:5] for f in _now(_plain(index, s), scope)[:4]]
    amounts += [r.figure for r in scope.paragraph[-NEIGHBOURS:]]
    if mention.unit and mention.kind == "count":
        for amount in scope.stated[-3:]:
            yield _daily(amount, scope.year)
    for amount in (*scope.stated[-3:], *(index.by_id[i] for i in scope.shared if i in index.by_id)):
        yield _periodic(amount, link.word)
    counts = [c for c in _heads(index, scope, link, subjects) if c.kind == "count" and c.number]
    for amount in dict.fromkeys(amounts):
        if (scaled := _in_unit(amount, mention)) is None:
            continue
        for count in dict.fromkeys(counts):
            if not periods_agree(count.period, amount.period) or count.id == amount.id:
                continue
            if link.word.startswith("万"):
                by_ten_thousand = canonical((count.number or 0) / Decimal(10_000))
                yield derive.per_head(scaled, replace(count, value=by_ten_thousand))
            if count.unit != amount.unit:
                yield derive.per_head(scaled, count)


def _heads(
    index: LedgerIndex, scope: Scope, link: Link, subjects: Sequence[int]
) -> Iterator[Figure]:
    """What an average can be per: what was just counted, then what the ledger counts so."""
    yield from scope.stated[-NEIGHBOURS:]
    for subject in subjects[:5]:
        yield from _plain(index, subject)
    people = {n for name in ("在职人员", "编制") for n in index.labels.get(name, ())}
    if link.word:
        word = link.word.removeprefix("万").removeprefix("个")
        people |= {n for n, name in enumerate(index.names) if link.word in name or word in name}
        units = _COUNTED.get(link.word[-1], word)
        for figure in index.figures:
            counted = figure.kind == "count" and figure.unit and figure.unit[-1] in units
            if counted and figure.period[:4] == scope.year:
                yield figure
    for number in sorted(people):
        yield from (f for f in _plain(index, number) if f.period[:4] == scope.year)


_WEIGHTS = {"公斤": Decimal(1), "千克": Decimal(1), "斤": Decimal("0.5"), "吨": Decimal(1000)}


def _in_unit(amount: Figure, mention: Mention) -> Figure | None:
    """The amount in the mention's unit; None for another sort of thing."""
    if amount.kind != mention.kind:
        return None
    if amount.unit == mention.unit or amount.number is None:
        return amount
    have, want = _WEIGHTS.get(amount.unit or ""), _WEIGHTS.get(mention.unit or "")
    if have is None or want is None:
        return amount
    value = canonical(amount.number * have / want)
    return replace(amount, value=value, unit=mention.unit, written_unit=mention.unit)


def _periodic(amount: Figure, word: str) -> Figure | None:
    """月均, 季均: a year's amount by its months or quarters."""
    parts = {"月": 12, "季": 4}.get(word[-1:], 0)
    if not parts:
        return None
    count = Figure(f"全年{word}数", "全年", "个数", "", amount.period, "count", str(parts), "个")
    return derive.per_head(amount, count)


def _daily(amount: Figure, year: str) -> Figure | None:
    """日均: a year's amount by its days."""
    days = 366 if isleap(int(year)) else 365
    count = Figure("全年天数", "全年", "天数", "", year, "count", str(days), "天")
    return derive.per_head(amount, count)


def _times(
    index: LedgerIndex, scope: Scope, link: Link, mention: Mention, subjects: Sequence[int]
) -> Iterator[Figure | None]:
    for compared in (f for whole in link.whole for f in _plain(index, whole)):
        own = [f for s in subjects for f in _now(_plain(index, s), scope)]
        for later in [*own, *scope.stated[-3:]]:
            if later.kind == compared.kind and _same_key(later, compared):
                yield derive.times(later, compared)
    for base, subject in zip(subjects, subjects[1:], strict=False):
        # 项目支出约为基本支出的4.5倍: the one named last is the base
        for later in _now(_plain(index, subject), scope)[:4]:
            for earlier in _plain(index, base):
                if _same_key(later, earlier):
                    yield derive.times(later, earlier)
    for subject in subjects[:4]:
        figures = _plain(index, subject)
        for later in _now(figures, scope)[:4]:
            for earlier in _then(figures, later, link):
                yield derive.times(later, earlier)


def _none(
    index: LedgerIndex, scope: Scope, link: Link, mention: Mention, subjects: Sequence[int]
) -> Iterator[Figure | None]:
    """Durations are worked out from dates: see dates.py."""
    return iter(())


_BY_RELATION = {
    Relation.CHANGE: _change,
    Relation.SHARE: _share,
    Relation.RATE: _rate,
    Relation.TOTAL: _total,
    Relation.REMAIN: _remain,
    Relation.PER_HEAD: _per_head,
    Relation.TIMES: _times,
    Relation.DURATION: _none,
}


_FROM_RECENT = {
    Relation.CHANGE: _recent_change,
    Relation.SHARE: _recent_share,
    Relation.RATE: _recent_rate,
}
