"""Sentences end at their marks; what never ends is cut between two numbers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from writer.grounding.reading import read
from writer.grounding.sentence_ends import LONGEST, sentence_ends


def test_a_sentence_ends_at_its_mark_and_at_the_end_of_its_line() -> None:
    assert sentence_ends("一。二！三？\n四", []) == [2, 4, 6, 7, 8]


def test_what_goes_on_and_on_is_cut_at_a_mark() -> None:
    text = "基本支出392.00万元，" * 200
    ends = sentence_ends(text, read(text))
    assert {text[end - 1] for end in ends} == {"，"}
    assert max(b - a for a, b in zip([0, *ends], ends, strict=False)) <= LONGEST


@given(st.lists(st.sampled_from(["支出392.00万元", "和", "1" * 90, "（", "，", "。", "字" * 300])))
def test_no_cut_goes_through_a_number(pieces: list[str]) -> None:
    text = "".join(pieces)
    mentions = read(text)
    ends = sentence_ends(text, mentions)
    assert ends == sorted(ends)
    assert ends[-1] == len(text)
    assert not [(m, end) for m in mentions for end in ends if m.start < end < m.end]
