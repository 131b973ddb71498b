"""Averages: an amount by what it is per, heads, things counted, months, days (人均, 件均, 月均)."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from writer.grounding.derivations.operands import NEIGHBOURS, in_force, own_figures
from writer.grounding.ledger_index import LedgerIndex
from writer.grounding.match import periods_agree
from writer.grounding.mentions import Mention
from writer.grounding.relations import Link
from writer.grounding.scope import Scope
from writer.ledger import Figure, derive
from writer.quantities import canonical

_COUNTED = {"案": "件宗", "生": "人名", "床": "张", "人": "人名", "家": "家户", "处": "处个"}
_WEIGHTS = {"公斤": Decimal(1), "千克": Decimal(1), "斤": Decimal("0.5"), "吨": Decimal(1000)}


def per_head(
    index: LedgerIndex, scope: Scope, link: Link, mention: Mention, subjects: Sequence[int]
) -> Iterator[Figure | None]:
    """The amounts of the subjects, and those just stated, by what they can be per."""
    amounts = [f for s in subjects[:5] for f in in_force(own_figures(index, s), scope)[:4]]
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
        yield from own_figures(index, subject)
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
        yield from (f for f in own_figures(index, number) if f.period[:4] == scope.year)


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
