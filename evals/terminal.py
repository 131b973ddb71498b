"""The result as tables in a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from evals.compare import Difference
from evals.measures import Measure
from evals.reports.task import NAMES
from evals.results import Result

# The bars of the project for a composed report, as (least, most) of a measure's value.
BARS: dict[str, tuple[float, float]] = {
    "structure": (1, 1),
    "figures": (0.95, 1),
    "precision": (1, 1),
    "content": (0.8, 1),
    "length": (1, 1),
    "errors": (0, 0),
    "form": (1, 1),
    "substance": (0.9, 1),
    "unrepeated": (0.85, 1),
    "wording": (1, 1),
}
_COUNTED = ("errors",)
_WIDE = 200
_STYLES = {"better": "green", "worse": "red"}


def _console() -> Console:
    """Tables in a pipe or a log keep their width."""
    console = Console(highlight=False, soft_wrap=True)
    if not console.is_terminal:
        console.width = _WIDE
    return console


def show(result: Result, *, every: bool = False, console: Console | None = None) -> None:
    """All tables of a result; `every`: what was missed, one line each."""
    out = console or _console()
    meta = result.meta
    dirty = "+" if meta["dirty"] else ""
    out.print(
        f"commit {meta['commit']}{dirty} · suite {meta['suite']} · seed {meta['seed']}"
        f" · {meta.get('seconds', 0)} s" + ("" if meta["samples"] else " · no published samples"),
        style="dim",
    )
    for engine in meta["engines"]:
        _reports(result, engine, out)
    _plain(result, "reading", ("found", "false", "right"), out)
    _plain(result, "grounding", ("found", "right", "alarms", "hard", "documental", "false"), out)
    _speed(result, out)
    _stress(result, out)
    if every:
        for draft in result.drafts:
            for note in draft["notes"]:
                out.print(f"{draft['engine']} {draft['case']}  {note}", markup=False)
        for row in result.stress:
            for example in row["examples"]:
                out.print(f"unflagged {row['vice']} {row['case']}  {example}", markup=False)


def _reports(result: Result, engine: str, out: Console) -> None:
    base = f"reports/{engine}/"
    cases = dict.fromkeys(p.split("/")[2] for p in result.measures if p.startswith(base))
    if not cases:
        return
    names = [n for n in (*NAMES, "judged", "agreement")
             if any(f"{base}{case}/{n}" in result.measures for case in cases)]  # fmt: skip
    table = Table(title=f"reports · {engine}", title_justify="left", box=None, pad_edge=False)
    table.add_column("case", no_wrap=True)
    for name in (*names, "s"):
        table.add_column(name, justify="right", no_wrap=True)
    seconds = {d["case"]: d["seconds"] for d in result.drafts if d["engine"] == engine}
    for case in cases:
        row = [_cell(name, result.measures.get(f"{base}{case}/{name}")) for name in names]
        table.add_row(case, *row, f"{seconds.get(case, sum(seconds.values())):.1f}")
    out.print(table)


def _cell(name: str, measure: Measure | None) -> str:
    """A value, red where it is under the bar; – where nothing was scored."""
    value = measure.value if measure is not None else None
    if value is None:
        return "–"
    if name in _COUNTED and measure is not None:
        value = sum(unit.got for unit in measure.units)
    text = f"{value:g}" if name in _COUNTED else f"{100 * value:.1f}"
    low, high = BARS.get(name, (0, float("inf")))
    return text if low <= value <= high else f"[red]{text}[/red]"


def _plain(result: Result, task: str, names: Sequence[str], out: Console) -> None:
    """A line a group: its measures as percentages, and of how many."""
    groups: dict[str, dict[str, Measure]] = {}
    for path, measure in result.measures.items():
        if path.startswith(f"{task}/"):
            group, _, name = path.removeprefix(f"{task}/").rpartition("/")
            groups.setdefault(group, {})[name] = measure
    if not groups:
        return
    shown = [n for n in names if any(n in g for g in groups.values())] or sorted(
        {n for g in groups.values() for n in g}
    )
    table = Table(title=task, title_justify="left", box=None, pad_edge=False)
    table.add_column("set", no_wrap=True)
    for name in shown:
        table.add_column(name, justify="right", no_wrap=True)
    for group, measures in groups.items():
        table.add_row(group, *(_share(measures.get(name)) for name in shown))
    out.print(table)


def _speed(result: Result, out: Console) -> None:
    """Plain values: characters a CPU-second, seconds, MB."""
    rows = [(p, m.value) for p, m in result.measures.items() if p.startswith("speed/")]
    if rows:
        table = Table(title="speed", title_justify="left", box=None, pad_edge=False)
        table.add_column("what", no_wrap=True)
        table.add_column("value", justify="right", no_wrap=True)
        units = {"rate": "characters a CPU-second", "wall": "s", "memory": "MB"}
        for path, value in rows:
            name, _, kind = path.removeprefix("speed/").rpartition("/")
            digits = 2 if kind == "wall" else 0
            table.add_row(name, f"{value or 0:,.{digits}f} {units[kind]}")
        out.print(table)


def _share(measure: Measure | None) -> str:
    if measure is None or measure.value is None:
        return "–"
    got, of = sum(u.got for u in measure.units), sum(u.of for u in measure.units)
    return f"{100 * measure.value:.1f} % ({got:g}/{of:g})"


def _stress(result: Result, out: Console) -> None:
    if not result.stress:
        return
    columns = ("injected", "reached", "unflagged", "sections", "fallen", "calls", "extra_calls")
    table = Table(title="stress · faults injected, in the file, in it without a flag",
                  title_justify="left", box=None, pad_edge=False)  # fmt: skip
    table.add_column("vice", no_wrap=True)
    for name in (*columns, "s"):
        table.add_column(name, justify="right", no_wrap=True)
    vices = dict.fromkeys(row["vice"] for row in result.stress)
    for vice in (*vices, "all"):
        rows = [row for row in result.stress if vice in ("all", row["vice"])]
        sums = {name: sum(row[name] for row in rows) for name in columns}
        cells = [str(sums[name]) for name in columns]
        if sums["unflagged"]:
            cells[2] = f"[red]{cells[2]}[/red]"
        table.add_row(vice, *cells, f"{sum(row['seconds'] for row in rows):.1f}")
    out.print(table)


def show_differences(
    a: Result, b: Result, differences: Sequence[Difference], console: Console | None = None
) -> None:
    """What changed from A to B; what is the same is only counted."""
    out = console or _console()
    for name, meta in (("A", a.meta), ("B", b.meta)):
        out.print(f"{name} {meta['commit']} {meta['engines']}", style="dim", markup=False)
    table = Table(box=None, pad_edge=False)
    for name, justify in (("measure", "left"), ("A", "right"), ("B", "right"),
                          ("B − A", "right"), ("95 %", "right"), ("", "left")):  # fmt: skip
        table.add_column(name, justify=justify, no_wrap=True)  # type: ignore[arg-type]
    changed = [d for d in differences if d.verdict != "same"]
    for d in changed:
        style = _STYLES.get(d.verdict, "dim")
        table.add_row(
            d.name, f"{d.a:.4f}", f"{d.b:.4f}", f"{d.change:+.4f}",
            f"{d.low:+.4f} … {d.high:+.4f}", f"[{style}]{d.verdict}[/{style}]",
        )  # fmt: skip
    if changed:
        out.print(table)
    out.print(f"{len(differences) - len(changed)} of {len(differences)} measures are the same")


def show_falls(falls: Sequence[str], console: Console | None = None) -> None:
    out = console or _console()
    if not falls:
        out.print("gate: nothing fell", style="green")
        return
    out.print(f"gate: {len(falls)} fell", style="red")
    for fall in falls:
        out.print(f"  {fall}", markup=False)
