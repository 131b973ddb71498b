"""How one number of a clean report may be written wrong, and the check that it then is wrong."""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Iterator
from decimal import Decimal

from evals.sets.planted.marks import (
    Figure,
    Segment,
    Source,
    SourceError,
    evaluate,
    fits,
    names_in,
)
from evals.sets.planted.numerals import NumeralError, Written, read, write

_BASIS_WORDS = re.compile(r"预算|决算|实际|执行|支出数|目标|计划|完成|实有|编制")
_DATE = re.compile(r"\d年|\d月|\d日|\d时|点")


def order(*parts: object) -> str:
    """A fixed but arbitrary order: the same on every build."""
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()


def is_true_growth(source: Source, seg: Segment, new: Written) -> bool:
    """A change in points called percent is right when the rate itself grew by so many percent."""
    pair = re.fullmatch(r"pp\((.+),(.+)\)", seg.expr)
    if pair is None or new.kind != "percent":
        return False
    return fits(new, evaluate(f"g({pair[1]},{pair[2]})", source.figures), seg.flags)


def is_wrong(source: Source, seg: Segment, kind: str, put: str) -> bool:
    """Truly wrong: beyond rounding, and on no other figure unless the class means one."""
    if seg.quoted:
        return put not in source.texts.get(seg.expr[1:], "")
    old, new = read(seg.text, seg.unit), read(put, seg.unit)
    if is_true_growth(source, seg, new):
        return False
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


def candidates(source: Source, seg: Segment, name: str) -> Iterator[tuple[str, str]]:
    salt = int(order(name, seg.start)[:8], 16)
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


# counts: what a hand may put for the right unit, the longer unit first
_MISTAKEN = {
    "万人次": "人次",
    "人次": "人",
    "万人": "人",
    "公里": "米",
    "万吨": "万公斤",
    "万亩": "万公顷",
    "户": "人",
    "平方米": "米",
}


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
        yield "unit", text[:-1] + ("‰" if text[-2] in "02468" else "个百分点")
    else:
        for unit, other in _MISTAKEN.items():
            if text.endswith(unit):
                yield "unit", text.removesuffix(unit) + other
                return


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


_LIMITS = {"月": 12, "日": 28, "时": 23, "点": 23, "分": 59}


def _shifted(text: str, salt: int) -> Iterator[str]:
    """A date or duration with one of its numbers moved by a plausible amount."""
    for turn, match in enumerate(re.finditer(r"\d+", text)):
        value, tail = int(match[0]), text[match.end() : match.end() + 1]
        move = 1 if tail == "年" else 1 + (salt + turn) % 3
        down = salt % 2 or value + move > _LIMITS.get(tail, 10**4)
        moved = value - move if down and value > move else value + move
        yield text[: match.start()] + str(moved) + text[match.end() :]
