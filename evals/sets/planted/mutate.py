"""Planted errors: one wrong number, or one word that makes a number wrong, in a clean report.

Candidates come from the marks (alternatives written by hand, always kept) and from rules over
the annotated numbers; of the latter each class takes its quota, spread over the numbers in an
order fixed by a hash, so that the set is the same on every build.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from evals.sets.planted.candidates import candidates, is_true_growth, is_wrong, order
from evals.sets.planted.marks import (
    OPPOSITES,
    Segment,
    Source,
    SourceError,
    evaluate,
    fits,
    neighbour,
)
from evals.sets.planted.numerals import NumeralError, read

CLASSES = {
    "d": "digit",
    "m": "magnitude",
    "u": "unit",
    "p": "period",
    "s": "subject",
    "b": "basis",
    "r": "direction",
    "v": "derivation",
    "c": "chinese_numeral",
    "n": "count",
    "i": "invented",
    "pp": "percentage_point",
    "t": "date",
}
QUOTA = {
    "digit": 7,
    "magnitude": 4,
    "unit": 4,
    "period": 6,
    "subject": 5,
    "basis": 5,
    "direction": 5,
    "derivation": 6,
    "chinese_numeral": 4,
    "count": 5,
    "percentage_point": 4,
    "date": 5,
}


@dataclass(frozen=True, slots=True)
class Planted:
    """`text[at:until]` of the clean report becomes `put`; the wrong number is then `wrong`, at
    `start`..`end` of the changed text."""

    kind: str
    at: int
    until: int
    put: str
    start: int
    end: int
    wrong: str
    expect: tuple[str, ...]


def plant(source: Source, name: str) -> list[Planted]:
    by_hand, by_rule = [], []
    for place, seg in enumerate(source.segments):
        by_hand += list(_by_hand(source, place))
        if seg.role == "number" and not seg.idiom:
            by_rule += list(_by_rule(source, seg, name))
        elif seg.role == "word" and (error := _direction(source, place)):
            by_rule.append(error)
    chosen = list(by_hand)
    for kind, quota in QUOTA.items():
        pool = [e for e in by_rule if e.kind == kind]
        chosen += _spread(pool, quota - sum(e.kind == kind for e in by_hand), name)
    unique = {(e.at, e.until, e.put): e for e in chosen}
    return sorted(unique.values(), key=lambda e: (e.at, e.put))


def _spread(pool: list[Planted], quota: int, name: str) -> list[Planted]:
    """Up to `quota` of the pool, every number once before any is used twice."""
    ranked: list[tuple[int, str, Planted]] = []
    seen: dict[int, int] = {}
    for error in sorted(pool, key=lambda e: order(name, e.at, e.put)):
        seen[error.at] = seen.get(error.at, 0) + 1
        ranked.append((seen[error.at], order(name, error.put, error.at), error))
    return [error for _, _, error in sorted(ranked, key=lambda r: r[:2])[: max(0, quota)]]


def _by_hand(source: Source, place: int) -> Iterator[Planted]:
    seg = source.segments[place]
    for letter, alternative in seg.alternatives:
        kind = CLASSES[letter]
        inner = re.search(r"\[(.+?)\]", alternative)
        put = alternative.replace("[", "").replace("]", "")
        if inner:
            start = seg.start + inner.start()
            about = replace(seg, expr=seg.expr or "@")
            wrong = inner[1]
        elif seg.role == "number":
            start, wrong, about = seg.start, put, seg
        else:
            about = neighbour(source, place)
            wrong = about.text
            start = about.start + (len(put) - len(seg.text) if about.start >= seg.end else 0)
        if seg.role == "number" and not inner:
            _must_be_wrong(source, seg, put)
        expect = _expect(source, about, kind, wrong, seg.role == "word")
        yield Planted(kind, seg.start, seg.end, put, start, start + len(wrong), wrong, expect)


def _must_be_wrong(source: Source, seg: Segment, put: str) -> None:
    if seg.quoted or re.search(r"[年月日号时]", put):
        return
    old, new = read(seg.text, seg.unit), read(put, seg.unit)
    true = evaluate(seg.expr, source.figures)
    if is_true_growth(source, seg, new) or (old.kind == new.kind and fits(new, true, seg.flags)):
        raise SourceError(f"{seg.text} → {put} is still true")


def _expect(
    source: Source, seg: Segment, kind: str, wrong: str, word: bool = False
) -> tuple[str, ...]:
    """The verdicts that say what is wrong; several where the facts bear several readings."""
    derived = not (seg.atomic or seg.quoted)
    plain = ["wrong_derivation", "wrong_value"] if derived else ["wrong_value"]
    if seg.quoted:
        plain.append("unsupported")
    table: dict[str, list[str]] = {
        "digit": plain,
        "magnitude": [*plain, "wrong_unit"],
        "unit": ["wrong_unit"]
        + ([] if "元" in seg.text else ["wrong_value", "unsupported", "wrong_derivation"]),
        "period": ["wrong_period"] + (["unsupported"] if word else []),
        "subject": ["wrong_subject"] + (["wrong_value"] if word else []),
        "basis": ["wrong_basis"],
        "direction": ["wrong_direction"],
        "derivation": ["wrong_derivation"],
        "chinese_numeral": plain,
        "count": plain,
        "invented": ["unsupported", "wrong_value", "wrong_subject"],
        "percentage_point": ["wrong_derivation", "wrong_value", "wrong_unit"],
        "date": ["wrong_value", "unsupported", "wrong_period", *plain[:1]],
    }
    expect = table[kind]
    if derived and kind in ("period", "subject", "basis"):
        expect.append("wrong_derivation")
    if seg.atomic and not word and kind not in ("invented", "unit"):
        expect += _relations(source, seg, wrong)
    return tuple(dict.fromkeys(expect))


def _relations(source: Source, seg: Segment, wrong: str) -> list[str]:
    """What else a wrong value may rightly be called: it is also the value of these figures."""
    mine = source.figures[seg.expr]
    try:
        shown = read(wrong, seg.unit)
    except NumeralError:
        return []
    found = []
    for other in source.figures.values():
        if other.unit_kind != mine.unit_kind or not fits(shown, other.value, frozenset()):
            continue
        if other.subject == mine.subject and other.measure == mine.measure:
            found += ["wrong_basis"] if other.basis != mine.basis else []
            found += ["wrong_period"] if other.period != mine.period else []
        else:
            found.append("wrong_subject")
    return found


def _direction(source: Source, place: int) -> Planted | None:
    seg = source.segments[place]
    pairs = [p for p in OPPOSITES if seg.text in p]
    if not pairs or seg.alternatives:
        return None
    up, down = pairs[0]
    put = down if seg.text == up else up
    about = neighbour(source, place)
    shift = len(put) - len(seg.text) if about.start >= seg.end else 0
    return Planted(
        "direction",
        seg.start,
        seg.end,
        put,
        about.start + shift,
        about.end + shift,
        about.text,
        ("wrong_direction",) + (() if about.atomic else ("wrong_derivation",)),
    )


def _by_rule(source: Source, seg: Segment, name: str) -> Iterator[Planted]:
    for kind, put in candidates(source, seg, name):
        if put == seg.text or not is_wrong(source, seg, kind, put):
            continue
        expect = _expect(source, seg, kind, put)
        yield Planted(kind, seg.start, seg.end, put, seg.start, seg.start + len(put), put, expect)
