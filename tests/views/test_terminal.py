"""The terminal view: what is said, and that the caret stands under the span."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import replace

import pytest
from rich.cells import cell_len
from rich.console import Console

from writer.views.characters import visible
from writer.views.checked import Checked
from writer.views.terminal import excerpt_of, lines_of, print_checked

from .conftest import fault, made


def printed(checked: Checked, width: int = 100) -> list[str]:
    return [line.plain for line in lines_of(checked, width)]


def caret_columns(lines: list[str]) -> tuple[int, int]:
    """Columns (first, after last) of the only caret line."""
    (line,) = [ln for ln in lines if "^" in ln]
    return cell_len(line[: line.index("^")]), cell_len(line.rstrip())


def test_a_finding_shows_sentence_expected_figure_place_and_suggestion(report: Checked) -> None:
    lines = printed(report)
    text = "\n".join(lines)
    assert "一、支出情况 › （一）三公经费" in lines
    assert any(ln.startswith("错误 GR101  ") for ln in lines)
    assert "  --> 报告.txt:4:16" in lines
    assert "   = 建议改为：3.75万元" in lines
    assert "依据：3.75万元（公务接待费 · 金额 · 决算 · 2023；2023.yaml:3，数据.0）" in text


def test_the_caret_stands_under_the_span_in_display_columns(report: Checked) -> None:
    lines = printed(report)
    (sentence,) = [ln for ln in lines if "3.85万元" in ln and "│" in ln]
    first = cell_len(sentence[: sentence.index("3.85")])
    assert caret_columns(lines) == (first, first + cell_len("3.85万元"))


def test_full_width_digits_take_two_columns() -> None:
    lines = printed(made("支出３．８５万元。", fault(2, 8)))
    first, last = caret_columns(lines)
    assert last - first == 12


@pytest.mark.parametrize("width", [40, 60, 100])
def test_a_long_sentence_is_cut_to_the_width_around_the_span(width: int) -> None:
    text = "前" * 300 + "3.85万元" + "后" * 300 + "。"
    lines = printed(made(text, fault(300, 306)), width)
    (sentence,) = [ln for ln in lines if "│" in ln and "3.85" in ln]
    assert cell_len(sentence) <= width
    first = cell_len(sentence[: sentence.index("3.85")])
    assert caret_columns(lines) == (first, first + 8)


def test_a_span_over_paragraphs_stays_in_one_line() -> None:
    text = "第一段。\n第二段。\n" * 40
    excerpt = excerpt_of(text, 0, len(text), 60)
    assert "\n" not in "".join(excerpt)
    assert cell_len("".join(excerpt)) <= 60


def test_an_empty_span_still_gets_a_caret() -> None:
    first, last = caret_columns(printed(made("没有这一节。", fault(0, 0, "DC301"))))
    assert last - first == 1


def test_findings_are_grouped_under_their_section_once() -> None:
    text = "一、总体情况\n甲。乙。\n二、其他情况\n丙。\n"
    rows = [fault(text.index(c), text.index(c) + 1) for c in "甲乙丙"]
    lines = printed(made(text, *rows))
    assert lines.count("一、总体情况") == 1
    assert lines.count("二、其他情况") == 1


def test_a_suggestion_to_delete_says_so() -> None:
    lines = printed(made("（单位名称）", fault(0, 6, "DC305", suggestion="")))
    assert "   = 建议删去" in lines


def test_the_sums_count_severities_numbers_and_strength(report: Checked) -> None:
    lines = printed(report)
    assert "报告.txt：错误 1，警告 0，提醒 0" in lines
    assert any("核对了" in ln and "不符或没有依据 1" in ln for ln in lines)
    assert any(ln.startswith("  任意写错的数恰好蒙混过关的可能性不超过 ") for ln in lines)


def test_without_facts_it_says_what_was_not_done() -> None:
    assert any("没有给事实文件" in ln for ln in printed(made("支出3.85万元。")))


def test_silenced_findings_are_counted_with_their_reason() -> None:
    plain = made("支出3.85万元。")
    result = replace(plain.result, silenced=Counter({"DC306": 3, "CS201": 1}))
    lines = printed(replace(plain, result=result, reasons={"DC": "本省用方括号"}))
    assert "  未提示 DC306 共 3 条：本省用方括号" in lines
    assert "  未提示 CS201 共 1 条：没有写明理由" in lines


@pytest.mark.parametrize(
    "evil",
    ["\x1b[2J", "\x1b]8;;http://a\x07", "\x9b31m", "\u202e", "\u200b", "\r", "\x00", "\ud800"],
)
def test_a_report_cannot_steer_the_terminal(evil: str) -> None:
    text = f"一、{evil}情况\n支出{evil}3.85万元{evil}。"
    at = text.index("3.85")
    checked = made(text, fault(at, at + 6, suggestion=evil), source=f"{evil}.txt")
    assert evil not in "\n".join(printed(checked))


def test_visible_keeps_ordinary_text() -> None:
    text = "2023年“三公”经费：3.75万元，〔2023〕10号　①≥5％"
    assert visible(text) == text


def test_a_pipe_gets_no_colour_and_no_broken_line() -> None:
    stream = io.StringIO()
    text = "支出3.85万元，" + "说明" * 20 + "。"
    print_checked(made(text, fault(2, 8)), Console(file=stream, width=40))
    assert "\x1b" not in stream.getvalue()
    assert "错误 GR101  GR101的说明\n" in stream.getvalue()
