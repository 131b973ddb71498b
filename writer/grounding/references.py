"""What a number is compared with: 较年初预算, 比2022年, 同比, 环比."""

from __future__ import annotations

import re

from writer.grounding.lexicon import Tag
from writer.grounding.statements import Statement
from writer.ledger.figure import ADJUSTED, INITIAL, TARGET

PREVIOUS = "previous"  # 环比: the quarter or month before
_MIDYEAR = re.compile(
    r"(?:年中|年度中|中期|(?:预算|年度)?执行中|执行过程中)(?:又|再|预算|财政|按要求|统一)?$"
)
REACH = 10  # characters before a direction word in which 年中 may stand
POSTPOSED = ("相比", "对比", "相较")  # they stand behind what is compared with
BESIDE = 2  # characters that may stand between a period and the direction it goes with


def reference(text: str, statement: Statement, year: str) -> tuple[str, str, int]:
    """(basis, period, start) that a comparison is made with: 较年初预算, 比2022年, 同比."""
    basis = period = ""
    start = statement.mention.start
    active = False
    marks = [(t.start, t.end, str(t.tag), t.payload) for t in statement.left]
    marks += [(d.start, d.end, "date", d.value or "") for d in statement.dates]
    pending: tuple[str, str] = ("", "")
    named_at = start
    last = 0
    for begin, end, tag, payload in sorted(marks):
        word = text[begin:end]
        if tag == Tag.COMPARE:
            active, start = True, min(start, begin)
            if word in ("同比", "环比"):
                # 2023年同比增长27%: against the year before that one
                said = pending[1] if pending[1].isdigit() and begin - last <= BESIDE else year
                period = str(int(said) - 1) if word == "同比" else PREVIOUS
            elif any(pending) and (
                word in POSTPOSED or (word == "比" and begin - last <= 1 and _with(text, named_at))
            ):
                active = False
                (basis, period), start = pending, min(start, named_at)
            elif word in POSTPOSED:
                active = False  # 与上年264.30万元相比，2024年…: what it compares with is told
        elif tag == Tag.DIRECTION:
            beside = begin - last <= BESIDE and payload == "0"
            if beside and not period and pending[1] not in ("", year):
                period, start = pending[1], min(start, named_at)  # 与上年持平
            active = word.startswith(("超", "高于", "低于", "多于", "少于", "高出"))
            if word.startswith("超额"):
                basis = TARGET
            elif adjusting(text, begin, end) and not (basis or period):
                basis = INITIAL
        elif tag in (Tag.PERIOD, "date"):
            relative = tag == Tag.PERIOD and payload.lstrip("-").isdigit()
            value = str(int(year) + int(payload)) if relative else payload[:4]
            pending, named_at = ("", value if value.isdigit() else ""), begin
            period = pending[1] if active else period
        elif tag == Tag.BASIS and payload != "spent":
            pending, named_at = (payload, ""), begin
            basis = payload if active and not basis else basis
        last = end
    if statement.mention.unit == "倍" and not (basis or period):
        (basis, period), start = pending, named_at
    return basis, period, start


def adjusting(text: str, start: int, end: int) -> str:
    """The basis of what 追加, 调减 and 年中压减 lead to; "" for any other word of direction."""
    word = text[start:end]
    midyear = _MIDYEAR.search(text, max(0, start - REACH), start)
    return ADJUSTED if word.startswith(("追加", "调增", "调减", "核减")) or midyear else ""


def _with(text: str, start: int) -> bool:
    """与上年比 compares with what stands between; 决算比预算 does not."""
    return text[max(0, start - 1) : start] in ("与", "同", "跟", "和")
