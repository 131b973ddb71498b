"""Texts made to be slow: four times the text may take about four times the work, no more.

Work is counted, not timed: calls of functions, which no busy machine changes. What goes on inside
one regular expression is not seen by that; `python -m evals.growth` times the same texts.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

import pytest

from evals.growth import ONE_LINE, UNITS, made
from writer.documents import read_text
from writer.grounding.check import check_document
from writer.grounding.reading import read

SHORT, LONG = 1_000, 4_000
GROWTH = 6.5  # 4 for linear, 16 for the square
NOTHING = 20_000  # calls below which what a check does once outweighs its text


def calls(work: Callable[[], object]) -> int:
    """How many functions, of Python and of C, `work` calls."""
    count = 0

    def tally(_: FrameType, event: str, __: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(tally)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def effort(text: str) -> int:
    document = read_text(text)
    return calls(lambda: check_document(document, None))


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    """Word lists are read and patterns compiled once, by whoever comes first."""
    check_document(read_text(made("支出3万元。", 200)), None)


@pytest.mark.parametrize(("head", "unit"), [*(("", unit) for unit in UNITS), *ONE_LINE])
def test_work_grows_with_the_length_only(head: str, unit: str) -> None:
    longer = effort(made(unit, LONG, head))
    if longer > NOTHING:
        assert longer < GROWTH * effort(made(unit, SHORT, head))


def test_five_megabytes_are_read() -> None:
    sentence = "全年公务接待费支出3.75万元，比上年减少0.27万元。"
    text = made(sentence, 5_000_000 // 3)  # 5 MB in UTF-8, in one paragraph
    assert len(read_text(text).blocks) == 1
    assert len(read(text)) == 2 * text.count(sentence)
