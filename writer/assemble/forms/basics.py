"""部门整体支出绩效评价基础数据表: posts and people, what is spent on itself, buildings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources

from ruamel.yaml import YAML

from writer.assemble.forms.cells import (
    count,
    head,
    money,
    percent,
    value,
    words,
    yuan,
)
from writer.assemble.forms.lines import ACTUAL, ADJUSTED, INITIAL, PRIOR, first, matching, total
from writer.facts import Facts, Headcount, Line
from writer.ledger import Ledger
from writer.report import Cell, Table

NAME = "部门整体支出绩效评价基础数据表"
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    """A row of the form; see basics.yaml."""

    label: str
    part: str
    words: tuple[str, ...]
    names: tuple[str, ...]
    without: tuple[str, ...]
    projects: bool

    @property
    def whole(self) -> bool:
        """The row is about its part itself."""
        return not self.words and not self.names

    def asks_for(self, line: Line) -> bool:
        """Is the line one of the names, or does it hold a word and nothing that is ruled out?"""
        own = (line.name, *line.aliases)
        if any(name in self.names for name in own):
            return True
        held = any(word in name for word in self.words for name in own)
        return held and not any(word in line.name for word in self.without)


@cache
def _entries() -> tuple[_Entry, ...]:
    source = (resources.files(__package__) / "basics.yaml").read_text(encoding="utf-8")
    return tuple(
        _Entry(
            e["label"],
            e["in"],
            words=tuple(e.get("words", ())),
            names=tuple(e.get("names", ())),
            without=tuple(e.get("without", ())),
            projects=bool(e.get("projects")),
        )
        for e in YAML(typ="safe", pure=True).load(source)
    )


def basics_table(ledger: Ledger, unit: str = "万元") -> tuple[Table, ...]:
    """The form of the year; empty when nothing that it asks for is known."""
    facts = ledger.facts
    if not (facts.staff or facts.flows or facts.three_public or facts.basics):
        return ()
    rows = [*_staff(facts), *_spending(facts, unit), *_buildings(ledger, unit)]
    note = "\n".join(facts.three_public.note) if facts.three_public else ""
    rows.append((head("厉行节约保障措施"), words(note, across=3)))
    return (
        Table(
            caption=f"{facts.year}年度{NAME}",
            rows=tuple(rows),
            unit=unit,
            header_rows=0,
            widths=(40, 20, 20, 20),
            name=NAME,
        ),
    )


def _staff(facts: Facts) -> Iterator[Row]:
    posts = _people(facts.staff.posts if facts.staff else None)
    serving = _people(facts.staff.serving if facts.staff else None)
    share = percent(
        None if serving is None else Decimal(serving), None if posts is None else Decimal(posts)
    )
    names = ("编制数（人）", f"{facts.year}年末实际在职人数（人）", "控制率")
    yield (head("财政供养人员情况", down=2), *(head(n) for n in names))
    yield (count(posts), count(serving), share)


def _people(group: Headcount | None) -> int | None:
    if group is None:
        return None
    return group.total if group.total is not None else sum(group.parts.values()) or None


def _spending(facts: Facts, unit: str) -> Iterator[Row]:
    columns = (f"{facts.year - 1}年决算数", f"{facts.year}年预算数", f"{facts.year}年决算数")
    yield (head("经费控制情况"), *(head(c) for c in columns))
    used: set[int] = set()
    for entry in _entries():
        found = _lines(facts, entry)
        used |= {id(line) for line in found}
        yield _row(entry.label, found, unit)
        if entry.projects:
            yield from _projects(facts, unit, found)
    for line in facts.basics:
        if id(line) not in used:
            yield _row(line.name, [line], unit)


def _projects(facts: Facts, unit: str, whole: list[Line]) -> Iterator[Row]:
    """A row for each project; its budget is of the same kind as that of the row above them, or
    the column would hold parts that do not make their total."""
    stated = [p for p in facts.projects if p.initial or p.allocated or p.spent]
    changed = total(whole, ADJUSTED) is not None or not any(p.initial for p in stated)
    first_budget = total(whole, INITIAL) is not None or not changed
    for i, project in enumerate(stated, start=1):
        budget = project.initial if first_budget else project.allocated
        amounts = (None, yuan(budget), yuan(project.spent))
        # three digits before a name read as a figure, not as a mark
        mark = f"{i}." if len(stated) < 100 else ""
        yield (words(f"{mark}{project.name}"), *(money(a, unit) for a in amounts))


def _row(label: str, lines: list[Line], unit: str) -> Row:
    """Last year's accounts, this year's budget (the first one, FORMATS.md) and accounts."""
    bases = ((PRIOR,), (INITIAL, ADJUSTED), (ACTUAL,))
    amounts = (total(lines, *basis) for basis in bases)
    return (words(label), *(money(a, unit) for a in amounts))


def _lines(facts: Facts, entry: _Entry) -> list[Line]:
    own = [line for line in facts.basics if line.name == entry.label or entry.asks_for(line)]
    if own:
        return own
    spending = facts.flows.spending if facts.flows else None
    parts = {
        "three_public": facts.three_public,
        "basic": first(spending, "基本支出"),
        "spending": spending,
    }
    part = parts[entry.part]
    if part is None or entry.whole:
        return [part] if part is not None else []
    return list(matching(part, entry.asks_for))


def _buildings(ledger: Ledger, unit: str) -> Iterator[Row]:
    """楼堂馆所: sizes in ㎡ and investments, from 数据 with the subject 楼堂馆所."""
    sizes = [_building(ledger, f"{kind}规模") for kind in ("批复", "实际")]
    invested = [_building(ledger, f"{kind}投资") for kind in ("预算", "实际")]
    label = head("楼堂馆所控制情况", down=4)
    yield (label, head("批复规模（㎡）"), head("实际规模（㎡）"), head("规模控制率"))
    yield (
        *(value("" if s is None else f"{s.normalize():f}") for s in sizes),
        percent(sizes[1], sizes[0]),
    )
    yield (head("预算投资"), head("实际投资"), head("投资概算控制率"))
    yield (*(money(i, unit) for i in invested), percent(invested[1], invested[0]))


def _building(ledger: Ledger, measure: str) -> Decimal | None:
    figure = ledger.get("楼堂馆所", measure)
    return figure.number if figure is not None else None
