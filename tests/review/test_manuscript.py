"""Cutting a report into units."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.review.small_report import report
from writer.report import Paragraph, Report
from writer.review.manuscript import UnitKind, manuscript_of, sentences

TEXTS = st.text(alphabet="甲乙丙。！？”）、，12 ", max_size=40)


@given(TEXTS)
def test_sentences_joined_are_the_text(text: str) -> None:
    assert "".join(sentences(text)) == text


def test_a_sentence_takes_its_closing_marks_along() -> None:
    text = "他说：“已完成。”随后验收（合格。）结束。"
    assert sentences(text) == ["他说：“已完成。”", "随后验收（合格。）", "结束。"]


def test_two_equal_sentences_have_ids_of_their_own() -> None:
    made = manuscript_of(report())
    twins = [u.id for u in made.units.values() if u.text == "共3人。"]
    assert len(set(twins)) == 2


def test_ids_depend_on_section_and_words_only() -> None:
    """A paragraph added above leaves the ids below alone: decisions find their sentences."""
    made = manuscript_of(report())
    blocks = (Paragraph("新的一段。", "a"), *report().blocks)
    again = manuscript_of(Report(title="另一个题目", blocks=blocks))
    old = {u.id for u in made.units.values() if u.kind is UnitKind.SENTENCE and u.section == "a"}
    assert old <= set(again.units)
