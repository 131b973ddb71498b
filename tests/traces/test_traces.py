"""The calls of a run on a time axis, on a terminal and as a page."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from tests.traces.conftest import CALL, CALLS, at
from writer.calls import CallRecord
from writer.costs import load_prices
from writer.errors import RunError
from writer.traces import read_trace
from writer.traces.model import sessions_of
from writer.traces.page import trace_page
from writer.traces.terminal import bar, print_trace

Make = Callable[..., Path]


def printed(folder: Path, width: int) -> str:
    file = io.StringIO()
    print_trace(read_trace(folder), load_prices(), Console(file=file, width=width))
    return file.getvalue()


def test_calls_stand_where_they_were_under_way(run_folder: Make) -> None:
    trace = read_trace(run_folder(*CALLS))
    first, later = trace.sessions
    assert [call.start for call in first.calls] == [0, 1, 3, 8]
    assert first.seconds == 12
    assert first.at_once == 3
    assert [c.record.purpose for c in later.calls] == ["问题#1"], "a pause begins a new axis"
    assert later.calls[0].start == 0


def test_a_section_s_key_may_hold_the_sign_that_counts_its_requests(run_folder: Make) -> None:
    trace = read_trace(run_folder(*CALLS))
    again = trace.sessions[0].calls[3]
    assert (again.record.section, again.asked) == ("项目#1", 2)
    assert trace.title(again.record) == "购书专项"
    assert trace.fates["项目#1"].code == "MD407"


def test_lines_of_older_versions_follow_on_each_other() -> None:
    (session,) = sessions_of([replace(CALL, started=""), replace(CALL, started="")])
    assert session.started is None
    assert [call.start for call in session.calls] == [0, 0]
    (session,) = sessions_of([CALL, replace(CALL, started="")])
    assert [call.start for call in session.calls] == [0, 4]


@pytest.mark.parametrize("width", [80, 110, 200])
def test_the_waterfall_fits_the_terminal(run_folder: Make, width: int) -> None:
    text = printed(run_folder(*CALLS), width)
    lines = text.splitlines()
    table = [line for line in lines if "部门概况" in line or "购书专项  " in line]
    assert all(cell_len(line) <= width for line in table)
    assert text.count("█") > 8
    assert "调用 3 次，没有答复 1 次，取自共用记录 1 次" in text
    assert "“购书专项”没有采用模型所写：MD407 写到长度上限也没有写完" in text


def test_a_bar_begins_and_ends_with_its_call() -> None:
    (session,) = sessions_of([at(0, "a#1"), at(3, "b#1"), at(6, "c#1", seconds=0.01)])
    drawn = [bar(call, 7.0, 14) for call in session.calls]
    assert drawn[0] == "█" * 8
    assert drawn[1] == " " * 6 + "█" * 8
    assert drawn[2].strip() == "█", "however short, it can be seen"


def test_a_run_without_calls_says_so(run_folder: Make) -> None:
    assert "没有调用模型" in printed(run_folder(), 80)
    assert "没有调用模型" in trace_page(read_trace(run_folder(name="b")), load_prices())


def test_the_page_needs_nothing_from_elsewhere_and_runs_nothing(run_folder: Make) -> None:
    page = trace_page(read_trace(run_folder(*CALLS)), load_prices())
    assert "<script" not in page
    assert not re.search(r"(?:src|href)=", page)
    assert "default-src 'none'" in page
    assert "style=" not in page.replace("style-src", ""), "the policy allows no style attributes"
    assert "章节：&lt;b&gt;概况&lt;/b&gt;" in page
    assert page.count("<details") == len(CALLS)
    assert "约 6.00 元" in page, "2 for a million in, 8 for one out"


def test_bars_stay_inside_the_drawing(run_folder: Make) -> None:
    short = at(9, "c#1", seconds=0.0)
    page = trace_page(read_trace(run_folder(*CALLS[:4], short)), load_prices())
    bars = re.findall(r'<rect x="(\d+)" y="4" width="(\d+)"', page)
    assert len(bars) == 5
    assert all(int(x) + int(w) <= 1000 and int(w) > 0 for x, w in bars)


def test_the_same_calls_give_the_same_page(run_folder: Make) -> None:
    folder = run_folder(*CALLS)
    assert trace_page(read_trace(folder), load_prices()) == trace_page(
        read_trace(folder), load_prices()
    )


def test_what_is_no_run_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="不是 draft 的运行文件夹"):
        read_trace(tmp_path)


def test_a_record_without_answer_shows_why(run_folder: Make) -> None:
    failed: CallRecord = at(0, "概况#1", reply=None, outcome="timeout", error="服务超过时限")
    assert "服务超过时限" in printed(run_folder(failed), 120)
