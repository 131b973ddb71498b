"""Averages: an amount by what it is per, heads, things counted, months, days (人均, 件均, 月均)."""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import product

from writer.grounding.bigrams import bigrams
from writer.grounding.derivations.divisors import heads
from writer.grounding.derivations.operands import (
    DONE_BASES,
    NEIGHBOURS,
    PLANNED,
    in_force,
    own_figures,
)
from writer.grounding.ledger_index import LedgerIndex
from writer.grounding.lexicon import lexicon
from writer.grounding.match import periods_agree
from writer.grounding.mentions import Kind, Mention
from writer.grounding.relations import Link
from writer.grounding.scope import Scope
from writer.grounding.statements import subjects_in
from writer.ledger import Figure, derive
from writer.quantities import canonical

_WEIGHTS = {"公斤": Decimal(1), "千克": Decimal(1), "斤": Decimal("0.5"), "吨": Decimal(1000)}
_SCALES = {"百": Decimal(100), "千": Decimal(1000), "万": Decimal(10_000)}
_DAYS = ("天", "日")
_MONTHLY = re.compile(r"每([人户名位])(?:平均)?每?月|月([人户])均|[人户]均每月|每月[人户]均")
_MONTHS = {"月": 12, "季": 4}
_LINKS = re.compile(r"[约为达到是仅]+$")
_PER = re.compile(r"^[个名位家户所座次场期件处]?[一-鿿]{1,4}$")
PRECISELY = 100  # of its last digit's steps: a number that hardly fits by chance
OFFERED = 4  # figures of one subject that an average may be of


def per_head(
    index: LedgerIndex, scope: Scope, link: Link, mention: Mention, subjects: Sequence[int]
) -> Iterator[Figure | None]:
    """The amounts of the subjects and those just stated by what the words make them per."""
    scale, word = _scaled(link.word)
    monthly = _MONTHLY.search(scope.words)
    if monthly is not None:
        word = monthly[1] or monthly[2] or "人"
    counts = _as_done(dict.fromkeys(heads(index, scope, word, subjects)), scope)
    if monthly is not None:  # 每人每月100元
        counts = [replace(f, value=canonical((f.number or Decimal(0)) * 12)) for f in counts]
    amounts = _as_done(dict.fromkeys(_amounts(index, scope, mention, subjects)), scope)
    amounts = meant(amounts, scope.words)
    yield from _averages(product(amounts, counts), scale)
    for amount in amounts:
        yield from _by_calendar(amount, word, scope.year)


def led_average(
    index: LedgerIndex, scope: Scope, link: Link, mention: Mention
) -> Iterator[Figure | None]:
    """The amounts of the ledger that the words name in part, and those that are spent on what
    was counted, where the text has named none."""
    scale, word = _scaled(link.word)
    counts = _as_done(dict.fromkeys(heads(index, scope, word, ())), scope)
    led = meant(list(_led(index, scope, mention)), scope.words)
    yield from _averages([*product(led, counts), *_kin(index, scope, mention, counts)], scale)
    for amount in led:
        yield from _by_calendar(amount, word, scope.year)


def meant(amounts: Sequence[Figure], words: str) -> list[Figure]:
    """法官人均结案: of several amounts those that the words behind the average's own name, by what
    they are of or by what is measured; all where they name none."""
    said = _LINKS.sub("", words[max(words.rfind(mark) for mark in "均每") + 1 :])
    if "每" in words:
        said = _PER.sub("", said)  # 平均每个社区约6200人: of the 社区 each, not of their number
    things = [f for f in amounts if _ends(said, f.subject, *f.aliases)]
    measured = [f for f in amounts if f.measure != f.unit and _ends(said, f.measure)]
    return things or measured or list(amounts)


def _ends(words: str, *names: str) -> bool:
    return any(
        len(n) > 1 and words.endswith(n) for n in (name.removesuffix("数") for name in names)
    )


def _scaled(word: str) -> tuple[Decimal, str]:
    """万人 → (10000, 人)."""
    scale = _SCALES.get(word[:1]) if len(word) > 1 else None
    return (scale, word[1:]) if scale else (Decimal(1), word)


def _averages(pairs: Iterable[tuple[Figure, Figure]], scale: Decimal) -> Iterator[Figure | None]:
    for amount, count in pairs:
        itself = (count.id, count.value) == (
            amount.id,
            amount.value,
        )  # a text's numbers share its id
        if not periods_agree(count.period, amount.period) or itself:
            continue
        if scale > 1:  # 每万人, 每百户
            scaled = canonical((count.number or 0) / scale)
            yield derive.per_head(amount, replace(count, value=scaled))
        if count.unit != amount.unit:
            yield derive.per_head(amount, count)


def _as_done(figures: Iterable[Figure], scope: Scope) -> list[Figure]:
    planned = scope.basis in PLANNED or scope.basis == "budget"
    return list(figures) if planned else as_done(figures)


def as_done(figures: Iterable[Figure]) -> list[Figure]:
    """The figures without what was planned of a thing of which is known what was done: nobody
    divides by the goal of 600 cases when 684 were taken."""
    every = list(figures)
    done = {(f.subject, f.measure, f.unit, f.period[:4]) for f in every if f.basis in DONE_BASES}
    return [
        f
        for f in every
        if f.basis not in PLANNED or (f.subject, f.measure, f.unit, f.period[:4]) not in done
    ]


# ---- what is divided -----------------------------------------------------------------------


def _amounts(
    index: LedgerIndex, scope: Scope, mention: Mention, subjects: Sequence[int]
) -> Iterator[Figure]:
    """Amounts in the mention's unit: of the subjects, just stated, and those of the ledger that
    the words lead to."""
    stated = [r.figure for r in scope.resolved if mention.kind == r.figure.kind == Kind.MONEY]
    if stated:  # 公车运行费51.80万元，平均每辆…: of no amount of another sentence
        said = {index.names[s] for s in subjects_in(index.scanner.scan(scope.words))}
        said |= {f.subject for f in stated}
        subjects = [s for s in subjects if index.names[s] in said]
        stated += scope.stated[-1:]
    else:
        stated = [*(r.figure for r in scope.paragraph[-NEIGHBOURS:]), *scope.stated[-3:]]
    stated += [index.by_id[i] for i in scope.shared if i in index.by_id]
    for subject in subjects[:5]:
        own = (_in_unit(f, mention) for f in in_force(own_figures(index, subject), scope))
        yield from [f for f in own if f is not None][:OFFERED]
    yield from (f for f in (_in_unit(f, mention) for f in stated) if f is not None)


def _led(index: LedgerIndex, scope: Scope, mention: Mention) -> Iterator[Figure]:
    """Amounts that the words name in part: 亩均用苗 of the 苗木."""
    words = bigrams(scope.words) - lexicon().generic
    named = (f for s in index.parts.sharing(words) for f in own_figures(index, s))
    sort = [f for f in (_in_unit(f, mention) for f in named) if f is not None]
    used = scope.words[-1:]
    if mention.kind == "count" and "一" <= used <= "鿿":
        sort += [f for f in index.of_unit("count", mention.unit) if used in f.subject]
    return (f for f in in_force(sort, scope) if not f.formula)


def _kin(
    index: LedgerIndex, scope: Scope, mention: Mention, counts: Sequence[Figure]
) -> Iterator[tuple[Figure, Figure]]:
    """Amounts spent on what was counted: 苗木采购 on 苗木, 东门片区改造 on 东门片区; where the
    number has digits enough, 河道治理 on 治理河道 as well."""
    spelt = not any(c.isdigit() for c in mention.text)
    telling = abs(mention.number or Decimal(0)) >= PRECISELY * mention.step and not spelt  # 1500元
    for count in counts[:NEIGHBOURS]:
        subject = index.subject_of.get(count.id)
        near = index.parts.akin(subject) if subject is not None else []
        if telling and subject is not None:
            pairs = bigrams(index.names[subject]) - lexicon().generic
            near = list(dict.fromkeys([*near, *index.parts.sharing(pairs)]))
        amounts = [f for s in near for f in own_figures(index, s, (str(mention.kind),))]
        sort = [f for f in amounts if f.unit == mention.unit and not f.formula]
        yield from ((amount, count) for amount in in_force(sort, scope))


def _in_unit(amount: Figure, mention: Mention) -> Figure | None:
    """The amount in the mention's unit; None for another sort of thing."""
    if amount.kind != mention.kind or amount.number is None:
        return None
    if amount.unit == mention.unit:
        return amount
    if amount.unit == "人次" and mention.unit in ("次", "人", "名"):
        # 61440人次，每位老人24次; 1260人次，平均每家次3人
        return replace(amount, unit=mention.unit, written_unit=mention.unit)
    have, want = _WEIGHTS.get(amount.unit or ""), _WEIGHTS.get(mention.unit or "")
    if have is None or want is None:
        return amount if lexicon().same_unit(amount.unit, mention.unit) else None
    value = canonical(amount.number * have / want)
    return replace(amount, value=value, unit=mention.unit, written_unit=mention.unit)


def _by_calendar(amount: Figure, word: str, year: str) -> Iterator[Figure | None]:
    """月均, 季均, 日均: a year's amount by its months, quarters or days."""
    if len(amount.period) > len("2023"):
        return
    if word[-1:] in _DAYS:
        days = 366 if isleap(int(amount.period or year)) else 365
        yield derive.per_head(amount, _of_calendar("天", days, amount.period))
    elif parts := _MONTHS.get(word[-1:]):
        yield derive.per_head(amount, _of_calendar(word, parts, amount.period))


def _of_calendar(word: str, parts: int, period: str) -> Figure:
    return Figure(f"全年{word}数", "全年", "个数", "", period, "count", str(parts), word)
