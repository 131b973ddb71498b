"""The scoreboard: one HTML file without network or scripts, made from a result."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from evals.gate import past
from evals.measures import Measure
from evals.results import Result
from evals.terminal import BARS

# What people call the measures; shares are shown in per cent, errors are counted.
LABELS = {
    "structure": "结构", "figures": "数据", "precision": "核实", "required": "必写数据",
    "content": "要点", "length": "篇幅", "errors": "错误", "form": "版式", "sections": "各节综合",
    "own": "模型成文",
    "substance": "言之有据", "unrepeated": "不重复", "wording": "用语",
    "chrf": "chrF", "rouge": "ROUGE-L", "judged": "要点（模型评）", "agreement": "评判一致",
}  # fmt: skip
VERDICTS = {
    "verified": "good", "derived": "good", "quoted": "good", "structural": "plain",
    "unbound": "doubt", None: "plain",
}  # fmt: skip
_SPARK = (160, 32)  # width and height of a history line


@dataclass(frozen=True, slots=True)
class Bar:
    """One measure as a bar. `state`: met or missed its bar, or plain when it has none."""

    label: str
    shown: str
    percent: float
    state: str


def write_page(result: Result, path: Path) -> None:
    """Writes the page; the past is read from the committed history."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page(result, past()), encoding="utf-8")


def page(result: Result, history: Sequence[dict[str, Any]]) -> str:
    """The whole page."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    return environment.get_template("page.html.j2").render(
        meta=result.meta,
        engines=result.meta["engines"],
        totals={engine: bars(result, engine, "all") for engine in result.meta["engines"]},
        cases=[_case(result, name) for name in _cases(result)],
        stress=_stress(result),
        examples=[(row["vice"], e) for row in result.stress for e in row["examples"]][:60],
        sets=_sets(result),
        tables=[_confusion(name, table) for name, table in result.tables.items()],
        history=_history(history),
    )


def _cases(result: Result) -> list[str]:
    return list(dict.fromkeys(draft["case"] for draft in result.drafts))


def bars(result: Result, engine: str, case: str) -> list[Bar]:
    """The measures of one engine in one case, those that were scored."""
    found = []
    for name, label in LABELS.items():
        measure = result.measures.get(f"reports/{engine}/{case}/{name}")
        if measure is not None and measure.value is not None:
            found.append(_bar(name, label, measure))
    return found


def _bar(name: str, label: str, measure: Measure) -> Bar:
    value = measure.value or 0.0
    low, high = BARS.get(name, (0.0, float("inf")))
    if name == "errors":
        count = sum(unit.got for unit in measure.units)
        return Bar(label, f"{count:g} 个", 0.0 if count else 100.0, "missed" if count else "met")
    state = "plain" if name not in BARS else "met" if low <= value <= high else "missed"
    return Bar(label, f"{100 * value:.1f}%", 100 * min(1.0, value), state)


def _case(result: Result, name: str) -> dict[str, Any]:
    drafts = [draft for draft in result.drafts if draft["case"] == name]
    return {
        "name": name,
        "unit": drafts[0]["unit"],
        "format": drafts[0]["format"],
        "drafts": [
            {
                "engine": draft["engine"],
                "bars": bars(result, draft["engine"], name),
                "described": draft["described"],
                "notes": draft["notes"],
                "sections": list(_section_bars(draft)),
            }
            for draft in drafts
        ],
        "rows": list(_rows(drafts)),
    }


def _section_bars(draft: dict[str, Any]) -> Iterator[Bar]:
    """Each section's own score: figures and points, zero where a number is wrong."""
    for section in draft["sections"]:
        score = section["score"]
        if score is not None:
            state = "met" if score == 1 else "missed" if score < 0.8 else "plain"
            yield Bar(section["title"], f"{100 * score:.0f}", 100 * score, state)


def _rows(drafts: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """A row a section: what was asked for, and what each engine wrote there."""
    sections = [{s["id"]: s for s in draft["sections"]} for draft in drafts]
    for ident, level, title in drafts[0]["outline"]:
        cells = []
        for draft, by_id in zip(drafts, sections, strict=True):
            section = by_id[ident]
            span = section["span"]
            text = coloured(draft, *span) if span else Markup("")
            cells.append({"section": section, "text": text, "found": span is not None})
        yield {"id": ident, "level": level, "title": title, "cells": cells}


def coloured(draft: dict[str, Any], start: int, end: int) -> Markup:
    """A stretch of a draft: numbers by verdict, findings underlined with what they say."""
    text: str = draft["text"]
    marks = [
        (s, e, VERDICTS.get(verdict, "wrong"), "") for s, e, verdict in draft["mentions"]
    ] + [(s, e, f"finding {severity}", f"{code} {message}")
         for s, e, code, severity, message in draft["findings"]]  # fmt: skip
    inside = [m for m in marks if m[0] < end and m[1] > start]
    edges = sorted({start, end, *(min(max(x, start), end) for m in inside for x in m[:2])})
    pieces = []
    for low, high in zip(edges, edges[1:], strict=False):
        over = [m for m in inside if m[0] <= low and m[1] >= high]
        pieces.append(_piece(text[low:high], over))
    return Markup("").join(pieces)


def _piece(text: str, over: Iterable[tuple[int, int, str, str]]) -> Markup:
    shown = escape(text).replace("\n", Markup("<br>"))
    listed = list(over)
    if not listed:
        return Markup(shown)
    classes = " ".join(dict.fromkeys(name for mark in listed for name in mark[2].split()))
    told = "\n".join(mark[3] for mark in listed if mark[3])
    title = Markup(' title="{}"').format(told) if told else Markup("")
    return Markup('<span class="{}"{}>{}</span>').format(classes, title, shown)


def _stress(result: Result) -> list[dict[str, Any]]:
    columns = ("injected", "reached", "unflagged", "sections", "fallen", "calls", "extra_calls")
    vices = dict.fromkeys(row["vice"] for row in result.stress)
    found = []
    for vice in (*vices, "合计") if vices else ():
        rows = [row for row in result.stress if vice in ("合计", row["vice"])]
        sums = {name: sum(row[name] for row in rows) for name in columns}
        seconds = round(sum(row["seconds"] for row in rows), 1)
        found.append({"vice": vice, "seconds": seconds, **sums})
    return found


def _sets(result: Result) -> list[tuple[str, list[Bar]]]:
    """The sets of reading and grounding; single classes are in the confusion tables."""
    names = {"found": "找到", "right": "说对", "false": "误报", "alarms": "误报", "unbound": "未定",
             "hard": "硬伤找到", "documental": "文面问题找到"}  # fmt: skip
    groups: dict[str, list[Bar]] = {}
    for path, measure in result.measures.items():
        task, _, rest = path.partition("/")
        group, _, name = rest.rpartition("/")
        if task not in ("reading", "grounding") or measure.value is None:
            continue
        if group.startswith("planted") and not group.endswith("/all"):
            continue
        value = 100 * measure.value
        shown = f"{sum(u.got for u in measure.units):g} / {sum(u.of for u in measure.units):g}"
        state = "lower" if measure.lower else "plain"
        bar = Bar(names.get(name, name), f"{value:.1f}%（{shown}）", min(100, value), state)
        groups.setdefault(f"{task} · {group}", []).append(bar)
    return list(groups.items())


def _confusion(name: str, table: dict[str, dict[str, int]]) -> dict[str, Any]:
    """A confusion table with the share of each row, for its shade."""
    columns = sorted({column for row in table.values() for column in row})
    rows = []
    for label, row in table.items():
        whole = sum(row.values())
        shades = [(row.get(c, 0), round(row.get(c, 0) / whole, 3)) for c in columns]
        rows.append((label, shades))
    return {"name": name, "columns": columns, "rows": rows}


def _history(lines: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """A line for each headline that was ever recorded: points for an SVG polyline."""
    paths = dict.fromkeys(key for line in lines for key in line if "/" in key)
    found = []
    for path in paths:
        known = [(line["commit"], line[path]) for line in lines if path in line]
        values = [value for _, value in known]
        low, high = min(values), max(values)
        width, height = _SPARK
        step = width / max(1, len(values) - 1)
        points = " ".join(
            f"{i * step:.1f},{height - 3 - (v - low) / ((high - low) or 1) * (height - 6):.1f}"
            for i, v in enumerate(values)
        )
        found.append({"path": path, "points": points, "first": known[0], "last": known[-1],
                      "count": len(values), "width": width, "height": height})  # fmt: skip
    return found
