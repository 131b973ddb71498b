"""Income, spending and whatever else has parts: amounts by basis, and what follows from them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from writer.facts import Amount, Line
from writer.ledger import derive
from writer.ledger.figure import ACTUAL, ADJUSTED, INITIAL, MONEY, Figure
from writer.ledger.recorder import Path, Recorder

# as the accounts' tables have it; what is left when one year ends is there when the next begins
_CARRIED_IN = ("年初结转和结余", "上年结转结余", "上年结转和结余", "上年结转")
_CARRIED_OUT = ("年末结转和结余",)
_BASES = (("initial", INITIAL), ("adjusted", ADJUSTED), ("actual", ACTUAL))


def flow_figures(record: Recorder) -> None:
    """收支: income, spending, what was carried over."""
    flows = record.facts.flows
    if flows is None:
        return
    for key, line in (("收入", flows.income), ("支出", flows.spending)):
        if line is not None:
            line_figures(record, line, ("收支", key), ())
    for key, amount, spelt in (
        ("年初结转结余", flows.carried_in, _CARRIED_IN),
        ("年末结转结余", flows.carried_out, _CARRIED_OUT),
    ):
        if amount is not None:
            record.money(
                f"收支.{key}", (key, MONEY, ACTUAL, record.year), amount, ("收支", key), spelt
            )
    record.tell(flows.management, ("收支", "管理情况"))


VEHICLES = "公务用车购置及运行维护费"


def vehicle_figures(record: Recorder) -> None:
    """What the standard form calls 公务用车购置和维护经费: buying and running, added up.

    Nothing is added where the facts state the sum themselves.
    """
    line = record.facts.three_public
    names = [part.name for part in line.parts] if line is not None else []
    wanted = [n for n in names if "车" in n and ("购置" in n or "运行" in n)]
    if not wanted or any("购置" in n and "运行" in n for n in names):
        return
    own = [f for f in record.figures if f.subject in wanted and f.id.startswith("三公经费")]
    for basis, period in dict.fromkeys((f.basis, f.period) for f in own if f.measure == MONEY):
        parts = [f for f in own if (f.measure, f.basis, f.period) == (MONEY, basis, period)]
        total = derive.total(f"三公经费.{VEHICLES}.{basis}.{period}", VEHICLES, parts)
        if total is not None:
            record.derived(replace(total, aliases=()))


def line_figures(
    record: Recorder, line: Line, path: Path, parents: tuple[str, ...]
) -> dict[str, Figure]:
    """The line, its parts, its derived figures; returns its figures by basis."""
    ident = ".".join((str(path[0]), *parents, line.name))
    below = (*parents, line.name)
    parts = [line_figures(record, p, (*path, "构成", i), below) for i, p in enumerate(line.parts)]
    own: dict[str, Figure] = {}
    for attribute, basis in _BASES:
        amount: Amount | None = getattr(line, attribute)
        key = (line.name, MONEY, basis, record.year)
        if amount is not None:
            own[basis] = record.money(
                f"{ident}.{basis}", key, amount, (*path, basis), line.aliases, parents
            )
        elif line.parts and not line.partial and all(basis in p for p in parts):
            whole = derive.total(f"{ident}.{basis}", line.name, [p[basis] for p in parts])
            if whole is not None:
                own[basis] = replace(whole, aliases=line.aliases, parents=parents)
                record.derived(own[basis])
    if line.prior is not None:
        prior = (line.name, MONEY, ACTUAL, str(record.facts.year - 1))
        own["上年"] = record.money(
            f"{ident}.上年决算", prior, line.prior, (*path, "上年决算"), line.aliases, parents
        )
    _line_derived(record, own, parts)
    record.tell(line.note, (*path, "说明"), line.name)
    return own


def _line_derived(
    record: Recorder, own: dict[str, Figure], parts: Sequence[dict[str, Figure]]
) -> None:
    initial, adjusted, actual = own.get(INITIAL), own.get(ADJUSTED), own.get(ACTUAL)
    base = adjusted or initial
    if actual and base:
        record.derived(derive.rate(actual, base))
        record.derived(derive.difference(actual, base))
    if adjusted and initial:
        record.derived(derive.difference(adjusted, initial))
        record.derived(derive.growth(adjusted, initial))
        if actual:
            record.derived(derive.rate(actual, initial, "完成年初预算比例"))
            record.derived(derive.difference(actual, initial))
    if actual and initial:
        record.derived(derive.growth(actual, initial))
    if actual and (prior := own.get("上年")):
        record.derived(derive.difference(actual, prior))
        record.derived(derive.growth(actual, prior))
    for basis in (INITIAL, ADJUSTED, ACTUAL):
        for part in parts:
            if basis in part and basis in own:
                record.derived(derive.share(part[basis], own[basis]))


def walk_lines(line: Line, path: Path) -> Iterator[tuple[Line, Path]]:
    """The line and everything below it, with paths into the facts file."""
    yield line, path
    for i, part in enumerate(line.parts):
        yield from walk_lines(part, (*path, "构成", i))
