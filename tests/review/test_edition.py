"""Putting a report together again from its units."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.review.small_report import report
from writer.report import Paragraph
from writer.review.edition import edition
from writer.review.manuscript import UnitKind, manuscript_of

TEXTS = st.text(alphabet="甲乙丙。！？”）、，12 ", max_size=40)


def test_every_unit_stands_where_its_span_says() -> None:
    made = manuscript_of(report())
    shown = edition(made, made.body, {})
    assert shown.report == report()
    text = shown.report.text
    for span in shown.spans:
        assert text[span.start : span.end] == made.units[span.unit].text
    covered = {made.units[s.unit].text for s in shown.spans}
    assert {"导语二。", "基本情况", "决算", "表二", "2024年3月1日", "附件1", "收支表"} <= covered


def test_attachments_are_known_by_their_tables() -> None:
    made = manuscript_of(report())
    shown = edition(made, made.body, {})
    text = shown.report.text
    assert shown.attached(text.index("收支表")) is None, "the table of the report itself"
    assert shown.attached(text.index("2024年3月1日")) is None
    assert shown.attached(text.rindex("附件1")) == "附件1"
    assert shown.attached(text.rindex("2.00")) == "收支表"


def test_changed_texts_move_the_spans_behind_them() -> None:
    made = manuscript_of(report())
    ident = {u.text: u.id for u in made.units.values()}
    changes = {ident["导语一。"]: "改过的较长的导语。", ident["导语二。"]: "", ident["封面"]: ""}
    changes[ident["结尾"]] = ""
    shown = edition(made, made.body, changes)
    text = shown.report.text
    assert "改过的较长的导语。\n一、基本情况" in text
    assert not text.startswith("\n")
    assert all(
        text[s.start : s.end] == changes.get(s.unit, made.units[s.unit].text) for s in shown.spans
    )
    assert not any(isinstance(b, Paragraph) and not b.text for b in shown.report.blocks)


def test_an_emptied_caption_keeps_the_cells_in_step() -> None:
    made = manuscript_of(report())
    caption = next(u.id for u in made.units.values() if u.text == "收支表")
    shown = edition(made, made.body, {caption: ""})
    cells = [s for s in shown.spans if made.units[s.unit].text == "2.00"]
    assert [shown.report.text[s.start : s.end] for s in cells] == ["2.00", "2.00"]


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.integers(0, 30), TEXTS, max_size=8))
def test_spans_always_hold_the_units_words(changes: dict[int, str]) -> None:
    made = manuscript_of(report())
    idents = list(made.units)
    kinds = (UnitKind.SENTENCE, UnitKind.LINE)
    texts = {
        idents[i]: text
        for i, text in changes.items()
        if i < len(idents) and (text or made.units[idents[i]].kind in kinds)
    }
    shown = edition(made, made.body, texts)
    for span in shown.spans:
        expected = texts.get(span.unit, made.units[span.unit].text)
        assert shown.report.text[span.start : span.end] == expected
