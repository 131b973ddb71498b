"""The annotated source of a planted report, and the arithmetic that proves its clean text.

source.txt is the report with marks in it:

    [[339.52万元|tot_final|s=62.23万元]]   a number; the expression it must equal; alternatives
    {{增长}}                              a direction word: speaks of the next number
    {{年初预算|b=决算}}                    a word and its wrong alternative
    {{|i=，另付租赁费[12.60万元]}}          nothing, and a clause that may be planted here

An expression is arithmetic over figure ids of facts.yaml (`f7`, or the id), g(a, b) growth,
pp(a, b) percentage points; `@id` quotes the text of that id; `n:甲、乙` counts a list;
`hours:A,B` and `days:A,B` (both ends counted) are durations; `!` is no quantity.
Options: near, over, about, atleast, atmost for the qualifier that stands before the number;
u=万元 for a table cell; prev for a word that speaks of the number before it; nb, np, ns, nd
leave out a class of errors.
Alternatives are keyed by the class letters in build.CLASSES.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from evals.sets.planted import typed
from evals.sets.planted.numerals import Written, read

_MARK = re.compile(r"\[\[(?P<number>.+?)\]\]|\{\{(?P<word>.*?)\}\}", re.DOTALL)
_QUALIFIERS = {"near", "over", "about", "atleast", "atmost"}
OPPOSITES = [
    ("增长", "下降"),
    ("增加", "减少"),
    ("上升", "下降"),
    ("提高", "降低"),
    ("提升", "下降"),
    ("高于", "低于"),
    ("增至", "减至"),
    ("升至", "降至"),
    ("提高到", "下降到"),
    ("增加到", "减少到"),
    ("扩大到", "缩减到"),
    ("多", "少"),
    ("高", "低"),
    ("超支", "节约"),
    ("调增", "调减"),
    ("增加", "压减"),
    ("上涨", "下跌"),
    ("增支", "节支"),
    ("扩大", "缩小"),
]
"""Direction words, the upward one first."""
_UNITS = {"万": Decimal(10**4), "亿": Decimal(10**8), "%": Decimal("0.01")}


class SourceError(ValueError):
    """A source breaks its own rules: an unknown id, a number that does not follow."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the clean text. `role` is text, number or word."""

    role: str
    text: str
    start: int
    expr: str = ""
    flags: frozenset[str] = frozenset()
    unit: str = ""
    alternatives: tuple[tuple[str, str], ...] = ()

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def atomic(self) -> bool:
        return self.expr.isidentifier()

    @property
    def idiom(self) -> bool:
        return self.expr == "!"

    @property
    def quoted(self) -> bool:
        return self.expr.startswith("@")

    @property
    def counted(self) -> bool:
        return self.expr.startswith("n:")

    @property
    def duration(self) -> bool:
        return self.expr.startswith(("hours:", "days:"))


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of facts.yaml; `name` is its place (f1, f2, …), `value` in the base unit."""

    name: str
    subject: str
    value: Decimal
    unit: str
    measure: str
    basis: str
    period: str

    @property
    def unit_kind(self) -> str:
        """The kind that read() gives a number in this figure's unit."""
        if self.unit.endswith("元"):
            return "money"
        return {"%": "percent", "‰": "percent"}.get(self.unit, "count")


@dataclass(slots=True)
class Source:
    """A parsed source with the facts it stands on."""

    segments: list[Segment]
    figures: dict[str, Figure]
    texts: dict[str, str]
    text: str = field(init=False)

    def __post_init__(self) -> None:
        self.text = "".join(s.text for s in self.segments)


def _scale(unit: str) -> Decimal:
    """What one of a unit is worth in the base unit: 万元, 万人次, 亿元, %."""
    return _UNITS.get(unit[:1], Decimal(1))


def figures_of(facts: Mapping[str, Any]) -> dict[str, Figure]:
    """Figures by id and by place (f1, f2, …)."""
    found: dict[str, Figure] = {}
    listed = facts.get("figures") or facts.get("数据") or ()
    for place, row in enumerate([*listed, *(typed.rows(facts) if "年度" in facts else ())], 1):
        unit = str(row.get("unit", ""))
        value = Decimal(str(row["value"]).replace(",", "")) * _scale(unit)
        labels = (str(row.get(key, "")) for key in ("measure", "basis", "period"))
        figure = Figure(f"f{place}", row["subject"], value, unit, *labels)
        found[str(row.get("id", figure.name))] = found[figure.name] = figure
    return found


def parse(source: str) -> list[Segment]:
    segments: list[Segment] = []
    offset = at = 0

    def add(role: str, text: str, **more: Any) -> None:
        nonlocal offset
        if text or role != "text":
            segments.append(Segment(role, text, offset, **more))
            offset += len(text)

    for mark in _MARK.finditer(source):
        add("text", source[at : mark.start()])
        at = mark.end()
        role = "number" if mark["number"] else "word"
        text, *rest = (mark["number"] or mark["word"]).split("|")
        expr = rest.pop(0) if role == "number" else ""
        flags = frozenset(r for r in rest if "=" not in r)
        pairs = [tuple(r.split("=", 1)) for r in rest if "=" in r]
        unit = "".join(v for k, v in pairs if k == "u")
        alternatives = tuple((k, v) for k, v in pairs if k != "u" or role == "word")
        if role == "number" and unit and not re.fullmatch(r"万?元|%", unit):
            alternatives += (("u", unit),)
            unit = ""
        add(role, text, expr=expr, flags=flags, unit=unit, alternatives=alternatives)
    add("text", source[at:])
    return segments


def evaluate(expr: str, figures: Mapping[str, Figure]) -> Decimal:
    """The expression's value in the base unit, its sign kept."""
    if expr.startswith("n:"):
        return Decimal(len(expr[2:].split("、")))
    if expr.startswith(("hours:", "days:")):
        kind, _, ends = expr.partition(":")
        low, high = (datetime.fromisoformat(end) for end in ends.split(","))
        span = Decimal((high - low).total_seconds())
        return span / 3600 if kind == "hours" else span / 86400 + 1
    return _evaluate(ast.parse(expr, mode="eval").body, figures)


def _evaluate(node: ast.expr, figures: Mapping[str, Figure]) -> Decimal:
    match node:
        case ast.Name(id=name) if name in figures:
            return figures[name].value
        case ast.Constant(value=int(number)):
            return Decimal(number)
        case ast.BinOp(left=left, op=op, right=right):
            a, b = _evaluate(left, figures), _evaluate(right, figures)
            match op:
                case ast.Add():
                    return a + b
                case ast.Sub():
                    return a - b
                case ast.Mult():
                    return a * b
                case ast.Div():
                    return a / b
        case ast.Call(func=ast.Name(id=name), args=[first, second]):
            a, b = _evaluate(first, figures), _evaluate(second, figures)
            if name == "g":
                return a / b - 1
            if name == "pp":
                return (a - b) * 100
    raise SourceError(f"cannot compute {ast.unparse(node)}")


def names_in(expr: str) -> list[str]:
    tree = ast.parse(expr, mode="eval")
    calls = {
        n.func.id
        for n in ast.walk(tree)
        if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)
    }
    return [n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and n.id not in calls]


def fits(written: Written, true: Decimal, flags: frozenset[str]) -> bool:
    """Whether the number as written states the true value, its qualifier taken into account."""
    shown, true = abs(written.value), abs(true)
    if "atleast" in flags:
        return true >= shown
    if "atmost" in flags:
        return true <= shown
    if "near" in flags:
        return shown * Decimal("0.93") <= true <= shown
    if "over" in flags:
        return shown <= true < shown * Decimal("1.1")
    slack = shown * Decimal("0.04") if "about" in flags else Decimal(0)
    return abs(shown - true) <= max(written.step / 2, slack)


def prove(source: Source) -> list[str]:
    """What is wrong with a clean text: numbers that do not follow, quotations not in the facts."""
    faults = []
    for place, seg in enumerate(source.segments):
        if seg.role == "word" and seg.text:
            faults += _against(source, place)
        if seg.role == "text" and (
            loose := re.findall(r"[^\n]{0,6}\d[^\n]{0,6}", _plain(seg.text))
        ):
            faults.append(f"unmarked number: {loose}")
        if seg.role != "number" or seg.idiom:
            continue
        if seg.quoted:
            text = source.texts.get(seg.expr[1:], "")
            if seg.text not in text and re.sub(r"^\d{4}年", "", seg.text) not in text:
                faults.append(f"{seg.text} is not in text {seg.expr}")
            continue
        if seg.counted and not all(item in source.text for item in seg.expr[2:].split("、")):
            faults.append(f"{seg.text}: not all of the list is in the report")
        try:
            true, written = evaluate(seg.expr, source.figures), read(seg.text, seg.unit)
        except (SyntaxError, ValueError) as error:
            faults.append(f"{seg.text} | {seg.expr}: {error}")
            continue
        if not fits(written, true, seg.flags):
            faults.append(f"{seg.text} | {seg.expr}: is {true}")
    return faults


def neighbour(source: Source, place: int) -> Segment:
    """The number that a word speaks of."""
    seg = source.segments[place]
    rest = source.segments[place::-1] if "prev" in seg.flags else source.segments[place:]
    found = next((s for s in rest if s.role == "number"), None)
    if found is None:
        raise SourceError(f"{seg.text}: no number for this word")
    return found


def _against(source: Source, place: int) -> list[str]:
    """A direction word whose number goes the other way."""
    seg, about = source.segments[place], neighbour(source, place)
    if seg.alternatives or about.atomic or about.quoted or seg.text[-1] in "至到":
        return []
    up = {a for a, _ in OPPOSITES if a == seg.text}
    down = {b for _, b in OPPOSITES if b == seg.text}
    if not up | down:
        return [f"{seg.text}: not a direction word"]
    value = evaluate(about.expr, source.figures)
    return [f"{seg.text} before {about.text}: {value}"] if (value > 0) != bool(up) else []


def _plain(text: str) -> str:
    """Text without what is no quantity: the enumerators at a line's head and years alone."""
    text = re.sub(r"(?m)^\s*(附件)?(（?\d+）|\d+[.、．]|附件\d+)", "", text)
    return re.sub(r"(19|20)\d\d年度?", "", text)
