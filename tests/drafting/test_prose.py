"""Measures of a draft's prose by itself."""

from __future__ import annotations

import pytest

from writer.drafting import prose


def test_a_paragraph_twice_is_repetition_and_short_set_phrases_are_not() -> None:
    once = "严格执行预算管理制度，大额支出集体研究后报批，全年没有超范围列支。"
    assert prose.repetition(once + once) == 1 - len(once) / (2 * len(once))
    assert prose.repetition("基本支出100万元。项目支出200万元。") == 0


def test_sentences_are_counted_with_and_without_figures() -> None:
    text = "编制36人。资金使用规范。执行率98.20%！\n路灯亮灯。"
    assert prose.carrying(text) == (2, 4)
    assert prose.sentence_lengths(text)[0] == pytest.approx(6, abs=2)
    assert prose.sentence_lengths("") == (0.0, 0)


def test_spoken_and_vague_wordings_are_found_each_time() -> None:
    assert list(prose.loose_wording("大概完成了一大堆工作，大概不错。")) == [
        "大概",
        "一大堆",
        "大概",
    ]
