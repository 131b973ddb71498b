"""Planted errors: one wrong number, or one word that makes a number wrong, in a clean report.

Candidates come from the marks (alternatives written by hand, always kept) and from rules over
the annotated numbers; of the latter each class takes its quota, spread over the numbers in an
order fixed by a hash, so that the set is the same on every build.
"""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from evals.sets.planted.marks import (
    OPPOSITES,
    Figure,
    Segment,
    Source,
    SourceError,
    evaluate,
    fits,
    names_in,
    neighbour,
)
from evals.sets.planted.numerals import NumeralError, read, write

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
    "period": 4,
    "subject": 5,
    "basis": 4,
    "direction": 4,
    "derivation": 6,
    "chinese_numeral": 3,
    "count": 4,
    "percentage_point": 3,
    "date": 5,
}
_BASIS_WORDS = re.compile(r"预算|决算|实际|执行|支出数|目标|计划|完成|实有|编制")
_DATE = re.compile(r"\d年|\d月|\d日|\d时|点")


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


def _order(*parts: object) -> str:
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()


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
    for error in sorted(pool, key=lambda e: _order(name, e.at, e.put)):
        seen[error.at] = seen.get(error.at, 0) + 1
        ranked.append((seen[error.at], _order(name, error.put, error.at), error))
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
    if old.kind == new.kind and fits(new, evaluate(seg.expr, source.figures), seg.flags):
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
        "unit": ["wrong_unit"] + ([] if "元" in seg.text else ["wrong_value", "unsupported"]),
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
    for kind, put in _candidates(source, seg, name):
        if put == seg.text or not _wrong(source, seg, kind, put):
            continue
        expect = _expect(source, seg, kind, put)
        yield Planted(kind, seg.start, seg.end, put, seg.start, seg.start + len(put), put, expect)


def _wrong(source: Source, seg: Segment, kind: str, put: str) -> bool:
    """Truly wrong: beyond rounding, and on no other figure unless the class means one."""
    if seg.quoted:
        return put not in source.texts.get(seg.expr[1:], "")
    old, new = read(seg.text, seg.unit), read(put, seg.unit)
    if old.kind != new.kind or kind == "unit":
        return True
    true = evaluate(seg.expr, source.figures)
    if fits(new, true, seg.flags) or (new.value < 0) != (old.value < 0):
        return False
    if abs(abs(new.value) - abs(true)) <= new.step:
        return False
    if kind in ("period", "subject", "basis", "derivation"):
        return True
    same = (f.value for f in source.figures.values() if f.unit_kind == new.kind)
    return not any(fits(new, value, frozenset()) for value in same)


def _candidates(source: Source, seg: Segment, name: str) -> Iterator[tuple[str, str]]:
    salt = int(_order(name, seg.start)[:8], 16)
    exact = not seg.flags & {"near", "over", "about", "atleast", "atmost"}
    if (seg.quoted and _DATE.search(seg.text)) or seg.duration:
        yield from (("date", put) for put in _shifted(seg.text, salt))
        return
    if seg.quoted:
        kind = _digit_class(seg)
        yield from ((kind, put) for put in _redigited(seg.text, salt, 2))
        return
    if not exact:
        return
    if "nd" not in seg.flags:
        yield from ((_digit_class(seg), put) for put in _redigited(seg.text, salt, 3))
    yield from (("magnitude", put) for put in _moved(seg.text, salt))
    yield from _other_unit(seg)
    if seg.atomic:
        yield from _other_figure(source, seg, salt)
    elif not seg.counted:
        yield from (("derivation", put) for put in _miscomputed(source, seg, salt))


def _digit_class(seg: Segment) -> str:
    if re.fullmatch(r"[^\d]*", seg.text):
        return "chinese_numeral"
    if seg.text.endswith("百分点"):
        return "percentage_point"
    if seg.counted or not (seg.unit or re.search(r"元|%|％|分$|号|倍", seg.text)):
        return "count"
    return "digit"


_HAN_DIGITS = "一二三四五六七八九"
_CAPITAL_DIGITS = "壹贰叁肆伍陆柒捌玖"


def _redigited(text: str, salt: int, count: int) -> Iterator[str]:
    """One digit changed, or two neighbours transposed."""
    places = [
        i for i, c in enumerate(text) if c.isdigit() or c in _HAN_DIGITS + "两" + _CAPITAL_DIGITS
    ]
    if text.endswith("号"):
        places = [i for i in places if i > text.find("〕")]
    if re.match("百分之|[三四五六七八九]分之", text):
        places = places[-1:]
    swaps = [i for i in places if i + 1 in places and text[i] != text[i + 1] and text[i + 1] != "0"]
    for turn in range(count):
        if swaps and turn == 1:
            i = swaps[salt % len(swaps)]
            yield text[:i] + text[i + 1] + text[i] + text[i + 2 :]
        elif places:
            i = places[(salt // 7 + turn) % len(places)]
            yield text[:i] + _other_digit(text[i], salt + turn) + text[i + 1 :]


def _other_digit(char: str, salt: int) -> str:
    if char == "两":
        return "三四五"[salt % 3]
    for row in (_HAN_DIGITS, _CAPITAL_DIGITS):
        if char in row:
            return row[(row.index(char) + 1 + salt % 4) % 9]
    return str((int(char) - 1 + 2 + salt % 6) % 9 + 1)


def _moved(text: str, salt: int) -> Iterator[str]:
    """The decimal point moved, or a zero added or dropped."""
    match = re.match(r"(\d[\d,]*)(?:\.(\d+))?(?!\d|年|亿\d)", text)
    if match is None or "分" in text or len(match[0]) < 2:
        return
    whole, part = match[1].replace(",", ""), match[2] or ""
    comma = "," in match[1]
    up = Decimal(f"{whole}.{part or 0}") * (10 if salt % 2 else Decimal("0.1"))
    decimals = len(part) if "%" not in text else max(len(part), 1)
    if not part and up != up.to_integral_value():
        up = Decimal(whole) * 10
    shown = f"{up:,.{decimals}f}"
    yield (shown if comma else shown.replace(",", "")) + text[match.end() :]


def _other_unit(seg: Segment) -> Iterator[tuple[str, str]]:
    text = seg.text
    if text.endswith("万元"):
        yield "unit", text[:-2] + "元"
        if not text.startswith("0"):
            yield "unit", text[:-2] + "亿元"
    elif re.search(r"\d元$", text):
        yield "unit", text[:-1] + "万元"
    elif text.endswith("亿元"):
        yield "unit", text[:-2] + "万元"
    elif text.endswith("个百分点"):
        yield "percentage_point", text[:-4] + "%"
    elif text.endswith("%") and seg.expr.startswith("g("):
        yield "percentage_point", text[:-1] + "个百分点"
    elif text.endswith("%"):
        yield "unit", text[:-1] + "‰"
    elif text.endswith("人次"):
        yield "unit", text[:-1]
    elif re.search(r"\d公里$", text):
        yield "unit", text[:-2] + "米"
    elif re.search(r"\d万人$", text):
        yield "unit", text[:-2] + "人"


def _other_figure(source: Source, seg: Segment, salt: int) -> Iterator[tuple[str, str]]:
    """The value of the same thing at another basis or period, or of another thing."""
    mine = source.figures[seg.expr]
    sentence = re.split(r"[。；\n]", source.text[: seg.start])[-1]
    others: list[tuple[str, str]] = []
    for other in dict.fromkeys(source.figures.values()):
        if other == mine or other.unit_kind != mine.unit_kind:
            continue
        kind = _relation(mine, other)
        if kind is None or (kind == "basis" and not _BASIS_WORDS.search(sentence)):
            continue
        if f"n{kind[0]}" in seg.flags:
            continue
        if kind == "subject" and not mine.value / 10 <= other.value <= mine.value * 10:
            continue
        try:
            put = write(other.value, seg.text, seg.unit)
        except NumeralError:
            continue
        if abs(read(put, seg.unit).value - other.value) <= other.value / 2000:
            others.append((kind, put))
    turn = salt % max(1, len(others))
    yield from others[turn:] + others[:turn]


def _relation(mine: Figure, other: Figure) -> str | None:
    same = (
        mine.subject == other.subject,
        mine.measure == other.measure,
        mine.basis == other.basis,
        mine.period == other.period,
    )
    match same:
        case (True, True, False, True):
            return "basis"
        case (True, True, True, False):
            return "period"
        case (False, True, True, True) if mine.unit == other.unit:
            return "subject"
    return None


def _miscomputed(source: Source, seg: Segment, salt: int) -> Iterator[str]:
    """What a careless hand would have got: the wrong denominator, another year or basis for one
    operand, a part forgotten; failing that a result a little off."""
    true = abs(evaluate(seg.expr, source.figures))
    wrong = []
    if match := re.fullmatch(r"g\((.+), ?(.+)\)", seg.expr):
        wrong.append(f"1-({match[2]})/({match[1]})")
    tree = ast.parse(seg.expr, mode="eval").body
    if isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Add):
        wrong += [ast.unparse(tree.left)]
    for name in dict.fromkeys(names_in(seg.expr)):
        mine = source.figures[name]
        for other in dict.fromkeys(source.figures.values()):
            if _relation(mine, other) in ("basis", "period"):
                wrong.append(re.sub(rf"\b{name}\b", other.name, seg.expr))
    values = [abs(evaluate(expr, source.figures)) for expr in wrong]
    step = read(seg.text, seg.unit).step
    values.append(true + step * (3 + salt % 5) * (1 if salt % 2 else -1))
    for value in values:
        try:
            put = write(value, seg.text, seg.unit)
        except (NumeralError, SourceError):
            continue
        if read(put, seg.unit).value != 0 and value < true * 3:
            yield put


def _shifted(text: str, salt: int) -> Iterator[str]:
    """A date or duration with one of its numbers moved by a plausible amount."""
    numbers = list(re.finditer(r"\d+", text))
    for turn, match in enumerate(numbers):
        value = int(match[0])
        tail = text[match.end() :][:1]
        move = 1 + (salt + turn) % 3
        limit = {"月": 12, "日": 28, "时": 23, "点": 23, "分": 59}.get(tail, 10**4)
        if tail == "年":
            move = 1
        shifted = (
            value - move
            if value - move >= 1 and (value + move > limit or salt % 2)
            else value + move
        )
        yield text[: match.start()] + str(shifted).zfill(len(match[0])) + text[match.end() :]
