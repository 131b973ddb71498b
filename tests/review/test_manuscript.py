"""Cutting a report into units and putting it together again."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from writer.report import Cell, Heading, PageBreak, Paragraph, Report, Table
from writer.review.manuscript import UnitKind, edition, manuscript_of, sentences

TEXTS = st.text(alphabet="甲乙丙。！？”）、，12 ", max_size=40)


@given(TEXTS)
def test_sentences_joined_are_the_text(text: str) -> None:
    assert "".join(sentences(text)) == text


def test_a_sentence_takes_its_closing_marks_along() -> None:
    text = "他说：“已完成。”随后验收（合格。）结束。"
    assert sentences(text) == ["他说：“已完成。”", "随后验收（合格。）", "结束。"]


def report() -> Report:
    table = Table(
        "收支表",
        (
            (Cell("项目", down=2, header=True), Cell("金额", across=2, header=True)),
            (Cell("预算"), Cell("决算")),
            (Cell("合计"), Cell("3.00", number=True), Cell("2.00", number=True)),
        ),
        unit="万元",
    )
    return Report(
        title="某局自评报告",
        cover=("封面", ""),
        header=("评价年度：2023年",),
        blocks=(
            Paragraph("导语一。导语二。", "lead", "lead"),
            Heading(1, "一、", "基本情况", "a"),
            Paragraph("共3人。共3人。", "a"),
            table,
            PageBreak(),
            Paragraph("结尾", "a"),
        ),
        attachments=("表一", "表二"),
        signature="某局",
        date="2024年3月1日",
        appendix=(Paragraph("附件1", role="field"), table),
    )


def test_every_unit_stands_where_its_span_says() -> None:
    made = manuscript_of(report())
    shown = edition(made, made.body, {})
    assert shown.report == report()
    text = shown.report.text
    for span in shown.spans:
        assert text[span.start : span.end] == made.units[span.unit].text
    covered = {made.units[s.unit].text for s in shown.spans}
    assert {"导语二。", "基本情况", "决算", "表二", "2024年3月1日", "附件1", "收支表"} <= covered


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
