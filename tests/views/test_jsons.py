"""The JSON views: one report by the fixed contract, several in a list."""

from __future__ import annotations

import json

from writer.views.checked import Checked
from writer.views.jsons import entry, failure, list_json, one_json


def test_one_report_is_the_contract_and_nothing_else(report: Checked) -> None:
    data = json.loads(one_json(report))
    assert set(data) == {"text", "mentions", "findings", "summary"}
    assert {"mentions", "errors", "warnings", "coincidence"} <= set(data["summary"])
    mention = next(m for m in data["mentions"] if m["text"] == "3.85万元")
    assert data["text"][mention["start"] : mention["end"]] == "3.85万元"
    assert mention["verdict"] == "wrong_value"
    assert list(data["findings"][0]) == [
        "code", "severity", "start", "end", "section", "message", "suggestion", "figures",
    ]  # fmt: skip


def test_several_reports_are_a_list_in_order_with_their_errors(report: Checked) -> None:
    data = json.loads(list_json([failure("坏.docx", "文件已损坏"), entry(report)]))
    assert data[0] == {"file": "坏.docx", "error": "文件已损坏"}
    assert data[1]["file"] == "报告.txt"
    assert data[1] | json.loads(one_json(report)) == data[1]
