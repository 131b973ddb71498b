"""What an average can be per: the people, households, lamps or days that the words mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from writer.grounding.derivations.operands import NEIGHBOURS, own_figures, siblings
from writer.grounding.ledger_index import LedgerIndex
from writer.grounding.lexicon import lexicon
from writer.grounding.scope import Scope
from writer.grounding.statements import subjects_in
from writer.ledger import Figure

STAFF = ("在职人员", "编制")
_COUNTED = {
    "案": "件宗",
    "生": "人名",
    "床": "张",
    "人": "人名",
    "家": "家户",
    "处": "处个",
    "次": "次",
}
_PEOPLE = "人名户次"  # of which there are many sorts in one sentence
_DAYS = ("天", "日")


def heads(index: LedgerIndex, scope: Scope, word: str, subjects: Sequence[int]) -> Iterator[Figure]:
    """What an average can be per: what was just counted, the subjects' own counts, then what the
    ledger counts so. Where any of them is what the words call it, only those."""
    spoken = subjects_in(index.scanner.scan(scope.words.rpartition("人均")[0]))
    named = [f for s in spoken for f in own_figures(index, s) if _counts(f)]
    people = [f for f in named if (f.unit or "-") in _PEOPLE]
    if people:  # 在职人员人均: of no other people
        yield from people
        return
    near = list(scope.stated[-NEIGHBOURS:])
    for subject in subjects[:5]:
        near += own_figures(index, subject)
    if not word:
        near += _staff(index, scope)
        yield from (f for f in near if _counts(f))
        return
    said = [r.figure for r in scope.resolved if _counts(r.figure) and r.figure.unit == word]
    if said and word not in _PEOPLE:  # 养护1536公里，每公里…: of no other road
        kin = (f for one in said for f in siblings(index, one) if _counts(f) and f.unit == word)
        yield from dict.fromkeys([*said, *kin])
        return
    called = [f for f in near if _counts(f) and _called(f, word)]
    staff = _staff(index, scope)
    unsaid = [f for f in _named(index, scope, STAFF) if f not in staff]
    known = [f for f in _of_year(index, scope) if _exactly(f, word) and f not in unsaid]
    if word in "人名":
        called += staff
    yield from called + known or (f for f in near if _counts(f))


def _counts(figure: Figure) -> bool:
    return figure.kind == "count" and bool(figure.number)


def _called(figure: Figure, word: str) -> bool:
    """Whether a count is of what the average is per: 亩 for 6300亩, 机 for the 无人机."""
    unit = figure.unit or ""
    if _exactly(figure, word) or unit.startswith(word) or lexicon().same_unit(word, unit):
        return True
    return any(word in label for label in (figure.subject, *figure.aliases))


def _exactly(figure: Figure, word: str) -> bool:
    unit = figure.unit or ""
    if (
        unit == word
        or (word in _DAYS and unit in _DAYS)
        or (unit and unit[-1] in _COUNTED.get(word[-1], ""))
    ):
        return True
    named = any(label.endswith(word) for label in (figure.subject, *figure.aliases))
    return named and bool(unit) and not unit.startswith("元")


def _of_year(index: LedgerIndex, scope: Scope) -> Iterator[Figure]:
    year = (scope.period or scope.year)[:4]
    return (f for f in index.counts if f.period[:4] == year and f.number)


def _staff(index: LedgerIndex, scope: Scope) -> list[Figure]:
    """People in post, and posts; where the text has just told one of them, that one."""
    known = _named(index, scope, STAFF)
    return [f for f in known if f in scope.stated[-NEIGHBOURS:]] or known


def _named(index: LedgerIndex, scope: Scope, names: Sequence[str]) -> list[Figure]:
    numbers = {n for name in names for n in index.labels.get(name, ())}
    return [
        f
        for number in sorted(numbers)
        for f in own_figures(index, number)
        if f.period[:4] == scope.year and _counts(f)
    ]
