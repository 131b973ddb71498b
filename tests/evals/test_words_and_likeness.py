"""Rules made of words, and likeness against plain definitions of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.reports import likeness
from evals.words import Groups, letters, plain

SHORT = st.text(alphabet="支出预算元，1", max_size=24)


@pytest.mark.parametrize(
    ("rule", "text", "met"),
    [
        (["内设科室", "无|没有|不设"], "本单位不设内设科室。", True),
        (["内设科室", "无|没有|不设"], "本单位内设科室4个。", False),
        (["５０００余人"], "组织 5000 余人参加", True),
        (["一岗双责"], "压实“一岗双责”", True),
        ("离休 无|没有", "没有离休人员", True),
    ],
)
def test_a_rule_is_met_by_words_not_by_their_width_or_quotes(
    rule: list[str] | str, text: str, met: bool
) -> None:
    assert Groups.of(rule).met(plain(text)) is met


def test_what_is_missing_is_told_as_it_was_written() -> None:
    assert Groups.of(["甲", "乙|丙"]).missing(plain("只有甲")) == ["乙|丙"]


@pytest.mark.parametrize("rule", [[], [""], ["甲|"]])
def test_a_rule_that_every_text_meets_is_refused(rule: list[str]) -> None:
    with pytest.raises(ValueError, match="words"):
        Groups.of(rule)


def test_two_wordings_of_a_title_share_their_letters() -> None:
    assert letters("“三公”经费使用 和管理情况。") == letters('"三公"经费使用和管理情况')


def _slow(a: str, b: str) -> int:
    row = [0] * (len(b) + 1)
    for x in a:
        last = row[:]
        for j, y in enumerate(b, 1):
            row[j] = last[j - 1] + 1 if x == y else max(last[j], row[j - 1])
    return row[-1]


@given(SHORT, SHORT)
def test_the_longest_common_subsequence_by_bits_is_that_by_the_book(a: str, b: str) -> None:
    assert likeness.common_subsequence(a, b) == _slow(a, b)


def test_likeness_is_one_for_the_same_text_and_less_for_another() -> None:
    text = "2024年，本局基本支出决算1284.52万元。"
    other = "2024年，本局基本支出年初预算1284.52万元。"
    assert likeness.rouge_l(text, text) == 1
    assert 0.5 < likeness.rouge_l(text, other) < 1
    assert likeness.rouge_l(text, "") == 0
    pytest.importorskip("sacrebleu")
    assert likeness.chrf(text, text) == pytest.approx(1)
    assert 0.3 < (likeness.chrf(text, other) or 0) < 1
